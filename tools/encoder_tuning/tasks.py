"""What a tuned encoder is measured on: offices that were not in its training, and messages that they get."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from layers.classifier.public_texts import OUT_OF_SCOPE, Labelled, few, topics_of
from tools.bench_classifier.comparison import Draw
from tools.bench_classifier.few_shots import strangers_beside
from tools.encoder_tuning.sampling import spellings
from tools.encoder_tuning.sources import (
    BANKING77,
    CITY,
    CLINC150,
    LEGISLATOR,
    every_other_topic,
    read_everything,
    read_set,
)
from tools.packs import normalised

MOST_ASKED = 800
"""Messages in scope; a percentage point is eight of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An office with `office_topics` of the topics of a set and `shots` examples of each.

    `pool` is what examples are drawn from and `messages` what is asked; a message that is an example is not asked.
    Topics that the office lacks play what is out of scope. `shown_by` are the sets that would show a tuning what is
    measured here.
    """

    name: str
    shown_by: frozenset[str]
    pool: Labelled
    messages: Labelled
    office_topics: int
    shots: int

    @property
    def spellings(self) -> frozenset[str]:
        """Every text that a draw can hold, as `sampling.grouped` compares them."""
        return spellings([*self.pool, *self.messages])

    def draw(self, seed: int) -> Draw:
        """An office, and a stream of messages of which 80 % are about its topics.

        Of the others half are about topics it lacks and half about none, where the set has such.
        """
        generator = np.random.default_rng(seed)
        topics = topics_of(self.pool)
        office = sorted(topics[place] for place in generator.permutation(len(topics))[: self.office_topics])
        examples = few(self.pool, office, self.shots, generator)
        taught = spellings(examples)
        asked = [one for one in self.messages if normalised(one[0]) not in taught]
        inside = _some([one for one in asked if one[1] in set(office)], MOST_ASKED, generator)
        far = [one for one in asked if one[1] == OUT_OF_SCOPE]
        near = [one for one in asked if one[1] not in {*office, OUT_OF_SCOPE}]
        strangers = strangers_beside(len(inside))
        far = _some(far, strangers // 2, generator)
        return Draw(examples=examples, asked=[*inside, *_some(near, strangers - len(far), generator), *far])


def read_tasks(data: Path) -> tuple[Task, ...]:
    """All tasks. Raises `TuningError`.

    An office has a third of the topics of CLINC150, four fifths of a pack's, and all of Banking77's: these are so like
    one another that hardly anything could be answered safely beside hidden ones.
    """
    odd_city, legislator = every_other_topic(read_set(CITY, data), 1), read_set(LEGISLATOR, data)
    return (
        Task(
            name="CLINC150, 50 topics, 20 examples",
            shown_by=frozenset({CLINC150}),
            pool=read_set(CLINC150, data),
            messages=_only_asked(CLINC150, data),
            office_topics=50,
            shots=20,
        ),
        Task(
            name="Banking77, 77 topics, 10 examples",
            shown_by=frozenset({BANKING77}),
            pool=read_set(BANKING77, data),
            messages=_only_asked(BANKING77, data),
            office_topics=77,
            shots=10,
        ),
        _pack_task("city-311, odd topics, 20 examples", frozenset({CITY}), odd_city),
        _pack_task("legislator, 20 examples", frozenset({LEGISLATOR}), legislator),
    )


def _pack_task(name: str, shown_by: frozenset[str], examples: Labelled) -> Task:
    topics = len(topics_of(examples)) * 4 // 5
    return Task(name=name, shown_by=shown_by, pool=examples, messages=examples, office_topics=topics, shots=20)


def _only_asked(name: str, data: Path) -> Labelled:
    """The texts of a public set that are not its training examples."""
    examples = set(read_set(name, data))
    return [one for one in read_everything(name, data) if one not in examples]


def _some(texts: Labelled, most: int, generator: np.random.Generator) -> Labelled:
    return [texts[place] for place in generator.permutation(len(texts))[:most]]
