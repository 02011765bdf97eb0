"""The share of messages out of scope, from what staff said, however unevenly they looked."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.learning.scope_estimate import (
    ASSUMED_SHARE,
    GREATEST_SHARE,
    LEAST_SHARE,
    Stratum,
    out_of_scope_share,
)

counts = st.integers(0, 2_000)


def test_before_anybody_has_judged_a_fifth_is_assumed() -> None:
    assert out_of_scope_share([]) == ASSUMED_SHARE
    assert out_of_scope_share([Stratum(messages=900, judged=0, out_of_scope=0)]) == pytest.approx(ASSUMED_SHARE)


def test_a_few_judgements_move_it_a_little_and_many_carry_it_along() -> None:
    few = out_of_scope_share([Stratum(messages=1_000, judged=10, out_of_scope=0)])
    many = out_of_scope_share([Stratum(messages=1_000, judged=1_000, out_of_scope=50)])
    assert 0.15 < few < ASSUMED_SHARE
    assert many == pytest.approx(0.05, abs=0.01)


def test_what_staff_looked_at_most_does_not_weigh_most() -> None:
    answered = Stratum(messages=8_000, judged=40, out_of_scope=0)
    waiting = Stratum(messages=2_000, judged=800, out_of_scope=400)
    assert out_of_scope_share([answered, waiting]) == pytest.approx(0.8 * 0.1 + 0.2 * 0.497, abs=0.01)
    assert out_of_scope_share([answered, waiting]) < 400 / 840


@given(messages=st.tuples(counts, counts), judged=st.tuples(counts, counts), part=st.floats(0, 1))
def test_it_is_a_share_within_its_bounds(messages: tuple, judged: tuple, part: float) -> None:
    strata = [
        Stratum(messages=number, judged=count, out_of_scope=int(count * part))
        for number, count in zip(messages, judged, strict=True)
    ]
    assert LEAST_SHARE <= out_of_scope_share(strata) <= GREATEST_SHARE


@given(judged=st.integers(1, 500), outside=st.integers(0, 499), messages=st.integers(1, 10_000))
def test_one_more_message_out_of_scope_never_lowers_it(judged: int, outside: int, messages: int) -> None:
    outside = min(outside, judged - 1)
    lower, higher = (
        out_of_scope_share([Stratum(messages=messages, judged=judged, out_of_scope=number)])
        for number in (outside, outside + 1)
    )
    assert higher >= lower


@given(
    seed=st.integers(0, 10_000),
    answered_share=st.floats(0.2, 0.8),
    rate_answered=st.floats(0.0, 0.05),
    rate_waiting=st.floats(0.2, 0.6),
)
def test_it_is_near_the_truth_though_staff_judge_what_waits_ten_times_more_often(
    seed: int, answered_share: float, rate_answered: float, rate_waiting: float
) -> None:
    chance, total = random.Random(seed), 10_000  # noqa: S311 - a simulation
    strata, truth = [], 0.0
    for share, rate, looked_at in ((answered_share, rate_answered, 0.05), (1 - answered_share, rate_waiting, 0.5)):
        messages = round(total * share)
        outside = [chance.random() < rate for _ in range(messages)]
        truth += sum(outside) / total
        judged = [is_outside for is_outside in outside if chance.random() < looked_at]
        strata.append(Stratum(messages=messages, judged=len(judged), out_of_scope=sum(judged)))
    assert out_of_scope_share(strata) == pytest.approx(truth, abs=0.055)


def test_more_out_of_scope_than_judged_is_no_count() -> None:
    with pytest.raises(ValueError, match="more messages out of scope"):
        out_of_scope_share([Stratum(messages=5, judged=1, out_of_scope=2)])
