"""What the built layer says of stances. All texts are made up."""

import shutil
from pathlib import Path

import pytest

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.adapters.stance_classifier import MOST_PROPOSALS
from civicline.domain.errors import ModelArtefactError
from civicline.domain.stances.stance import Stance, StanceBasis


def test_a_message_that_names_no_proposal_has_no_stance(classifier: BundledClassifier) -> None:
    assert classifier.classify("There is a pothole on Maple Street").stance == ()


def test_plain_words_decide_without_the_model(classifier: BundledClassifier) -> None:
    (finding,) = classifier.classify("Please vote NO on HB 1234, it hurts farmers").stance
    assert (finding.proposal.reference, finding.stance, finding.basis) == ("HB 1234", Stance.OPPOSE, StanceBasis.WORDS)
    assert finding.confidence == 1


def test_the_model_knows_a_question_that_begins_late(classifier: BundledClassifier) -> None:
    (finding,) = classifier.classify("My cousin is a roofer, which committee has HB 77, the bill on licenses?").stance
    assert (finding.stance, finding.basis) == (Stance.NEUTRAL, StanceBasis.MODEL)
    assert 0 < finding.confidence <= 1


def test_a_side_that_is_not_said_is_unclear(classifier: BundledClassifier) -> None:
    (finding,) = classifier.classify("HB 1234 will be remembered for a long time around here").stance
    assert (finding.stance, finding.basis) == (Stance.UNCLEAR, StanceBasis.NOTHING)


def test_two_proposals_have_a_stance_each(classifier: BundledClassifier) -> None:
    found = classifier.classify("Support HB 1 and oppose SB 2").stance
    assert [(one.proposal.reference, one.stance) for one in found] == [
        ("HB 1", Stance.SUPPORT),
        ("SB 2", Stance.OPPOSE),
    ]


def test_a_voters_guide_is_not_read_to_its_end(classifier: BundledClassifier) -> None:
    guide = ", ".join(f"HB {number}" for number in range(1, 400))
    assert len(classifier.classify(guide).stance) == MOST_PROPOSALS


def test_a_layer_without_its_stance_head_is_refused_at_once(model_path: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(model_path, tmp_path / "model")
    (broken / "stance" / "head.npz").unlink()
    with pytest.raises(ModelArtefactError, match="cannot be read"):
        BundledClassifier.load(broken, "city-311")
