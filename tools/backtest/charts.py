"""The geometry of the report's three charts: from measurements to places on a drawing, nothing else."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tools.backtest.measuring import LearningPoint, Measured
from tools.backtest.scoring import CurvePoint, ReliabilityBin, Scores

WIDTH, HEIGHT = 420, 300
LEFT, RIGHT, TOP, BOTTOM = 66, 394, 14, 246
"""The plot's edges in the drawing's units; what is outside is for labels."""

_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
_MOST_TICKS = 5
_SMALLEST_DOT, _LARGEST_DOT = 3.0, 11.0

Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line through `points` (SVG's notation); `kind` is its style, `label` what the legend says, if anything."""

    points: str
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A dot with what it says when pointed at."""

    x: float
    y: float
    radius: float
    kind: str
    says: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with two axes; `description` says to those who do not see it what it shows."""

    key: str
    title: str
    description: str
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]


def charts(measured: Measured, budget: float) -> tuple[Chart, Chart, Chart]:
    """Coverage against error, reliability, and the learning curve."""
    return (
        coverage_chart(measured.coverage, measured.scores, budget),
        reliability_chart(measured.reliability),
        learning_chart(measured.learning_curve),
    )


def coverage_chart(curve: Sequence[CurvePoint], scores: Scores, budget: float) -> Chart:
    """How many answers would be wrong if more were answered, and where the threshold put this office."""
    top = min(1.0, max(2.5 * budget, 1.1 * max((point.wrong for point in curve), default=0.0)))
    x, (y, y_ticks) = _across(), _up(top)
    dots: tuple[Dot, ...] = ()
    if scores.wrong_share is not None:
        says = f"{_percent(scores.answered_share)} answered, {_percent(scores.wrong_share)} wrong"
        at = (x(scores.answered_share), y(min(scores.wrong_share, top)))
        dots = (Dot(x=at[0], y=at[1], radius=7, kind="chosen", says=says, label="threshold chosen in training"),)
    return Chart(
        key="coverage",
        title="The more is answered, the more is wrong",
        description=f"Wrong share of the answers when the surest messages are answered, from few to all: "
        f"{_percent(curve[-1].wrong)} of all would be wrong. The wrong-reply budget is {_percent(budget)}.",
        x_label="messages answered automatically",
        y_label="wrong among them",
        x_ticks=_percent_ticks(x, 0.25, 1.0),
        y_ticks=y_ticks,
        lines=(
            Line(points=_path([(0, budget), (1, budget)], x, y), kind="limit", label="wrong-reply budget"),
            Line(points=_path(((one.share, one.wrong) for one in curve), x, y), kind="first", label="wrong share"),
        ),
        dots=dots,
    )


def reliability_chart(bins: Sequence[ReliabilityBin]) -> Chart:
    """Whether messages with a confidence of 80 % are right in 80 of 100 cases."""
    x, (y, y_ticks) = _across(), _up(1.0)
    most = max((one.messages for one in bins), default=1)
    return Chart(
        key="reliability",
        title="Is it as sure as it should be?",
        description="The share that was right against the mean confidence, for tenths of the confidence. "
        "On the dashed line they are equal; below it the classifier is surer than it should be.",
        x_label="confidence",
        y_label="right",
        x_ticks=_percent_ticks(x, 0.25, 1.0),
        y_ticks=y_ticks,
        lines=(
            Line(points=_path([(0, 0), (1, 1)], x, y), kind="limit", label="as sure as right"),
            Line(points=_path(((one.confidence, one.right) for one in bins), x, y), kind="first"),
        ),
        dots=tuple(
            Dot(
                x=x(one.confidence),
                y=y(one.right),
                radius=_SMALLEST_DOT + (_LARGEST_DOT - _SMALLEST_DOT) * math.sqrt(one.messages / most),
                kind="first",
                says=f"{one.messages:,} messages: {_percent(one.confidence)} sure, {_percent(one.right)} right",
                label="messages, the larger the more" if not number else "",
            )
            for number, one in enumerate(bins)
        ),
    )


def learning_chart(curve: Sequence[LearningPoint]) -> Chart:
    """What more examples bring; each step to the right doubles them."""
    low, high = math.log2(curve[0].shots), math.log2(curve[-1].shots)
    place = _linear(low, high if high > low else low + 1, LEFT + 14, RIGHT - 14)
    y, y_ticks = _up(1.0)

    def x(shots: float) -> float:
        return place(math.log2(shots))

    kinds = (
        ("first", "right topic first", [(one.shots, one.accuracy) for one in curve]),
        ("second", "answered automatically", [(one.shots, one.answered_share) for one in curve]),
    )
    return Chart(
        key="learning",
        title="What more examples bring",
        description=f"With {curve[0].shots} examples a topic {_percent(curve[0].accuracy)} are right, with "
        f"{curve[-1].shots} {_percent(curve[-1].accuracy)}.",
        x_label="examples a topic",
        y_label="share of messages",
        x_ticks=tuple(Tick(at=x(shots), label=f"{shots:,}") for shots in _apart([one.shots for one in curve])),
        y_ticks=y_ticks,
        lines=tuple(Line(points=_path(points, x, y), kind=kind, label=label) for kind, label, points in kinds),
        dots=tuple(
            Dot(
                x=x(shots), y=y(share), radius=4, kind=kind, says=f"{shots} examples a topic: {_percent(share)} {label}"
            )
            for kind, label, points in kinds
            for shots, share in points
        ),
    )


def _apart(shots: Sequence[int]) -> list[int]:
    """Without the last but one where its label would touch the last one's: 16 beside 20."""
    if len(shots) > 2 and shots[-1] < 1.5 * shots[-2]:
        return [*shots[:-2], shots[-1]]
    return list(shots)


def _across() -> Scale:
    return _linear(0, 1, LEFT, RIGHT)


def _up(top: float) -> tuple[Scale, tuple[Tick, ...]]:
    """The vertical scale from 0 to `top`, and its marks."""
    scale = _linear(0, top, BOTTOM, TOP)
    step = next((step for step in _STEPS if top / step <= _MOST_TICKS), _STEPS[-1])
    return scale, _percent_ticks(scale, step, top)


def _percent_ticks(scale: Scale, step: float, top: float) -> tuple[Tick, ...]:
    count = math.floor(top / step + 1e-9)
    return tuple(Tick(at=scale(number * step), label=f"{100 * number * step:g} %") for number in range(count + 1))


def _linear(low: float, high: float, start: float, end: float) -> Scale:
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _path(points: Iterable[tuple[float, float]], x: Scale, y: Scale) -> str:
    return " ".join(f"{x(across):.1f},{y(up):.1f}" for across, up in points)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
