"""From judgements to figures."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.backtest.scoring import (
    Judgement,
    Verdict,
    confusions,
    coverage_curve,
    reliability,
    score,
    score_topics,
)


def a_judgement(topic: str, ranked: str, confidence: float, *, in_scope: bool = True) -> Judgement:
    return Judgement(topic=topic, is_in_scope=in_scope, ranked=tuple(ranked), confidence=confidence)


OFFICE = [
    a_judgement("a", "abc", 0.99),
    a_judgement("a", "bac", 0.95),
    a_judgement("b", "bca", 0.90),
    a_judgement("c", "bac", 0.40),
    a_judgement("x", "abc", 0.97, in_scope=False),
]


def test_accuracy_is_of_messages_whose_topic_was_trained() -> None:
    scores = score(OFFICE, threshold=0.9, budget=0.5)
    assert (scores.tested, scores.in_scope) == (5, 4)
    assert scores.accuracy == pytest.approx(2 / 4)
    assert scores.accuracy_of_three == 1.0


def test_an_answer_to_a_message_out_of_scope_is_wrong() -> None:
    scores = score(OFFICE, threshold=0.96, budget=0.5)
    assert (scores.answered, scores.wrong) == (2, 1)
    assert scores.answered_share == pytest.approx(2 / 5)
    assert scores.answered_in_scope_share == pytest.approx(1 / 4)


def test_a_topics_precision_counts_messages_that_are_about_something_else() -> None:
    by_name = {one.topic: one for one in score_topics(OFFICE, threshold=0.9, trained=Counter(a=5, d=2))}
    assert (by_name["a"].precision, by_name["a"].recall) == (0.5, 0.5)
    assert by_name["b"].precision == pytest.approx(1 / 3)
    assert (by_name["b"].answered, by_name["b"].wrong) == (2, 1)
    assert (by_name["c"].precision, by_name["c"].recall) == (None, 0.0)
    assert (by_name["d"].trained, by_name["d"].tested, by_name["d"].recall) == (2, 0, None)


def test_macro_f1_is_the_mean_over_topics_and_not_over_messages() -> None:
    assert score(OFFICE, threshold=1.01, budget=0.02).macro_f1 == pytest.approx((0.5 + 0.5 + 0.0) / 3)


@pytest.mark.parametrize(
    ("right", "wrong", "verdict"),
    [
        pytest.param(400, 0, Verdict.HELD, id="so many right answers that the bound keeps the budget"),
        pytest.param(50, 0, Verdict.NOT_SHOWN, id="too few answers to show anything"),
        pytest.param(90, 10, Verdict.MISSED, id="more wrong answers than the budget allows"),
        pytest.param(0, 0, Verdict.NOTHING_ANSWERED, id="no answer"),
    ],
)
def test_the_verdict_says_no_more_than_the_test_shows(right: int, wrong: int, verdict: Verdict) -> None:
    said = [a_judgement("a", "ab", 0.99)] * right + [a_judgement("b", "ab", 0.99)] * wrong
    assert score([*said, a_judgement("a", "ab", 0.1)], threshold=0.9, budget=0.02).verdict is verdict


def test_messages_of_one_confidence_are_answered_together_or_not_at_all() -> None:
    tied = [a_judgement("a", "ab", 0.9), a_judgement("b", "ab", 0.9), a_judgement("a", "ab", 0.5)]
    assert [(point.share, point.wrong) for point in coverage_curve(tied)] == [
        (pytest.approx(2 / 3), 0.5),
        (1.0, pytest.approx(1 / 3)),
    ]
    assert score(tied, threshold=0.9, budget=0.02).hindsight_share == 0


def test_reliability_compares_the_confidence_with_what_was_right() -> None:
    bins = reliability(OFFICE)
    assert [(one.low, one.messages) for one in bins] == [(0.4, 1), (0.9, 4)]
    assert bins[1].right == 0.5
    assert bins[1].confidence == pytest.approx((0.99 + 0.95 + 0.90 + 0.97) / 4)


def test_confusions_name_the_pairs_and_how_many_were_answered() -> None:
    found = {(one.topic, one.ranked): (one.messages, one.answered) for one in confusions(OFFICE, threshold=0.9)}
    assert found == {("a", "b"): (1, 1), ("c", "b"): (1, 0), ("x", "a"): (1, 1)}


judgements = st.lists(
    st.builds(a_judgement, st.sampled_from("abc"), st.sampled_from(["abc", "bac", "cab"]), st.floats(0, 1)), min_size=1
)


@given(said=judgements, threshold=st.floats(0, 1.01))
def test_figures_agree_with_one_another(said: list[Judgement], threshold: float) -> None:
    scores = score(said, threshold=threshold, budget=0.02)
    topics = score_topics(said, threshold=threshold, trained=Counter())
    curve = coverage_curve(said)
    assert sum(one.answered for one in topics) == scores.answered
    assert sum(one.wrong for one in topics) == scores.wrong
    assert sum(one.messages for one in reliability(said)) == scores.tested
    assert curve[-1].share == 1.0
    assert curve[-1].wrong == pytest.approx(1 - scores.accuracy)
    assert 0 <= scores.macro_f1 <= 1
