"""CLINC150 and Banking77 with 10, 20 and 50 examples a topic and with all, with and without out-of-scope texts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from layers.classifier.public_texts import OUT_OF_SCOPE, Labelled, banking77, clinc, few, topics_of
from tools.bench_classifier.comparison import MEASURES, NOTE, Draw, compare
from tools.bench_classifier.contestants import contestants
from tools.bench_classifier.effort import QUICK_TOPICS, Bench
from tools.bench_classifier.encoders import BANKING77, CLINC150
from tools.bench_classifier.results import Aim, Row, Section, Table

SHOTS = (10, 20, 50, None)
QUICK_SHOTS = (5, 10)
OFFICE_TOPICS = 50
OFFICE_SHOTS = (10, 20)
AIMED_SHOTS = 20
"""What the aim of coverage is set for."""
OUT_OF_SCOPE_SHARE = 0.2
FIRST_STREAM_SEED = 100
"""Draws of office and stream, none of which the calibration's settings were chosen on (they were below)."""
COVERAGE_AIMS = {MEASURES[1]: Aim(value=0.90), MEASURES[2]: Aim(value=0.02, bound="at most")}
Shots = int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """Texts to learn from, texts to answer, and texts about none of the topics, as people send them too."""

    name: str
    train: Labelled
    test: Labelled
    strangers: Labelled
    aims: Mapping[Shots, float]

    def draw(self, shots: Shots, seed: int) -> Draw:
        """An office with all topics."""
        generator = np.random.default_rng(seed)
        return Draw(
            examples=few(self.train, topics_of(self.train), shots, generator), asked=[*self.test, *self.strangers]
        )


def clinc150_section(bench: Bench) -> Section:
    """CLINC150: all 150 topics, and an office of 50 with the other 100 as neighbours that it does not cover."""
    bench.folder("clinc150")
    test = clinc(bench.data, "test")
    benchmark = _benchmark(
        bench, CLINC150, clinc(bench.data, "train"), test, {10: 0.93, 50: 0.96, None: 0.97},
        strangers=[one for one in test if one[1] == OUT_OF_SCOPE],
    )  # fmt: skip
    title = f"Office of {OFFICE_TOPICS} topics; messages 80 % about them, 10 % about other topics, 10 % about none"
    return _section(bench, benchmark, title, lambda shots, seed: _office_of_clinc(benchmark, shots, seed))


def banking77_section(bench: Bench) -> Section:
    """Banking77: all 77 topics, with texts of CLINC150 as out of scope."""
    bench.folder("banking77"), bench.folder("clinc150")
    strangers = [one for one in clinc(bench.data, "test") if one[1] == OUT_OF_SCOPE]
    test = banking77(bench.data, "test")
    benchmark = _benchmark(
        bench, BANKING77, banking77(bench.data, "train"), test, {10: 0.89, 50: 0.93, None: 0.945},
        strangers=strangers[: strangers_beside(len(test))],
    )  # fmt: skip
    title = "All topics; messages 80 % about them, 20 % about none (out-of-scope texts of CLINC150)"
    return _section(bench, benchmark, title, lambda shots, seed: _stream(benchmark, strangers, shots, seed))


def stream_seeds(bench: Bench) -> range:
    """The draws of a stream."""
    return range(FIRST_STREAM_SEED, FIRST_STREAM_SEED + bench.seeds)


def strangers_beside(inside: int, share: float = OUT_OF_SCOPE_SHARE) -> int:
    """How many texts out of scope make up `share` of a stream with `inside` texts in scope."""
    return round(inside * share / (1 - share))


def _benchmark(
    bench: Bench, name: str, train: Labelled, test: Labelled, aims: Mapping[Shots, float], strangers: Labelled
) -> Benchmark:
    """The benchmark; a few of its topics where it must be quick."""
    topics = set(topics_of(train)[:QUICK_TOPICS] if bench.is_quick else topics_of(train))
    inside = [one for one in test if one[1] in topics]
    return Benchmark(
        name=name,
        train=[one for one in train if one[1] in topics],
        test=list(bench.some(inside)),
        strangers=list(bench.some(strangers, 60)),
        aims=aims,
    )


def _section(bench: Bench, benchmark: Benchmark, stream_title: str, stream: Callable[[int, int], Draw]) -> Section:
    """`stream` draws an office and its messages, from the examples a topic and a seed."""
    all_four = contestants(bench.encoders.base(), bench.encoders.shipped(benchmark.name))
    rows: list[Row] = []
    for shots in QUICK_SHOTS if bench.is_quick else SHOTS:
        draws = {seed: benchmark.draw(shots, seed) for seed in range(bench.seeds)}
        aims = {MEASURES[0]: Aim(value=benchmark.aims[shots])} if shots in benchmark.aims else {}
        label = f"{shots} shots" if shots else "full"
        rows += compare(all_four, draws, label=label, aims=aims, progress=bench.progress)
    stream_rows: list[Row] = []
    for office_shots in OFFICE_SHOTS:
        streams = {seed: stream(office_shots, seed) for seed in stream_seeds(bench)}
        aims_here = COVERAGE_AIMS if office_shots == AIMED_SHOTS else {}
        label = f"{office_shots} shots"
        stream_rows += compare(all_four, streams, label=label, aims=aims_here, progress=bench.progress)
    topics, strangers = len(topics_of(benchmark.train)), len(benchmark.strangers)
    return Section(
        name=benchmark.name.lower(),
        title=benchmark.name,
        notes=(
            NOTE,
            bench.encoders.note(benchmark.name),
            "“full” learns every training example, so that seeds differ only in how the threshold is calibrated.",
        ),
        tables=(
            Table(
                title=f"{benchmark.name}: {topics} topics, {len(benchmark.test):,} test texts; accuracy without, the "
                f"other measures with {strangers:,} texts out of scope",
                labels=("examples a topic", "model"),
                measures=MEASURES,
                rows=tuple(rows),
            ),
            Table(
                title=f"{benchmark.name}: {stream_title}",
                labels=("examples a topic", "model"),
                measures=MEASURES,
                rows=tuple(stream_rows),
            ),
        ),
    )


def _office_of_clinc(benchmark: Benchmark, shots: int, seed: int) -> Draw:
    """Some of the topics; near strangers are about the others, far ones about none, as many of each."""
    generator = np.random.default_rng(seed)
    topics = topics_of(benchmark.train)
    office = [topics[place] for place in generator.permutation(len(topics))[: min(OFFICE_TOPICS, len(topics) * 2 // 3)]]
    examples = few(benchmark.train, office, shots, generator)
    inside = [one for one in benchmark.test if one[1] in office]
    near = [one for one in benchmark.test if one[1] not in office]
    share = strangers_beside(len(inside)) // 2
    strangers = [group[place] for group in (near, benchmark.strangers)
                 for place in generator.permutation(len(group))[:share]]  # fmt: skip
    return Draw(examples=examples, asked=[*inside, *strangers])


def _stream(benchmark: Benchmark, strangers: Labelled, shots: int, seed: int) -> Draw:
    generator = np.random.default_rng(seed)
    examples = few(benchmark.train, topics_of(benchmark.train), shots, generator)
    chosen = generator.permutation(len(strangers))[: strangers_beside(len(benchmark.test))]
    return Draw(examples=examples, asked=[*benchmark.test, *(strangers[place] for place in chosen)])
