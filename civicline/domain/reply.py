"""The ledger row of the one automatic reply to a message: claim, send, confirm."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from civicline.domain.contact import ContactPoint
from civicline.domain.ids import ConversationId, MessageId, OfficeId, ReplyId
from civicline.domain.message import MailHeaders


class ReplyStatus(StrEnum):
    """How far a reply got. A row that stays CLAIMED was left by a crash: whether it was sent is not known."""

    CLAIMED = "claimed"
    SENT = "sent"
    RELEASED = "released"
    """The provider asked to come back later; nothing was sent and the row may be claimed again."""
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was decided to be sent, and what came of it; `provider_id` is the carrier's id once it was accepted."""

    reply_id: ReplyId
    message_key: str
    approver: str
    text: str
    status: ReplyStatus
    claimed_at: datetime
    provider_id: str | None = None
    sent_at: datetime | None = None
    failure: str | None = None

    @property
    def needs_staff(self) -> bool:
        """Whether a person must look, since the constituent may have got nothing."""
        return self.status in {ReplyStatus.REFUSED, ReplyStatus.UNKNOWN}

    def sent(self, provider_id: str, moment: datetime) -> "Reply":
        """The row after the provider accepted the reply."""
        return replace(self, status=ReplyStatus.SENT, provider_id=provider_id, sent_at=moment)

    def failed(self, status: ReplyStatus, failure: str) -> "Reply":
        """The row after a refusal, a throttle or silence of the provider."""
        return replace(self, status=status, failure=failure)

    def reclaimed(self, moment: datetime) -> "Reply":
        """The row when a released reply is tried again."""
        return replace(self, status=ReplyStatus.CLAIMED, claimed_at=moment, failure=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundReply:
    """A reply on its way to a Sender: it can only be made from a claimed ledger row of approved words."""

    reply_id: ReplyId
    office_id: OfficeId
    message_id: MessageId
    conversation_id: ConversationId
    sender: ContactPoint
    sender_name: str
    recipient: ContactPoint
    recipient_name: str
    text: str
    mail: MailHeaders | None


def mail_message_id(reply_id: ReplyId, sender: ContactPoint) -> str:
    """The Message-ID under which a mailed reply leaves (RFC 5322 section 3.6.4)."""
    return f"<{reply_id}@{sender.value.rpartition('@')[2]}>"
