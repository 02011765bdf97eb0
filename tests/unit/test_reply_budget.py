"""Budgets: never more than the limit within any window, whatever the times are."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.channel import Channel
from civicline.domain.ids import ReplyId
from civicline.domain.office_rules import OfficeRules
from civicline.domain.received.message import MailHeaders
from civicline.domain.replies.reply_budget import RecentReplies, RecentReply, Repeats, subject_id, text_id
from tests.builders import NOW, a_message

RULES = OfficeRules()
MINUTE = timedelta(minutes=1)
GAPS = st.lists(st.integers(0, 4_000), max_size=60)


def times(gaps_in_seconds: list[int]) -> list[datetime]:
    moment, found = NOW, []
    for gap in gaps_in_seconds:
        moment += timedelta(seconds=gap)
        found.append(moment)
    return found


def most_within(moments: list[datetime], window: timedelta) -> int:
    return max((sum(start <= other < start + window for other in moments) for start in moments), default=0)


@given(GAPS)
def test_no_sender_gets_more_than_ten_replies_in_any_three_hours(gaps: list[int]) -> None:
    log, sent = RecentReplies(), []
    for moment in times(gaps):
        if not log.exhausted("", moment, RULES):
            log = log.with_reply(RecentReply(reply_id=ReplyId(str(moment)), at=moment), RULES)
            sent.append(moment)
    assert most_within(sent, RULES.sender_window) <= 10
    assert len(log.entries) <= 10
    assert log.version == len(sent)


@given(GAPS)
def test_no_text_is_answered_more_than_twenty_times_in_any_five_minutes(gaps: list[int]) -> None:
    log, answered = Repeats(text_id="one"), []
    for moment in times([gap // 60 for gap in gaps]):
        if not log.exhausted(moment, RULES):
            answered.append(moment)
        log = log.with_one_more(moment, RULES)
    assert most_within(answered, RULES.text_window) <= 20
    assert len(log.moments) <= 20


def test_a_flood_that_goes_on_keeps_the_shield_up() -> None:
    log = Repeats(text_id="one")
    for second in range(0, 900, 10):
        log = log.with_one_more(NOW + timedelta(seconds=second), RULES)
    assert log.exhausted(NOW + timedelta(seconds=900), RULES)
    assert not log.exhausted(NOW + timedelta(seconds=900) + 5 * MINUTE, RULES)


def test_a_third_reply_on_the_same_subject_is_over_the_budget_and_one_on_another_is_not() -> None:
    log = RecentReplies()
    for number in range(2):
        log = log.with_reply(RecentReply(reply_id=ReplyId(str(number)), at=NOW, subject_id="pothole"), RULES)
    assert log.exhausted("pothole", NOW + MINUTE, RULES)
    assert not log.exhausted("graffiti", NOW + MINUTE, RULES)
    assert not log.exhausted("", NOW + MINUTE, RULES), "texts have no subject"
    assert not log.exhausted("pothole", NOW + timedelta(minutes=180), RULES)


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        pytest.param("Pothole on Elm St", "Re: pothole  on elm st", True, id="an answer"),
        pytest.param("Pothole", "RE: Fwd: [2]: Pothole", False, id="a bracket that is part of the subject"),
        pytest.param("Pothole", "Aw: RE[2]: pothole", True, id="programs of other languages"),
        pytest.param("Pothole", "Potholes", False, id="another subject"),
        pytest.param("Re: ", "", True, id="no subject at all"),
    ],
)
def test_a_subject_is_the_same_with_or_without_re(one: str, other: str, are_same: bool) -> None:
    first, second = (a_message(Channel.EMAIL, mail=MailHeaders(subject=subject)) for subject in (one, other))
    assert (subject_id(first) == subject_id(second)) is are_same


def test_a_text_is_the_same_in_capitals_and_says_nothing_of_its_words() -> None:
    assert text_id("Fix  the\nroad") == text_id("fix the road")
    assert "road" not in text_id("fix the road")
    assert text_id(" \n") == ""
    assert not Repeats().exhausted(NOW, RULES)
