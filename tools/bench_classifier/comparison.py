"""The contestants on the same examples and the same messages, as rows of a table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from layers.classifier.public_texts import Labelled
from layers.classifier.train import DEFAULT_BUDGET
from tools.bench_classifier.contestants import SHIPPED, Contestant, judgements
from tools.bench_classifier.outcomes import Outcome, outcome
from tools.bench_classifier.results import Aim, Figure, Row, figure

MEASURES = ("accuracy", "answered rightly", "wrong answers", "best possible", "kept back")
NOTE = (
    f"Wrong-reply budget {DEFAULT_BUDGET:.0%}. Thresholds come from the training examples alone: Civicline's by "
    "hiding topics in turn, the peers' by plain cross-validation. “Best possible” is the share answered rightly at "
    "the best threshold within the budget, which only the test itself could have told."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Examples to learn and messages to answer, of one seed."""

    examples: Labelled
    asked: Labelled


Aims = Mapping[str, Aim]
"""By measure; only what is shipped has aims."""


def compare(
    contestants: Sequence[Contestant],
    draws: Mapping[int, Draw],
    *,
    label: str,
    aims: Aims,
    progress: Callable[[str], None],
) -> list[Row]:
    """A row for each contestant; what has one key is run once."""
    known: dict[str, list[Outcome]] = {}
    for one in contestants:
        if one.key not in known:
            known[one.key] = [_run(one, seed, draw, label, progress) for seed, draw in draws.items()]
    return [
        Row(labels=(label, one.name), figures=figures_of(known[one.key], aims if one.name == SHIPPED else {}))
        for one in contestants
    ]


def _run(one: Contestant, seed: int, draw: Draw, label: str, progress: Callable[[str], None]) -> Outcome:
    progress(f"{label}, seed {seed}: {one.name} learns {len(draw.examples):,} examples")
    answerer = one.learn(draw.examples, seed)
    said = judgements(draw.asked, answerer.topic_ids, answerer.confidences([text for text, _ in draw.asked]))
    return outcome(said, threshold=answerer.threshold, budget=DEFAULT_BUDGET)


def figures_of(outcomes: Iterable[Outcome], aims: Aims) -> tuple[Figure | None, ...]:
    """The figures in the order of `MEASURES`."""
    runs = list(outcomes)
    columns: tuple[list[float | None], ...] = (
        [one.accuracy for one in runs],
        [one.coverage for one in runs],
        [one.wrong for one in runs],
        [one.oracle for one in runs],
        [one.kept_back for one in runs],
    )
    return tuple(figure(values, aim=aims.get(measure)) for measure, values in zip(MEASURES, columns, strict=True))
