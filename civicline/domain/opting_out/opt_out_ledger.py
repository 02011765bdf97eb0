"""The ledger of suppressions: why a contact point must not be written to, on what evidence, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civicline.domain.errors import CiviclineError
from civicline.domain.ids import MessageId
from civicline.domain.opting_out.suppression import LiftedSuppression, Suppression, SuppressionReason
from civicline.domain.people.contact import ContactPoint

LONGEST_NOTE = 1_000
"""Characters; a note says why, it is no file."""


class UndoReason(StrEnum):
    """Why staff undo a suppression."""

    MISREAD = "misread"
    ASKED_AGAIN = "asked_again"
    REPAIRED = "repaired"

    @property
    def sentence(self) -> str:
        """What staff choose."""
        return _REASONS[self]


_REASONS = {
    UndoReason.MISREAD: "The words were no opt-out.",
    UndoReason.ASKED_AGAIN: "The person asked to be written to again.",
    UndoReason.REPAIRED: "The number or address that bounced works again.",
}


class UndoRefusedBecause(StrEnum):
    """Why a suppression stays; the code for programs, `sentence` for people."""

    NOT_SUPPRESSED = "not_suppressed"
    SUPPRESSED = "suppressed"
    LEGAL = "legal"
    NOTE_MISSING = "note_missing"
    NOTE_TOO_LONG = "note_too_long"
    CONSENT_MISSING = "consent_missing"
    WRONG_REASON = "wrong_reason"

    @property
    def sentence(self) -> str:
        """One sentence for the person who wanted to undo it."""
        return _REFUSALS[self]


_REFUSALS = {
    UndoRefusedBecause.NOT_SUPPRESSED: "This contact point is not suppressed in this office.",
    UndoRefusedBecause.SUPPRESSED: "This contact point is suppressed already.",
    UndoRefusedBecause.LEGAL: "This contact point is closed for legal reasons; nobody opens it here.",
    UndoRefusedBecause.NOTE_MISSING: "Say why, in a sentence that somebody understands years later.",
    UndoRefusedBecause.NOTE_TOO_LONG: f"A note has at most {LONGEST_NOTE} characters.",
    UndoRefusedBecause.CONSENT_MISSING: (
        "Say in which words, when and where the person agreed to be written to; without that nobody is."
    ),
    UndoRefusedBecause.WRONG_REASON: "This reason does not fit: only what bounced can be repaired, and only that.",
}


class UndoRefusedError(CiviclineError):
    """A suppression that stays, with the code for why."""

    def __init__(self, reason: UndoRefusedBecause) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoRequest:
    """What a staff member says who undoes a suppression.

    `consent` is the constituent's own: which words, when, where. `by` is the provider's id of the staff member, or
    `operator:` and a login name.
    """

    reason: UndoReason
    note: str
    by: str
    consent: str = ""


def undone(suppression: Suppression | None, request: UndoRequest, now: datetime) -> LiftedSuppression:
    """The suppression as the ledger keeps it once it is undone. Raises UndoRefusedError.

    Nobody who opted out or complained is written to again without their own consent on record.
    """
    if suppression is None:
        raise UndoRefusedError(UndoRefusedBecause.NOT_SUPPRESSED)
    if problem := _problem(suppression.reason, request):
        raise UndoRefusedError(problem)
    return LiftedSuppression(
        suppression=suppression,
        lifted_at=now,
        lifted_by=request.by,
        reason=request.reason,
        note=request.note.strip(),
        consent=request.consent.strip(),
    )


def opted_out_by_staff(
    known: Suppression | None, point: ContactPoint, words: str, message_id: MessageId | None, now: datetime
) -> Suppression:
    """The opt-out that staff enter for somebody who asked in a way that no software saw, on the words they said.

    Raises UndoRefusedError without words, and for what is suppressed already: the first evidence stays.
    """
    if known:
        raise UndoRefusedError(UndoRefusedBecause.SUPPRESSED)
    if not words.strip():
        raise UndoRefusedError(UndoRefusedBecause.NOTE_MISSING)
    if len(words) > LONGEST_NOTE:
        raise UndoRefusedError(UndoRefusedBecause.NOTE_TOO_LONG)
    return Suppression(
        contact_point=point,
        reason=SuppressionReason.OPT_OUT,
        evidence=words.strip(),
        message_id=message_id,
        since=now,
    )


def _problem(suppressed: SuppressionReason, request: UndoRequest) -> UndoRefusedBecause | None:
    if suppressed is SuppressionReason.LEGAL:
        return UndoRefusedBecause.LEGAL
    if not request.note.strip():
        return UndoRefusedBecause.NOTE_MISSING
    if len(request.note) > LONGEST_NOTE or len(request.consent) > LONGEST_NOTE:
        return UndoRefusedBecause.NOTE_TOO_LONG
    is_bounce = suppressed is SuppressionReason.BOUNCE
    if is_bounce is not (request.reason is UndoReason.REPAIRED):
        return UndoRefusedBecause.WRONG_REASON
    return None if is_bounce or request.consent.strip() else UndoRefusedBecause.CONSENT_MISSING
