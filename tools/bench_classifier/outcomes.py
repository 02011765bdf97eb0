"""What judgements amount to, in the few numbers that the tables tell: pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.backtest.scoring import Judgement, every_point


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Shares from 0 to 1.

    `accuracy` is of the texts in scope, whatever the confidence. At the threshold: `coverage` is the share of the texts
    in scope that get the right answer, `wrong` the share of all answers that are wrong (None without answers), and
    `kept_back` the share of the texts out of scope that get none (None where there are none). `oracle` is the coverage
    at the best threshold that only these texts themselves could have told.
    """

    accuracy: float
    coverage: float
    wrong: float | None
    kept_back: float | None
    oracle: float


def outcome(judgements: Sequence[Judgement], *, threshold: float, budget: float) -> Outcome:
    """The outcome of at least one judgement in scope."""
    inside = [one for one in judgements if one.is_in_scope]
    outside = [one for one in judgements if not one.is_in_scope]
    answered = [one for one in judgements if one.confidence >= threshold]
    right = sum(one.is_right for one in answered)
    best = max(
        ((1 - point.wrong) * point.share for point in every_point(judgements) if point.wrong <= budget), default=0.0
    )
    return Outcome(
        accuracy=sum(one.is_right for one in inside) / len(inside),
        coverage=right / len(inside),
        wrong=1 - right / len(answered) if answered else None,
        kept_back=sum(one.confidence < threshold for one in outside) / len(outside) if outside else None,
        oracle=best * len(judgements) / len(inside),
    )


def average_precision(ranked: Sequence[str], wanted: frozenset[str]) -> float:
    """The mean precision at the rank of each wanted topic; `ranked` holds all topics, best first."""
    found, total = 0, 0.0
    for rank, topic in enumerate(ranked, 1):
        if topic in wanted:
            found += 1
            total += found / rank
    return total / len(wanted)


def micro_f1(named: Sequence[frozenset[str]], wanted: Sequence[frozenset[str]]) -> float:
    """Of all topics named and all wanted, over all texts: the harmonic mean of precision and recall."""
    hits = sum(len(one & other) for one, other in zip(named, wanted, strict=True))
    total = sum(map(len, named)) + sum(map(len, wanted))
    return 2 * hits / total if total else 0.0
