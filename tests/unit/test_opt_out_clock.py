"""By when an opt-out must be honoured: ten business days (47 CFR 64.1200(a)(10))."""

from datetime import UTC, date, datetime, time

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord
from civicline.domain.opting_out.opt_out_clock import due_on, federal_holidays, is_business_day, opt_out_clock
from civicline.domain.received.screening import Gate
from civicline.domain.replies.decision import Action, Reason
from tests.builders import a_decision, a_record, a_screening

ZONE = "America/New_York"


@pytest.mark.parametrize("year", range(2021, 2061))
def test_the_federal_holidays_are_those_of_the_calendar(year: int) -> None:
    """The library lists a holiday on its own day and on the day it is kept; weekends are no business days anyway."""
    known = {day for of in (year, year + 1) for day in holidays.country_holidays("US", years=of)}
    assert federal_holidays(year) == {day for day in known if day.year == year and day.weekday() < 5}


@pytest.mark.parametrize(
    ("requested", "due"),
    [
        pytest.param(datetime(2026, 11, 2, 17, tzinfo=UTC), date(2026, 11, 17), id="over Veterans Day"),
        pytest.param(datetime(2026, 11, 22, 17, tzinfo=UTC), date(2026, 12, 7), id="on a Sunday, over Thanksgiving"),
        pytest.param(datetime(2026, 12, 22, 3, tzinfo=UTC), date(2027, 1, 6), id="on a Monday evening, over Christmas"),
        pytest.param(datetime(2027, 12, 27, 17, tzinfo=UTC), date(2028, 1, 11), id="New Year's Day kept on Friday"),
        pytest.param(datetime(2026, 3, 2, 17, tzinfo=UTC), date(2026, 3, 16), id="two plain weeks"),
    ],
)
def test_an_opt_out_is_due_on_the_tenth_business_day(requested: datetime, due: date) -> None:
    assert due_on(requested, ZONE) == due


@given(st.dates(date(2022, 1, 1), date(2050, 1, 1)))
def test_the_last_day_is_a_business_day_two_to_three_weeks_away(requested: date) -> None:
    due = due_on(datetime.combine(requested, time(), UTC), "UTC")
    assert is_business_day(due)
    assert 12 <= (due - requested).days <= 18


def an_opt_out(reason: Reason, **changes: bool) -> MessageRecord:
    screening = a_screening(Gate.OPT_OUT, opt_out_evidence="stop texting me", scopes=(Channel.SMS,))
    return a_record(screening=screening, decision=a_decision(Action.SUGGEST, reason, **changes))


def test_the_clock_runs_while_staff_have_yet_to_honour_it() -> None:
    clock = opt_out_clock(an_opt_out(Reason.OPT_OUT_OF_OTHER_CHANNEL), ZONE)
    assert clock
    assert clock.is_open
    assert clock.business_days_left(date(2026, 11, 22)) == 10
    assert clock.business_days_left(date(2026, 12, 4)) == 1
    assert clock.business_days_left(date(2026, 12, 7)) == 0
    assert clock.business_days_left(date(2026, 12, 9)) == -2


def test_what_was_honoured_at_once_has_a_closed_clock() -> None:
    clock = opt_out_clock(an_opt_out(Reason.OPT_OUT, needs_staff=False), ZONE)
    assert clock
    assert not clock.is_open


def test_any_other_message_has_no_clock() -> None:
    assert opt_out_clock(a_record(), ZONE) is None
