"""Measures one packaged function in an interpreter that has only its package and layer, beside the same calls alone.

Started as `python -I -S throughput_main.py ANSWER_FILE`, with the job as JSON on standard input. Rounds of the function
and rounds of its peer take turns, so that whatever else the machine does meets both.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Step = Callable[[], None]


def main(answer_file: str) -> None:
    """Do the job and write its answer: seconds a round of each case, for the function and for its peer."""
    job = json.loads(sys.stdin.read())
    sys.path[:0] = [*job["path"], job["project"]]
    _stay_on_one_core()
    measured = _Measured(job)
    answers = []
    for case in job["cases"]:
        function = measured.function(case["events"])
        peer, number_of_calls = measured.peer(function)
        answers.append({"calls": number_of_calls, **_turns(function, peer, job["rounds"], job["seconds"])})
    Path(answer_file).write_text(json.dumps(answers), encoding="utf-8")


class _Measured:
    """The handler of a job on boto3's default session, whose every client is answered by the stand-in."""

    def __init__(self, job: dict[str, Any]) -> None:
        # Only now is the package on the path.
        import boto3

        from tools.bench.stand_in import CallList, StandIn
        from tools.local.lambdas.worker_main import Context, import_handler

        session: Any = boto3.session.Session()
        boto3.DEFAULT_SESSION = session  # bootstrap makes its clients from it
        self._calls = CallList()
        self._calls.register(session)
        StandIn(job["exchanges"]).register(session)
        self._client = functools.cache(session.client)
        self._context: Callable[[], Any] = lambda: Context(job, "bench", time.monotonic() + job["timeout_seconds"])
        self._handler = import_handler(job["handler"])

    def function(self, events: list[dict[str, Any]]) -> Step:
        """One turn of the function: every event once. Raises RuntimeError if a record fails."""

        def run() -> None:
            for event in events:
                if self._handler(event, self._context())["batchItemFailures"]:
                    raise RuntimeError("a record failed")

        return run

    def peer(self, function: Step) -> tuple[Step, int]:
        """One turn of the function's calls without the function, and how many they are."""
        function()  # clients, caches and validators are made on the first call
        with self._calls:
            function()
        calls = [self._bound(*call) for call in self._calls.calls]

        def run() -> None:
            for call in calls:
                answer = call()
                if "Body" in answer:
                    answer["Body"].read()

        return run, len(calls)

    def _bound(self, service: str, method: str, parameters: dict[str, Any]) -> Callable[[], dict[str, Any]]:
        return functools.partial(getattr(self._client(service), method), **parameters)


def _turns(function: Step, peer: Step, rounds: int, seconds: float) -> dict[str, list[float]]:
    measured: dict[str, list[float]] = {"function": [], "peer": []}
    for _ in range(rounds):
        measured["function"].append(_seconds_each(function, seconds))
        measured["peer"].append(_seconds_each(peer, seconds))
    return measured


def _seconds_each(step: Step, at_least_seconds: float) -> float:
    started = time.perf_counter()
    count = 0
    while (elapsed := time.perf_counter() - started) < at_least_seconds or not count:
        step()
        count += 1
    return elapsed / count


def _stay_on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


if __name__ == "__main__":
    main(sys.argv[1])
