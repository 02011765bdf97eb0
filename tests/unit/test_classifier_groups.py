"""A head that knows groups of topics: how sure it is of a group, and from when a reply may rest on that."""

from pathlib import Path

import numpy as np
import pytest

from civicline.adapters.classifier_head import NEVER_CONFIDENT, Head, Mix, load_head, save_head
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE
from layers.classifier.held_out import Blend, Round, TwofoldScores, Views, answers_at, cross_validate
from layers.classifier.train import TrainingDataError, train_head
from tests.classifier_fakes import TOPICS, WordEncoder, the_examples

GROUPS = {"pothole": "streets", "trees": "streets", "trash": "waste", "noise": "neighbors", "water": "bills"}


@pytest.fixture(scope="module")
def head() -> Head:
    return train_head(WordEncoder(), *the_examples(), groups=GROUPS, budget=0.7)


def test_a_message_between_two_topics_of_a_group_is_sure_of_the_group(head: Head) -> None:
    probabilities = np.zeros(len(TOPICS), dtype=np.float32)
    for topic, probability in (("noise", 0.4), ("pothole", 0.35), ("trees", 0.25)):
        probabilities[head.topic_ids.index(topic)] = probability
    assert head.likeliest_group(probabilities) == ("streets", pytest.approx(0.6))


def test_an_office_without_groups_has_no_likeliest_group() -> None:
    head = train_head(WordEncoder(), *the_examples())
    assert head.likeliest_group(head.probabilities(WordEncoder().embed("noise"), "noise")) is None
    assert head.group_threshold == NEVER_CONFIDENT


def test_what_was_measured_of_groups_stands_beside_the_topics_figures(head: Head) -> None:
    assert head.group_threshold <= 1
    assert head.calibration["group_accuracy"] >= head.calibration["accuracy"]
    assert 0 < head.calibration["group_coverage"] <= 1
    assert head.calibration["group_wrong"] <= head.calibration["group_wrong_bound"]


def test_groups_too_few_to_hide_give_no_threshold() -> None:
    halves = {topic: "first" if topic in ("pothole", "trees") else "second" for topic in TOPICS}
    head = train_head(WordEncoder(), *the_examples(), groups=halves)
    assert head.group_threshold == NEVER_CONFIDENT
    assert "group_accuracy" not in head.calibration
    assert set(head.groups) == {"first", "second"}


def test_groups_change_nothing_about_topics(head: Head) -> None:
    without = train_head(WordEncoder(), *the_examples(), budget=0.7)
    assert (head.mix, head.threshold) == (without.mix, without.threshold)
    assert np.array_equal(head.sentence_weights, without.sentence_weights)


def test_groups_are_kept_with_the_head(head: Head, tmp_path: Path) -> None:
    save_head(head, tmp_path, "city")
    loaded, _ = load_head(tmp_path)
    assert (loaded.groups, loaded.group_threshold) == (head.groups, head.group_threshold)
    assert dict(zip(loaded.topic_ids, loaded.groups, strict=True)) == GROUPS


def test_a_topic_in_no_group_is_refused() -> None:
    with pytest.raises(TrainingDataError, match="topic 'water' is in no group"):
        train_head(WordEncoder(), *the_examples(), groups={topic: "one" for topic in TOPICS if topic != "water"})


def test_topics_of_one_group_are_hidden_together() -> None:
    texts, topics = the_examples()
    known = list(TOPICS)
    numbers = {group: number for number, group in enumerate(dict.fromkeys(GROUPS.values()))}
    group_of = np.array([numbers[GROUPS[topic]] for topic in known])
    vectors = np.vstack([WordEncoder().embed(text) for text in texts])
    views = Views(sentence=vectors, lexical=vectors, names_from=len(texts), languages=untold(len(texts)))
    classes = np.array([known.index(topic) for topic in topics])
    rounds = cross_validate(views, classes, seed=0, hide_topics=True, groups=group_of)
    hidden = [set(range(len(known))) - set(one.visible.tolist()) for one in rounds]
    assert all({one for one in range(len(known)) if group_of[one] in group_of[list(part)]} == part for part in hidden)
    assert sorted(topic for part in hidden for topic in part) == list(range(len(known)))
    assert sum(len(one.hidden_scores.sentence) for one in rounds) == len(texts)


def untold(count: int) -> np.ndarray:
    """So many texts of an unknown language."""
    return np.full(count, UNDETERMINED_LANGUAGE)


def told_by_sentence(probabilities: np.ndarray) -> TwofoldScores:
    """Texts of which only the sentence vector says something."""
    return TwofoldScores(
        sentence=np.log(probabilities), lexical=np.zeros_like(probabilities), languages=untold(len(probabilities))
    )


def test_an_answer_is_right_if_its_group_is() -> None:
    probabilities = np.array([[0.4, 0.35, 0.25], [0.1, 0.3, 0.6]], dtype=np.float32)
    one = Round(
        visible=np.array([0, 1, 3]),
        scores=told_by_sentence(probabilities),
        classes=np.array([1, 0]),
        hidden_scores=told_by_sentence(probabilities[:1]),
        hidden_topics=np.array([2]),
    )
    as_they_are = Blend(
        mix=Mix(lexical_share=1.0, temperature=1.0), mixes={}, topic_shift=np.zeros(4, dtype=np.float32)
    )
    answers = answers_at([one], as_they_are, np.array([0, 0, 1, 2]))
    assert answers.confidence == pytest.approx([0.75, 0.6, 0.75], abs=1e-6)
    assert answers.is_right.tolist() == [True, False, False]
    assert answers.is_in_scope.tolist() == [True, True, False]
    assert answers.topics is not None
    assert answers.topics.tolist() == [0, 0, 1]
    assert answers_at([one], as_they_are).is_right.tolist() == [False, False, False]
    assert as_they_are.probabilities(one.scores, one.visible) == pytest.approx(probabilities)
