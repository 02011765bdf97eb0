"""What came in as it came: jobs, raw mail, and what could not be read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civicline.domain.ids import OfficeId, QuarantineId
from civicline.domain.received.message import MessageRef
from civicline.domain.received.quarantine import QuarantinedItem, QuarantineEntry


class JobQueue(Protocol):
    """The queue to the next stage; carries references only."""

    def put(self, ref: MessageRef, delay_seconds: int = 0) -> None:
        """Hand a message on, to be taken up no sooner than in `delay_seconds` (at most 900).

        At least once: the next stage bears repetition.
        """


class RawMail(Protocol):
    """The untouched originals."""

    def fetch(self, bucket: str, key: str) -> bytes:
        """The bytes of one mail."""

    def beginning(self, location: str, max_bytes: int) -> bytes | None:
        """The first bytes of the mail at an `s3://` location; None if nothing is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinePage:
    """Some entries, oldest first, and where the next page goes on."""

    entries: tuple[QuarantineEntry, ...]
    next_cursor: str | None


class Quarantine(Protocol):
    """Where unreadable input is kept until it was read after all."""

    def keep(self, item: QuarantinedItem) -> None:
        """Keep an item; the same original again is the same entry, with one more failure."""

    def release(self, item_id: QuarantineId, now: datetime) -> bool:
        """Say that the original was read after all; False if there is no such entry."""

    def waiting(self, office_id: OfficeId | None, limit: int, cursor: str | None = None) -> QuarantinePage:
        """The open entries of an office, oldest first; of None, those that are for no known office."""

    def entry(self, item_id: QuarantineId) -> QuarantineEntry | None:
        """What is on record about an original."""

    def original(self, item_id: QuarantineId) -> bytes:
        """The original, as it came."""
