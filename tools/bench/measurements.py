"""Every benchmark by name; what one needs of another is measured once."""

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

from civicline.domain.approved.segments import count_segments
from civicline.domain.channel import Channel
from tools.bench.calls import StageCalls, operations, stage_calls
from tools.bench.capacity import StoredItem, Units, stored, units_of
from tools.bench.cold_start import ColdStart, cold_starts
from tools.bench.cost import Idle, Line, StageUse, idle_month, thousand_messages, total
from tools.bench.latency import Latency, latencies
from tools.bench.office import REPORT, STAGES, Followed, PackagedOffice, packaged_office
from tools.bench.throughput import Pace, Throughput, throughput_of
from tools.bench.wire import Exchange

Progress = Callable[[str], None]

CHANNELS = (Channel.SMS, Channel.EMAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is measured."""

    pace: Pace
    cold_runs: int
    texts: int
    mails: int


FULL = Effort(pace=Pace(rounds=5, seconds=2.0), cold_runs=7, texts=100, mails=30)
QUICK = Effort(pace=Pace(rounds=3, seconds=0.3), cold_runs=2, texts=10, mails=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bills:
    """The cost of an idle month and of a thousand messages of each channel, warm and cold."""

    idle: list[Line]
    warm: dict[Channel, list[Line]]
    cold: dict[Channel, list[Line]]

    @property
    def totals(self) -> dict[str, float]:
        """The dollars to quote."""
        thousands = {"warm": self.warm, "cold": self.cold}
        return {
            "idle_month": total(self.idle),
            **{
                f"thousand_{channel}_{state}": total(lines)
                for state, bills in thousands.items()
                for channel, lines in bills.items()
            },
        }


class Measurements:
    """Used in a `with` block, which ends what was started for them."""

    def __init__(self, folder: Path, effort: Effort, progress: Progress) -> None:
        self._folder = folder
        self._effort = effort
        self._progress = progress
        self._running = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    @cached_property
    def calls(self) -> list[StageCalls]:
        """AWS calls a message."""
        return [stage for channel in CHANNELS for stage in stage_calls(self._followed[channel])]

    @cached_property
    def throughput(self) -> list[Throughput]:
        """Messages a second."""
        found = []
        for channel in CHANNELS:
            for stage in (*STAGES, REPORT):
                self._progress(f"{stage.lower()}, {channel}")
                found.append(throughput_of(self._office, self._followed[channel], stage, self._effort.pace))
        return found

    @cached_property
    def cold(self) -> list[ColdStart]:
        """Milliseconds of a cold start."""
        return cold_starts(self._office, self._effort.cold_runs, self._progress)

    @cached_property
    def latency(self) -> list[Latency]:
        """Seconds end to end."""
        return latencies(self._folder, self._effort.texts, self._effort.mails, self._progress)

    @cached_property
    def cost(self) -> Bills:
        """Dollars."""
        use = {channel: self._use(channel) for channel in CHANNELS}
        segments = reply_segments(self._followed[Channel.SMS])

        def bill(channel: Channel, *, cold: bool) -> list[Line]:
            return thousand_messages(use[channel], is_mail=channel is Channel.EMAIL, sms_segments=segments, cold=cold)

        return Bills(
            idle=idle_month(self._idle()),
            warm={channel: bill(channel, cold=False) for channel in CHANNELS},
            cold={channel: bill(channel, cold=True) for channel in CHANNELS},
        )

    @cached_property
    def _office(self) -> PackagedOffice:
        return self._running.enter_context(packaged_office(self._folder, self._progress))

    @cached_property
    def _followed(self) -> dict[Channel, Followed]:
        found = {}
        for channel in CHANNELS:
            self._progress(f"following two messages by {channel}")
            found[channel] = self._office.follow(channel)
        return found

    def _use(self, channel: Channel) -> list[StageUse]:
        followed = self._followed[channel]
        loaded = self._office.loaded
        indexes = loaded.resources["RecordsTable"].properties["GlobalSecondaryIndexes"]
        items = stored(self._office.stored_items(), [index["KeySchema"][0]["AttributeName"] for index in indexes])
        speed = {one.stage: one for one in self.throughput if one.channel is channel}
        starts = {one.name: one for one in self.cold}
        return [
            StageUse(
                invocations=sum(visit.stage == stage for visit in followed.warm),
                memory_mb=self._office.functions[stage].memory_mb,
                processor_seconds=speed[stage].alone.function_seconds,
                cold_seconds=starts[stage.lower()].packaged.ready_ms / 1000,
                calls=operations(followed.warm, stage),
                units=_units(_exchanges(followed, stage), items),
                log_bytes=sum(len(visit.log.encode()) for visit in followed.warm if visit.stage == stage),
            )
            for stage in (*STAGES, REPORT)
        ]

    def _idle(self) -> Idle:
        kinds = self._office.resource_types
        mappings = self._office.loaded.of_type("AWS::Lambda::EventSourceMapping")
        return Idle(
            keys=kinds["AWS::KMS::Key"],
            secrets=kinds["AWS::SecretsManager::Secret"],
            alarms=kinds["AWS::CloudWatch::Alarm"],
            polled_queues=sum(":sqs:" in mapping.properties["EventSourceArn"] for mapping in mappings),
            numbers=1,
        )


def reply_segments(followed: Followed) -> int:
    """How many segments the reply to the sample text has."""
    published = [one for visit in followed.warm for one in visit.exchanges if one.operation == "sns:Publish"]
    return sum(count_segments(parse_qs(one.request.decode())["Message"][0]).segments for one in published)


def _exchanges(followed: Followed, stage: str) -> list[Exchange]:
    return [one for visit in followed.warm if visit.stage == stage for one in visit.exchanges]


def _units(exchanges: Sequence[Exchange], items: dict[tuple[str, str, str], StoredItem]) -> Units:
    to_dynamo = [one for one in exchanges if one.operation.startswith("dynamodb:")]
    requests: list[tuple[str, Any]] = [(one.operation, json.loads(one.request)) for one in to_dynamo]
    return sum((units_of(operation, request, items) for operation, request in requests), Units())
