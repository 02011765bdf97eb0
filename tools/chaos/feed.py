"""The record's stream: what changed in the table, in order, for the reports and for the witness."""

from collections.abc import Iterator
from typing import Any, Protocol

from civicline.adapters.dynamo.keys import STATE
from tools.chaos.clock import VirtualClock
from tools.chaos.cloud.tables import Change, MemoryTables

StreamRecord = dict[str, Any]


class Feed(Protocol):
    """Something that tells changes of message records, each once and in order."""

    def take(self) -> list[StreamRecord]:
        """What is new since the last call."""


class MemoryFeed:
    """The stream of a table in memory."""

    def __init__(self, tables: MemoryTables, table: str, clock: VirtualClock) -> None:
        self._tables = tables
        self._table = table
        self._clock = clock

    def take(self) -> list[StreamRecord]:
        """As Lambda gets it, with the filter of infra/functions.yaml: message records only."""
        log = self._tables.changes.get(self._table, [])
        new, log[:] = list(log), []
        self._numbered = getattr(self, "_numbered", 0)
        records = [self._record(change, self._numbered + at) for at, change in enumerate(new)]
        self._numbered += len(new)
        return [record for record in records if record["dynamodb"]["Keys"]["sk"]["S"] == STATE]

    def _record(self, change: Change, number: int) -> StreamRecord:
        images = {"OldImage": change.old, "NewImage": change.new}
        return {
            "eventID": f"change-{number}",
            "dynamodb": {
                "ApproximateCreationDateTime": self._clock.now,
                "Keys": {"pk": {"S": change.key[0]}, "sk": {"S": change.key[1]}},
                "SequenceNumber": str(number),
                **{name: image for name, image in images.items() if image},
            },
        }


class MotoFeed:
    """The stream of a table on moto."""

    def __init__(self, streams: Any, stream_arn: str) -> None:
        self._streams = streams
        shard = streams.describe_stream(StreamArn=stream_arn)["StreamDescription"]["Shards"][0]["ShardId"]
        beginning = streams.get_shard_iterator(StreamArn=stream_arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        self._iterator = beginning["ShardIterator"]

    def take(self) -> list[StreamRecord]:
        """Page by page until nothing is new."""
        return [record for page in self._pages() for record in page if _is_state(record)]

    def _pages(self) -> Iterator[list[StreamRecord]]:
        while True:
            answer = self._streams.get_records(ShardIterator=self._iterator)
            self._iterator = answer["NextShardIterator"]
            if not answer["Records"]:
                return
            yield answer["Records"]


def _is_state(record: StreamRecord) -> bool:
    return bool(record["dynamodb"]["Keys"]["sk"]["S"] == STATE)
