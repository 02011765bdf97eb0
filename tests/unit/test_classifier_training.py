"""Training a head on a toy office, with an encoder that needs no model."""

import numpy as np
import pytest

from layers.classifier.train import TrainingDataError, train_head
from tests.classifier_fakes import TOPICS, WordEncoder, the_examples


def test_a_trained_head_knows_new_messages_by_their_words() -> None:
    head = train_head(WordEncoder(), *the_examples())
    for text, topic in (("hole in my street", "pothole"), ("music at night", "noise"), ("garbage full", "trash")):
        probabilities = head.probabilities(WordEncoder().embed(text), text)
        assert head.topic_ids[int(probabilities.argmax())] == topic


def test_probabilities_of_all_topics_add_up_to_one() -> None:
    head = train_head(WordEncoder(), *the_examples())
    assert head.probabilities(WordEncoder().embed("hello"), "hello").sum() == pytest.approx(1.0, abs=1e-5)


def test_the_same_examples_give_the_same_head() -> None:
    first, second = (train_head(WordEncoder(), *the_examples(), seed=4) for _ in range(2))
    assert np.array_equal(first.sentence_weights, second.sentence_weights)
    assert np.array_equal(first.lexical_weights, second.lexical_weights)
    assert (first.temperature, first.threshold) == (second.temperature, second.threshold)


def test_a_topics_name_teaches_words_that_no_example_has() -> None:
    texts, topics = the_examples()
    without = train_head(WordEncoder(), texts, topics)
    named = train_head(WordEncoder(), texts, topics, names={"trees": ["arboriculture"]})
    place = named.topic_ids.index("trees")
    vector = WordEncoder().embed("arboriculture")
    assert named.probabilities(vector, "arboriculture")[place] > without.probabilities(vector, "arboriculture")[place]
    assert named.calibration["examples"] == len(texts)


def test_long_work_tells_how_far_it_is() -> None:
    said: list[str] = []
    train_head(WordEncoder(), *the_examples(), progress=said.append)
    assert said[0] == "encoded 60 of 60 examples"
    assert said[-1] == "training on 60 examples of 5 topics"


def test_an_office_with_two_topics_can_train() -> None:
    pairs = [(text, topic) for topic in ("trash", "noise") for text in TOPICS[topic]]
    head = train_head(WordEncoder(), [text for text, _ in pairs], [topic for _, topic in pairs])
    assert head.topic_ids == ("trash", "noise")


@pytest.mark.parametrize(
    ("texts", "topics", "problem"),
    [
        pytest.param(["a b"], ["one", "two"], "give one topic for each text", id="lists of different length"),
        pytest.param(["a b", "c d"], ["one", "one"], "at least two topics", id="a single topic"),
        pytest.param([], [], "at least two topics", id="nothing"),
        pytest.param(["a", "👍", "c", "d"], ["x", "x", "y", "y"], "example 2 has no words", id="an emoji as example"),
        pytest.param(["a", "b", "c"], ["x", "x", "y"], "'y' has fewer than 2", id="a topic with one example"),
    ],
)
def test_examples_that_teach_nothing_are_refused_with_the_reason(
    texts: list[str], topics: list[str], problem: str
) -> None:
    with pytest.raises(TrainingDataError, match=problem):
        train_head(WordEncoder(), texts, topics)
