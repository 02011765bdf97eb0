"""Drift: abstentions that rise and topics that shift, beyond chance and by enough to matter."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.approved.approved_message import OPT_OUT_TOPIC
from civicline.domain.channel import Channel
from civicline.domain.history.record import Outcome
from civicline.domain.learning.drift import LEAST_SHIFT_BITS, Drift, PeriodCounts, drift_between, period_counts, periods
from civicline.domain.reports.measures import ANY_TOPIC, Period, Slice, Tally
from tests.builders import RIVERBEND

SHARES = {"pothole": 0.4, "trash": 0.3, "noise": 0.2, "water": 0.08, "bench": 0.02}


def counts(messages: int, unsure: int, **topics: int) -> PeriodCounts:
    return PeriodCounts(messages=messages, unsure=unsure, topics=topics or {"pothole": messages})


def drawn(chance: random.Random, messages: int, shares: dict[str, float], unsure_share: float = 0.2) -> PeriodCounts:
    topics = Counter(chance.choices(list(shares), list(shares.values()), k=messages))
    return PeriodCounts(
        messages=messages, unsure=sum(chance.random() < unsure_share for _ in range(messages)), topics=dict(topics)
    )


@pytest.mark.parametrize(
    ("recent", "before", "rises"),
    [
        pytest.param(counts(200, 80), counts(800, 160), True, id="from a fifth to two fifths of many"),
        pytest.param(counts(10, 4), counts(40, 8), False, id="the same of few messages may be chance"),
        pytest.param(counts(20_000, 4_800), counts(80_000, 16_000), False, id="four points of very many do not matter"),
        pytest.param(counts(20_000, 5_200), counts(80_000, 16_000), True, id="six points of very many do"),
        pytest.param(counts(200, 20), counts(800, 160), False, id="fewer abstentions"),
        pytest.param(counts(50, 50), counts(0, 0), False, id="an office in its first week"),
        pytest.param(counts(0, 0), counts(800, 160), False, id="a week without messages"),
    ],
)
def test_rising_abstention_is_noticed_beyond_chance(recent: PeriodCounts, before: PeriodCounts, rises: bool) -> None:
    assert drift_between(recent, before).is_abstaining_more is rises


@pytest.mark.parametrize(
    ("recent", "before", "shifts"),
    [
        pytest.param({"pothole": 40, "snow": 60}, {"pothole": 400}, True, id="a new topic takes over"),
        pytest.param({"pothole": 8, "snow": 2}, {"pothole": 40}, False, id="too few to tell"),
        pytest.param({"pothole": 50, "trash": 50}, {"pothole": 200, "trash": 200}, False, id="the same shares"),
        pytest.param({"pothole": 5_150, "trash": 4_850}, {"pothole": 20_000, "trash": 20_000}, False,
            id="a shift that is certain and small"),
        pytest.param({"trash": 300}, {"pothole": 300}, True, id="nothing in common"),
        pytest.param({"pothole": 90}, {"pothole": 400}, False, id="one topic, then and now"),
        pytest.param({}, {"pothole": 400}, False, id="no messages"),
    ],
)  # fmt: skip
def test_shifting_topics_are_noticed_beyond_chance(recent: dict, before: dict, shifts: bool) -> None:
    found = drift_between(counts(sum(recent.values()), 0, **recent), counts(sum(before.values()), 0, **before))
    assert found.has_shifted_topics is shifts
    assert found.is_drifting is shifts


def test_topics_without_anything_in_common_are_one_bit_apart() -> None:
    found = drift_between(counts(3_000, 0, trash=3_000), counts(3_000, 0, pothole=3_000))
    assert found.topic_shift_bits == pytest.approx(1.0, abs=0.001)


def test_chance_alone_hardly_ever_alarms() -> None:
    chance = random.Random(1)  # noqa: S311 - a simulation
    alarms = sum(
        drift_between(drawn(chance, size, SHARES), drawn(chance, 4 * size, SHARES)).is_drifting
        for size in (20, 60, 200, 600)
        for _ in range(150)
    )
    assert alarms <= 2


def test_chance_adds_nothing_to_the_measure_on_average() -> None:
    chance = random.Random(2)  # noqa: S311 - a simulation
    shifts = [
        drift_between(drawn(chance, 150, SHARES), drawn(chance, 600, SHARES)).topic_shift_bits for _ in range(300)
    ]
    assert sum(shifts) / len(shifts) < LEAST_SHIFT_BITS / 10


@pytest.mark.parametrize("size", [120, 600])
def test_a_new_matter_that_a_quarter_writes_about_is_noticed(size: int) -> None:
    chance = random.Random(size)  # noqa: S311 - a simulation
    moved = {topic: 0.75 * share for topic, share in SHARES.items()} | {"snow": 0.25}
    noticed = [
        drift_between(drawn(chance, size, moved), drawn(chance, 4 * size, SHARES)).has_shifted_topics for _ in range(60)
    ]
    assert sum(noticed) >= 54


topic_counts = st.dictionaries(st.sampled_from(list(SHARES)), st.integers(0, 400))


@given(topic_counts, topic_counts, st.floats(0, 1), st.floats(0, 1))
def test_every_measure_is_within_its_range(recent: dict, before: dict, now: float, then: float) -> None:
    def period(topics: dict, share: float) -> PeriodCounts:
        messages = sum(topics.values())
        return PeriodCounts(messages=messages, unsure=int(messages * share), topics=topics)

    found = drift_between(period(recent, now), period(before, then))
    assert 0 <= found.abstention_probability <= 1
    assert 0 <= found.topic_shift_probability <= 1
    assert 0 <= found.topic_shift_bits <= 1


def test_a_week_ends_yesterday_and_four_weeks_come_before_it() -> None:
    recent, before = periods(date(2026, 11, 22))
    assert recent == (date(2026, 11, 15), date(2026, 11, 21))
    assert before == (date(2026, 10, 18), date(2026, 11, 14))
    assert before[1] + timedelta(days=1) == recent[0]


def test_only_messages_about_topics_are_counted() -> None:
    def part(start: str, topic: str, outcome: Outcome) -> Slice:
        return Slice(
            office_id=RIVERBEND, period=Period.DAY, start=start, channel=Channel.SMS, topic_id=topic, outcome=outcome
        )

    tallies = {
        part("2026-11-15", "pothole", Outcome.WAITING): Tally(messages=5, unsure=3),
        part("2026-11-21", "pothole", Outcome.ANSWERED): Tally(messages=7),
        part("2026-11-22", "pothole", Outcome.ANSWERED): Tally(messages=100),
        part("2026-11-14", "pothole", Outcome.ANSWERED): Tally(messages=100),
        part("2026-11-16", ANY_TOPIC, Outcome.RECEIVED): Tally(messages=100),
        part("2026-11-16", ANY_TOPIC, Outcome.WAITING): Tally(messages=100),
        part("2026-11-16", OPT_OUT_TOPIC, Outcome.ANSWERED): Tally(messages=100),
    }
    found = period_counts(tallies, date(2026, 11, 15), date(2026, 11, 21))
    assert found == PeriodCounts(messages=12, unsure=3, topics={"pothole": 12})
    assert found.abstention_share == 0.25
    assert PeriodCounts().abstention_share == 0.0


def test_drift_is_either_sign() -> None:
    neither = drift_between(counts(10, 0), counts(10, 0))
    assert isinstance(neither, Drift)
    assert not neither.is_drifting
    assert drift_between(counts(200, 180), counts(800, 160)).is_drifting
