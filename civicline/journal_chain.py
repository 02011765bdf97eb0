"""How the entries of a journal are chained, and how the chain is proven.

An entry's content is canonical JSON (RFC 8785), in which the SHA-256 of the entry before stands; its own SHA-256 is
kept beside it and named by the entry after it, the last one's by the record. So whoever alters, removes, adds or swaps
an entry must rewrite all that follow and the record as well.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

from civicline.domain.history.journal import JournalEntry, JournalHead, JournalNote
from civicline.domain.history.journal_notes import moment
from civicline.domain.received.message import MessageRef

GENESIS = "0" * 64
"""What stands for the entry before the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenLink:
    """The first place at which a journal does not hold; `sequence` 0 stands for the journal as a whole."""

    sequence: int
    problem: str


def begun(salt: str) -> JournalHead:
    """The head of a journal without entries."""
    return JournalHead(sequence=0, sha256=GENESIS, salt=salt)


def entered(
    ref: MessageRef, head: JournalHead, notes: Iterable[JournalNote], now: datetime
) -> tuple[tuple[JournalEntry, ...], JournalHead]:
    """The entries that notes make after a head, and the head after them."""
    entries = []
    for note in notes:
        content = _content(ref, head, note, now)
        entry = JournalEntry(
            office_id=ref.office_id,
            message_id=ref.message_id,
            sequence=head.sequence + 1,
            content=content,
            sha256=sha256(content.encode()).hexdigest(),
        )
        head = JournalHead(sequence=entry.sequence, sha256=entry.sha256, salt=head.salt)
        entries.append(entry)
    return tuple(entries), head


def read_entry(entry: JournalEntry) -> dict[str, Any]:
    """What an entry says, nothing for what is no JSON object. Raises ValueError for what is no JSON."""
    said = json.loads(entry.content)
    return said if isinstance(said, dict) else {}


def broken_link(ref: MessageRef, entries: Sequence[JournalEntry], head: JournalHead | None) -> BrokenLink | None:
    """The first link of a message's journal that does not hold, None if all do; `entries` in their stored order."""
    if head is None:
        return BrokenLink(sequence=0, problem="the record names no journal")
    previous = GENESIS
    for place, entry in enumerate(entries, start=1):
        if problem := _problem(ref, entry, place, previous):
            return BrokenLink(sequence=place, problem=problem)
        previous = entry.sha256
    if (len(entries), previous) != (head.sequence, head.sha256):
        problem = f"the record says that the journal has {head.sequence} entries and ends otherwise"
        return BrokenLink(sequence=len(entries) + 1, problem=problem)
    return None


def _content(ref: MessageRef, head: JournalHead, note: JournalNote, now: datetime) -> str:
    said = {
        "office_id": ref.office_id,
        "message_id": ref.message_id,
        "sequence": head.sequence + 1,
        "previous": head.sha256,
        "recorded_at": moment(now),
        "event": note.event.value,
        "by": note.by,
        "facts": dict(note.facts),
    }
    return rfc8785.dumps(_plain(said)).decode()


def _plain(value: Any) -> Any:
    """Text that no UTF-8 can hold (a lone surrogate) is replaced, so that whatever a provider sent can be entered."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_plain(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _problem(ref: MessageRef, entry: JournalEntry, place: int, previous: str) -> str | None:
    if entry.sequence != place:
        return f"entry {entry.sequence} stands where {place} belongs: one is missing, added or swapped"
    if sha256(entry.content.encode()).hexdigest() != entry.sha256:
        return "the content is not the one that was hashed"
    try:
        said = read_entry(entry)
        canonical = rfc8785.dumps(json.loads(entry.content, parse_int=float)).decode()  # JSON's numbers are doubles
    except ValueError:
        return "the content is no canonical JSON"
    if canonical != entry.content:
        return "the content is no canonical JSON"
    named = (said.get("office_id"), said.get("message_id"), said.get("sequence"))
    if named != (ref.office_id, ref.message_id, place):
        return "the entry is another message's, or of another place"
    return None if said.get("previous") == previous else "it does not follow the entry before it"
