"""The ledger row of the one automatic reply to a message: scheduled, claimed, sent, confirmed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from civicline.domain.approved.approved_text import ApprovedText
from civicline.domain.ids import ConversationId, MessageId, OfficeId, ReplyId
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MailHeaders
from civicline.domain.replies.delivery import Delivery, DeliveryEvent, DeliveryStatus

_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=15)
"""The longest that a job can be put back for (SQS, DelaySeconds)."""


class ReplyStatus(StrEnum):
    """How far a reply got. A row that stays CLAIMED was left by a crash: whether it was sent is not known."""

    SCHEDULED = "scheduled"
    """Decided and not sent yet: until it is due, staff can stop it."""
    CLAIMED = "claimed"
    SENT = "sent"
    RELEASED = "released"
    """The provider asked to come back later; nothing was sent and the row may be claimed again."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    STOPPED = "stopped"
    """A person stopped it, or when it was due it would no longer have been decided; nothing was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was decided to be sent, and what came of it; `provider_id` is the carrier's id once it was accepted.

    `fingerprint` is of the version that its approver signed; "" in rows from before it was kept, which are not sent any
    more. It is not sent before `send_after` nor after `expires_at`. `attempts` counts what the provider put off.
    `stopped_by` is the identity provider's id of the person who stopped it. `delivery` is what the provider told of it
    since.
    """

    reply_id: ReplyId
    message_key: str
    approver: str
    text: str
    status: ReplyStatus
    claimed_at: datetime
    fingerprint: str = ""
    send_after: datetime | None = None
    expires_at: datetime | None = None
    attempts: int = 0
    provider_id: str | None = None
    sent_at: datetime | None = None
    failure: str | None = None
    stopped_by: str | None = None
    delivery: Delivery | None = None

    @property
    def needs_staff(self) -> bool:
        """Whether a person must look, since the constituent may have got nothing."""
        return self.status in {ReplyStatus.REFUSED, ReplyStatus.UNKNOWN, ReplyStatus.STOPPED} or self.is_undeliverable

    @property
    def is_undeliverable(self) -> bool:
        """Whether the provider took it and could not deliver it."""
        return self.delivery is not None and self.delivery.status is DeliveryStatus.PERMANENT_FAILURE

    @property
    def can_be_stopped(self) -> bool:
        """Whether nothing has been handed to the provider yet, and something is going to be."""
        return self.status in {ReplyStatus.SCHEDULED, ReplyStatus.RELEASED}

    def wait_at(self, now: datetime) -> timedelta:
        """How long it is not due yet; zero or less once it is."""
        return (self.send_after or now) - now

    def has_expired_at(self, now: datetime) -> bool:
        """Whether it is too late to send it."""
        return self.expires_at is not None and now > self.expires_at

    def sent(self, provider_id: str, moment: datetime) -> "Reply":
        """The row after the provider accepted the reply."""
        return replace(self, status=ReplyStatus.SENT, provider_id=provider_id, sent_at=moment, failure=None)

    def after(self, event: DeliveryEvent) -> "Reply":
        """The row after an event of the provider, which proves that it took the reply, whatever the row said before."""
        delivery = event.delivery.joined(self.delivery)
        if self.status is ReplyStatus.SENT:
            return replace(self, delivery=delivery, provider_id=self.provider_id or event.provider_id)
        return replace(self.sent(event.provider_id, event.accepted_at), delivery=delivery)

    def failed(self, status: ReplyStatus, failure: str) -> "Reply":
        """The row after a refusal or silence of the provider."""
        return replace(self, status=status, failure=failure)

    def released(self, failure: str, retry_at: datetime) -> "Reply":
        """The row after the provider asked to come back later."""
        released = self.failed(ReplyStatus.RELEASED, failure)
        return replace(released, attempts=self.attempts + 1, send_after=retry_at)

    def reclaimed(self, moment: datetime) -> "Reply":
        """The row when a scheduled or released reply is about to be handed to the provider."""
        return replace(self, status=ReplyStatus.CLAIMED, claimed_at=moment, failure=None)

    def stopped(self, by: str) -> "Reply":
        """The row after a person stopped it."""
        return replace(self, status=ReplyStatus.STOPPED, stopped_by=by, failure="stopped_by_staff")

    def withheld(self, because: str) -> "Reply":
        """The row where, once it was due, it would no longer have been decided."""
        return replace(self, status=ReplyStatus.STOPPED, failure=because)


def backoff(attempts: int, jitter: float) -> timedelta:
    """How long to leave a provider alone that has put off a reply `attempts` times; `jitter` is from 0 to 1.

    It doubles from five seconds to fifteen minutes, of which the upper half is by chance, so that replies that were put
    off together do not come back together.
    """
    whole = min(_LONGEST_PAUSE, _FIRST_PAUSE * (1 << min(attempts, 20)))
    return whole / 2 + whole / 2 * jitter


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundReply:
    """A reply on its way to a Sender. Its words are an ApprovedText, which nobody can make of other words.

    `lifetime` is how long the provider may still try; None for ever.
    """

    reply_id: ReplyId
    office_id: OfficeId
    message_id: MessageId
    conversation_id: ConversationId
    sender: ContactPoint
    sender_name: str
    recipient: ContactPoint
    recipient_name: str
    words: ApprovedText
    mail: MailHeaders | None
    lifetime: timedelta | None = None

    @property
    def text(self) -> str:
        """The words, as the recipient reads them."""
        return self.words.text


def mail_message_id(reply_id: ReplyId, sender: ContactPoint) -> str:
    """The Message-ID under which a mailed reply leaves (RFC 5322 section 3.6.4)."""
    return f"<{reply_id}@{sender.value.rpartition('@')[2]}>"
