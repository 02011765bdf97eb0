"""Public benchmarks of short requests, read where they are; nothing of them is part of Civicline."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

OUT_OF_SCOPE = "oos"
"""The intent of CLINC150's texts that are about none of its intents."""
Labelled = list[tuple[str, str]]
"""Texts, each with its topic."""


def clinc(data: Path, split: str) -> Labelled:
    """Texts and intents of one split of CLINC150 (Larson et al. 2019), those out of scope with it."""
    splits = (split, f"{OUT_OF_SCOPE}_{split}")
    rows = _rows(data / "clinc150" / "data_full.csv")
    return [(row["text"], row["intent"]) for row in rows if row["split"] in splits]


def banking77(data: Path, split: str) -> Labelled:
    """Texts and intents of one split of Banking77 (Casanueva et al. 2020), "train" or "test"."""
    return [(row["text"], row["category"]) for row in _rows(data / "banking77" / f"{split}.csv")]


def topics_of(examples: Labelled) -> list[str]:
    """The intents that an office can have, by name."""
    return sorted({topic for _, topic in examples} - {OUT_OF_SCOPE})


def few(examples: Labelled, topics: Sequence[str], shots: int | None, generator: np.random.Generator) -> Labelled:
    """`shots` random examples of each topic, or all (None) in random order."""
    by_topic = defaultdict(list)
    for text, topic in examples:
        by_topic[topic].append(text)
    return [
        (by_topic[topic][index], topic)
        for topic in topics
        for index in generator.permutation(len(by_topic[topic]))[:shots]
    ]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
