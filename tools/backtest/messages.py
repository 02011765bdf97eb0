"""Messages whose topic a person has told, from whatever file they come."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from civicline.adapters.classifier_text import has_words, readable
from tools.packs import normalised


class BacktestError(Exception):
    """The messages cannot be measured with; the sentence names the place and the next step."""


class MissingColumnError(BacktestError):
    """A column was asked for that the file does not have."""

    def __init__(self, file: str, column: str, columns: Sequence[str]) -> None:
        super().__init__(f"{file} has no column {column!r}; it has: {', '.join(columns)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledMessage:
    """What a constituent wrote, the topic that it belongs to, and when it was written, if that is known (UTC).

    `place` is where it stands, for people: a row or a file name, never its content.
    """

    text: str
    topic: str
    place: str
    written_at: datetime | None = None

    @property
    def is_teachable(self) -> bool:
        """Whether there is a word to learn from."""
        return has_words(readable(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Messages, and how many were `set_aside` for which reason; `read` is the number of all."""

    messages: tuple[LabelledMessage, ...]
    read: int
    set_aside: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def without_duplicates(collection: Collection) -> Collection:
    """Each text once, where case, accents, punctuation and spaces do not count: a copy in the test would be a gift.

    The oldest of equal messages stays (without times: the first), with its topic, even if another has another one.
    """
    first_topic: dict[str, str] = {}
    kept = []
    repeated: Counter[str] = Counter()
    for message in _oldest_first(collection.messages):
        key = normalised(message.text) or message.text.strip()
        if key not in first_topic:
            first_topic[key] = message.topic
            kept.append(message)
        elif first_topic[key] == message.topic:
            repeated["duplicate"] += 1
        else:
            repeated["duplicate with another topic"] += 1
    return Collection(
        messages=tuple(kept),
        read=collection.read,
        set_aside={**collection.set_aside, **repeated},
        notes=collection.notes,
    )


def _oldest_first(messages: Sequence[LabelledMessage]) -> list[LabelledMessage]:
    dated = [(one.written_at, number, one) for number, one in enumerate(messages) if one.written_at is not None]
    return [message for _, _, message in sorted(dated)] if len(dated) == len(messages) else list(messages)
