"""Messages, their records and journals, and what staff see of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.channel import Channel
from civicline.domain.history.journal import JournalEntry
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConversationId, MessageId, OfficeId
from civicline.domain.opting_out.suppression import SuppressionChange
from civicline.domain.people.constituent import ConstituentChange
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.conversation import NO_CLUES, Clues, Contact, ContactSituation
from civicline.domain.received.message import InboundMessage, MessageRef, MessageText
from civicline.domain.replies.answered_question import AskedQuestion
from civicline.domain.replies.reply import Reply
from civicline.domain.replies.reply_budget import BudgetChange
from civicline.domain.replies.standing import Standing
from civicline.domain.topics.classification import Classification


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Everything that the arrival of one message writes, in one transaction.

    `known_contact` is the contact as it was loaded, None for a stranger; the write fails if it changed since. `body` is
    the hash to remember the words by, None for words not to be remembered. `awaited` are Message-IDs that a mail
    answers and nobody knows yet: the mails may come after their answer. Without a `contact` nothing is written that
    would lead to the sender, who is forged. `constituents` is what the message makes known of who its sender is.
    """

    record: MessageRecord
    text: MessageText
    known_contact: Contact | None
    contact: Contact | None
    opens_conversation: bool
    body: str | None = None
    answers: AskedQuestion | None = None
    awaited: tuple[str, ...] = ()
    constituents: ConstituentChange | None = None


class Messages(Protocol):
    """The record of messages, their conversations and contacts."""

    def situation(self, office_id: OfficeId, sender: ContactPoint, clues: Clues = NO_CLUES) -> ContactSituation:
        """What is on record about a sender, which of their conversations the clues name, and what they said before."""

    def standing(self, message: InboundMessage, text_id: str = "") -> Standing:
        """What speaks for or against answering a message by itself; without `text_id` no repeats are looked up."""

    def receive(self, receipt: Receipt) -> bool:
        """Store a message, open or extend its conversation, and put it on the staff's queue until it is decided.

        False if it is stored already. Raises ConcurrentChangeError if the contact changed since it was loaded.
        """

    def record(self, ref: MessageRef) -> MessageRecord | None:
        """A message's record, read consistently."""

    def answered_by(self, channel: Channel, provider_id: str) -> MessageRef | None:
        """The message whose reply the provider knows by this id; None for nothing of ours, or after a month."""

    def read(self, ref: MessageRef) -> tuple[MessageRecord, MessageText] | None:
        """A message's record with its words, in one call, read consistently."""

    def classify(
        self,
        record: MessageRecord,
        classification: Classification,
        campaign: CampaignMembership | None = None,
        concern: CampaignMembership | None = None,
    ) -> bool:
        """Store the classification with the message's campaign and concern; False if there is one.

        Raises ConcurrentChangeError if the journal went on since `record` was read.
        """

    def decide(
        self, record: MessageRecord, suppression: SuppressionChange | None, budget: BudgetChange | None = None
    ) -> MessageRecord | None:
        """Store the decision of `record`, its ledger row, the changes of suppression and budgets: all or nothing.

        The record as it stands then; None if it is decided already. Raises ConcurrentChangeError if the sender's
        suppression or a budget is no longer as the decision assumed, or the journal went on since the record was read.
        """

    def settle(
        self,
        record: MessageRecord,
        expected: Reply,
        mail_ids: Sequence[str] = (),
        suppression: SuppressionChange | None = None,
    ) -> MessageRecord | None:
        """Store what came of a reply, if its ledger row still stands as `expected`; None if it does not.

        `mail_ids` are the Message-IDs under which the reply left, so that an answer to it finds the conversation.
        Raises ConcurrentChangeError if the sender's suppression is no longer as `suppression` assumes, or the journal
        went on since `record` was read.
        """


class ThreadKeys(Protocol):
    """The keys that sign the tokens in Reply-To addresses."""

    def keys(self) -> tuple[str, ...]:
        """The key to sign with, then the one before it, with which tokens may still be signed."""


class ReplyLedger(Protocol):
    """The part of `Messages` that whoever stops a reply needs."""

    def settle(self, record: MessageRecord, expected: Reply) -> MessageRecord | None:
        """Store what came of a reply, if its ledger row still stands as `expected`; None if it does not."""


class StaffPresence(Protocol):
    """Which conversations staff have taken into their own hands."""

    def take_up(self, record: MessageRecord, by: str, moment: datetime) -> None:
        """Note that somebody (the identity provider's id) took up a message's conversation; `Standing` tells of it."""


class Journals(Protocol):
    """What happened to messages, entry by entry; written together with the record and never changed."""

    def entries(self, ref: MessageRef) -> tuple[JournalEntry, ...]:
        """The journal of a message, in the order in which it is stored; empty if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """Some records, newest first, and where the next page goes on."""

    records: tuple[MessageRecord, ...]
    next_cursor: str | None


class Inbox(Protocol):
    """What staff look at. Queries only, never a scan."""

    def latest(self, office_id: OfficeId, day: str, limit: int, cursor: str | None = None) -> RecordPage:
        """The messages received on one day (UTC, `2026-11-22`), newest first."""

    def waiting(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> RecordPage:
        """The messages that wait for staff, oldest first."""

    def to_audit(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> RecordPage:
        """The messages whose sent replies were drawn for an audit and not judged yet, oldest first."""

    def conversation(
        self, office_id: OfficeId, conversation_id: ConversationId, limit: int, cursor: str | None = None
    ) -> RecordPage:
        """The messages of one conversation, oldest first."""

    def message(self, office_id: OfficeId, message_id: MessageId) -> tuple[MessageRecord, MessageText] | None:
        """One message with its words."""
