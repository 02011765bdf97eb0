"""What a backtest found: as data for programs, as lines for people. Neither holds a word of any message."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from civicline.adapters.classifier_head import NEVER_CONFIDENT
from tools.backtest.measuring import Measured
from tools.backtest.messages import Collection
from tools.backtest.plan import Plan
from tools.backtest.scoring import Scores, Verdict
from tools.backtest.splitting import Split

FORMAT = 1

_TOPIC_HEADINGS = ("topic", "trained", "tested", "precision", "recall", "answered", "wrong")
_LONGEST_NAME = 48
_CURVE_HEADINGS = ("examples a topic", "in all", "right first", "answered", "wrong", "at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A backtest of `file`, whose messages were written `first_at` to `last_at` if that is known.

    `way` says how they were split; `left_out` counts test messages of topics that could not be trained. From `counted`
    other messages it was estimated how common each topic is, and `out_of_scope_share`.
    """

    file: str
    way: str
    seed: int
    budget: float
    messages_read: int
    set_aside: Mapping[str, int]
    first_at: datetime | None
    last_at: datetime | None
    topics: int
    trained_on: int
    left_out: Mapping[str, int]
    counted: int
    out_of_scope_share: float
    notes: tuple[str, ...]
    seconds: float
    measured: Measured


def make_report(plan: Plan, *, collection: Collection, split: Split, measured: Measured, seconds: float) -> Report:
    """The report of what was measured on a split of a collection."""
    moments = sorted(message.written_at for message in collection.messages if message.written_at)
    return Report(
        file=plan.file.name,
        way=plan.way,
        seed=plan.seed,
        budget=plan.budget,
        messages_read=collection.read,
        set_aside=collection.set_aside,
        first_at=moments[0] if moments else None,
        last_at=moments[-1] if moments else None,
        topics=len(split.topics),
        trained_on=len(split.train),
        left_out=split.left_out,
        counted=sum(split.counted.values()),
        out_of_scope_share=round(split.out_of_scope_share, 4),
        notes=(*collection.notes, *split.notes),
        seconds=seconds,
        measured=measured,
    )


def as_data(report: Report) -> dict[str, Any]:
    """The report as docs/backtest.md describes it for `--json`."""
    data = asdict(report)
    measured = data.pop("measured")
    return {"format": FORMAT, **data, **measured.pop("scores"), **measured}


def verdict_sentence(scores: Scores, budget: float) -> str:
    """What the test says about the budget, in a sentence."""
    aim, seen, bound = percent(budget), percent(scores.wrong_share), percent(scores.wrong_upper_95)
    return {
        Verdict.HELD: (
            f"The wrong-reply budget of {aim} was held: {seen} of the automatic replies would have been wrong, and no "
            f"more than {bound} with 95 % confidence."
        ),
        Verdict.NOT_SHOWN: (
            f"{seen} of the automatic replies would have been wrong, within the budget of {aim}; but so few replies "
            f"do not show it: it may be up to {bound} with 95 % confidence."
        ),
        Verdict.MISSED: (
            f"The wrong-reply budget of {aim} was not kept in this test: {seen} of the automatic replies would have "
            f"been wrong; it may be up to {bound} with 95 % confidence."
        ),
        Verdict.NOTHING_ANSWERED: (
            f"Nothing would have been answered automatically: training found no confidence that keeps {aim}."
        ),
    }[scores.verdict]


def for_people(report: Report) -> Iterator[str]:
    """The report, line by line."""
    scores = report.measured.scores
    yield f"{report.file}: {report.way}, seed {report.seed}"
    yield verdict_sentence(scores, report.budget)
    yield ""
    yield from _aligned(list(key_figures(report)), left=2)
    for note in notes(report):
        yield f"note: {note}"
    yield ""
    yield from _aligned([_TOPIC_HEADINGS, *_topic_rows(report)])
    yield ""
    yield from _aligned([_CURVE_HEADINGS, *_curve_rows(report)])


def key_figures(report: Report) -> Iterator[tuple[str, str]]:
    """Names and values of what matters most."""
    scores, speed = report.measured.scores, report.measured.milliseconds_a_message
    yield "topics trained", f"{report.topics:,}"
    yield "messages trained on, tested", f"{report.trained_on:,}, {scores.tested:,}"
    yield "only counted, for how common topics are", f"{report.counted:,}"
    expected = "out of scope, as expected from them" if report.counted else "out of scope, as assumed without them"
    yield expected, percent(report.out_of_scope_share)
    yield "of those tested, out of scope", f"{scores.tested - scores.in_scope:,}"
    yield "right topic first", percent(scores.accuracy)
    yield "right topic among three", percent(scores.accuracy_of_three)
    yield "macro-F1", f"{scores.macro_f1:.3f}"
    yield "threshold", threshold_words(scores.threshold)
    yield "answered automatically", f"{percent(scores.answered_share)} ({scores.answered:,} of {scores.tested:,})"
    if scores.answered:
        yield "wrong among the answers", f"{percent(scores.wrong_share)} ({scores.wrong:,} of {scores.answered:,})"
        yield "  its 95 % upper bound", f"{percent(scores.wrong_upper_95)} (Clopper-Pearson, one-sided)"
    yield "answered with hindsight", f"{percent(scores.hindsight_share)} at the best threshold for this test"
    yield "milliseconds a message", f"{speed.median:.1f} (95th percentile {speed.p95:.1f})"


def notes(report: Report) -> Iterator[str]:
    """What a reader should know about the messages."""
    if report.set_aside:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in report.set_aside.items())
        yield f"of {report.messages_read:,} messages read, set aside: {reasons}"
    if report.left_out:
        count = sum(report.left_out.values())
        yield (
            f"topics that were not trained, so that the test counts their messages ({count:,}) as out of scope: "
            + _listed(report.left_out)
        )
    yield from report.notes


def _listed(left_out: Mapping[str, int], most: int = 8) -> str:
    names = [f"{_shortened(topic)} ({count})" for topic, count in left_out.items()]
    return ", ".join(names[:most]) + (f", and {len(names) - most} more" if len(names) > most else "")


def _topic_rows(report: Report) -> Iterator[tuple[str, ...]]:
    for one in report.measured.by_topic:
        counts = (str(one.trained), str(one.tested), percent(one.precision), percent(one.recall))
        yield (_shortened(one.topic), *counts, str(one.answered), str(one.wrong))


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _curve_rows(report: Report) -> Iterator[tuple[str, ...]]:
    for one in report.measured.learning_curve:
        wrong = (percent(one.wrong_share), percent(one.wrong_upper_95))
        yield (str(one.shots), f"{one.examples:,}", percent(one.accuracy), percent(one.answered_share), *wrong)


def threshold_words(threshold: float) -> str:
    """A threshold for people."""
    return "none keeps the budget" if threshold >= NEVER_CONFIDENT else f"{threshold:.4f}"


def percent(share: float | None) -> str:
    """A share with one decimal, or a dash where there is none."""
    return "-" if share is None else f"{100 * share:.1f} %"


def _aligned(rows: Sequence[Sequence[str]], left: int = 1) -> Iterable[str]:
    """Columns of equal width, the first `left` of them aligned to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if number < left else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
