"""The bound on the share of wrong replies, against its closed forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.going_live.error_bounds import upper_bound


@pytest.mark.parametrize("cases", [1, 10, 59, 300, 5_000])
def test_no_wrong_reply_in_n_bounds_the_share_as_the_rule_of_three_says(cases: int) -> None:
    assert upper_bound(0, cases) == pytest.approx(1 - 0.05 ** (1 / cases), rel=1e-9)


@pytest.mark.parametrize("cases", [2, 10, 300, 5_000])
def test_one_right_reply_in_n_leaves_the_bound_just_below_one(cases: int) -> None:
    assert upper_bound(cases - 1, cases) == pytest.approx(0.95 ** (1 / cases), rel=1e-9)


def test_the_bound_is_the_published_one_for_three_in_a_hundred() -> None:
    assert upper_bound(3, 100, confidence=0.975) == pytest.approx(0.0852, abs=5e-5)


def test_without_a_reply_nothing_is_known() -> None:
    assert upper_bound(0, 0) == 1.0


def test_more_wrong_replies_than_replies_are_refused() -> None:
    with pytest.raises(ValueError, match="5 events in 4 cases"):
        upper_bound(5, 4)


@given(cases=st.integers(1, 3_000), data=st.data())
def test_the_bound_lies_above_what_was_seen_and_grows_with_each_wrong_reply(cases: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, cases - 1))
    assert events / cases < upper_bound(events, cases) <= upper_bound(events + 1, cases) <= 1
