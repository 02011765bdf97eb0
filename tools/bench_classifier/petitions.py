"""Petitions, the nearest to an office's real mail: one department, or several issues, from 20 examples."""

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from civicline.adapters.classifier_head import Matrix
from layers.classifier.public_texts import Labelled
from layers.classifier.train import FEWEST_EXAMPLES
from tools.bench_classifier.contestants import Answerer, Contestant, contestants
from tools.bench_classifier.effort import Bench
from tools.bench_classifier.outcomes import average_precision, micro_f1
from tools.bench_classifier.results import Figure, Row, Section, Table, figure

SHOTS = 20
FEWEST = 3 * SHOTS
"""Petitions of a department that is measured, so that two thirds and more of them are tests."""
TAUGHT_OF = 2
"""At most one petition in so many of an issue is an example, so that the rarest issues are tested too."""
TO_CHOOSE = 5
"""One example in so many chooses how much is named."""
MEASURES = ("first right", "one of three right", "mean average precision", "micro-F1")
_CUTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """A text and the topics that people gave it; `teaches` are those of which it is an example."""

    text: str
    topics: frozenset[str]
    teaches: frozenset[str] = frozenset()


def petitions_section(bench: Bench) -> Section:
    """UK departments and White House issues."""
    tables = []
    for title, every in (
        ("UK Parliament: department", uk_departments(bench)),
        ("We the People: issues", issues(bench)),
    ):
        topics = {topic for one in every for topic in one.topics}
        splits = {seed: split(every, seed) for seed in range(bench.seeds)}
        tests = sum(len(asked) for _, asked in splits.values()) // len(splits)
        tables.append(
            Table(
                title=f"{title}: {len(topics)} topics, at most {SHOTS} examples of each, {tests:,} tests",
                labels=("model",),
                measures=MEASURES,
                rows=tuple(_rows(bench, title, splits)),
            )
        )
    return Section(
        name="petitions",
        title="Petitions",
        notes=(
            f"UK: title and text, the departments with {FEWEST} petitions or more. We the People: every petition "
            "with its one to three issues, of the rarest of which half of the petitions teach; a petition can be an"
            " example of several. “First right” and “one of three right” ask for any of a petition's topics, "
            "average precision ranks all topics. For micro-F1 a topic is named from a confidence that a fifth of "
            f"the examples ({SHOTS // TO_CHOOSE} a topic) chose.",
            bench.encoders.note(),
        ),
        tables=tuple(tables),
    )


def uk_departments(bench: Bench) -> list[Petition]:
    """Petitions that one of the larger departments answers."""
    with (bench.folder("uk_parliament_petitions") / "petitions.jsonl").open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["departments"]]
    given = [(_joined(row["action"], row["background"], row["additional_details"]), row["departments"]) for row in rows]
    return list(bench.some(_with_enough([_petition(text, departments) for text, departments in given]), 600))


def issues(bench: Bench) -> list[Petition]:
    """Petitions to the White House."""
    with (bench.folder("wethepeople_petitions") / "petitions.csv").open(encoding="utf-8", newline="") as file:
        every = [_petition(_joined(row["title"], row["body"]), row["issues"]) for row in csv.DictReader(file)]
    return list(bench.some(every, 600))


def _joined(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _petition(text: str, topics: str) -> Petition:
    return Petition(text=text, topics=frozenset(name.strip() for name in topics.split("|")))


def _with_enough(every: Sequence[Petition]) -> list[Petition]:
    counts = Counter(topic for one in every for topic in one.topics)
    return [one for one in every if one.topics and all(counts[topic] >= FEWEST for topic in one.topics)]


def split(every: Sequence[Petition], seed: int) -> tuple[list[Petition], list[Petition]]:
    """Petitions to learn from, with which each topic has `SHOTS` examples, or half of its petitions, and the others."""
    counts = Counter(topic for one in every for topic in one.topics)
    missing = {topic: min(SHOTS, count // TAUGHT_OF) for topic, count in counts.items()}
    taught: list[Petition] = []
    asked: list[Petition] = []
    for place in np.random.default_rng(seed).permutation(len(every)):
        one = every[place]
        teaches = frozenset(topic for topic in one.topics if missing[topic] > 0)
        for topic in teaches:
            missing[topic] -= 1
        (taught if teaches else asked).append(replace(one, teaches=teaches))
    return taught, asked


def _rows(bench: Bench, title: str, splits: Mapping[int, tuple[list[Petition], list[Petition]]]) -> list[Row]:
    known: dict[str, tuple[Figure | None, ...]] = {}
    rows = []
    for one in contestants(bench.encoders.base(), bench.encoders.shipped()):
        if one.key not in known:
            bench.progress(f"{title}: {one.name}")
            runs = [_run(one, taught, asked, seed) for seed, (taught, asked) in splits.items()]
            known[one.key] = tuple(figure(column) for column in zip(*runs, strict=True))
        rows.append(Row(labels=(one.name,), figures=known[one.key]))
    return rows


def _run(one: Contestant, taught: Sequence[Petition], asked: Sequence[Petition], seed: int) -> tuple[float, ...]:
    choosing = taught[::TO_CHOOSE]
    first = one.learn(_examples([petition for place, petition in enumerate(taught) if place % TO_CHOOSE]), seed)
    cut = best_cut(_confidences(first, choosing), [one.topics for one in choosing], first.topic_ids)
    answerer = one.learn(_examples(taught), seed)
    return measures(_confidences(answerer, asked), [one.topics for one in asked], answerer.topic_ids, cut)


def _examples(petitions: Sequence[Petition]) -> Labelled:
    """Examples of the topics that have enough of them to be learnt."""
    counts = Counter(topic for one in petitions for topic in one.teaches)
    enough = {topic for topic, count in counts.items() if count >= FEWEST_EXAMPLES}
    return [(one.text, topic) for one in petitions for topic in sorted(one.teaches & enough)]


def _confidences(answerer: Answerer, petitions: Sequence[Petition]) -> Matrix:
    return answerer.confidences([one.text for one in petitions])


def measures(
    confidences: Matrix, wanted: Sequence[frozenset[str]], topic_ids: Sequence[str], cut: float
) -> tuple[float, ...]:
    """The four of `MEASURES`, shares from 0 to 1."""
    order = np.argsort(-confidences, axis=1, kind="stable")
    ranked = [[topic_ids[place] for place in places] for places in order.tolist()]
    pairs = list(zip(ranked, wanted, strict=True))
    return (
        sum(topics[0] in truth for topics, truth in pairs) / len(pairs),
        sum(not truth.isdisjoint(topics[:3]) for topics, truth in pairs) / len(pairs),
        sum(average_precision(topics, truth) for topics, truth in pairs) / len(pairs),
        micro_f1(named(confidences, topic_ids, cut), wanted),
    )


def named(confidences: Matrix, topic_ids: Sequence[str], cut: float) -> list[frozenset[str]]:
    """The topics from `cut` up, and the first in any case."""
    return [
        frozenset({topic_ids[int(row.argmax())], *(topic_ids[place] for place in np.flatnonzero(row >= cut))})
        for row in confidences
    ]


def best_cut(confidences: Matrix, wanted: Sequence[frozenset[str]], topic_ids: Sequence[str]) -> float:
    """The confidence from which naming topics has the best micro-F1 here."""
    cuts = np.unique(np.quantile(confidences, np.linspace(0.5, 1, _CUTS)))
    return max((float(cut) for cut in cuts), key=lambda cut: micro_f1(named(confidences, topic_ids, cut), wanted))
