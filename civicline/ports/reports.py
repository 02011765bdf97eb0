"""Changes of records, and the aggregates that count them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from civicline.domain.going_live.counted_evidence import CountedEvidence
from civicline.domain.going_live.evidence import DayOfEvidence
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId
from civicline.domain.reports.measures import Period, Slice, Tallies, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """One change of a message's record; `old` is absent for a new record, `new` for a deleted one."""

    change_id: str
    changed_at: datetime
    old: MessageRecord | None
    new: MessageRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanges:
    """Changes up to the first that cannot be read; `unreadable` is that one's place in the stream."""

    changes: tuple[RecordChange, ...]
    unreadable: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedChange:
    """A change of the record and what it adds to reports and evidence; `change_id` makes it count once."""

    change_id: str
    changed_at: datetime
    tallies: Tallies
    evidence: CountedEvidence = field(default_factory=dict)


class Aggregates(Protocol):
    """The counters behind the reports."""

    def add(self, changes: Sequence[CountedChange]) -> None:
        """Add changes, each exactly once however often it comes."""

    def tallies(self, office_id: OfficeId, period: Period, first: str, last: str) -> Mapping[Slice, Tally]:
        """The tallies of the buckets from `first` to `last`, both included."""

    def evidence(self, office_id: OfficeId, subject_id: str, judged: int) -> tuple[DayOfEvidence, ...]:
        """The newest days of evidence on a topic or group: so many that they hold `judged` judged replies, or all."""
