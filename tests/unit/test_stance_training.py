"""The stance head learns from examples that are what they should be, on subjects it has not seen."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from civicline.adapters.stance_head import STANCES, TOLD_BY_MODEL, believed
from civicline.domain.stances.stance import Stance
from layers.classifier.errors import BuildError
from layers.classifier.stance.evaluate import coverage_at, report
from layers.classifier.stance.examples import StanceExample, stance_examples
from layers.classifier.stance.train import leave_subjects_out, stance_matrix, train_stance_head
from tests.classifier_fakes import WordEncoder


def some_examples() -> list[StanceExample]:
    """Seven subjects, which is one more than there are folds."""
    subjects = {"bike_lanes", "water_rates", "marijuana", "trade", "veterans", "casino", "term_limits"}
    return [one for one in stance_examples() if one.subject in subjects]


def test_there_are_enough_examples_in_both_languages_and_of_every_stance() -> None:
    examples = stance_examples()
    assert len(examples) >= 400
    assert len({one.text for one in examples}) == len(examples)
    assert len({one.subject for one in examples}) >= 20
    by_language = Counter((one.language, one.stance) for one in examples)
    assert all(by_language[language, stance] >= 9 for language in ("en", "es") for stance in Stance)


def test_no_subject_has_one_side_only() -> None:
    sides = {(one.subject, one.stance) for one in stance_examples()}
    assert {(subject, side) for subject, _ in sides for side in (Stance.SUPPORT, Stance.OPPOSE)} <= sides


def test_training_twice_gives_the_same_head() -> None:
    first, second = (train_stance_head(WordEncoder(), some_examples()) for _ in range(2))
    assert first.topic_ids == tuple(stance.value for stance in STANCES)
    assert first.languages == ("en", "es")
    assert np.array_equal(first.sentence_weights, second.sentence_weights)
    assert (first.threshold, first.mix) == (second.threshold, second.mix)


def test_what_people_of_one_subject_think_does_not_change_what_is_said_of_it() -> None:
    examples = some_examples()
    turned = [replace(one, stance=Stance.OPPOSE) if one.subject == "casino" else one for one in examples]
    casino = [number for number, one in enumerate(examples) if one.subject == "casino"]
    first, second = (leave_subjects_out(stance_matrix(WordEncoder(), one)) for one in (examples, turned))
    assert np.array_equal(first[casino], second[casino])
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("text", ["please vote yes", "support HB 1 and oppose HB 2"])
def test_an_example_must_name_one_proposal(text: str) -> None:
    example = StanceExample(text=text, subject="x", language="en", stance=Stance.SUPPORT, is_held_out=False)
    with pytest.raises(BuildError, match="must name one"):
        stance_matrix(WordEncoder(), [example])


@pytest.mark.parametrize(
    ("likely", "told"),
    [
        pytest.param((Stance.NEUTRAL, 0.9), Stance.NEUTRAL, id="the model may say that no side is taken"),
        pytest.param((Stance.NEUTRAL, 0.5), Stance.UNCLEAR, id="but not when unsure"),
        pytest.param((Stance.OPPOSE, 0.99), Stance.UNCLEAR, id="nor which side is taken"),
    ],
)
def test_the_model_never_puts_anyone_on_a_side(likely: tuple[Stance, float], told: Stance) -> None:
    assert believed(likely, threshold=0.8) is told
    assert TOLD_BY_MODEL.isdisjoint({Stance.SUPPORT, Stance.OPPOSE})


def test_an_abstention_is_counted_neither_right_nor_wrong() -> None:
    said = [
        (Stance.SUPPORT, Stance.SUPPORT, 0.9),
        (Stance.SUPPORT, Stance.OPPOSE, 0.8),
        (Stance.OPPOSE, Stance.UNCLEAR, 0.7),
        (Stance.UNCLEAR, Stance.UNCLEAR, 0.6),
    ]
    measured = report(said)
    assert (measured["given"], measured["wrong_share_of_given"], measured["sides_confused"]) == (2, 0.5, 1)
    assert measured["coverage"] == pytest.approx(1 / 3, abs=1e-4)
    assert coverage_at(said, error=0.05) == pytest.approx(1 / 3)
