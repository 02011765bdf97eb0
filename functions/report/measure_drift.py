"""Measure drift: the last seven days of an office against the four weeks before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from civicline.domain.ids import OfficeId
from civicline.domain.learning.drift import Drift, drift_between, period_counts, periods
from civicline.domain.office import Office
from civicline.domain.reports.measures import Period
from civicline.ports.offices import Offices
from civicline.ports.reports import Aggregates


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDrift:
    """The use case of the function `drift`: every office, once a day."""

    offices: Offices
    aggregates: Aggregates
    clock: Callable[[], datetime]

    def __call__(self) -> dict[OfficeId, Drift]:
        """The drift of each office that is set up."""
        known = (self.offices.office(office_id) for office_id in self.offices.office_ids())
        return {office.office_id: drift_of(self.aggregates, office, self.clock()) for office in known if office}


def drift_of(aggregates: Aggregates, office: Office, now: datetime) -> Drift:
    """The drift of one office, in its own days."""
    recent, before = periods(now.astimezone(ZoneInfo(office.time_zone)).date())
    tallies = aggregates.tallies(office.office_id, Period.DAY, before[0].isoformat(), recent[1].isoformat())
    return drift_between(period_counts(tallies, *recent), period_counts(tallies, *before))
