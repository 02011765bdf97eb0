"""From scores on texts that a model has not seen to honest probabilities and a safe threshold."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_head import NEVER_CONFIDENT, Matrix, log_softmax
from layers.classifier.lbfgs import Vector, minimise
from layers.classifier.mistake_bound import upper_wrong_share

BOUND_Z = 1.2816
"""The one-sided 90 % point of the normal distribution."""
CERTAINTY = 0.75
"""How certain the budget must hold if the office had other topics of the same kind (measured, see ADR 17)."""

_RIDGE = 0.01
_TINY = 1e-12
_SPREAD = 0.5
_COLDEST, _HOTTEST = 0.05, 20.0
_GOLDEN = (math.sqrt(5) - 1) / 2


def fit_temperature(score_groups: list[tuple[Matrix, npt.NDArray[np.intp]]]) -> float:
    """The likeliest temperature, given the right classes; groups may differ in their classes.

    Before anything is seen it is believed to be near 1, within a factor of e^`_SPREAD` or so. Where few distinct topics
    are told apart without a mistake, the scores alone would make every answer certain, and then nothing could tell a
    message out of scope from one of the topics.

    Raises `ValueError` where there are no scores.
    """
    if not sum(len(classes) for _, classes in score_groups):
        raise ValueError("a temperature needs scores of at least one text")

    def loss(log_temperature: float) -> float:
        disbelief = log_temperature**2 / (2 * _SPREAD**2)
        return loss_at(math.exp(log_temperature), score_groups) + disbelief

    return math.exp(_golden_section(loss, math.log(_COLDEST), math.log(_HOTTEST)))


def loss_at(temperature: float, score_groups: list[tuple[Matrix, npt.NDArray[np.intp]]]) -> float:
    """The negative log-likelihood of the right classes, summed over all texts."""
    total = 0.0
    for scores, classes in score_groups:
        logs = log_softmax(scores / np.float32(temperature))
        total -= float(logs[np.arange(len(classes)), classes].sum(dtype=np.float64))
    return total


def _golden_section(loss: Callable[[float], float], low: float, high: float) -> float:
    """The minimum of a function with one valley, to a thousandth."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = loss(left), loss(right)
    while high - low > 1e-3:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = loss(right)
    return (low + high) / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What a model would say to texts it has not seen: how sure, whether right, and whether it could be right.

    `is_in_scope` is False where the text's topic was hidden from the model; `is_right` is then False too. `topics` is
    the topic that each text is about, and one of its own for a text about none; each text has its own if None.
    `importance` is how many messages of the office a text stands for, beside others of its scope; as many as any other
    if None.
    """

    confidence: Matrix
    is_right: npt.NDArray[np.bool_]
    is_in_scope: npt.NDArray[np.bool_]
    topics: npt.NDArray[np.intp] | None = None
    importance: Matrix | None = None

    def weights(self, out_of_scope_share: float) -> npt.NDArray[np.float64]:
        """The weight of each text, so that all sum to 1 and those out of scope to `out_of_scope_share`."""
        importance = np.ones(len(self.is_in_scope)) if self.importance is None else self.importance
        inside = np.where(self.is_in_scope, importance, 0.0)
        outside = np.where(self.is_in_scope, 0.0, importance)
        has_inside, has_outside = inside.sum() > 0, outside.sum() > 0
        share = out_of_scope_share if has_inside and has_outside else float(not has_inside)
        weights: npt.NDArray[np.float64] = (1 - share) * inside / max(inside.sum(), _TINY)
        weights += share * outside / max(outside.sum(), _TINY)
        return weights

    @property
    def accuracy(self) -> float:
        """The share of in-scope messages on which the model is right."""
        weights = self.weights(0.0)
        return float((weights * self.is_right).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A confidence from which to answer, and what it would have meant: shares of the texts, 0 to 1.

    `coverage` is the share of in-scope texts that are answered; of the answers, `expected_wrong` are wrong by the
    fitted curve, `wrong` were, and `wrong_bound` is the upper 90 % confidence bound of that.
    """

    confidence: float
    coverage: float
    expected_wrong: float
    wrong: float
    wrong_bound: float


NO_THRESHOLD = Threshold(confidence=NEVER_CONFIDENT, coverage=0.0, expected_wrong=0.0, wrong=0.0, wrong_bound=1.0)


def choose_threshold(answers: Answers, *, budget: float, out_of_scope_share: float, repeats: int = 1) -> Threshold:
    """The lowest confidence from which wrong answers keep `budget`, or `NO_THRESHOLD`.

    At the confidence where 2 % are wrong a pack has a few dozen answers and two mistakes, which is chance. So three
    things must keep the budget: what was observed, a curve through all answers that says how many are wrong at each
    confidence, and the bound that `CERTAINTY` of all redraws of the topics stay below. `repeats` is how often each
    text is among the answers. Raises `ValueError` where budget or share are not between 0 and 1.
    """
    if not (0 < budget < 1 and 0 <= out_of_scope_share < 1):
        raise ValueError(f"budget {budget} and out-of-scope share {out_of_scope_share} must be shares below 1")
    order = np.argsort(-answers.confidence, kind="stable")
    confidence = answers.confidence[order].astype(np.float64)
    is_wrong = ~answers.is_right[order]
    weight = answers.weights(out_of_scope_share)[order]
    answered = np.cumsum(weight)
    wrong = np.cumsum(weight * is_wrong) / answered
    curve = fit_wrong_curve(confidence, is_wrong, weight * len(weight) / repeats)
    expected = np.cumsum(weight * curve) / answered
    _, high = wilson_bounds(wrong, answered**2 / np.cumsum(weight**2) / repeats)
    topics = np.arange(len(order)) if answers.topics is None else answers.topics[order]
    redrawn = upper_wrong_share(is_wrong, answers.is_in_scope[order], weight, topics, confidence=CERTAINTY)
    is_last_of_its_confidence = np.append(confidence[1:] < confidence[:-1], True)
    is_safe = (expected <= budget) & (wrong <= budget) & (redrawn <= budget)
    safe = np.flatnonzero(is_safe & is_last_of_its_confidence)
    if not len(safe):
        return NO_THRESHOLD
    last = int(safe[-1])
    inside = np.cumsum(answers.weights(0.0)[order])
    return Threshold(
        confidence=float(confidence[last]),
        coverage=float(inside[last]),
        expected_wrong=float(expected[last]),
        wrong=float(wrong[last]),
        wrong_bound=float(high[last]),
    )


def fit_wrong_curve(confidence: Vector, is_wrong: npt.NDArray[np.bool_], weight: Vector) -> Vector:
    """The probability that an answer is wrong, at each confidence: a logistic curve over its log-odds."""
    clipped = np.clip(confidence, 1e-6, 1 - 1e-6)
    log_odds = np.log(clipped) - np.log1p(-clipped)

    def loss(line: Vector) -> tuple[float, Vector]:
        scores = line[0] + line[1] * log_odds
        excess = weight * (_sigmoid(scores) - is_wrong)
        value = float((weight * (np.logaddexp(0, scores) - is_wrong * scores)).sum() + _RIDGE * (line @ line) / 2)
        return value, np.array([excess.sum(), (excess * log_odds).sum()]) + _RIDGE * line

    line = minimise(loss, np.zeros(2)).point
    return _sigmoid(line[0] + line[1] * log_odds)


def wilson_bounds(share: Vector, count: Vector) -> tuple[Vector, Vector]:
    """Both ends of Wilson's score interval (1927) of a share observed in `count` independent cases."""
    square = BOUND_Z**2 / count
    centre = share + square / 2
    spread = np.sqrt(square * share * (1 - share) + square**2 / 4)
    return (centre - spread) / (1 + square), (centre + spread) / (1 + square)


def _sigmoid(scores: Vector) -> Vector:
    result: Vector = np.exp(-np.logaddexp(0, -scores))
    return result
