"""The YAML files of a starter pack as typed models: each file is read strictly, or refused with a remedy.

A pack decides what constituents receive, so nothing in it is guessed: an unknown key, a key written twice, a
bare `no` that YAML would turn into false, or a date without an offset is an error and never a default.
"""

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import available_timezones

import yaml
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from yaml.reader import ReaderError

from civicline.domain.channel import Channel
from tools.pack_faults import faults_of
from tools.pack_lines import line_of, root_of


class PackError(ValueError):
    """A pack that cannot be used; `problems` holds one sentence each, naming file, place and remedy."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def _known_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is no IANA time zone: write one such as America/New_York")
    return name


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
TopicReference = Annotated[str, StringConstraints(pattern=r"^(system\.)?[a-z][a-z0-9_]*$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{7,14}$")]
MailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
TimeZone = Annotated[str, AfterValidator(_known_time_zone)]
Names = dict[Language, Text]
Examples = dict[Language, tuple[Text, ...]]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeEntry(_Entry):
    """The fictional office that a pack is tried with."""

    id: Identifier
    name: Text
    short_name: Text
    number: PhoneNumber
    address: MailAddress
    phone: Text
    url: Text
    time_zone: TimeZone


class ManifestFile(_Entry):
    """`pack.yaml`."""

    id: Identifier
    name: Text
    description: Text
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    sample_office: OfficeEntry


class TopicEntry(_Entry):
    """One topic with the messages that people really write about it."""

    id: Identifier
    name: Names
    sensitive: bool = False
    examples: Examples


class GroupEntry(_Entry):
    """One group of neighbouring topics."""

    id: Identifier
    name: Names
    topics: Annotated[tuple[TopicEntry, ...], Field(min_length=1)]


class TopicsFile(_Entry):
    """`topics.yaml`."""

    groups: Annotated[tuple[GroupEntry, ...], Field(min_length=1)]


class MessageEntry(_Entry):
    """One approved message."""

    topic: TopicReference
    channel: Channel
    language: Language
    text: Text
    author: Text
    approver: Text
    approved_at: AwareDatetime
    expires_at: AwareDatetime | None = None
    variants: tuple[Text, ...] = ()
    english_line: str = ""


class MessagesFile(_Entry):
    """`messages.yaml`."""

    messages: tuple[MessageEntry, ...]
    english_lines: dict[Channel, Text] = {}


class OutOfScopeFile(_Entry):
    """`out_of_scope.yaml`: what people send that belongs to no topic."""

    examples: Examples


class _NoRepeatedKeys(yaml.SafeLoader):
    """A safe loader that refuses a key written twice: YAML 1.2 (3.2.1.3) forbids it, PyYAML lets it pass."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise PackError([f"line {line}: a list or mapping cannot be a key: write a plain word"])
            key = self.construct_object(key_node)
            if key in seen:
                raise PackError([f"line {line}: the key {key!r} is written twice: merge or remove one"])
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


FileModel = TypeVar("FileModel", bound=BaseModel)


def read_pack_file(path: Path, model: type[FileModel]) -> FileModel:
    """The content of one file of a pack.

    Raises `PackError` for a file that is absent, is no YAML, repeats a key, or does not fit `model`.
    """
    raw = _read_yaml(path)
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        root = root_of(path)
        raise PackError(
            [f"{path}, line {line_of(root, place)}: {_place(raw, place)}{fault}" for place, fault in faults_of(error)]
        ) from error


def _read_yaml(path: Path) -> object:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PackError([f"{path}: the file is missing: a pack needs it, even if short"]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PackError([f"{path}, line {line}: not UTF-8: save the file as UTF-8"]) from error
    try:
        # The loader derives from SafeLoader: it builds plain values only.
        return yaml.load(text, Loader=_NoRepeatedKeys)  # noqa: S506
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise PackError([f"{path}, line {line}: a character that YAML does not allow: remove it"]) from error
    except yaml.MarkedYAMLError as error:
        raise PackError([_no_yaml(path, error)]) from error
    except PackError as error:
        raise PackError([f"{path}, {problem}" for problem in error.problems]) from error


def _no_yaml(path: Path, error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    line = f", line {mark.line + 1}" if mark else ""
    return f"{path}{line}: no valid YAML ({error.problem}): look at indentation, colons, quotes and brackets there"


def _place(raw: object, location: Sequence[int | str]) -> str:
    """The group, topic or message that holds `location`, in words, since an index says little to a writer."""
    words: list[str] = []
    value = raw
    for step in location:
        value = _child(value, step)
        if isinstance(value, dict) and "topics" in value:
            words = [f"group {value.get('id')!r}"]
        elif isinstance(value, dict) and "examples" in value:
            words = [f"topic {value.get('id')!r}"]
        elif isinstance(value, dict) and "topic" in value:
            words = [f"message for {value['topic']!r} ({value.get('channel')}, {value.get('language')})"]
    return "".join(f"{word}: " for word in words)


def _child(value: object, step: int | str) -> object:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
