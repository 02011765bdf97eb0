"""Measure groups and several topics: `python -m layers.classifier.evaluate_several [--data DIR] [--out FILE]`.

Two held-out messages are joined as people join them, and the model is asked what the result is about. What must not
find a second topic is measured as well: one message, two of the same topic, and one with something beside the point.
Single messages also tell what is answered for a group where the topic is unsure.
Prints, as JSON, what docs/adr/0012 quotes.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from civicline.adapters.classifier_head import Head, TextEncoder
from civicline.adapters.classifier_text import readable
from civicline.adapters.topic_reading import TopicReading, read_topics
from layers.classifier.build import PROJECT, build_encoder, pack_names
from layers.classifier.errors import BuildError
from layers.classifier.pack_heads import load_encoder
from layers.classifier.public_texts import OUT_OF_SCOPE, clinc, few, topics_of
from layers.classifier.single_thread import single_threaded
from layers.classifier.train import train_head
from tools.pack_files import OutOfScopeFile, PackError, read_pack_file
from tools.topic_examples import Example, read_topic_examples

JOINTS = {
    "en": ("{}. {}", "{}\n{}", "{}. Also, {}", "{} and also {}", "{}\n\n{}", "- {}\n- {}", "{}, {}", "{} and {}"),
    "es": ("{}. {}", "{}\n{}", "{}. Además, {}", "{} y también {}", "{}\n\n{}", "- {}\n- {}", "{}, {}", "{} y {}"),
}
"""The ways in which people say a second thing, used in turn."""
HELD_OUT_OF = 5
"""One example in so many is held out of each topic and language of a pack."""
MESSAGES = 1_200
"""Joined messages of each kind."""
OFFICE_SEEDS = range(3)
OFFICE_TOPICS, SHOTS = 50, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message, and the topics that it is about."""

    text: str
    topics: frozenset[str]
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A head, and messages that it has not seen, with texts beside the point."""

    head: Head
    messages: Sequence[Written]
    background: Sequence[Written]


def pack_trial(encoder: TextEncoder, pack: Path) -> Trial:
    """A fifth of a pack's examples, and a head trained on the rest. Raises `PackError`."""
    given = read_topic_examples(pack / "topics.yaml")
    strata: dict[tuple[str, str], list[Example]] = {}
    for example in given.examples:
        strata.setdefault((example.topic_id, example.language), []).append(example)
    taught = [one for stratum in strata.values() for place, one in enumerate(stratum) if place % HELD_OUT_OF]
    held_out = [one for stratum in strata.values() for one in stratum[::HELD_OUT_OF]]
    head = train_head(
        encoder,
        [one.text for one in taught],
        [one.topic_id for one in taught],
        names=given.names,
        groups=given.groups,
        languages=given.languages,
    )
    strangers = read_pack_file(pack / "out_of_scope.yaml", OutOfScopeFile).examples
    return Trial(
        head=head,
        messages=[_written(one.text, one.topic_id, one.language) for one in held_out],
        background=[_written(text, "", language) for language, texts in strangers.items() for text in texts],
    )


def clinc_trial(encoder: TextEncoder, data: Path, seed: int) -> Trial:
    """An office of 50 CLINC150 topics with 20 examples each, and the test messages about them."""
    generator = np.random.default_rng(seed)
    train, test = clinc(data, "train"), clinc(data, "test")
    topics = topics_of(train)
    office = [topics[place] for place in generator.permutation(len(topics))[:OFFICE_TOPICS]]
    chosen = few(train, office, SHOTS, generator)
    return Trial(
        head=train_head(encoder, [text for text, _ in chosen], [topic for _, topic in chosen]),
        messages=[_written(text, topic) for text, topic in test if topic in office],
        background=[_written(text, "") for text, topic in test if topic == OUT_OF_SCOPE],
    )


def _written(text: str, topic: str, language: str = "en") -> Written:
    return Written(text=text, topics=frozenset({topic} if topic else ()), language=language)


def measure_trial(encoder: TextEncoder, trial: Trial, seed: int = 0, *, count: int = MESSAGES) -> dict[str, Any]:
    """What is found in messages of each kind, `count` of each that is joined."""
    generator = np.random.default_rng(seed)
    messages, background = trial.messages, trial.background
    kinds: Mapping[str, Sequence[Written]] = {
        "one_message": messages,
        "the_same_topic_twice": list(_joined(messages, messages, generator, count, differs=False)),
        "beside_the_point": list(_joined(background, messages, generator, count, differs=True)),
        "two_topics": list(_joined(messages, messages, generator, count, differs=True)),
    }
    found = {kind: [_read(encoder, trial.head, one) for one in written] for kind, written in kinds.items()}
    strangers = [_read(encoder, trial.head, one) for one in background]
    return {
        "threshold": trial.head.threshold,
        "group_threshold": trial.head.group_threshold,
        "answers_in_scope": answers(trial.head, messages, found["one_message"]),
        "answers_out_of_scope": answers(trial.head, background, strangers),
        **{kind: scores(kinds[kind], [_names(one) for one in found[kind]]) for kind in kinds},
    }


def _joined(
    first: Sequence[Written], second: Sequence[Written], generator: np.random.Generator, most: int, *, differs: bool
) -> Iterator[Written]:
    """Random pairs of one language, of different topics or of the same."""
    count = 0
    while count < most:
        one, other = first[int(generator.integers(len(first)))], second[int(generator.integers(len(second)))]
        if one is other or one.language != other.language or (one.topics != other.topics) != differs:
            continue
        joint = JOINTS[one.language][count % len(JOINTS[one.language])]
        text = joint.format(one.text.rstrip(". "), other.text)
        yield Written(text=text, topics=one.topics | other.topics, language=one.language)
        count += 1


def _read(encoder: TextEncoder, head: Head, message: Written) -> TopicReading:
    words = readable(message.text)
    probabilities = head.probabilities(encoder.embed(words), words, message.language)
    return read_topics(head, encoder, message.text, probabilities, message.language)


def _names(reading: TopicReading) -> tuple[str, ...]:
    return tuple(one.topic_id for one in reading.topics)


def answers(head: Head, written: Sequence[Written], readings: Sequence[TopicReading]) -> dict[str, int]:
    """How many messages would be answered for their topic, and how many more for their group; and how many wrongly."""
    groups = dict(zip(head.topic_ids, head.groups, strict=True)) if head.groups else {}
    counts = dict.fromkeys(("for_topic", "for_topic_wrong", "for_group_only", "for_group_only_wrong"), 0)
    for message, reading in zip(written, readings, strict=True):
        best, group = reading.ranking[0], reading.group
        if best.confidence >= head.threshold:
            counts["for_topic"] += 1
            counts["for_topic_wrong"] += best.topic_id not in message.topics
        elif group and group.confidence >= head.group_threshold:
            counts["for_group_only"] += 1
            counts["for_group_only_wrong"] += group.group_id not in {groups[topic] for topic in message.topics}
    return {"messages": len(written), **counts}


def scores(written: Sequence[Written], found: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Shares of the messages: several topics found; every topic found; a topic named beside others that is none of the
    message's; and one topic found of several, which is when half of a message is answered."""
    pairs = list(zip(written, found, strict=True))
    several = [(one, topics) for one, topics in pairs if len(topics) > 1]
    counts = {
        "several_found": len(several),
        "all_found": sum(one.topics <= set(topics) for one, topics in pairs),
        "wrong_topic_named": sum(not set(topics) <= one.topics for one, topics in several),
        "answered_as_one": sum(len(topics) == 1 for _, topics in pairs),
    }
    return {"messages": len(pairs), **{name: round(count / len(pairs), 4) for name, count in counts.items()}}


def measure(data: Path) -> dict[str, Any]:
    """The whole report. Raises `BuildError`, `PackError`."""
    encoder = load_encoder(build_encoder(progress=_to_stderr))
    packs = PROJECT / "packs"
    report: dict[str, Any] = {}
    with single_threaded():
        for pack in pack_names(packs):
            _to_stderr(f"pack {pack}")
            report[pack] = measure_trial(encoder, pack_trial(encoder, packs / pack))
        if not (data / "clinc150").is_dir():
            _to_stderr(f"no clinc150 in {data}: the benchmark is left out (--data)")
            return report
        for seed in OFFICE_SEEDS:
            _to_stderr(f"CLINC150, office {seed}")
            report[f"clinc150 office {seed}"] = measure_trial(encoder, clinc_trial(encoder, data, seed))
    return report


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 when everything asked for was measured."""
    parser = argparse.ArgumentParser(
        prog="python -m layers.classifier.evaluate_several", description="Measure groups and several topics."
    )
    data = os.environ.get("CIVICLINE_DATA", str(PROJECT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=Path(data), help="folder with clinc150/ (default: %(default)s)")
    parser.add_argument("--out", type=Path, help="also write the report to this file")
    options = parser.parse_args(arguments)
    try:
        report = measure(options.data)
    except (BuildError, PackError) as error:
        print(f"nothing measured: {error}", file=sys.stderr)
        return 1
    text = json.dumps(report, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
