"""The examples of a topics.yaml as a head learns from them; whatever stands in the way is told with its line."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from civicline.adapters.classifier_text import has_words, readable
from tools.pack_files import PackError, TopicEntry, TopicsFile, read_pack_file
from tools.pack_lines import Place, line_of, root_of
from tools.packs import FEWEST_EXAMPLES, normalised

MOST_TOPICS = 500
MOST_EXAMPLES = 15_000
"""Training takes ten seconds for 1,500 examples and minutes for 15,000."""
FEWEST_TO_LEARN = 2

_REMEDY_TOO_MANY = "merge topics that share an answer, or make several packs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example, and the line where it begins."""

    text: str
    topic_id: str
    language: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicExamples:
    """All examples of a file; `names` are the topics' names in all languages, `groups` the group of each topic, and
    `notes` what a writer should know."""

    examples: tuple[Example, ...]
    names: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the examples (ISO 639-1)."""
        return tuple(sorted({example.language for example in self.examples}))


def read_topic_examples(path: Path) -> TopicExamples:
    """The examples of a topics.yaml.

    Raises `PackError`, whose problems name file, line and remedy: what docs/packs.md does not allow, an id used twice,
    fewer than two topics or two examples, one text under two topics, a text without words, too many of all.
    """
    content = read_pack_file(path, TopicsFile)
    root = root_of(path)
    topic_lines: dict[str, list[int]] = defaultdict(list)
    examples: list[Example] = []
    for place, topic in _placed(content):
        topic_lines[topic.id].append(line_of(root, (*place, "id")))
        examples += _examples(topic, root, (*place, "examples"))
    problems = [*_topic_problems(topic_lines, examples), *_example_problems(examples)]
    if problems := [*problems, *_group_problems(content, root, topic_lines)]:
        raise PackError([f"{path}, line {line}: {problem}" for line, problem in sorted(problems)])
    return TopicExamples(
        examples=tuple(examples),
        names={topic.id: tuple(topic.name.values()) for _, topic in _placed(content)},
        groups={topic.id: group.id for group in content.groups for topic in group.topics},
        notes=tuple(_notes(topic_lines, examples)),
    )


def _placed(content: TopicsFile) -> Iterator[tuple[Place, TopicEntry]]:
    """Each topic, and where in the file it is."""
    for group_number, group in enumerate(content.groups):
        for topic_number, topic in enumerate(group.topics):
            yield ("groups", group_number, "topics", topic_number), topic


def _examples(topic: TopicEntry, root: yaml.Node | None, place: Place) -> Iterator[Example]:
    for language, texts in topic.examples.items():
        for number, text in enumerate(texts):
            yield Example(
                text=text, topic_id=topic.id, language=language, line=line_of(root, (*place, language, number))
            )


def _topic_problems(topic_lines: Mapping[str, Sequence[int]], examples: Sequence[Example]) -> Iterator[tuple[int, str]]:
    counts = _counts(topic_lines, examples)
    for topic, lines in topic_lines.items():
        for line in lines[1:]:
            yield line, f"topic {topic!r} is already on line {lines[0]}: give each topic an id of its own"
        if counts[topic] < FEWEST_TO_LEARN:
            said = "one example" if counts[topic] else "no example"
            yield lines[0], f"topic {topic!r} has {said}: write {FEWEST_EXAMPLES} or more, or remove the topic"
    first = min(lines[0] for lines in topic_lines.values())
    if len(topic_lines) < 2:
        yield first, "a single topic leaves nothing to tell apart: add another"
    if len(topic_lines) > MOST_TOPICS:
        yield (
            first,
            f"{len(topic_lines):,} topics are more than the {MOST_TOPICS} that a head can have: {_REMEDY_TOO_MANY}",
        )
    if len(examples) > MOST_EXAMPLES:
        yield (
            first,
            f"{len(examples):,} examples are more than the {MOST_EXAMPLES:,} that are learnt in good time: "
            f"keep about {MOST_EXAMPLES // len(topic_lines)} a topic, the most different ones",
        )


def _group_problems(
    content: TopicsFile, root: yaml.Node | None, topic_lines: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, str]]:
    """A group's approved messages stand under its id, as a topic's do."""
    first: dict[str, int] = {}
    for number, group in enumerate(content.groups):
        line = line_of(root, ("groups", number, "id"))
        if group.id in topic_lines:
            taken = topic_lines[group.id][0]
            yield line, f"group {group.id!r} has the id of the topic on line {taken}: give one of them another id"
        if first.setdefault(group.id, line) != line:
            yield line, f"group {group.id!r} is already on line {first[group.id]}: give each group an id of its own"


def _example_problems(examples: Sequence[Example]) -> Iterator[tuple[int, str]]:
    first: dict[str, Example] = {}
    for example in examples:
        if not has_words(readable(example.text)):
            yield example.line, f"an example of topic {example.topic_id!r} has no words: remove it"
            continue
        earlier = first.setdefault(normalised(example.text), example)
        if earlier.topic_id != example.topic_id:
            yield (
                example.line,
                f"this example of topic {example.topic_id!r} is also one of {earlier.topic_id!r} on line "
                f"{earlier.line}: keep it in one",
            )


def _notes(topic_lines: Mapping[str, Sequence[int]], examples: Sequence[Example]) -> Iterator[str]:
    thin = [topic for topic, count in _counts(topic_lines, examples).items() if count < FEWEST_EXAMPLES]
    if thin:
        listed = ", ".join(thin[:5]) + (f" and {len(thin) - 5} more" if len(thin) > 5 else "")
        yield f"fewer than {FEWEST_EXAMPLES} examples, so that the threshold is a guess for: {listed}"


def _counts(topic_lines: Mapping[str, Sequence[int]], examples: Sequence[Example]) -> dict[str, int]:
    counts = dict.fromkeys(topic_lines, 0)
    for example in examples:
        counts[example.topic_id] += 1
    return counts
