"""How often an office hears of each topic, and what its head makes of it."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.adapters.classifier_head import softmax
from layers.classifier.calibration import Answers
from layers.classifier.topic_shares import shares_of, shift_to

TOPICS = ("pothole", "library", "water")


@given(st.dictionaries(st.sampled_from(TOPICS), st.integers(0, 10_000)))
def test_shares_sum_to_one_and_no_topic_is_impossible(counts: Mapping[str, int]) -> None:
    shares = shares_of(counts, TOPICS)
    assert sum(shares.values()) == pytest.approx(1)
    assert all(share > 0 for share in shares.values())
    in_order = sorted(TOPICS, key=lambda topic: counts.get(topic, 0))
    assert [shares[topic] for topic in in_order] == sorted(shares.values())


def test_counts_that_differ_by_chance_only_say_nothing() -> None:
    assert set(shares_of({"pothole": 9, "library": 11, "water": 10}, TOPICS).values()) == {1 / 3}


def test_many_counts_are_believed() -> None:
    shares = shares_of({"pothole": 800, "library": 150, "water": 50}, TOPICS)
    assert [shares[topic] for topic in TOPICS] == pytest.approx([0.8, 0.15, 0.05], abs=0.01)


def test_an_office_that_counted_nothing_has_equal_shares() -> None:
    assert set(shares_of({}, TOPICS).values()) == {1 / 3}


def test_topics_as_common_as_their_examples_are_not_shifted() -> None:
    classes = np.array([0, 0, 1, 2])
    assert shift_to({"pothole": 0.5, "library": 0.25, "water": 0.25}, TOPICS, classes) == pytest.approx([0, 0, 0])
    assert shift_to(None, TOPICS, classes).tolist() == [0, 0, 0]


def test_a_doubtful_message_is_taken_for_the_common_topic() -> None:
    shift = shift_to({"pothole": 0.8, "library": 0.1, "water": 0.1}, TOPICS, np.array([0, 1, 2]))
    torn = np.log(np.array([0.3, 0.4, 0.3], dtype=np.float32))
    assert softmax(torn).argmax() == 1
    assert softmax(torn + shift).argmax() == 0


@pytest.mark.parametrize("shares", [{"pothole": 1.0}, {"pothole": 1.0, "library": 0.0, "water": 0.5}])
def test_a_topic_without_a_share_is_refused(shares: Mapping[str, float]) -> None:
    with pytest.raises(ValueError, match="give each topic a share"):
        shift_to(shares, TOPICS, np.array([0, 1, 2]))


def test_an_example_counts_as_the_messages_it_stands_for() -> None:
    answers = Answers(
        confidence=np.array([0.9, 0.8, 0.7], dtype=np.float32),
        is_right=np.array([True, False, False]),
        is_in_scope=np.array([True, True, False]),
        importance=np.array([3, 1, 1], dtype=np.float32),
    )
    assert answers.accuracy == pytest.approx(0.75)
    assert answers.weights(0.2) == pytest.approx([0.6, 0.2, 0.2])
