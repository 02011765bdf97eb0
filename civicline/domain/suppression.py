"""Suppressions: why a contact point must not be written to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civicline.domain.contact import ContactPoint
from civicline.domain.ids import MessageId


class SuppressionReason(StrEnum):
    """Why we must not write."""

    OPT_OUT = "opt_out"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One reason not to write to a contact point, with the words it rests on (47 CFR 64.1200(a)(10))."""

    contact_point: ContactPoint
    reason: SuppressionReason
    evidence: str
    message_id: MessageId | None = None
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionChange:
    """What a decision assumes of the sender's suppression, and what it makes of it; both may be the same."""

    expected: Suppression | None
    new: Suppression | None
