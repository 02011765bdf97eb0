"""Which head speaks for an office, and which head is the better one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.learning.head_comparison import Answer, Verdict, sign_test, verdict_on
from civicline.domain.learning.office_head import NothingToUndoError, before_the_latest
from tests.builders import a_promotion

RIGHT = Answer(names_right=True, is_answered=True)
WRONG = Answer(names_right=False, is_answered=True)
UNSURE = Answer(names_right=True, is_answered=False)
LOST = Answer(names_right=False, is_answered=False)


@pytest.mark.parametrize(
    ("steps", "undone", "head"),
    [
        pytest.param([a_promotion(1, "a")], 1, None, id="the only promotion leads back to the layer"),
        pytest.param([a_promotion(1, "a"), a_promotion(2, "b")], 2, "a", id="the second leads back to the first"),
        pytest.param(
            [a_promotion(1, "a"), a_promotion(2, "b"), a_promotion(3, "a", undoes=2)], 1, None,
            id="undoing again goes further back",
        ),
        pytest.param(
            [a_promotion(1, "a"), a_promotion(2, "b"), a_promotion(3, "a", undoes=2), a_promotion(4, "c")], 4, "a",
            id="a promotion after an undo leads back to what stood then",
        ),
        pytest.param(
            [a_promotion(1, "a"), a_promotion(2, None)], 2, "a", id="a return to the layer can be undone as well"
        ),
    ],
)  # fmt: skip
def test_an_undo_leads_back_to_what_stood_before(steps: list, undone: int, head: str | None) -> None:
    standing = before_the_latest(steps)
    assert (standing.undone.number, standing.head) == (undone, head)
    assert (standing.files is None) == (head is None)


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([], id="nothing was ever promoted"),
        pytest.param([a_promotion(1, "a"), a_promotion(2, None, undoes=1)], id="everything is undone"),
    ],
)
def test_where_nothing_stands_nothing_is_undone(steps: list) -> None:
    with pytest.raises(NothingToUndoError):
        before_the_latest(steps)


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        pytest.param([RIGHT] * 20, [RIGHT] * 20, Verdict.NO_DIFFERENCE, id="equal heads keep the old one"),
        pytest.param([], [], Verdict.NO_DIFFERENCE, id="no message proves nothing"),
        pytest.param([UNSURE] * 6, [RIGHT] * 6, Verdict.ANSWERS_MORE, id="six more right answers and none lost"),
        pytest.param([WRONG] * 30 + [RIGHT], [LOST] * 31, Verdict.NO_DIFFERENCE, id="to fall silent is not to err less"),
        pytest.param([UNSURE] * 5, [RIGHT] * 5, Verdict.NO_DIFFERENCE, id="five more could be chance"),
        pytest.param([LOST] * 6, [UNSURE] * 6, Verdict.KNOWS_MORE, id="the right topic six times more often"),
        pytest.param([RIGHT] + [WRONG] * 6, [RIGHT] + [LOST] * 6, Verdict.ERRS_LESS, id="six wrong answers fewer"),
        pytest.param([WRONG] * 30, [LOST] * 30, Verdict.NO_DIFFERENCE, id="a head that answers nothing wins nothing"),
        pytest.param(
            [UNSURE] * 20 + [LOST] * 3, [RIGHT] * 20 + [WRONG] * 3, Verdict.ERRS_MORE,
            id="many right answers do not pay for three wrong ones",
        ),
        pytest.param(
            [UNSURE] * 20 + [LOST] * 2, [RIGHT] * 20 + [WRONG] * 2, Verdict.ANSWERS_MORE,
            id="two wrong ones may be chance",
        ),
        pytest.param([RIGHT] * 3 + [LOST] * 9, [UNSURE] * 3 + [UNSURE] * 9, Verdict.ANSWERS_LESS,
            id="a head that answers less is not let in though it knows more"),
        pytest.param([UNSURE] * 3 + [WRONG] * 9, [LOST] * 12, Verdict.KNOWS_LESS, id="nor one that knows less"),
        pytest.param([RIGHT] * 2 + [UNSURE] * 10, [UNSURE] * 2 + [RIGHT] * 10, Verdict.NO_DIFFERENCE,
            id="ten gained and two lost are not enough over three ways to win"),
        pytest.param([RIGHT] * 2 + [UNSURE] * 12, [UNSURE] * 2 + [RIGHT] * 12, Verdict.ANSWERS_MORE,
            id="twelve gained and two lost are"),
    ],
)  # fmt: skip
def test_a_head_is_better_only_beyond_chance(old: list, new: list, verdict: Verdict) -> None:
    assert verdict_on(old, new)[0] is verdict


@given(st.lists(st.sampled_from([RIGHT, WRONG, UNSURE, LOST]), max_size=60), st.randoms(use_true_random=False))
def test_a_head_is_never_better_than_itself_nor_both_ways(old: list, chance: object) -> None:
    new = sorted(old, key=lambda _: chance.random())  # type: ignore[attr-defined]
    there, back = verdict_on(old, new)[0], verdict_on(new, old)[0]
    assert not (there.is_better and back.is_better)
    assert not verdict_on(old, old)[0].is_better


def test_every_verdict_has_a_sentence() -> None:
    assert all(verdict.sentence.endswith(".") for verdict in Verdict)


@given(st.integers(0, 80), st.integers(0, 80))
def test_the_sign_test_is_a_probability_and_both_sides_cover_everything(gains: int, losses: int) -> None:
    up, down = sign_test(gains, losses), sign_test(losses, gains)
    assert 0 < up <= 1 + 1e-12
    assert up + down >= 1 - 1e-12


def test_the_sign_test_is_that_of_the_tables() -> None:
    assert sign_test(6, 0) == 1 / 64
    assert sign_test(9, 1) == pytest.approx(11 / 1024)
