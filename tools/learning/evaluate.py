"""Measure learning from staff: `python -m tools.learning.evaluate [--data DIR]`.

An office starts with few examples of each topic, as with a pack, and staff judge messages as they come. After each
amount of judged messages a head is trained and compared as `civicline train --from-corrections` does, and what was
decided is held against a thousand messages that nobody has seen. Staff who judge at random must promote nothing.
Prints, as JSON, what docs/adr/0013 quotes.
"""

import argparse
import functools
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.adapters.classifier_files import read_manifest
from civicline.adapters.classifier_head import Matrix, TextEncoder
from civicline.adapters.stance_classifier import StanceClassifier
from layers.classifier.build import PROJECT, build_layer
from layers.classifier.pack_heads import load_encoder
from layers.classifier.public_texts import OUT_OF_SCOPE, Labelled, banking77, clinc, few, topics_of
from layers.classifier.single_thread import single_threaded
from layers.classifier.train import train_head
from tools.learning.comparing import compare
from tools.learning.corrections import Correction, split
from tools.learning.lesson import lesson_of
from tools.topic_examples import Example, TopicExamples

SOURCES = ("clinc150", "banking77")
SEEDS = range(3)
TOPICS, SHOTS = 40, 8
JUDGED = (60, 120, 240, 480)
FRESH = 1_000
OUTSIDE_SHARE = 0.2
"""Half of it about topics that the office does not have, half about nothing that anyone would."""
START = datetime(2026, 1, 1, tzinfo=UTC)


class Remembering:
    """An encoder that encodes each text once."""

    def __init__(self, encoder: TextEncoder) -> None:
        self.identity = encoder.identity
        self.embed = functools.cache(encoder.embed)

    embed: "functools._lru_cache_wrapper[Matrix]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What an office begins with, the messages that its staff judge, and fresh ones to measure by."""

    pack: TopicExamples
    judged: tuple[Correction, ...]
    fresh: tuple[Correction, ...]


def texts_of(data: Path, name: str) -> tuple[Labelled, Labelled]:
    """Texts to draw examples and judged messages from, and fresh ones; those about nothing are CLINC150's."""
    if name == "clinc150":
        return [*clinc(data, "train"), *clinc(data, "val")], clinc(data, "test")
    nothing = [[pair for pair in clinc(data, split) if pair[1] == OUT_OF_SCOPE] for split in ("val", "test")]
    return [*banking77(data, "train"), *nothing[0]], [*banking77(data, "test"), *nothing[1]]


def office_of(data: Path, name: str, seed: int) -> Office:
    """An office of 40 topics with 8 examples each; a fifth of what people write is about none of them."""
    generator = np.random.default_rng(seed)
    train, test = texts_of(data, name)
    topics = topics_of(train)
    own = [topics[place] for place in generator.permutation(len(topics))[:TOPICS]]
    chosen = few(train, own, SHOTS, generator)
    taught = set(chosen)
    stream = [pair for pair in train if pair not in taught]
    pack = TopicExamples(
        examples=tuple(Example(text=text, topic_id=topic, language="en", line=1) for text, topic in chosen),
        names=dict.fromkeys(own, ()),
        groups=dict.fromkeys(own, "all"),
        notes=(),
    )
    return Office(
        pack=pack,
        judged=tuple(_messages(stream, own, max(JUDGED), generator)),
        fresh=tuple(_messages(test, own, FRESH, generator)),
    )


def _messages(texts: Labelled, own: Sequence[str], count: int, generator: np.random.Generator) -> list[Correction]:
    """So many distinct messages, of which a fifth is about none of the office's topics."""
    inside = [pair for pair in texts if pair[1] in own]
    nowhere = [pair for pair in texts if pair[1] == OUT_OF_SCOPE]
    elsewhere = [pair for pair in texts if pair[1] not in {*own, OUT_OF_SCOPE}]
    each = round(count * OUTSIDE_SHARE / 2)
    parts = ((nowhere, each), (elsewhere, each), (inside, count - 2 * each))
    drawn = [part[place] for part, size in parts for place in generator.permutation(len(part))[:size]]
    return [
        Correction(
            text=drawn[place][0],
            topic_id=drawn[place][1] if drawn[place][1] in own else None,
            received_at=START + timedelta(hours=hour),
            judged_at=START + timedelta(hours=hour),
            language="en",
            was_answered=False,
        )
        for hour, place in enumerate(generator.permutation(len(drawn)))
    ]


def measure(
    bundled: BundledClassifier, office: Office, count: int, *, at_random: np.random.Generator | None
) -> dict[str, Any]:
    """The decision after so many judged messages, and how both heads do on fresh ones."""
    judged = list(office.judged[:count])
    if at_random:
        topics = [judged[place].topic_id for place in at_random.permutation(len(judged))]
        judged = [replace(one, topic_id=topic) for one, topic in zip(judged, topics, strict=True)]
    parts = split(judged, known_until=None)
    lesson = lesson_of(office.pack, parts.learnt, {})
    head = train_head(
        bundled.encoder,
        lesson.texts,
        lesson.topic_ids,
        languages=lesson.languages,
        out_of_scope=lesson.out_of_scope,
        out_of_scope_share=OUTSIDE_SHARE,
    )
    new = bundled.with_head(head, "new")
    decided = compare(bundled, new, parts.held_out, old_version="old", new_version="new")
    truth = compare(bundled, new, office.fresh, old_version="old", new_version="new")
    return {
        "judged": count,
        "at_random": at_random is not None,
        "promoted": decided.verdict.is_better,
        "verdict": decided.verdict.value,
        "fresh_right": (truth.old.answered_right, truth.new.answered_right),
        "fresh_wrong": (truth.old.answered_wrong, truth.new.answered_wrong),
        "fresh_accuracy": (truth.old.accuracy, truth.new.accuracy),
    }


def main() -> None:
    """Measure all offices and amounts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("CIVICLINE_DATA", PROJECT.parent / "shared" / "data")
    parser.add_argument(
        "--data", type=Path, default=Path(default), help="the folder that holds clinc150/ and banking77/"
    )
    data = parser.parse_args().data
    layer = build_layer(
        "host", PROJECT / "build" / "layer" / "host", progress=lambda line: print(line, file=sys.stderr)
    )
    encoder, stances = Remembering(load_encoder(layer.model)), StanceClassifier(read_manifest(layer.model))
    results = []
    for name, seed in product(SOURCES, SEEDS):
        office = office_of(data, name, seed)
        with single_threaded():
            texts, topics = zip(*((one.text, one.topic_id) for one in office.pack.examples), strict=True)
            first = train_head(encoder, texts, topics, languages=("en",))
            bundled = BundledClassifier(encoder=encoder, head=first, stances=stances, version="old")
            for count in JUDGED:
                for at_random in (None, np.random.default_rng(seed)):
                    found = {"from": name, "seed": seed, **measure(bundled, office, count, at_random=at_random)}
                    print(found, file=sys.stderr)
                    results.append(found)
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
