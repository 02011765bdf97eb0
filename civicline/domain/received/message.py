"""An inbound message, as it is stored once and never changed."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from civicline.domain.channel import Channel
from civicline.domain.ids import ConstituentId, ConversationId, MessageId, OfficeId
from civicline.domain.people.contact import ContactPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRef:
    """What a queue carries: enough to find a message, and nothing of what a constituent wrote."""

    office_id: OfficeId
    message_id: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with an e-mail; its bytes stay in the raw mail."""

    filename: str
    content_type: str
    size_bytes: int
    is_dangerous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MailHeaders:
    """What a reply needs to thread with the mail that it answers (RFC 5322 section 3.6.4).

    `matter` is the subject bare of "Re:" and its like, for comparison: mails of one matter have the same.
    `verdicts` are what the provider found of spf, dkim, dmarc, spam and virus: `pass`, `fail`, `gray` or
    `processing_failed`.
    """

    subject: str
    message_id: str | None = None
    references: tuple[str, ...] = ()
    matter: str = ""
    verdicts: dict[str, str] = field(default_factory=dict)


LONGEST_FULL_TEXT = 60_000
LONGEST_NEW_TEXT = 20_000
"""Characters; together at most 320 kB in UTF-8, under DynamoDB's 400 kB an item. The raw original is kept whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageText:
    """The words of a message: `full` as it came (for staff), `new` without quotation and signature (for the model).

    `subject` is there if the mail opened a matter; that of an answer repeats what was said before. `original` is the
    provider's notification of a text message, which no other place keeps.
    """

    full: str
    new: str
    subject: str = ""
    attachments: tuple[Attachment, ...] = ()
    original: str = ""
    is_shortened: bool = False

    @property
    def for_model(self) -> str:
        """What the model reads."""
        return f"{self.subject}\n{self.new}" if self.subject else self.new

    def shortened(self) -> "MessageText":
        """The words, cut to what a record can hold."""
        is_longer = len(self.full) > LONGEST_FULL_TEXT or len(self.new) > LONGEST_NEW_TEXT
        return replace(
            self,
            full=self.full[:LONGEST_FULL_TEXT],
            new=self.new[:LONGEST_NEW_TEXT],
            is_shortened=self.is_shortened or is_longer,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One message from a constituent to an office.

    `received_at` is when Civicline took it in: providers give no order and no reliable clock. `sent_at` is what the
    sender's own program claims, if anything. `raw_location` is where the untouched original is kept.
    """

    office_id: OfficeId
    message_id: MessageId
    conversation_id: ConversationId
    constituent_id: ConstituentId
    sender: ContactPoint
    sender_name: str
    destination: ContactPoint
    received_at: datetime
    provider_id: str
    preview: str
    raw_location: str
    sent_at: datetime | None = None
    mail: MailHeaders | None = None

    @property
    def ref(self) -> MessageRef:
        """The reference that queues carry."""
        return MessageRef(office_id=self.office_id, message_id=self.message_id)

    @property
    def channel(self) -> Channel:
        """The channel that it came by, which is the one that a reply takes."""
        return self.sender.channel


PREVIEW_LENGTH = 160


def preview(text: str) -> str:
    """The first words of a text on one line, for lists."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_LENGTH else line[: PREVIEW_LENGTH - 1].rstrip() + "…"
