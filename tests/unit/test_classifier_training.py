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
    assert (first.mix, first.threshold) == (second.mix, second.threshold)


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


def test_what_is_told_of_long_work_counts_as_examples_what_the_result_counts() -> None:
    said: list[str] = []
    names = {"trees": ["arboriculture", "arboles"]}
    head = train_head(
        WordEncoder(), *the_examples(), names=names, out_of_scope=["happy birthday"], progress=said.append
    )
    assert said[:3] == [
        "encoded 60 of 60 examples",
        "encoded 2 of 2 names of topics",
        "encoded 1 of 1 messages of no topic",
    ]
    assert said[-1] == "training on 60 examples of 5 topics"
    assert head.calibration["examples"] == 60


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


def strangers() -> list[str]:
    """Messages that share words with the office's topics and are about none."""
    return [f"{opening} {thing}" for opening in ("please help my", "hello city the") for thing in (
        "passport expired", "election ballot missing", "tax refund late", "library card lost", "dog licence renewal",
        "wedding permit", "birth certificate copy", "jury duty letter", "school lunch menu", "visa for my cousin",
    )]  # fmt: skip


def test_messages_that_staff_found_out_of_scope_are_held_against_the_threshold() -> None:
    without = train_head(WordEncoder(), *the_examples(), budget=0.1)
    told = train_head(WordEncoder(), *the_examples(), budget=0.1, out_of_scope=["pothole street hole asphalt"] * 40)
    assert told.threshold > without.threshold
    assert told.topic_ids == without.topic_ids
    assert told.calibration["accuracy"] == pytest.approx(without.calibration["accuracy"], abs=0.05)


def test_messages_out_of_scope_teach_no_topic() -> None:
    told = train_head(WordEncoder(), *the_examples(), out_of_scope=["passport expired"] * 5)
    without = train_head(WordEncoder(), *the_examples())
    assert len(told.vocabulary.features) == len(without.vocabulary.features)
    assert np.allclose(told.sentence_weights, without.sentence_weights)


def test_the_more_messages_are_out_of_scope_the_surer_the_head_must_be() -> None:
    few, many = (
        train_head(WordEncoder(), *the_examples(), budget=0.3, out_of_scope=strangers(), out_of_scope_share=share)
        for share in (0.02, 0.5)
    )
    assert many.threshold >= few.threshold
    assert (few.calibration["out_of_scope_share"], many.calibration["out_of_scope_share"]) == (0.02, 0.5)


def test_an_office_with_two_topics_learns_what_is_out_of_scope() -> None:
    pairs = [(text, topic) for topic in ("trash", "noise") for text in TOPICS[topic]]
    texts, topics = [text for text, _ in pairs], [topic for _, topic in pairs]
    told = train_head(WordEncoder(), texts, topics, budget=0.1, out_of_scope=["trash bin not collected"] * 8)
    assert told.threshold >= train_head(WordEncoder(), texts, topics, budget=0.1).threshold
