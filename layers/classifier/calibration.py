"""From scores on texts that a model has not seen to honest probabilities and a safe threshold."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_head import NEVER_CONFIDENT, Matrix, log_softmax

BOUND_Z = 1.2816
"""The one-sided 90 % point of the normal distribution."""
FEWEST_ANSWERS = 30
"""Answers that must stand behind a threshold: with fewer, no mistake among them is luck."""

_COLDEST, _HOTTEST = 0.05, 20.0
_GOLDEN = (math.sqrt(5) - 1) / 2


def fit_temperature(score_groups: list[tuple[Matrix, npt.NDArray[np.intp]]]) -> float:
    """The temperature with the highest likelihood of the right classes; groups may differ in their classes.

    Raises `ValueError` where there are no scores.
    """
    if not sum(len(classes) for _, classes in score_groups):
        raise ValueError("a temperature needs scores of at least one text")

    def loss(log_temperature: float) -> float:
        total = 0.0
        for scores, classes in score_groups:
            logs = log_softmax(scores / np.float32(math.exp(log_temperature)))
            total -= float(logs[np.arange(len(classes)), classes].sum(dtype=np.float64))
        return total

    return math.exp(_golden_section(loss, math.log(_COLDEST), math.log(_HOTTEST)))


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

    `is_in_scope` is False where the text's topic was hidden from the model; `is_right` is then False too.
    """

    confidence: Matrix
    is_right: npt.NDArray[np.bool_]
    is_in_scope: npt.NDArray[np.bool_]

    def weights(self, out_of_scope_share: float) -> npt.NDArray[np.float64]:
        """The weight of each text, so that all sum to 1 and those out of scope to `out_of_scope_share`."""
        inside = int(self.is_in_scope.sum())
        outside = len(self.is_in_scope) - inside
        share = out_of_scope_share if inside and outside else float(not inside)
        per_inside, per_outside = (1 - share) / max(inside, 1), share / max(outside, 1)
        return np.where(self.is_in_scope, per_inside, per_outside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A confidence from which to answer, and what it would have meant: shares of the texts, 0 to 1.

    `coverage` is the share of in-scope texts that are answered, `wrong` the share of answers that are wrong,
    `wrong_bound` its upper 90 % confidence bound.
    """

    confidence: float
    coverage: float
    wrong: float
    wrong_bound: float


def choose_threshold(answers: Answers, *, budget: float, out_of_scope_share: float, repeats: int = 1) -> Threshold:
    """The lowest confidence from which the share of wrong answers keeps `budget`; at `NEVER_CONFIDENT` none does.

    The share is the estimate, not its bound: a pack's few hundred answers could never prove 2 %, and the proof is
    asked of each topic's real replies before they go out by themselves. `repeats` is how often each text is among
    the answers. Raises `ValueError` where budget or share are not between 0 and 1.
    """
    if not (0 < budget < 1 and 0 <= out_of_scope_share < 1):
        raise ValueError(f"budget {budget} and out-of-scope share {out_of_scope_share} must be shares below 1")
    order = np.argsort(-answers.confidence, kind="stable")
    confidence = answers.confidence[order]
    weight = answers.weights(out_of_scope_share)[order]
    answered = np.cumsum(weight)
    wrong = np.cumsum(weight * ~answers.is_right[order]) / answered
    effective = answered**2 / np.cumsum(weight**2) / repeats
    is_last_of_its_confidence = np.append(confidence[1:] < confidence[:-1], True)
    safe = np.flatnonzero((wrong <= budget) & (effective >= FEWEST_ANSWERS) & is_last_of_its_confidence)
    if not len(safe):
        return Threshold(confidence=NEVER_CONFIDENT, coverage=0.0, wrong=0.0, wrong_bound=1.0)
    last = int(safe[-1])
    inside = answers.is_in_scope[order]
    return Threshold(
        confidence=float(confidence[last]),
        coverage=float(inside[: last + 1].sum() / max(int(inside.sum()), 1)),
        wrong=float(wrong[last]),
        wrong_bound=float(wilson_upper_bound(wrong[last : last + 1], effective[last : last + 1])[0]),
    )


def wilson_upper_bound(share: npt.NDArray[np.float64], count: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The upper end of Wilson's score interval (1927) of a share observed in `count` independent cases."""
    square = BOUND_Z**2 / count
    centre = share + square / 2
    spread = np.sqrt(square * share * (1 - share) + square**2 / 4)
    result: npt.NDArray[np.float64] = (centre + spread) / (1 + square)
    return result
