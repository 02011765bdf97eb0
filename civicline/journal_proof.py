"""Whether a record says what its journal says: the journal's own words are made anew from the record and compared."""

from collections.abc import Mapping, Sequence
from typing import Any

from civicline.domain.history import journal_notes as notes
from civicline.domain.history.journal import JournalEntry, JournalEvent, JournalNote
from civicline.domain.history.record import MessageRecord
from civicline.domain.received.message import MessageText
from civicline.journal_chain import BrokenLink, broken_link, read_entry

Said = Mapping[str, Any]


def proof(record: MessageRecord, text: MessageText | None, entries: Sequence[JournalEntry]) -> BrokenLink | None:
    """The first thing wrong with a message's journal: a link, or a step of which the record says otherwise.

    Words that were erased (None) are not compared; the chain holds without them.
    """
    if broken := broken_link(record.message.ref, entries, record.journal):
        return broken
    said = [read_entry(entry) for entry in entries]
    salt = record.journal.salt if record.journal else ""
    if problem := _disagreement(record, text, said, salt):
        return BrokenLink(sequence=problem[0], problem=f"the record says otherwise of: {problem[1]}")
    return None


def _disagreement(
    record: MessageRecord, text: MessageText | None, said: Sequence[Said], salt: str
) -> tuple[int, str] | None:
    expected: dict[JournalEvent, JournalNote | None] = {
        JournalEvent.RECEIVED: notes.received(record, text, salt),
        JournalEvent.CLASSIFIED: _classified(record),
        JournalEvent.DECIDED: notes.decided(record, record.decision, salt) if record.decision else None,
    }
    for event, note in expected.items():
        found = [one for one in said if one["event"] == event]
        if [_facts(one, text) for one in found] != ([_plain(note)] if note else []):
            return (found[-1]["sequence"] if found else len(said)), event
    return _disagreement_on_lists(record, said)


def _disagreement_on_lists(record: MessageRecord, said: Sequence[Said]) -> tuple[int, str] | None:
    judged = [one for one in said if one["event"] == JournalEvent.JUDGED]
    if [_facts(one, None) for one in judged] != [_plain(notes.judged(judgement)) for judgement in record.judgements]:
        return (judged[-1]["sequence"] if judged else len(said)), JournalEvent.JUDGED
    return _disagreement_on_reply(record, said)


def _disagreement_on_reply(record: MessageRecord, said: Sequence[Said]) -> tuple[int, str] | None:
    """The last that was entered of the reply is how its row stands, and its words are those that were decided."""
    replies = [(one, one["facts"]) for one in said if one["event"] in notes.REPLY_EVENTS]
    decided = [(one, one["facts"].get("reply")) for one in said if one["event"] == JournalEvent.DECIDED]
    last, facts = next(reversed(decided + replies), (None, None))
    expected = notes.reply_facts(record.reply) if record.reply else None
    is_decided = record.reply is None or (record.decision is not None and record.reply.text == record.decision.text)
    if facts == expected and is_decided:
        return None
    return (last["sequence"], last["event"]) if last else (len(said), "the reply")


def _classified(record: MessageRecord) -> JournalNote | None:
    said = record.classification
    return notes.classified(said, record.campaign, record.concern) if said else None


def _facts(said: Said, text: MessageText | None) -> dict[str, Any]:
    facts = dict(said["facts"])
    if said["event"] == JournalEvent.DECIDED:
        facts.pop("reply", None)
    if text is None:
        facts.pop("words_digest", None)
    return facts


def _plain(note: JournalNote) -> dict[str, Any]:
    facts = dict(note.facts)
    if note.event is JournalEvent.DECIDED:
        facts.pop("reply", None)
    return facts
