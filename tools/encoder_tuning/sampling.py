"""Which texts are compared in a step of the training: some of one set, several of each of its topics."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from layers.classifier.public_texts import Labelled
from tools.packs import normalised

Groups = Mapping[str, Sequence[str]]
"""Texts that should lie near to one another, by topic."""
FEWEST_TEXTS = 2
"""A topic with one text has nothing to be near to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Texts, and a number for the topic of each."""

    texts: tuple[str, ...]
    topics: tuple[int, ...]


def grouped(examples: Iterable[tuple[str, str]], unseen: Collection[str] = frozenset()) -> Groups:
    """The texts of each topic with at least `FEWEST_TEXTS`, each once and without those in `unseen`.

    Texts are compared as `tools.packs.normalised` spells them, and `unseen` is spelt so.
    """
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for text, topic in examples:
        if (spelling := normalised(text)) and spelling not in unseen:
            groups[topic].setdefault(spelling, text)
    return {topic: tuple(texts.values()) for topic, texts in groups.items() if len(texts) >= FEWEST_TEXTS}


def spellings(examples: Labelled) -> frozenset[str]:
    """The texts as `grouped` compares them."""
    return frozenset(normalised(text) for text, _ in examples)


def draw_batch(sets: Sequence[Groups], generator: np.random.Generator, *, topics: int, texts: int) -> Batch:
    """At most `topics` topics of one set with at most `texts` texts of each.

    Sets come up in proportion to the square root of their topics, so that a large one does not crowd out the others.
    Topics of two sets never meet: what differs between sets is the style, which should not tell topics apart.
    """
    weights = np.array([math.sqrt(len(groups)) for groups in sets])
    groups = sets[int(generator.choice(len(sets), p=weights / weights.sum()))]
    names = sorted(groups)
    chosen = [names[place] for place in generator.permutation(len(names))[:topics]]
    drawn = [
        (groups[name][place], number)
        for number, name in enumerate(chosen)
        for place in generator.permutation(len(groups[name]))[:texts]
    ]
    return Batch(texts=tuple(text for text, _ in drawn), topics=tuple(number for _, number in drawn))
