"""What became of a message after the provider took it, told by the provider's own events.

Events come late, twice and in any order. Statuses are ranked, and of two the one further along stays; so the outcome
is the same whatever the order was.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civicline.domain.channel import Channel
from civicline.domain.opting_out.suppression import SuppressionReason
from civicline.domain.received.message import MessageRef


class DeliveryStatus(StrEnum):
    """How far a message got, in the order of what is known: a mail that was delivered may still bounce later."""

    QUEUED = "queued"
    SENT = "sent"
    TEMPORARY_FAILURE = "temporary_failure"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    PERMANENT_FAILURE = "permanent_failure"
    COMPLAINED = "complained"

    @property
    def rank(self) -> int:
        """The place in that order."""
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(DeliveryStatus)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The latest that is known. `at` is the provider's time; `detail` its own code for why, never an address."""

    status: DeliveryStatus
    at: datetime
    detail: str = ""

    def joined(self, other: "Delivery | None") -> "Delivery":
        """What is known when both are: the one further along, of equals the later."""
        return max(self, other, key=lambda one: (one.status.rank, one.at, one.detail)) if other else self


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryEvent:
    """One event of a provider about one message of ours.

    `ref` is the message that was answered, where the event carries our own ids; else `provider_id` finds it.
    `accepted_at` is when the provider took the message. `suppresses` says why nobody may write there again;
    `recipients` are whom that concerns, as contact points' values, empty where the event names nobody.
    """

    channel: Channel
    provider_id: str
    accepted_at: datetime
    delivery: Delivery
    ref: MessageRef | None = None
    suppresses: SuppressionReason | None = None
    recipients: frozenset[str] = frozenset()

    def concerns(self, recipient: str) -> bool:
        """Whether what the event says of recipients is about this one."""
        return not self.recipients or recipient in self.recipients
