"""Suppressions: why a contact point must not be written to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civicline.domain.ids import MessageId
from civicline.domain.people.contact import ContactPoint

CONSTITUENT = "constituent"
"""Who lifted a suppression by opting in again."""


class SuppressionReason(StrEnum):
    """Why we must not write."""

    OPT_OUT = "opt_out"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One reason not to write to a contact point, with the words it rests on (47 CFR 64.1200(a)(10)).

    Its scope is whatever the office writes to this contact point; the person's other contact points have their own.
    """

    contact_point: ContactPoint
    reason: SuppressionReason
    evidence: str
    message_id: MessageId | None = None
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedSuppression:
    """A suppression that no longer holds, kept with who lifted it and why.

    `lifted_by` is CONSTITUENT, or a staff member's id. `consent` is the evidence that the person wants to be written
    to: their own words, and where they stand.
    """

    suppression: Suppression
    lifted_at: datetime
    lifted_by: str
    reason: str
    note: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionChange:
    """What a decision assumes of the sender's suppression, and what it makes of it; both may be the same.

    `lifted` is what the ledger keeps of one that ends. `also` are new suppressions of other contact points, which had
    none: "stop texting me", by e-mail, names a telephone.
    """

    expected: Suppression | None
    new: Suppression | None
    lifted: LiftedSuppression | None = None
    also: tuple[Suppression, ...] = ()
