"""The journal of a message: one entry for each thing that happened to it, in order, never changed.

What an entry says is made here, from the record alone, so that record and journal cannot tell two stories. Words and
addresses stand in it as keyed digests only: once the words and their key are erased, as the law may ask, the entries
stay whole and say nothing about the person any more. How entries are chained is in `civicline/journal_chain.py`.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from civicline.domain.ids import MessageId, OfficeId

CIVICLINE = "civicline"
"""Stands for the software itself where no person acted."""

Fact = str | int | float | bool | list["Fact"] | dict[str, "Fact"]
"""What JSON can say; absent facts are left out."""


class JournalEvent(StrEnum):
    """What happened."""

    RECEIVED = "received"
    CLASSIFIED = "classified"
    DECIDED = "decided"
    CLAIMED = "claimed"
    SENT = "sent"
    PUT_OFF = "put_off"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    STOPPED = "stopped"
    DELIVERY = "delivery"
    JUDGED = "judged"
    TAKEN_UP = "taken_up"
    SUPPRESSED = "suppressed"
    OPTED_IN = "opted_in"
    SUPPRESSION_UNDONE = "suppression_undone"

    @property
    def sentence(self) -> str:
        """What it means, for staff and auditors."""
        return _SENTENCES[self]


_SENTENCES = {
    JournalEvent.RECEIVED: "The message came in.",
    JournalEvent.CLASSIFIED: "The model said what it is about.",
    JournalEvent.DECIDED: "It was decided what happens to it.",
    JournalEvent.CLAIMED: "The reply was about to be handed to the provider.",
    JournalEvent.SENT: "The provider took the reply.",
    JournalEvent.PUT_OFF: "The provider asked to come back later; nothing was sent.",
    JournalEvent.REFUSED: "The provider refused the reply; nothing was sent.",
    JournalEvent.UNKNOWN: "Whether the reply left is not known.",
    JournalEvent.STOPPED: "The reply was stopped; nothing was sent.",
    JournalEvent.DELIVERY: "The provider told of the delivery.",
    JournalEvent.JUDGED: "It was said what the message is about.",
    JournalEvent.TAKEN_UP: "Staff took up the conversation.",
    JournalEvent.SUPPRESSED: "From now on the contact point is not written to.",
    JournalEvent.OPTED_IN: "The person opted in again.",
    JournalEvent.SUPPRESSION_UNDONE: "Staff undid the suppression.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalNote:
    """What is to be entered.

    `by` is a staff member's id at the identity provider, `operator:` and a login name, or CIVICLINE.
    """

    event: JournalEvent
    facts: Mapping[str, Fact]
    by: str = CIVICLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalHead:
    """Where a message's journal ends. `salt` is the key of its digests, erased together with the words."""

    sequence: int
    sha256: str
    salt: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One entry as it is stored: `content` is canonical JSON (RFC 8785), `sha256` its hash in hexadecimal."""

    office_id: OfficeId
    message_id: MessageId
    sequence: int
    content: str
    sha256: str


def keyed_digest(salt: str, *words: str) -> str:
    """HMAC-SHA256 (RFC 2104) of words; without the key even a telephone number cannot be found by trying all."""
    return hmac.new(salt.encode(), "\x1f".join(words).encode(errors="replace"), "sha256").hexdigest()


def facts_of(**given: Fact | None) -> dict[str, Fact]:
    """The facts that are there."""
    return {name: fact for name, fact in given.items() if fact not in (None, "", [], {})}
