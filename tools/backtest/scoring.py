"""What judgements on test messages amount to: pure arithmetic."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from civicline.domain.going_live.error_bounds import upper_bound

RANKS = 3
"""Suggestions that staff can take in at a glance."""

_BINS = 10
_CURVE_POINTS = 100
_MOST_CONFUSIONS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the head said to one test message: up to three topics, best first, and the confidence in the first."""

    topic: str
    is_in_scope: bool
    ranked: tuple[str, ...]
    confidence: float

    @property
    def is_right(self) -> bool:
        """Whether the first topic is the message's own."""
        return self.ranked[0] == self.topic


class Verdict(StrEnum):
    """What the test says about the wrong-reply budget."""

    HELD = "held"
    NOT_SHOWN = "not_shown"
    MISSED = "missed"
    NOTHING_ANSWERED = "nothing_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Shares from 0 to 1. `accuracy`, `accuracy_of_three` and `answered_in_scope_share` are of the `in_scope` messages;
    `answered_share` of all `tested`; `wrong_share` of the `answered`, with `wrong_upper_95`, its one-sided exact 95 %
    bound; both are None where nothing was answered. `hindsight_share` is the answered share at the best threshold that
    only the test itself could have told: what a perfect calibration would reach."""

    tested: int
    in_scope: int
    accuracy: float
    accuracy_of_three: float
    macro_f1: float
    threshold: float
    answered: int
    answered_share: float
    answered_in_scope_share: float
    wrong: int
    wrong_share: float | None
    wrong_upper_95: float | None
    verdict: Verdict
    hindsight_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicScores:
    """One topic: test messages of it, precision and recall of the first rank (None where nothing was said or there),
    messages that got its reply, and those of them that should not have."""

    topic: str
    trained: int
    tested: int
    precision: float | None
    recall: float | None
    answered: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Messages with a confidence from `low` to `high`: the mean confidence, and the share that was right."""

    low: float
    high: float
    messages: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """If the surest `share` of messages were answered, from `confidence` up: the `wrong` share of them."""

    share: float
    confidence: float
    wrong: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """A pair of topics: messages of `topic` that were ranked as `ranked`, and those that were answered so."""

    topic: str
    ranked: str
    messages: int
    answered: int


def score(judgements: Sequence[Judgement], *, threshold: float, budget: float) -> Scores:
    """The scores of at least one judgement with a threshold that was chosen without them."""
    inside = [one for one in judgements if one.is_in_scope]
    answered = [one for one in judgements if one.confidence >= threshold]
    wrong = sum(not one.is_right for one in answered)
    bound = upper_bound(wrong, len(answered))
    f1 = [_f1(one) for one in score_topics(judgements, threshold=threshold, trained=Counter()) if one.tested]
    return Scores(
        tested=len(judgements),
        in_scope=len(inside),
        accuracy=_share(sum(one.is_right for one in inside), len(inside)),
        accuracy_of_three=_share(sum(one.topic in one.ranked[:RANKS] for one in inside), len(inside)),
        macro_f1=_share(sum(f1), len(f1)),
        threshold=threshold,
        answered=len(answered),
        answered_share=_share(len(answered), len(judgements)),
        answered_in_scope_share=_share(sum(one.is_in_scope for one in answered), len(inside)),
        wrong=wrong,
        wrong_share=wrong / len(answered) if answered else None,
        wrong_upper_95=bound if answered else None,
        verdict=_verdict(wrong, len(answered), bound, budget),
        hindsight_share=max((one.share for one in every_point(judgements) if one.wrong <= budget), default=0.0),
    )


def _verdict(wrong: int, answered: int, bound: float, budget: float) -> Verdict:
    if not answered:
        return Verdict.NOTHING_ANSWERED
    if bound <= budget:
        return Verdict.HELD
    return Verdict.NOT_SHOWN if wrong / answered <= budget else Verdict.MISSED


def score_topics(
    judgements: Sequence[Judgement], *, threshold: float, trained: Counter[str]
) -> tuple[TopicScores, ...]:
    """Every topic that was trained or is ranked or tested in scope, by name."""
    tested = Counter(one.topic for one in judgements if one.is_in_scope)
    ranked = Counter(one.ranked[0] for one in judgements)
    right = Counter(one.topic for one in judgements if one.is_right)
    answers = [one for one in judgements if one.confidence >= threshold]
    answered = Counter(one.ranked[0] for one in answers)
    wrong = Counter(one.ranked[0] for one in answers if not one.is_right)
    return tuple(
        TopicScores(
            topic=topic,
            trained=trained[topic],
            tested=tested[topic],
            precision=right[topic] / ranked[topic] if ranked[topic] else None,
            recall=right[topic] / tested[topic] if tested[topic] else None,
            answered=answered[topic],
            wrong=wrong[topic],
        )
        for topic in sorted(tested.keys() | ranked.keys() | trained.keys())
    )


def _f1(topic: TopicScores) -> float:
    precision, recall = topic.precision or 0.0, topic.recall or 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def reliability(judgements: Sequence[Judgement]) -> tuple[ReliabilityBin, ...]:
    """Tenths of the confidence that hold any message."""
    groups: dict[int, list[Judgement]] = {}
    for one in judgements:
        groups.setdefault(min(int(one.confidence * _BINS), _BINS - 1), []).append(one)
    return tuple(
        ReliabilityBin(
            low=number / _BINS,
            high=(number + 1) / _BINS,
            messages=len(group),
            confidence=sum(one.confidence for one in group) / len(group),
            right=sum(one.is_right for one in group) / len(group),
        )
        for number, group in sorted(groups.items())
    )


def coverage_curve(judgements: Sequence[Judgement]) -> tuple[CurvePoint, ...]:
    """At most a hundred points of the wrong share against the answered share, the surest messages first."""
    points = every_point(judgements)
    step = max(1, -(-len(points) // _CURVE_POINTS))
    kept = points[step - 1 :: step]
    return tuple(kept if kept and kept[-1] == points[-1] else [*kept, *points[-1:]])


def every_point(judgements: Sequence[Judgement]) -> list[CurvePoint]:
    """A point for each confidence that occurs: messages of one confidence are answered together or not at all."""
    ordered = sorted(judgements, key=lambda one: -one.confidence)
    points = []
    wrong = 0
    for number, one in enumerate(ordered, 1):
        wrong += not one.is_right
        if number == len(ordered) or ordered[number].confidence < one.confidence:
            points.append(CurvePoint(share=number / len(ordered), confidence=one.confidence, wrong=wrong / number))
    return points


def confusions(judgements: Sequence[Judgement], *, threshold: float) -> tuple[Confusion, ...]:
    """The pairs that are most often taken for one another."""
    pairs = Counter((one.topic, one.ranked[0]) for one in judgements if not one.is_right)
    answered = Counter(
        (one.topic, one.ranked[0]) for one in judgements if not one.is_right and one.confidence >= threshold
    )
    most = sorted(pairs.items(), key=lambda one: (-one[1], one[0]))[:_MOST_CONFUSIONS]
    return tuple(
        Confusion(topic=topic, ranked=ranked, messages=count, answered=answered[topic, ranked])
        for (topic, ranked), count in most
    )


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0
