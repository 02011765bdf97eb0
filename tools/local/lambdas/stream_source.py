"""Feeds a function from a DynamoDB stream, as an event source mapping does.

Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html and services-ddb-batchfailurereporting.html
"""

import base64
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from tools.local.lambdas.filters import Pattern, is_wanted
from tools.local.lambdas.partial_results import failed_identifiers
from tools.local.lambdas.workers import Invocable, Invocation

LOG = logging.getLogger(__name__)


class GivenUp(Protocol):
    """Takes note of records that a function could not handle."""

    def __call__(self, records: Sequence[Mapping[str, Any]], invocation: Invocation, attempts: int) -> None:
        """Tell the failure destination about a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSettings:
    """The settings of a stream's mapping; `retries` -1 means for as long as the record lives."""

    batch_size: int = 100
    retries: int = -1
    bisects: bool = False
    reports_failures: bool = False
    patterns: Sequence[Pattern] = ()


class StreamSource:
    """One stream and the function it feeds, in order: a failing batch holds up those behind it."""

    def __init__(
        self,
        streams: Any,
        function: Invocable,
        *,
        stream_arn: str,
        settings: StreamSettings,
        give_up: GivenUp,
    ) -> None:
        self._streams = streams
        self._function = function
        self._arn = stream_arn
        self._settings = settings
        self._give_up = give_up
        self._iterators: dict[str, str] = {}

    def poll_once(self) -> bool:
        """Read what is new in every shard and handle it; false if nothing was new."""
        if not self._iterators:
            self._open_shards()
        found = [self._read(shard) for shard in list(self._iterators)]
        return any(found)

    def _open_shards(self) -> None:
        shards = self._streams.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
        for shard in shards:
            # The stack starts empty, so the oldest record is also the first that LATEST would see.
            self._iterators[shard["ShardId"]] = self._streams.get_shard_iterator(
                StreamArn=self._arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]

    def _read(self, shard: str) -> bool:
        answer = self._streams.get_records(ShardIterator=self._iterators[shard], Limit=self._settings.batch_size)
        read = answer["Records"]
        if not read:
            return False
        records = [stream_record(record, self._arn) for record in read]
        wanted = [record for record in records if is_wanted(record, self._settings.patterns)]
        if wanted:
            self.handle(wanted)
        self._iterators[shard] = answer["NextShardIterator"]
        return True

    def handle(self, records: list[dict[str, Any]]) -> None:
        """Call the function until every record is handled or given up."""
        pending = [(records, 0)]
        while pending and not self._function.is_stopped:
            batch, attempts = pending.pop(0)
            invocation = self._function.invoke({"Records": batch})
            left = self._left_over(batch, invocation)
            if left:
                pending[:0] = self._after_failure(left, invocation, attempts + 1)

    def _left_over(self, batch: list[dict[str, Any]], invocation: Invocation) -> list[dict[str, Any]]:
        """The records from the first failed one on: a stream is handled in order."""
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        failed = failed_identifiers(invocation, numbers, reports_failures=self._settings.reports_failures)
        first = min((numbers.index(number) for number in failed), default=len(batch))
        return batch[first:]

    def _after_failure(
        self, left: list[dict[str, Any]], invocation: Invocation, attempts: int
    ) -> list[tuple[list[dict[str, Any]], int]]:
        LOG.warning("%s failed for a batch of %d", self._function.function.name, len(left))
        if self._settings.bisects and len(left) > 1:
            # Halving does not count against the retries.
            middle = len(left) // 2
            return [(left[:middle], attempts - 1), (left[middle:], attempts - 1)]
        if 0 <= self._settings.retries < attempts:
            self._give_up(left, invocation, attempts)
            return []
        return [(left, attempts)]


def stream_record(record: Mapping[str, Any], stream_arn: str) -> dict[str, Any]:
    """A record of a stream in the form in which Lambda hands it to a function."""
    change = dict(record["dynamodb"])
    created = change.get("ApproximateCreationDateTime")
    if isinstance(created, datetime):
        change["ApproximateCreationDateTime"] = created.astimezone(UTC).timestamp()
    for image in ("Keys", "NewImage", "OldImage"):
        if image in change:
            change[image] = {name: _wire_value(value) for name, value in change[image].items()}
    return {
        "eventID": record["eventID"],
        "eventName": record["eventName"],
        "eventVersion": record["eventVersion"],
        "eventSource": "aws:dynamodb",
        "awsRegion": stream_arn.split(":")[3],
        "dynamodb": change,
        "eventSourceARN": stream_arn,
    }


def _wire_value(value: Any) -> Any:
    """An attribute value as JSON, where bytes are base64."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {key: _wire_value(item) for key, item in value.items()}
    if isinstance(value, list | set | tuple):
        return [_wire_value(item) for item in value]
    return value
