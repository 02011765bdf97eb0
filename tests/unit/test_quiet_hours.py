"""Quiet hours: nobody is written to unasked in the evening, and everybody is answered."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.channel import Channel
from civicline.domain.replies.quiet_hours import Place, Purpose, is_quiet

CHICAGO, NEW_YORK, HONOLULU = "America/Chicago", "America/New_York", "Pacific/Honolulu"
MONDAY, SUNDAY = 23, 22

CASES = {
    "a minute before nine is quiet": (MONDAY, "08:59", NEW_YORK, "NY", True),
    "from nine on people may be written to": (MONDAY, "09:00", NEW_YORK, "NY", False),
    "a minute before eight in the evening is allowed": (MONDAY, "19:59", NEW_YORK, "FL", False),
    "eight in the evening is quiet": (MONDAY, "20:00", NEW_YORK, "NY", True),
    "Texas sleeps on Sunday morning": (SUNDAY, "11:59", CHICAGO, "TX", True),
    "Texas is awake at noon on Sunday": (SUNDAY, "12:00", CHICAGO, "TX", False),
    "Texas on Monday is like everywhere": (MONDAY, "09:00", CHICAGO, "TX", False),
    "Illinois may be written to on Sunday morning": (SUNDAY, "09:00", CHICAGO, "IL", False),
    "where the state is not known, the strictest Sunday holds": (SUNDAY, "11:59", CHICAGO, "", True),
    "the clock is the recipient's": (MONDAY, "09:30", HONOLULU, "HI", False),
}


@pytest.mark.parametrize(("day", "clock", "zone", "state", "expected"), CASES.values(), ids=CASES.keys())
def test_texts_nobody_asked_for_keep_quiet_hours(day: int, clock: str, zone: str, state: str, expected: bool) -> None:
    hour, minute = map(int, clock.split(":"))
    moment = datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert is_quiet(Channel.SMS, Purpose.OUTREACH, moment, Place(time_zone=zone, state=state)) is expected


@given(st.integers(0, 366 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)))
def test_a_reply_and_a_mail_are_never_too_late_in_the_evening(moment: datetime) -> None:
    place = Place(time_zone=NEW_YORK, state="FL")
    assert not is_quiet(Channel.SMS, Purpose.REPLY, moment, place)
    assert not is_quiet(Channel.EMAIL, Purpose.OUTREACH, moment, place)


def test_the_hour_that_comes_twice_in_autumn_is_quiet_both_times() -> None:
    place = Place(time_zone=NEW_YORK)
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    for moment in (first, first + timedelta(hours=1)):
        assert is_quiet(Channel.SMS, Purpose.OUTREACH, moment, place)
