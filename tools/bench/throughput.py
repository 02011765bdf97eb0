"""Messages a second of each function on one core, beside the same AWS calls through boto3 with no Civicline code."""

import base64
import copy
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from civicline.domain.channel import Channel
from tools.bench.errors import BenchmarkError
from tools.bench.office import REPORT, Followed, PackagedOffice, Visit
from tools.bench.summaries import ratio
from tools.bench.wire import Exchange
from tools.packaging import folders

MAIN = Path(__file__).with_name("throughput_main.py")
BATCH = 10
"""Messages a batch: what the template lets a queue hand over at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long to measure."""

    rounds: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Seconds for one message: of the function, and of its calls alone."""

    calls_per_message: float
    function_seconds: float
    peer_seconds: float

    @property
    def messages_per_second(self) -> float:
        """What one core does."""
        return 1 / self.function_seconds

    @property
    def peer_per_second(self) -> float:
        """What one core does with the calls alone."""
        return 1 / self.peer_seconds

    @property
    def times_peer(self) -> float:
        """1 would mean that the function is nothing but its calls."""
        return ratio(self.function_seconds, self.peer_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """One function and channel, with a message alone and with ten in a batch."""

    stage: str
    channel: Channel
    alone: Case
    batch: Case


def throughput_of(office: PackagedOffice, followed: Followed, stage: str, pace: Pace) -> Throughput:
    """Measure one function in a process of its own. Raises BenchmarkError if it does not run as it was recorded."""
    mine = [visit for visit in followed.warm if visit.stage == stage]
    events = [visit.event for visit in mine]
    job = {
        **json.loads(office.functions[stage].description(-1)),
        "project": str(folders.PROJECT),
        "exchanges": [recorded(one) for one in _exchanges(followed, stage)],
        "cases": [{"events": events}, {"events": [batch_of(events, BATCH, is_stream=stage == REPORT)]}],
        "rounds": pace.rounds,
        "seconds": pace.seconds,
    }
    alone, batch = _run(job, office.functions[stage].environment, stage)
    return Throughput(
        stage=stage, channel=followed.channel, alone=_case(alone, messages=1), batch=_case(batch, messages=BATCH)
    )


def batch_of(events: Sequence[dict[str, Any]], copies: int, *, is_stream: bool) -> dict[str, Any]:
    """One event with all records of `events`, so many times; each copy has an id of its own, as it would have."""
    name = "eventID" if is_stream else "messageId"
    records = []
    for number in range(copies):
        for record in (record for event in events for record in event["Records"]):
            records.append({**copy.deepcopy(record), name: f"{record[name]}-{number}"})
    return {"Records": records}


def _exchanges(followed: Followed, stage: str) -> Iterable[Exchange]:
    visits: Sequence[Visit] = (*followed.cold, *followed.warm)
    return (one for visit in visits if visit.stage == stage for one in visit.exchanges)


def recorded(exchange: Exchange) -> dict[str, Any]:
    """An exchange as the measured process reads it."""
    return {
        "operation": exchange.operation,
        "path": exchange.path,
        "request": base64.b64encode(exchange.request).decode(),
        "status": exchange.status,
        "headers": exchange.headers,
        "response": base64.b64encode(exchange.response).decode(),
    }


def _run(job: dict[str, Any], environment: Any, stage: str) -> list[dict[str, Any]]:
    with TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        log = Path(folder) / "log.txt"
        with log.open("w", encoding="utf-8") as output:
            done = subprocess.run(
                [sys.executable, "-I", "-S", str(MAIN), str(answer)],
                input=json.dumps(job),
                text=True,
                env=dict(environment),
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-8:])
            raise BenchmarkError(f"{stage} does not run as it was recorded:\n{tail}")
        answers: list[dict[str, Any]] = json.loads(answer.read_text(encoding="utf-8"))
        return answers


def _case(answer: dict[str, Any], *, messages: int) -> Case:
    return Case(
        calls_per_message=answer["calls"] / messages,
        function_seconds=median(answer["function"]) / messages,
        peer_seconds=median(answer["peer"]) / messages,
    )
