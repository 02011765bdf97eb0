"""How often answers on a topic are right: staff's word and constituents' kept apart, and weighed together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.going_live.topic_precision import TopicPrecision

_counts = st.integers(0, 500)


def test_nothing_said_is_no_number() -> None:
    nothing = TopicPrecision()
    assert (nothing.precision, nothing.lower_bound, nothing.staff_share, nothing.helped_share) == (None,) * 4


def test_the_word_of_constituents_weighs_a_quarter() -> None:
    said = TopicPrecision(judged_right=9, judged_wrong=1, helped=2, not_helped=6)
    assert said.staff_share == 0.9
    assert said.helped_share == 0.25
    assert said.precision == pytest.approx((9 + 0.5) / (10 + 2))


def test_the_lower_bound_is_wilsons() -> None:
    assert TopicPrecision(judged_right=90, judged_wrong=10).lower_bound == pytest.approx(0.8256, abs=1e-4)


@given(st.builds(TopicPrecision, judged_right=_counts, judged_wrong=_counts, helped=_counts, not_helped=_counts))
def test_the_bound_is_never_above_the_precision(said: TopicPrecision) -> None:
    if said.precision is not None and said.lower_bound is not None:
        assert 0 <= said.lower_bound <= said.precision + 1e-12 <= 1 + 1e-9
