"""The ten business days within which a wish to hear no more must be honoured, and which days those are.

47 CFR 64.1200(a)(10): "within a reasonable time not to exceed ten business days from receipt of such request". 47 CFR
1.4(e): a day is no business day on Saturdays, Sundays and federal holidays (5 U.S.C. 6103(a)); one that falls on a
Saturday is kept on the Friday before (5 U.S.C. 6103(b)), on a Sunday on the Monday after (Executive Order 11582).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count, islice
from zoneinfo import ZoneInfo

from civicline.domain.history.record import MessageRecord

BUSINESS_DAYS = 10

_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
"""New Year's Day, Juneteenth, Independence Day, Veterans Day, Christmas Day: month and day."""
_MONDAYS = ((1, 3), (2, 3), (9, 1), (10, 2))
"""King's birthday, Washington's birthday, Labor Day, Columbus Day: month, and which of its Mondays."""
_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutClock:
    """How long an opt-out may take, by the office's calendar. `is_open` while staff have yet to honour it."""

    requested_at: datetime
    due_on: date
    is_open: bool

    def business_days_left(self, today: date) -> int:
        """How many business days after today there are to honour it in; negative for those that it is late."""
        if today > self.due_on:
            return -sum(map(is_business_day, _days(self.due_on, today)))
        return sum(map(is_business_day, _days(today, self.due_on)))


def opt_out_clock(record: MessageRecord, time_zone: str) -> OptOutClock | None:
    """The clock of a message that opts out; None for any other. What Civicline honours by itself is closed at once."""
    if not record.screening.opt_out_evidence:
        return None
    received_at = record.message.received_at
    is_left_to_staff = record.decision is None or record.decision.needs_staff
    is_open = is_left_to_staff and record.opt_out_honoured_at is None
    return OptOutClock(requested_at=received_at, due_on=due_on(received_at, time_zone), is_open=is_open)


def due_on(requested_at: datetime, time_zone: str) -> date:
    """The tenth business day after the office's day on which somebody opted out."""
    first = requested_at.astimezone(ZoneInfo(time_zone)).date() + timedelta(days=1)
    days = (first + timedelta(days=number) for number in count())
    return next(islice(filter(is_business_day, days), BUSINESS_DAYS - 1, None))


def is_business_day(day: date) -> bool:
    """Whether a day is neither a weekend's nor a federal holiday."""
    return day.weekday() < _SATURDAY and day not in federal_holidays(day.year)


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """The days of a year on which a federal holiday is kept; a New Year's Day on a Saturday is the year before's."""
    kept = {_kept(date(of, month, day)) for of in (year, year + 1) for month, day in _FIXED}
    kept |= {_nth(year, month, _MONDAY, number) for month, number in _MONDAYS}
    kept |= {_nth(year, 11, _THURSDAY, 4), _nth(year, 6, _MONDAY, 1) - timedelta(days=7)}
    return frozenset(day for day in kept if day.year == year)


def _kept(day: date) -> date:
    return day + timedelta(days={_SATURDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _days(after: date, until: date) -> list[date]:
    return [after + timedelta(days=number) for number in range(1, (until - after).days + 1)]
