"""Honest probabilities and a safe threshold."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.adapters.classifier_head import NEVER_CONFIDENT, softmax
from layers.classifier.calibration import (
    Answers,
    choose_threshold,
    fit_temperature,
    fit_wrong_curve,
    wilson_bounds,
)


def answers(count: int, *, seed: int = 0, strangers: int = 0) -> Answers:
    """A model as sure as it is right, and texts out of scope of which it is mostly unsure."""
    generator = np.random.default_rng(seed)
    sure = np.concatenate([generator.uniform(0.3, 1, count), generator.uniform(0.05, 0.9, strangers)])
    is_in_scope = np.arange(count + strangers) < count
    return Answers(
        confidence=sure.astype(np.float32),
        is_right=(generator.uniform(0, 1, count + strangers) < sure) & is_in_scope,
        is_in_scope=is_in_scope,
    )


@pytest.mark.parametrize("temperature", [0.2, 1.0, 4.0])
def test_the_temperature_that_made_the_scores_is_found_again(temperature: float) -> None:
    generator = np.random.default_rng(3)
    scores = (generator.standard_normal((4_000, 4)) * 2).astype(np.float32)
    drawn = np.array([generator.choice(4, p=row / row.sum()) for row in softmax(scores).astype(np.float64)])
    assert fit_temperature([(scores * np.float32(temperature), drawn)]) == pytest.approx(temperature, rel=0.1)


def test_topics_told_apart_without_a_mistake_do_not_make_the_model_certain() -> None:
    right = np.arange(160) % 8
    scores = (6 * np.eye(8, dtype=np.float32))[right]
    temperature = fit_temperature([(scores, right)])
    assert 0.2 < temperature < 1
    assert softmax(scores / np.float32(temperature)).max() < 1


def test_no_scores_have_no_temperature() -> None:
    with pytest.raises(ValueError, match="at least one text"):
        fit_temperature([(np.zeros((0, 2), dtype=np.float32), np.zeros(0, dtype=np.intp))])


@given(st.floats(0.02, 0.3), st.floats(1.1, 3.0))
def test_a_larger_budget_never_answers_less(budget: float, factor: float) -> None:
    some = answers(800, strangers=100)
    strict = choose_threshold(some, budget=budget, out_of_scope_share=0.1)
    loose = choose_threshold(some, budget=min(budget * factor, 0.9), out_of_scope_share=0.1)
    assert loose.confidence <= strict.confidence
    assert loose.coverage >= strict.coverage


@given(st.integers(0, 50))
def test_more_messages_out_of_scope_never_lower_the_threshold(seed: int) -> None:
    some = answers(600, seed=seed, strangers=200)
    thresholds = [choose_threshold(some, budget=0.2, out_of_scope_share=share).confidence for share in (0.0, 0.2, 0.5)]
    assert thresholds == sorted(thresholds)


def test_answers_above_the_threshold_keep_the_budget() -> None:
    chosen = choose_threshold(answers(4_000), budget=0.1, out_of_scope_share=0.0)
    assert 0 < chosen.expected_wrong <= 0.1
    assert 0 < chosen.wrong <= 0.1
    assert 0 < chosen.coverage < 1


def test_mistakes_that_come_by_topic_raise_the_threshold() -> None:
    some = answers(2_000, strangers=400)
    few_topics = np.where(some.is_right, np.arange(2_400) % 40, 40)
    spread = choose_threshold(some, budget=0.1, out_of_scope_share=0.2)
    clustered = choose_threshold(replace(some, topics=few_topics), budget=0.1, out_of_scope_share=0.2)
    assert clustered.confidence > spread.confidence
    assert clustered.coverage < spread.coverage


def test_a_model_that_is_sure_and_wrong_never_answers() -> None:
    wrong = Answers(
        confidence=np.linspace(0.9, 1, 200, dtype=np.float32),
        is_right=np.zeros(200, dtype=bool),
        is_in_scope=np.ones(200, dtype=bool),
    )
    assert choose_threshold(wrong, budget=0.02, out_of_scope_share=0.0).confidence == NEVER_CONFIDENT


def test_a_handful_of_right_answers_proves_nothing() -> None:
    few = Answers(
        confidence=np.full(6, 0.95, dtype=np.float32), is_right=np.ones(6, bool), is_in_scope=np.ones(6, bool)
    )
    assert choose_threshold(few, budget=0.0001, out_of_scope_share=0.0).confidence == NEVER_CONFIDENT


@pytest.mark.parametrize(("budget", "share"), [(0.0, 0.1), (1.0, 0.1), (0.02, 1.0), (0.02, -0.1)])
def test_a_budget_that_is_no_share_is_refused(budget: float, share: float) -> None:
    with pytest.raises(ValueError, match="must be shares"):
        choose_threshold(answers(20), budget=budget, out_of_scope_share=share)


def test_texts_out_of_scope_weigh_as_much_as_is_assumed() -> None:
    some = answers(30, strangers=300)
    assert some.weights(0.2)[~some.is_in_scope].sum() == pytest.approx(0.2)
    assert some.weights(0.2).sum() == pytest.approx(1.0)


def test_the_curve_of_a_calibrated_model_says_what_its_confidence_says() -> None:
    generator = np.random.default_rng(5)
    sure = generator.uniform(0.1, 0.99, 20_000)
    curve = fit_wrong_curve(sure, generator.uniform(0, 1, 20_000) > sure, np.ones(20_000))
    assert np.abs(curve - (1 - sure)).max() < 0.03


@given(st.floats(0, 1), st.floats(1, 1_000))
def test_wilsons_interval_holds_what_was_observed(share: float, count: float) -> None:
    low, high = wilson_bounds(np.array([share]), np.array([count]))
    assert -1e-9 <= low[0] <= share + 1e-9
    assert share - 1e-9 <= high[0] <= 1 + 1e-9
