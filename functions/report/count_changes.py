"""Turn changes of the record into changes of the aggregates."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from civicline.domain.going_live.counted_evidence import evidence_changes
from civicline.domain.ids import OfficeId
from civicline.domain.reports.measures import changes
from civicline.ports.offices import Offices
from civicline.ports.reports import Aggregates, CountedChange, RecordChange


@dataclass(frozen=True, slots=True, kw_only=True)
class CountChanges:
    """The use case of the function `report`."""

    offices: Offices
    aggregates: Aggregates

    def __call__(self, batch: Sequence[RecordChange]) -> tuple[CountedChange, ...]:
        """Add what the changes mean for reports and evidence, each once; return those that meant anything."""
        counted = [self._counted(change) for change in batch]
        meaningful = [change for change in counted if change.tallies or change.evidence]
        self.aggregates.add(meaningful)
        return tuple(meaningful)

    def _counted(self, change: RecordChange) -> CountedChange:
        record = change.new or change.old
        zone = self._zone(record.message.office_id) if record else ZoneInfo("UTC")
        topics = self.offices.topics(record.message.office_id) if record else {}
        return CountedChange(
            change_id=change.change_id,
            changed_at=change.changed_at,
            tallies=changes(change.old, change.new, zone),
            evidence=evidence_changes(change.old, change.new, zone, topics),
        )

    def _zone(self, office_id: OfficeId) -> ZoneInfo:
        """Days are the office's; one that is gone keeps counting in UTC rather than losing its past."""
        office = self.offices.office(office_id)
        return ZoneInfo(office.time_zone if office else "UTC")
