"""Exact bounds of a wrong-reply rate."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.going_live.error_bounds import LEVEL, lower_bound, missing_right, upper_bound


@pytest.mark.parametrize(
    ("wrong", "cases", "expected"),
    [
        pytest.param(0, 0, 1.0, id="nothing judged tells nothing"),
        pytest.param(0, 149, 0.0199, id="149 right ones clear two percent"),
        pytest.param(0, 148, 0.0200, id="148 do not quite"),
        pytest.param(1, 20, 0.2161, id="one of twenty, from Clopper and Pearson's chart"),
        pytest.param(3, 3, 1.0, id="all wrong"),
    ],
)
def test_the_upper_bound_is_that_of_the_published_tables(wrong: int, cases: int, expected: float) -> None:
    assert upper_bound(wrong, cases) == pytest.approx(expected, abs=6e-5)


def exactly_at_most(wrong: int, cases: int, rate: float) -> float:
    return sum(comb(cases, k) * rate**k * (1 - rate) ** (cases - k) for k in range(wrong + 1))


@given(st.integers(1, 200), st.data())
def test_at_a_bound_what_was_seen_happens_one_time_in_twenty(cases: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, cases - 1))
    assert exactly_at_most(wrong, cases, upper_bound(wrong, cases)) == pytest.approx(LEVEL, abs=1e-6)
    if wrong:
        at_least = 1 - exactly_at_most(wrong - 1, cases, lower_bound(wrong, cases))
        assert at_least == pytest.approx(LEVEL, abs=1e-6)


@given(st.integers(0, 10), st.integers(0, 500), st.sampled_from([0.005, 0.01, 0.02, 0.05]))
def test_what_is_missing_is_exactly_enough(wrong: int, right: int, budget: float) -> None:
    cases = wrong + right
    missing = missing_right(wrong, cases, budget)
    assert upper_bound(wrong, cases + missing) <= budget
    assert missing == 0 or upper_bound(wrong, cases + missing - 1) > budget


def test_a_large_office_has_a_bound_as_well() -> None:
    assert 0.0099 < lower_bound(1_050, 100_000) < 0.0105 < upper_bound(1_050, 100_000) < 0.0111
