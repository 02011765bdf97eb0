"""How wrong answers may be, were the office's topics others of the same kind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.classifier.mistake_bound import Shares, upper_wrong_share

TEXTS = 1_000
TENTH = np.arange(TEXTS) % 10 == 0
"""One answer in ten is wrong."""


def bound(topics: list[int] | np.ndarray, *, confidence: float = 0.9, outside: int = 0) -> Shares:
    """Of answers to `TEXTS` texts that weigh the same, the last `outside` of them out of scope."""
    is_in_scope = np.arange(TEXTS) < TEXTS - outside
    weight = np.full(TEXTS, 1 / TEXTS)
    return upper_wrong_share(TENTH, is_in_scope, weight, np.array(topics), confidence=confidence)


def test_mistakes_of_one_topic_are_less_certain_than_as_many_of_all_topics() -> None:
    one_bad_topic = np.where(TENTH, 0, 1 + np.arange(TEXTS) % 9)
    each_on_its_own = np.arange(TEXTS)
    assert bound(one_bad_topic)[-1] > bound(each_on_its_own)[-1] > 0.1


def test_more_topics_make_the_bound_closer() -> None:
    texts = np.arange(TEXTS)
    one_topic_in_ten_is_bad = (texts % 10 * many + texts // 10 % many for many in (1, 10, 100))
    bounds = [bound(topics)[-1] for topics in one_topic_in_ten_is_bad]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == pytest.approx(0.1, abs=0.02)


@given(st.lists(st.integers(0, 30), min_size=TEXTS, max_size=TEXTS), st.integers(0, TEXTS - 1))
def test_a_bound_is_a_share_and_grows_with_the_confidence(topics: list[int], outside: int) -> None:
    low, high = bound(topics, confidence=0.5, outside=outside), bound(topics, confidence=0.9, outside=outside)
    assert ((low >= 0) & (low <= high) & (high <= 1 + 1e-9)).all()


def test_equal_answers_have_an_equal_bound() -> None:
    topics = np.arange(TEXTS) % 20
    assert (bound(topics) == bound(topics)).all()
