"""Every variant on every task that it has not seen, and the table of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from layers.classifier.pip_runs import Progress
from layers.classifier.single_thread import single_threaded
from tools.bench_classifier.results import Figure, Row, Section, Table, figure
from tools.encoder_tuning.measuring import Encode, Score, measure
from tools.encoder_tuning.tasks import Task
from tools.encoder_tuning.variants import PUBLISHED, SHARES, Variant

MEASURES = (
    "accuracy",
    "best possible",
    "beside published",
    "best possible at 5 %",
    "beside published at 5 %",
    "answered rightly",
    "wrong answers",
)
NOTE = (
    "A variant is measured only on what it has not seen: neither the set nor any text of the task was in its training. "
    "Each seed is another office and another stream, which all variants share, so that “beside published” is the "
    "difference in points on equal messages. “Best possible” is the share answered rightly at the best threshold with "
    "2 % (or 5 %) wrong answers; “answered rightly” and “wrong answers” are at the threshold that the head found for "
    "itself."
)

Tuned = Callable[[float], Encode]
"""From the share of the way to the tuned weights to an encoder; the one of an earlier call is no longer valid."""
Tune = Callable[[Variant, frozenset[str], int], Tuned]
"""Trains a variant without the given texts, with a seed; with equal arguments it need not train again."""
Scores = Mapping[tuple[str, str], Sequence[Score]]
"""By task and encoder, a score for each seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablation:
    """What is compared, and with what; `trainings` of each variant take turns over the seeds."""

    tasks: Sequence[Task]
    variants: Sequence[Variant]
    published: Callable[[], Encode]
    tune: Tune
    trainings: int
    progress: Progress
    _scores: dict[tuple[str, str], list[Score]] = field(default_factory=lambda: defaultdict(list), init=False)

    def run(self, seeds: int) -> Scores:
        """Measure, a seed after the other."""
        for seed in range(seeds):
            self._measure(PUBLISHED, self.published(), self.tasks, seed)
            for variant in self.variants:
                self.progress(f"seed {seed}: {variant.name}")
                mine = [task for task in self.tasks if variant.may_be_measured_on(task)]
                tuned = self.tune(variant, variant.unseen(self.tasks), seed % self.trainings)
                for share in SHARES:
                    self._measure(variant.label(share), tuned(share), mine, seed)
        return self._scores

    def _measure(self, label: str, encode: Encode, tasks: Sequence[Task], seed: int) -> None:
        for task in tasks:
            with single_threaded():
                score = measure(task.draw(seed), encode, seed=seed)
            self._scores[task.name, label].append(score)
            self.progress(f"seed {seed}: {task.name}: {label}: {score.accuracy:.3f}, best possible {score.best:.3f}")


def section(scores: Scores, *, title: str) -> Section:
    """The scores as a section of a benchmark: a row for each encoder on each task, tasks in order."""
    tasks = dict.fromkeys(task for task, _ in scores)
    rows = [
        Row(labels=(task, label), figures=_figures(found, scores[task, PUBLISHED]))
        for task in tasks
        for (measured, label), found in scores.items()
        if measured == task
    ]
    return Section(
        name="encoder-tuning",
        title="Generic fine-tunes of the encoder",
        notes=(NOTE,),
        tables=(
            Table(
                title=title,
                labels=("office", "encoder"),
                measures=MEASURES,
                rows=tuple(rows),
            ),
        ),
    )


def _figures(found: Sequence[Score], published: Sequence[Score]) -> tuple[Figure | None, ...]:
    is_published = found is published
    pairs = list(zip(found, published, strict=True))
    return (
        figure(one.accuracy for one in found),
        figure(one.best for one in found),
        None if is_published else figure(one.best - other.best for one, other in pairs),
        figure(one.best_at_wider for one in found),
        None if is_published else figure(one.best_at_wider - other.best_at_wider for one, other in pairs),
        figure(one.answered for one in found),
        figure(one.wrong for one in found),
    )
