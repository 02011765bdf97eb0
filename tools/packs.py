"""Starter packs: the topics, examples and approved messages with which an office of one kind begins.

`load_pack` reads `pack.yaml`, `topics.yaml`, `messages.yaml` and `out_of_scope.yaml` of one folder, checks
them against each other, and returns one frozen value or a `PackError` that lists every problem with its remedy.
The format is described in docs/packs.md.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from civicline.domain.approved.approved_message import ASK_ANSWERED_TOPIC, ASK_ZIP_TOPIC, FIXED_TOPICS
from civicline.domain.approved.personal import PLACEHOLDERS
from civicline.domain.channel import Channel
from tools.pack_files import (
    ManifestFile,
    MessageEntry,
    MessagesFile,
    OfficeEntry,
    OutOfScopeFile,
    PackError,
    TopicsFile,
    read_pack_file,
)
from tools.pack_lines import line_of, root_of

__all__ = [
    "Pack",
    "PackError",
    "PackGroup",
    "PackMessage",
    "PackTopic",
    "SampleOffice",
    "load_pack",
    "normalised",
]

FEWEST_EXAMPLES = 8
"""Examples a topic needs in each language: with fewer, calibration has nothing to hold out."""

_PLACEHOLDER = re.compile(r"\{([^{}|]*)(?:\|([^{}|]*))?\}")
_NOT_A_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOffice:
    """The fictional office that a pack is tried with; `number` is E.164, `phone` is written for people."""

    office_id: str
    name: str
    short_name: str
    number: str
    address: str
    phone: str
    url: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackGroup:
    """A group of neighbouring topics; `name` by language."""

    group_id: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTopic:
    """A topic, with `name` and `examples` by language; a sensitive one is answered by staff, never automatically."""

    topic_id: str
    group_id: str
    name: Mapping[str, str]
    sensitive: bool
    examples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackMessage:
    """A text for a topic or group, which may hold `{name}` or `{name|fall-back}`.

    `variants` are shorter wordings of a text message, `english_line` follows a text in another language in place of the
    pack's own line.
    """

    topic_id: str
    channel: Channel
    language: str
    text: str
    author: str
    approver: str
    approved_at: datetime
    expires_at: datetime | None
    variants: tuple[str, ...] = ()
    english_line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything in one pack's folder, checked."""

    pack_id: str
    name: str
    description: str
    languages: tuple[str, ...]
    groups: tuple[PackGroup, ...]
    topics: tuple[PackTopic, ...]
    messages: tuple[PackMessage, ...]
    sample_office: SampleOffice
    out_of_scope: Mapping[str, tuple[str, ...]]
    english_lines: Mapping[Channel, str]


def load_pack(folder: Path) -> Pack:
    """The pack in `folder`.

    Raises `PackError` where a file is missing or malformed, or where the files contradict each other.
    """
    manifest = read_pack_file(folder / "pack.yaml", ManifestFile)
    topics = read_pack_file(folder / "topics.yaml", TopicsFile)
    messages = read_pack_file(folder / "messages.yaml", MessagesFile)
    out_of_scope = read_pack_file(folder / "out_of_scope.yaml", OutOfScopeFile)
    pack = _assemble(manifest, topics, messages, out_of_scope)
    problems = [f"{folder / name}: {problem}" for name, problem in _contradictions(pack, folder.name)]
    problems += [f"{folder / 'topics.yaml'}, {problem}" for problem in _shared_ids(topics, folder / "topics.yaml")]
    if problems:
        raise PackError(problems)
    return pack


def normalised(text: str) -> str:
    """`text` without case, accents, punctuation and extra spaces: two equal results are one example."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", letters).strip()


def _assemble(manifest: ManifestFile, topics: TopicsFile, messages: MessagesFile, out_of_scope: OutOfScopeFile) -> Pack:
    return Pack(
        pack_id=manifest.id,
        name=manifest.name,
        description=manifest.description,
        languages=manifest.languages,
        groups=tuple(PackGroup(group_id=group.id, name=group.name) for group in topics.groups),
        topics=tuple(
            PackTopic(
                topic_id=topic.id,
                group_id=group.id,
                name=topic.name,
                sensitive=topic.sensitive,
                examples=topic.examples,
            )
            for group in topics.groups
            for topic in group.topics
        ),
        messages=tuple(_message(entry) for entry in messages.messages),
        sample_office=_office(manifest.sample_office),
        out_of_scope=out_of_scope.examples,
        english_lines=messages.english_lines,
    )


def _office(entry: OfficeEntry) -> SampleOffice:
    return SampleOffice(office_id=entry.id, **entry.model_dump(exclude={"id"}))


def _message(entry: MessageEntry) -> PackMessage:
    return PackMessage(topic_id=entry.topic, **entry.model_dump(exclude={"topic"}))


def _contradictions(pack: Pack, folder_name: str) -> Iterator[tuple[str, str]]:
    """File name and problem, for each rule that one file alone cannot show."""
    if pack.pack_id != folder_name:
        yield "pack.yaml", f"id {pack.pack_id!r} is not the folder's name {folder_name!r}: rename one of them"
    for problem in (*_repeated_ids(pack), *_thin_topics(pack), *_shared_examples(pack)):
        yield "topics.yaml", problem
    for problem in _out_of_scope_problems(pack):
        yield "out_of_scope.yaml", problem
    for problem in (*_message_problems(pack), *_message_gaps(pack)):
        yield "messages.yaml", problem


def _repeated_ids(pack: Pack) -> Iterator[str]:
    for kind, ids in (
        ("topic", [topic.topic_id for topic in pack.topics]),
        ("group", [group.group_id for group in pack.groups]),
    ):
        for repeated in sorted({one for one in ids if ids.count(one) > 1}):
            yield f"{kind} {repeated!r}: the id is used more than once: give each {kind} its own"


def _shared_ids(content: TopicsFile, path: Path) -> Iterator[str]:
    """A group's approved messages stand under its id, as a topic's do: one id for both would mix them."""
    topic_ids = {topic.id for group in content.groups for topic in group.topics}
    for number, group in enumerate(content.groups):
        if group.id in topic_ids:
            line = line_of(root_of(path), ("groups", number, "id"))
            yield f"line {line}: group {group.id!r} has the id of a topic: give one of them another id"


def _thin_topics(pack: Pack) -> Iterator[str]:
    for group in pack.groups:
        for language in pack.languages:
            if language not in group.name:
                yield f"group {group.group_id!r}: no name in {language!r}: add it"
    for topic in pack.topics:
        for language in pack.languages:
            if language not in topic.name:
                yield f"topic {topic.topic_id!r}: no name in {language!r}: add it"
            found = len(topic.examples.get(language, ()))
            if found < FEWEST_EXAMPLES:
                yield (
                    f"topic {topic.topic_id!r}: {found} examples in {language!r}: "
                    f"write at least {FEWEST_EXAMPLES}, as people would send them"
                )


def _shared_examples(pack: Pack) -> Iterator[str]:
    first_seen: dict[str, str] = {}
    for topic in pack.topics:
        for text in _texts(topic.examples):
            earlier = first_seen.setdefault(normalised(text), topic.topic_id)
            if earlier != topic.topic_id:
                yield f"topic {topic.topic_id!r}: {text!r} is also an example of {earlier!r}: keep it in one"


def _out_of_scope_problems(pack: Pack) -> Iterator[str]:
    for language in pack.languages:
        if not pack.out_of_scope.get(language):
            yield f"no examples in {language!r}: add some messages that belong to no topic"
    topic_of = {normalised(text): topic.topic_id for topic in pack.topics for text in _texts(topic.examples)}
    for text in _texts(pack.out_of_scope):
        if normalised(text) in topic_of:
            yield f"{text!r} is also an example of topic {topic_of[normalised(text)]!r}: keep it in one"


def _message_problems(pack: Pack) -> Iterator[str]:
    known = (
        {topic.topic_id for topic in pack.topics}
        | {group.group_id for group in pack.groups}
        | {*FIXED_TOPICS, ASK_ZIP_TOPIC, ASK_ANSWERED_TOPIC}
    )
    seen: set[tuple[str, Channel, str]] = set()
    for message in pack.messages:
        where = f"message for {message.topic_id!r} ({message.channel}, {message.language})"
        key = (message.topic_id, message.channel, message.language)
        if key in seen:
            yield f"{where}: written twice: keep one"
        seen.add(key)
        if message.topic_id not in known:
            yield f"{where}: topics.yaml has no such topic or group: add it there or correct the name"
        if message.language not in pack.languages:
            yield f"{where}: pack.yaml does not list this language: add it there or remove the message"
        parts = (message.text, *message.variants, message.english_line)
        placeholders = (problem for part in parts for problem in _placeholder_problems(part))
        for problem in (*_signature_problems(message), *placeholders):
            yield f"{where}: {problem}"


def _signature_problems(message: PackMessage) -> Iterator[str]:
    if normalised(message.author) == normalised(message.approver):
        yield f"author and approver are both {message.author!r}: a second person must approve it"
    if message.expires_at is not None and message.expires_at <= message.approved_at:
        yield "expires_at is not after approved_at: correct one of them"


def _placeholder_problems(text: str) -> Iterator[str]:
    for name, fallback in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            yield f"unknown placeholder {name!r}: use one of {', '.join(sorted(PLACEHOLDERS))}"
        if name == "first_name" and not fallback:
            yield "{first_name} has no fall-back: many names are unknown, write {first_name|neighbor}"
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        yield "a brace is not part of a placeholder: remove it or complete it as {name}"


def _message_gaps(pack: Pack) -> Iterator[str]:
    """Neither language nor channel decides whether there is an answer; to a sensitive topic, it is what staff send."""
    written = {(message.topic_id, message.channel, message.language) for message in pack.messages}
    needed = {(topic, channel) for topic, channel, _ in written}
    required = (*FIXED_TOPICS, *(topic.topic_id for topic in pack.topics))
    needed |= {(topic, channel) for topic in required for channel in Channel}
    for topic, channel in sorted(needed):
        for language in pack.languages:
            if (topic, channel, language) not in written:
                yield f"topic {topic!r}: no {channel} message in {language!r}: add a reviewed text"


def _texts(examples: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for texts in examples.values():
        yield from texts
