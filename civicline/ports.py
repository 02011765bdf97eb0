"""What use cases need from the world, as Protocols; adapters and the tests' fakes fulfil them.

Every write says what it expects to find: it returns False where the same step was already done (a redelivery), and
raises ConcurrentChangeError where something else changed in between (load again and decide again).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from civicline.domain.answered_question import AskedQuestion
from civicline.domain.approved_message import MessageVersion
from civicline.domain.campaign import CampaignMembership, Found, Join
from civicline.domain.channel import Channel
from civicline.domain.classification import Classification
from civicline.domain.constituent import Constituent, ConstituentChange
from civicline.domain.contact import ContactPoint
from civicline.domain.conversation import NO_CLUES, Clues, Contact, ContactSituation
from civicline.domain.counted_evidence import CountedEvidence
from civicline.domain.evidence import DayOfEvidence
from civicline.domain.ids import ConstituentId, ConversationId, MessageId, OfficeId, QuarantineId, TopicId
from civicline.domain.journal import JournalEntry
from civicline.domain.likeness import Bucket
from civicline.domain.meaning import Embedding
from civicline.domain.measures import Period, Slice, Tallies, Tally
from civicline.domain.message import InboundMessage, MessageRef, MessageText
from civicline.domain.message_listing import ListedMessage
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.office_head import HeadVersion, Promotion
from civicline.domain.quarantine import QuarantinedItem, QuarantineEntry
from civicline.domain.record import MessageRecord
from civicline.domain.reply import OutboundReply, Reply
from civicline.domain.reply_budget import BudgetChange
from civicline.domain.standing import Standing
from civicline.domain.suppression import LiftedSuppression, Suppression, SuppressionChange


class Offices(Protocol):
    """Offices and what they set up. Answers may be up to a minute old, so that a pause takes effect within that."""

    def owner_of(self, destination: ContactPoint) -> Office | None:
        """The office that owns a number or address."""

    def office(self, office_id: OfficeId) -> Office | None:
        """An office by its id."""

    def office_ids(self) -> tuple[OfficeId, ...]:
        """All offices that are set up."""

    def topics(self, office_id: OfficeId) -> Mapping[TopicId, Topic]:
        """The topics on the office's list."""

    def groups(self, office_id: OfficeId) -> Mapping[str, TopicGroup]:
        """The groups of its topics, by their ids."""

    def approved_messages(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        """All versions of the approved messages of one topic, or of the group whose id is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChange:
    """A version that is new or has one more step, and all versions of its message as they were loaded."""

    versions: tuple[MessageVersion, ...]
    changed: MessageVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """Some approved messages in the order of their names, and where the next page goes on."""

    messages: tuple[ListedMessage, ...]
    next_cursor: str | None


class ApprovedMessages(Protocol):
    """Approved messages as staff write and approve them, as they are at this moment."""

    def listed(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> MessagePage:
        """The office's approved messages, in whatever state. Raises CursorInvalidError."""

    def versions(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        """All versions of the approved messages of one topic, or of the group whose id is given."""

    def save(self, office_id: OfficeId, changes: Iterable[MessageChange]) -> None:
        """Store changes to different messages.

        Raises ConcurrentChangeError where somebody else changed one of the messages since it was loaded.
        """


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


class Constituents(Protocol):
    """Who is behind contact points."""

    def of(self, office_id: OfficeId, point: ContactPoint) -> Constituent | None:
        """The constituent behind a contact point; None for one that nobody knows."""

    def by_id(self, office_id: OfficeId, constituent_id: ConstituentId) -> Constituent | None:
        """The stored constituent of an id, or the one that it was joined into."""

    def by_external_id(self, office_id: OfficeId, external_id: str) -> tuple[Constituent, ...]:
        """The constituents whom the office's lists name by this id."""

    def named(self, office_id: OfficeId, beginning: str, limit: int) -> tuple[Constituent, ...]:
        """The constituents whose name, or last name, begins so."""

    def save(self, change: ConstituentChange) -> None:
        """Store a change as a whole. Raises ConcurrentChangeError if a constituent is no longer as it was read."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionPage:
    """Some suppressions, newest first, and where the next page goes on."""

    suppressions: tuple[Suppression, ...]
    next_cursor: str | None


class Suppressions(Protocol):
    """The ledger of whom an office must not write to."""

    def listed(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> SuppressionPage:
        """The suppressions that hold, newest first."""

    def current(self, office_id: OfficeId, point: ContactPoint) -> Suppression | None:
        """The suppression that holds of a contact point, read consistently."""

    def lifted(self, office_id: OfficeId, point: ContactPoint) -> tuple[LiftedSuppression, ...]:
        """Those of a contact point that no longer hold, oldest first."""

    def add(self, office_id: OfficeId, suppression: Suppression, by: str) -> None:
        """Suppress a contact point by staff's hand; the opt-out in the message that it rests on is honoured then.

        Raises ConcurrentChangeError if it is suppressed already.
        """

    def lift(self, office_id: OfficeId, lifted: LiftedSuppression) -> None:
        """End a suppression and keep it. Raises ConcurrentChangeError if it is no longer as it was read."""


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


class Classifier(Protocol):
    """The bundled model."""

    def classify(self, text: str) -> Classification:
        """What the model says about a message's new words; never raises on any text."""

    def embed(self, text: str) -> Embedding | None:
        """The vector that `classify` reads a text by; None for one without words; never raises on any text."""


class Classifiers(Protocol):
    """The bundled model with each office's own head."""

    def of(self, office_id: OfficeId) -> Classifier:
        """The classifier of an office: with the head that it promoted, else with the one in the layer."""


class Heads(Protocol):
    """The heads that offices have trained, and which of them speaks."""

    def latest(self, office_id: OfficeId) -> Promotion | None:
        """The latest promotion; None where the office never promoted a head."""

    def versions(self, office_id: OfficeId) -> tuple[HeadVersion, ...]:
        """Every head of the office, oldest first."""

    def promotions(self, office_id: OfficeId) -> tuple[Promotion, ...]:
        """Every promotion, in the order of their numbers."""

    def register(self, version: HeadVersion) -> bool:
        """Keep what is known of a head; False if that version is known: versions never change."""

    def promote(self, promotion: Promotion) -> None:
        """Let a head speak from now on.

        Raises ConcurrentChangeError unless the latest promotion has the number before this one's.
        """


class Judgements(Protocol):
    """What people said messages are about."""

    def save(self, record: MessageRecord, known: int) -> None:
        """Store the judgements of `record` and nothing else of it.

        Raises ConcurrentChangeError unless the message is stored with `known` judgements, and if the journal went on.
        """

    def judged(self, office_id: OfficeId, month: str) -> Iterable[MessageRecord]:
        """The judged messages that were received in one UTC month (`2026-11`), oldest first."""

    def words(self, ref: MessageRef) -> MessageText | None:
        """A message's words, which are in no list."""


class Campaigns(Protocol):
    """The index of campaigns and concerns, and how many people are in each."""

    def buckets(self, office_id: OfficeId, names: Sequence[str]) -> Mapping[str, Bucket]:
        """The buckets of these names that were ever written; at most 100 names, in one round trip."""

    def found(self, founded: Found, office_id: OfficeId, founder: ConstituentId) -> None:
        """Put a new campaign into its buckets and count its founder; nothing new if it is there already.

        Raises ConcurrentChangeError, and writes nothing, if one of the buckets changed since it was read: a message
        that is like this one may have come at the same moment.
        """

    def join(self, joined: Join, office_id: OfficeId, member: ConstituentId) -> int:
        """Count a person in; the answer is about how many people are in, the same however often a person joins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A provider took a reply: its own id for it, and the Message-IDs under which a mail travels."""

    provider_id: str
    mail_ids: tuple[str, ...] = ()


class Sender(Protocol):
    """The way out by one channel. Raises SendRefusedError, SendThrottledError or SendUnsettledError."""

    def send(self, reply: OutboundReply) -> Accepted:
        """Hand a reply to the provider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """One change of a message's record; `old` is absent for a new record, `new` for a deleted one."""

    change_id: str
    changed_at: datetime
    old: MessageRecord | None
    new: MessageRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanges:
    """Changes up to the first that cannot be read; `unreadable` is that one's place in the stream."""

    changes: tuple[RecordChange, ...]
    unreadable: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedChange:
    """A change of the record and what it adds to reports and evidence; `change_id` makes it count once."""

    change_id: str
    changed_at: datetime
    tallies: Tallies
    evidence: CountedEvidence = field(default_factory=dict)


class Aggregates(Protocol):
    """The counters behind the reports."""

    def add(self, changes: Sequence[CountedChange]) -> None:
        """Add changes, each exactly once however often it comes."""

    def tallies(self, office_id: OfficeId, period: Period, first: str, last: str) -> Mapping[Slice, Tally]:
        """The tallies of the buckets from `first` to `last`, both included."""

    def evidence(self, office_id: OfficeId, subject_id: str, judged: int) -> tuple[DayOfEvidence, ...]:
        """The newest days of evidence on a topic or group: so many that they hold `judged` judged replies, or all."""


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
