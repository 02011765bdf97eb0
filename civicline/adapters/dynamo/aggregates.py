"""The counters behind the reports."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.writes import ABSENT, Table, TransactionCancelledError, Write
from civicline.domain.channel import Channel
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.going_live.counted_evidence import EvidenceSlice, merged_evidence
from civicline.domain.going_live.evidence import COUNTS as EVIDENCE_COUNTS
from civicline.domain.going_live.evidence import DayOfEvidence, Evidence
from civicline.domain.history.record import Outcome
from civicline.domain.ids import OfficeId
from civicline.domain.reports.measures import COUNTS, Period, Slice, Tally, merged
from civicline.ports.reports import CountedChange

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST_WRITES = 100
"""DynamoDB's limit on one transaction."""

_MARKER_LIFETIME = timedelta(days=3)
"""A stream keeps a change for a day; a marker that outlives it three times over never forgets too early."""

_ATTEMPTS = 8
_LONGEST_PAUSE_SECONDS = 1.0

_DAYS_A_PAGE = 200

_BIN_PREFIX = "response_bin_"


class DynamoAggregates:
    """The port `Aggregates` on DynamoDB.

    Changes and the markers that they were counted go into one transaction, so a batch that is delivered again, split
    or run beside itself adds nothing twice.
    """

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def add(self, changes: Sequence[CountedChange]) -> None:
        """Add as many changes a transaction as fit; leave out those that have been counted."""
        distinct = {change.change_id: change for change in changes}
        for chunk in _chunks(distinct.values()):
            self._add_chunk(chunk)

    def tallies(self, office_id: OfficeId, period: Period, first: str, last: str) -> Mapping[Slice, Tally]:
        """One query a month."""
        found: dict[Slice, Tally] = {}
        for month in _months(first[:7], last[:7]):
            for item in self._query(keys.aggregate_partition(office_id, period, month), first, last):
                found[_slice(office_id, period, item["sk"])] = _tally(item)
        return {part: tally for part, tally in found.items() if tally}

    def evidence(self, office_id: OfficeId, subject_id: str, judged: int) -> tuple[DayOfEvidence, ...]:
        """One query from the newest day on, which ends with the page that holds enough."""
        found: list[DayOfEvidence] = []
        pages = self._table.client.get_paginator("query").paginate(
            TableName=self._table.name,
            KeyConditionExpression="pk = :partition",
            ExpressionAttributeValues={":partition": {"S": keys.evidence_partition(office_id, subject_id)}},
            ScanIndexForward=False,
            ConsistentRead=True,
            PaginationConfig={"PageSize": _DAYS_A_PAGE},
        )
        for page in pages:
            found += map(_day_of_evidence, map(items.plain, page["Items"]))
            if sum(day.evidence.judged for day in found) >= judged:
                break
        return tuple(found)

    def _add_chunk(self, chunk: Sequence[CountedChange]) -> None:
        remaining = list(chunk)
        for attempt in range(_ATTEMPTS):
            if not remaining or self._written(remaining):
                return
            time.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS) * attempt / _ATTEMPTS)  # noqa: S311 - jitter
        raise ConcurrentChangeError(f"{len(remaining)} changes met other writers in {_ATTEMPTS} attempts")

    def _written(self, remaining: list[CountedChange]) -> bool:
        """Write the changes; if some were counted before, take them off the list and write nothing."""
        markers = [self._marker(change) for change in remaining]
        additions = [self._addition(*entry) for entry in merged(change.tallies for change in remaining).items()]
        seen = merged_evidence(change.evidence for change in remaining)
        additions += [self._table.update(keys.evidence(part), add=_counts(counted)) for part, counted in seen.items()]
        try:
            self._table.transact([*markers, *additions])
        except TransactionCancelledError as error:
            remaining[:] = [change for position, change in enumerate(remaining) if position not in error.failed]
            return False
        return True

    def _marker(self, change: CountedChange) -> Write:
        expires_at = change.changed_at + _MARKER_LIFETIME
        return self._table.put(
            {**keys.counted_change(change.change_id), "expires_at_epoch": int(expires_at.timestamp())}, ABSENT
        )

    def _addition(self, part: Slice, tally: Tally) -> Write:
        counts = {name: count for name in COUNTS if (count := getattr(tally, name))}
        bins = {f"{_BIN_PREFIX}{bin_index}": count for bin_index, count in tally.response_bins.items()}
        return self._table.update(keys.aggregate(part), add=counts | bins)

    def _query(self, partition: str, first: str, last: str) -> Iterator[dict[str, Any]]:
        pages = self._table.client.get_paginator("query").paginate(
            TableName=self._table.name,
            KeyConditionExpression="pk = :partition AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":partition": {"S": partition},
                ":first": {"S": f"{first}#"},
                ":last": {"S": f"{last}#\uffff"},
            },
        )
        for page in pages:
            yield from map(items.plain, page["Items"])


def _chunks(changes: Iterable[CountedChange]) -> Iterator[list[CountedChange]]:
    """Runs of changes whose markers and slices fit into one transaction."""
    chunk: list[CountedChange] = []
    parts: set[Slice | EvidenceSlice] = set()
    for change in changes:
        own: set[Slice | EvidenceSlice] = {*change.tallies, *change.evidence}
        if not own:
            continue
        wider = parts | own
        if chunk and len(chunk) + 1 + len(wider) > _MOST_WRITES:
            yield chunk
            chunk, wider = [], own
        chunk, parts = [*chunk, change], wider
    if chunk:
        yield chunk


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:])
    while (name := f"{year:04d}-{month:02d}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _counts(evidence: Evidence) -> dict[str, int]:
    return {name: count for name in EVIDENCE_COUNTS if (count := getattr(evidence, name))}


def _day_of_evidence(item: Mapping[str, Any]) -> DayOfEvidence:
    day, _, model_version = item["sk"].partition("#")
    evidence = Evidence(**{name: int(item.get(name, 0)) for name in EVIDENCE_COUNTS})
    return DayOfEvidence(day=day, model_version=model_version, evidence=evidence)


def _slice(office_id: OfficeId, period: Period, sort_key: str) -> Slice:
    start, channel, rest = sort_key.split("#", 2)
    topic_id, _, outcome = rest.rpartition("#")
    return Slice(
        office_id=office_id,
        period=period,
        start=start,
        channel=Channel(channel),
        topic_id=topic_id,
        outcome=Outcome(outcome),
    )


def _tally(item: Mapping[str, Any]) -> Tally:
    bins = {
        int(name.removeprefix(_BIN_PREFIX)): int(count)
        for name, count in item.items()
        if name.startswith(_BIN_PREFIX) and count
    }
    return Tally(response_bins=bins, **{name: int(item.get(name, 0)) for name in COUNTS})
