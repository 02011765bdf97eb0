"""What else could be done with the same encoder and the same people's time, measured beside what is shipped.

Examples typed once more with slips of the finger, several readings of each message, and which messages staff are asked
to correct: those the model wavers on, or any.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from civicline.adapters.classifier_head import Matrix, TextEncoder
from layers.classifier.public_texts import Labelled
from layers.classifier.train import DEFAULT_BUDGET
from tools.bench_classifier.comparison import MEASURES, NOTE, compare, figures_of
from tools.bench_classifier.contestants import SHIPPED, Answerer, Contestant, Learn, civicline_head, judgements
from tools.bench_classifier.effort import Bench
from tools.bench_classifier.encoders import CLINC150
from tools.bench_classifier.few_shots import stream_seeds
from tools.bench_classifier.outcomes import Outcome, outcome
from tools.bench_classifier.results import Row, Section, Table
from tools.encoder_tuning.noise import typed
from tools.encoder_tuning.tasks import Task, read_tasks

FIRST_SHOTS = 8
READINGS = 3
"""Noisy readings of a message beside the message itself."""
CORRECTIONS = 200
NO_MORE, ANY, WAVERING = "no corrections", "any messages corrected", "those it wavers on corrected"


def variants_section(bench: Bench) -> Section:
    """Offices with 20 examples a topic, and what staff's corrections are worth in two orders."""
    tasks = read_tasks(bench.data)[: 1 if bench.is_quick else None]
    rows: list[Row] = []
    for task in tasks:
        draws = {seed: task.draw(seed) for seed in stream_seeds(bench)}
        variants = _variants(bench.encoders.shipped(CLINC150))
        rows += compare(variants, draws, label=task.name, aims={}, progress=bench.progress)
    return Section(
        name="variants",
        title="Other ways with the same encoder",
        notes=(
            NOTE,
            "“Typed twice” teaches every example once more with slips of the finger and lost words. Its threshold is "
            "chosen as ever, although a held-out example then has a copy among those that teach. "
            f"“Read {READINGS + 1} times” asks the shipped head about the message and {READINGS} noisy readings of it, "
            "and takes the mean, at that many times the cost.",
            f"Corrections: a head of {FIRST_SHOTS} examples a topic, then {CORRECTIONS} messages corrected by staff, "
            "then a head of both. The messages it wavers on are those with the smallest margin between two topics, as "
            "`civicline unsure` lists them.",
            bench.encoders.note(CLINC150),
        ),
        tables=(
            Table(
                title="Offices; a fifth of the messages out of scope, of Banking77 none",
                labels=("office", "model"),
                measures=MEASURES,
                rows=tuple(rows),
            ),
            Table(
                title=f"CLINC150, 50 topics, {FIRST_SHOTS} examples: staff correct {CORRECTIONS} messages",
                labels=("head",),
                measures=MEASURES,
                rows=tuple(_correction_rows(bench, replace(tasks[0], shots=FIRST_SHOTS))),
            ),
        ),
    )


def _variants(encoder: TextEncoder) -> tuple[Contestant, ...]:
    shipped = civicline_head(encoder)
    return (
        Contestant(name=SHIPPED, key="shipped", learn=shipped),
        Contestant(name="examples typed twice", key="typed", learn=_typed_twice(shipped)),
        Contestant(name=f"messages read {READINGS + 1} times", key="read", learn=_read_often(shipped)),
    )


def _typed_twice(learn: Learn) -> Learn:
    def learn_both(examples: Labelled, seed: int) -> Answerer:
        generator = np.random.default_rng(seed)
        return learn([*examples, *((typed(text, generator), topic) for text, topic in examples)], seed)

    return learn_both


def _read_often(learn: Learn) -> Learn:
    return lambda examples, seed: _ReadOften(taught=learn(examples, seed), seed=seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadOften:
    """The mean of what is said to a message and to noisy readings of it."""

    taught: Answerer
    seed: int

    @property
    def topic_ids(self) -> tuple[str, ...]:
        return self.taught.topic_ids

    @property
    def threshold(self) -> float:
        return self.taught.threshold

    def confidences(self, texts: Sequence[str]) -> Matrix:
        generator = np.random.default_rng(self.seed)
        readings = [texts, *([typed(text, generator) for text in texts] for _ in range(READINGS))]
        mean: Matrix = np.mean([self.taught.confidences(reading) for reading in readings], axis=0)
        return mean


def _correction_rows(bench: Bench, task: Task) -> list[Row]:
    outcomes: dict[str, list[Outcome]] = {NO_MORE: [], ANY: [], WAVERING: []}
    for seed in stream_seeds(bench):
        bench.progress(f"corrections, seed {seed}")
        for name, one in _corrected(civicline_head(bench.encoders.shipped(CLINC150)), task, seed).items():
            outcomes[name].append(one)
    return [Row(labels=(name,), figures=figures_of(each, {})) for name, each in outcomes.items()]


def _corrected(learn: Learn, task: Task, seed: int) -> dict[str, Outcome]:
    """The same office and messages after no corrections, and after as many in each order."""
    draw = task.draw(seed)
    first = learn(draw.examples, seed)
    known = {text for text, _ in draw.examples}
    unread = [one for one in task.pool if one[0] not in known and one[1] in first.topic_ids]
    unread = [unread[place] for place in np.random.default_rng(seed).permutation(len(unread))]
    sure = np.sort(first.confidences([text for text, _ in unread]), axis=1)
    wavering = np.argsort(sure[:, -1] - sure[:, -2], kind="stable")[:CORRECTIONS]
    corrected = {ANY: unread[:CORRECTIONS], WAVERING: [unread[place] for place in wavering]}
    heads = {NO_MORE: first} | {name: learn([*draw.examples, *more], seed) for name, more in corrected.items()}
    return {name: _outcome(head, draw.asked) for name, head in heads.items()}


def _outcome(head: Answerer, asked: Labelled) -> Outcome:
    said = judgements(asked, head.topic_ids, head.confidences([text for text, _ in asked]))
    return outcome(said, threshold=head.threshold, budget=DEFAULT_BUDGET)
