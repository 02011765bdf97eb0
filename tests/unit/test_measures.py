"""What one message adds to the reports, and how changes add up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply import ReplyStatus
from civicline.domain.reports.duration_sketch import RELATIVE_ERROR, bin_of, quantile, seconds_of
from civicline.domain.reports.measures import Period, bucket_start, changes, merged, tallies_of
from tests.builders import a_classification, a_decision, a_record, a_reply, an_answered_record

NEW_YORK = ZoneInfo("America/New_York")

LIFE_OF_A_MESSAGE = [
    None,
    a_record(),
    a_record(classification=a_classification()),
    a_record(classification=a_classification(), decision=a_decision(), reply=a_reply()),
    an_answered_record(),
    a_record(decision=a_decision(Action.SUGGEST, Reason.LOW_CONFIDENCE)),
    a_record(decision=a_decision(Action.SILENT, Reason.AUTOMATIC_MAIL, topic_id=None)),
    a_record(decision=a_decision(), reply=a_reply().failed(ReplyStatus.UNKNOWN, "interrupted")),
]


@given(st.lists(st.sampled_from(LIFE_OF_A_MESSAGE), min_size=1, max_size=8))
def test_the_changes_of_a_record_sum_to_its_last_state(states: list[MessageRecord | None]) -> None:
    path = [None, *states]
    added = merged(changes(old, new, NEW_YORK) for old, new in pairwise(path))
    last = states[-1]
    assert added == (tallies_of(last, NEW_YORK) if last else {})


def outcomes(record: MessageRecord) -> set[tuple[str, str]]:
    return {(part.outcome.value, part.topic_id) for part in tallies_of(record, NEW_YORK)}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(a_record(), {("received", "-")}, id="stored"),
        pytest.param(an_answered_record(), {("received", "-"), ("answered", "pothole")}, id="answered"),
        pytest.param(LIFE_OF_A_MESSAGE[3], {("received", "-")}, id="claimed but not yet sent"),
        pytest.param(LIFE_OF_A_MESSAGE[5], {("received", "-"), ("waiting", "pothole")}, id="suggested to staff"),
        pytest.param(LIFE_OF_A_MESSAGE[6], {("received", "-"), ("silent", "-")}, id="silent without a topic"),
        pytest.param(LIFE_OF_A_MESSAGE[7], {("received", "-"), ("waiting", "pothole")}, id="a reply nobody knows of"),
    ],
)
def test_a_message_counts_as_received_and_by_its_outcome(record: MessageRecord, expected: set[tuple[str, str]]) -> None:
    assert outcomes(record) == expected


@pytest.mark.parametrize(
    ("reason", "unsure"), [(Reason.LOW_CONFIDENCE, 1), (Reason.TOPIC_IN_SHADOW, 0), (Reason.SENSITIVE_TOPIC, 0)]
)
def test_what_the_model_was_unsure_of_is_counted_whatever_the_topics_mode(reason: Reason, unsure: int) -> None:
    counted = tallies_of(a_record(decision=a_decision(Action.SUGGEST, reason)), NEW_YORK)
    assert {tally.unsure for part, tally in counted.items() if part.outcome is Outcome.WAITING} == {unsure}
    assert {tally.unsure for part, tally in counted.items() if part.outcome is Outcome.RECEIVED} == {0}


def test_only_an_answer_has_a_response_time() -> None:
    timed = [tally for tally in tallies_of(an_answered_record(), NEW_YORK).values() if tally.response_bins]
    assert {next(iter(tally.response_bins)) for tally in timed} == {bin_of(2.0)}


@pytest.mark.parametrize(
    ("moment", "hour", "day"),
    [
        pytest.param("2026-11-22T04:59:59", "2026-11-22T04", "2026-11-21", id="before midnight in New York"),
        pytest.param("2026-11-22T05:00:00", "2026-11-22T05", "2026-11-22", id="midnight in New York"),
        pytest.param("2026-11-01T05:30:00", "2026-11-01T05", "2026-11-01", id="first half past one of the long night"),
        pytest.param("2026-11-01T06:30:00", "2026-11-01T06", "2026-11-01", id="second half past one"),
        pytest.param("2026-07-01T04:00:00", "2026-07-01T04", "2026-07-01", id="summer time"),
    ],
)
def test_hours_are_utc_and_days_are_the_offices(moment: str, hour: str, day: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert bucket_start(at, Period.HOUR, NEW_YORK) == hour
    assert bucket_start(at, Period.DAY, NEW_YORK) == day


@given(st.floats(0.001, 1e7))
def test_a_bin_stands_for_its_durations_within_the_error(seconds: float) -> None:
    assert abs(seconds_of(bin_of(seconds)) - seconds) <= RELATIVE_ERROR * seconds * 1.0001


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=200), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_quantiles_are_within_the_error_of_the_exact_ones(durations: list[float], share: float) -> None:
    bins: dict[int, int] = {}
    for seconds in durations:
        bins[bin_of(seconds)] = bins.get(bin_of(seconds), 0) + 1
    ordered = sorted(durations)
    exact = ordered[max(1, -(-int(share * 1000) * len(ordered) // 1000)) - 1]
    found = quantile(bins, share)
    assert found is not None
    assert abs(found - exact) <= RELATIVE_ERROR * exact * 1.0001


def test_no_durations_have_no_quantile() -> None:
    assert quantile({}, 0.5) is None
    assert quantile({3: 0}, 0.5) is None


def test_a_clock_that_went_back_counts_as_the_shortest_time() -> None:
    record = an_answered_record()
    assert record.reply
    early = replace(record.reply, sent_at=record.message.received_at - timedelta(seconds=5))
    assert tallies_of(replace(record, reply=early), NEW_YORK)
    assert {part.outcome for part in tallies_of(record, NEW_YORK)} == {Outcome.RECEIVED, Outcome.ANSWERED}
