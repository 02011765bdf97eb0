"""Messages in memory: `Messages`, `Inbox`, `Judgements`, `ReplyLedger` and `StaffPresence` over one store."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.channel import Channel
from civicline.domain.errors import ConcurrentChangeError, CursorInvalidError
from civicline.domain.going_live.audit import is_to_be_audited
from civicline.domain.history import journal_notes
from civicline.domain.history.journal import JournalEntry, JournalHead, JournalNote
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConversationId, MessageId, OfficeId
from civicline.domain.opting_out.suppression import LiftedSuppression, Suppression, SuppressionChange
from civicline.domain.people.constituent import ConstituentChange
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.conversation import NO_CLUES, Clues, ContactSituation, NamedConversation
from civicline.domain.received.message import InboundMessage, MessageRef, MessageText
from civicline.domain.received.repetition import REPETITION_WINDOW, SaidBefore
from civicline.domain.replies.answered_question import AskedQuestion
from civicline.domain.replies.reply import Reply
from civicline.domain.replies.reply_budget import BudgetChange, RecentReplies, Repeats
from civicline.domain.replies.standing import Standing
from civicline.domain.topics.classification import Classification
from civicline.journal_chain import begun, entered
from civicline.ports.people import SuppressionPage
from civicline.ports.records import Receipt, RecordPage
from tests.builders import NOW
from tests.fake_constituents import FakeConstituents


class FakeMessages(FakeConstituents):
    """`Messages`, `Inbox`, `Judgements` and `Constituents` in memory, over one store."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[MessageRef, MessageRecord] = {}
        self.texts: dict[MessageRef, MessageText] = {}
        self.suppressions: dict[tuple[OfficeId, ContactPoint], Suppression] = {}
        self.once_suppressed: list[tuple[OfficeId, LiftedSuppression]] = []
        self.references: dict[tuple[OfficeId, ContactPoint, str], NamedConversation] = {}
        self.conversations: dict[ConversationId | None, NamedConversation] = {}
        self.owners: dict[ConversationId | None, ContactPoint] = {}
        self.said: dict[tuple[OfficeId, ContactPoint, str], SaidBefore] = {}
        self.recent: dict[tuple[OfficeId, ContactPoint], RecentReplies] = {}
        self.repeats: dict[tuple[OfficeId, str], Repeats] = {}
        self.journals: dict[MessageRef, list[JournalEntry]] = {}
        self.questions: dict[tuple[OfficeId, ContactPoint], AskedQuestion] = {}
        self.overtaking: list[Callable[[], object]] = []
        self.staff: dict[tuple[OfficeId, ConversationId], datetime] = {}

    def situation(self, office_id: OfficeId, sender: ContactPoint, clues: Clues = NO_CLUES) -> ContactSituation:
        place = (office_id, sender)
        named = [self.references.get((*place, mail_id)) for mail_id in clues.mail_ids]
        named.append(self.conversations.get(clues.conversation_id))
        return ContactSituation(
            contact=self.contacts.get(place),
            constituent=self.of(office_id, sender),
            token_owner=self.owners.get(clues.foreign_conversation_id),
            suppression=self.suppressions.get(place),
            named=next((conversation for conversation in named if conversation), None),
            same_body=self.said.get((*place, clues.body)) if clues.body else None,
            question=self.questions.get(place),
        )

    def standing(self, message: InboundMessage, text_id: str = "") -> Standing:
        place = (message.office_id, message.sender)
        return Standing(
            suppression=self.suppressions.get(place),
            recent=self.recent.get(place, RecentReplies()),
            repeats=self.repeats.get((message.office_id, text_id), Repeats(text_id=text_id)),
            staff_active_at=self.staff.get((message.office_id, message.conversation_id)),
            is_zip_asked=(message.office_id, message.constituent_id) in self.asked,
            question=self.questions.get(place),
        )

    def receive(self, receipt: Receipt) -> bool:
        message = receipt.record.message
        if message.ref in self.records:
            return False
        place = (message.office_id, message.sender)
        if receipt.contact and self.contacts.get(place) != receipt.known_contact:
            raise ConcurrentChangeError
        said = self.said.get((*place, receipt.body)) if receipt.body else None
        if said and said.received_at >= message.received_at - REPETITION_WINDOW:
            raise ConcurrentChangeError
        self._answer(receipt)
        if receipt.constituents:
            self.save(receipt.constituents)
        if receipt.contact:
            self.contacts[place] = receipt.contact
        start = begun("salt")
        self._enter(receipt.record, start, [journal_notes.received(receipt.record, receipt.text, start.salt)])
        self.texts[message.ref] = receipt.text
        named = _named(message)
        if receipt.opens_conversation:
            self.conversations[message.conversation_id] = named
            self.owners[message.conversation_id] = message.sender
        self._refer(receipt, named)
        if receipt.body:
            self.said[(*place, receipt.body)] = SaidBefore(
                message_id=message.message_id,
                conversation_id=message.conversation_id,
                received_at=message.received_at,
            )
        return True

    def _refer(self, receipt: Receipt, named: NamedConversation) -> None:
        message = receipt.record.message
        own = (message.mail.message_id,) if message.mail and message.mail.message_id else ()
        for mail_id in (*own, *receipt.awaited) if receipt.contact else ():
            self.references[message.office_id, message.sender, mail_id] = named

    def _answer(self, receipt: Receipt) -> None:
        place = (receipt.record.message.office_id, receipt.record.message.sender)
        if receipt.answers is None:
            return
        if self.questions.get(place) != replace(receipt.answers, answered_by=None):
            raise ConcurrentChangeError
        self.questions[place] = receipt.answers

    def record(self, ref: MessageRef) -> MessageRecord | None:
        return self.records.get(ref)

    def answered_by(self, channel: Channel, provider_id: str) -> MessageRef | None:
        replies = ((ref, record) for ref, record in self.records.items() if record.message.channel is channel)
        named = (ref for ref, record in replies if record.reply and record.reply.provider_id == provider_id)
        return next(named, None)

    def read(self, ref: MessageRef) -> tuple[MessageRecord, MessageText] | None:
        return (self.records[ref], self.texts[ref]) if ref in self.records else None

    def classify(
        self,
        record: MessageRecord,
        classification: Classification,
        campaign: CampaignMembership | None = None,
        concern: CampaignMembership | None = None,
    ) -> bool:
        current = self.records.get(record.message.ref)
        if current is None or current.classification:
            return False
        note = journal_notes.classified(classification, campaign, concern)
        changed = replace(current, classification=classification, campaign=campaign, concern=concern)
        self._enter(changed, self._head(record), [note])
        return True

    def decide(
        self, record: MessageRecord, suppression: SuppressionChange | None, budget: BudgetChange | None = None
    ) -> MessageRecord | None:
        if self.overtaking:
            self.overtaking.pop(0)()
        message = record.message
        current = self.records[message.ref]
        if current.decision or record.decision is None:
            return None
        head = self._head(record)
        self._require_budget(message, budget)
        self._ask(record)
        self._suppress(message, suppression)
        if budget and budget.question:
            self.questions[message.office_id, message.sender] = budget.question
        if budget and budget.replies:
            self.recent[message.office_id, message.sender] = budget.replies
        if budget and budget.repeats:
            self.repeats[message.office_id, budget.repeats.text_id] = budget.repeats
        notes = [journal_notes.decided(record, record.decision, head.salt)]
        notes += journal_notes.suppression_changed(suppression, head.salt)
        return self._enter(replace(current, decision=record.decision, reply=record.reply), head, notes)

    def _ask(self, record: MessageRecord) -> None:
        place = (record.message.office_id, record.message.constituent_id)
        if record.decision and record.decision.zip_question_key:
            if place in self.asked:
                raise ConcurrentChangeError
            self.asked[place] = record.decision.decided_at

    def _require_budget(self, message: InboundMessage, budget: BudgetChange | None) -> None:
        if budget is None:
            return
        known = self.standing(message, budget.repeats.text_id if budget.repeats else "")
        if budget.replies and budget.replies.version != known.recent.version + 1:
            raise ConcurrentChangeError
        if budget.repeats and budget.repeats.version != known.repeats.version + 1:
            raise ConcurrentChangeError
        if budget.question and self.questions.get((message.office_id, message.sender)) != budget.question_before:
            raise ConcurrentChangeError

    def _suppress(self, message: InboundMessage, change: SuppressionChange | None) -> None:
        place = (message.office_id, message.sender)
        if change and bool(self.suppressions.get(place)) != bool(change.expected):
            raise ConcurrentChangeError
        also = change.also if change else ()
        if any((message.office_id, one.contact_point) in self.suppressions for one in also):
            raise ConcurrentChangeError
        for one in also:
            self.suppressions[message.office_id, one.contact_point] = one
        if change and change.new:
            self.suppressions[place] = change.new
        elif change:
            self.suppressions.pop(place, None)
        if change and change.lifted:
            self.once_suppressed.append((message.office_id, change.lifted))

    def listed(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> SuppressionPage:
        own = [one for (office, _), one in self.suppressions.items() if office == office_id]
        newest = sorted(own, key=lambda one: one.since, reverse=True)
        start = int(cursor or 0)
        end = start + limit
        return SuppressionPage(
            suppressions=tuple(newest[start:end]), next_cursor=str(end) if end < len(newest) else None
        )

    def current(self, office_id: OfficeId, point: ContactPoint) -> Suppression | None:
        return self.suppressions.get((office_id, point))

    def lifted(self, office_id: OfficeId, point: ContactPoint) -> tuple[LiftedSuppression, ...]:
        own = (one for office, one in self.once_suppressed if office == office_id)
        return tuple(one for one in own if one.suppression.contact_point == point)

    def add(self, office_id: OfficeId, suppression: Suppression, by: str) -> None:
        place = (office_id, suppression.contact_point)
        if place in self.suppressions:
            raise ConcurrentChangeError
        self.suppressions[place] = suppression
        message_id = suppression.message_id
        record = self.records.get(MessageRef(office_id=office_id, message_id=message_id)) if message_id else None
        if record:
            head = self._head(record)
            honoured = replace(record, opt_out_honoured_at=suppression.since)
            self._enter(honoured, head, [journal_notes.suppressed_by(suppression, by, head.salt)])

    def lift(self, office_id: OfficeId, lifted: LiftedSuppression) -> None:
        place = (office_id, lifted.suppression.contact_point)
        if self.suppressions.get(place) != lifted.suppression:
            raise ConcurrentChangeError
        del self.suppressions[place]
        self.once_suppressed.append((office_id, lifted))
        message_id = lifted.suppression.message_id
        record = self.records.get(MessageRef(office_id=office_id, message_id=message_id)) if message_id else None
        if record:
            head = self._head(record)
            self._enter(record, head, [journal_notes.undone(lifted, head.salt)])

    def settle(
        self,
        record: MessageRecord,
        expected: Reply,
        mail_ids: Sequence[str] = (),
        suppression: SuppressionChange | None = None,
    ) -> MessageRecord | None:
        message = record.message
        current = self.records.get(message.ref)
        if current is None or current.reply != expected:
            return None
        head = self._head(record)
        self._suppress(message, suppression)
        is_new = record.reply is not None and record.reply != expected
        notes = [journal_notes.settled(record.reply, expected)] if record.reply and is_new else []
        notes += journal_notes.suppression_changed(suppression, head.salt)
        settled = self._enter(replace(current, reply=record.reply), head, notes)
        for mail_id in mail_ids:
            self.references[message.office_id, message.sender, mail_id] = _named(message)
        return settled

    def take_up(self, record: MessageRecord, by: str, moment: datetime) -> None:
        message = record.message
        self.staff[message.office_id, message.conversation_id] = moment
        current = self.records[message.ref]
        self._enter(current, self._head(replace(record, journal=None)), [journal_notes.taken_up(by, moment)])

    def entries(self, ref: MessageRef) -> tuple[JournalEntry, ...]:
        return tuple(self.journals.get(ref, ()))

    def _head(self, record: MessageRecord) -> JournalHead:
        """The head that the record was read with, if it is still the head; a record without one takes what is there."""
        stored = self.records.get(record.message.ref)
        head = (stored and stored.journal) or begun("salt")
        if record.journal and record.journal != head:
            raise ConcurrentChangeError
        return head

    def _enter(self, record: MessageRecord, head: JournalHead, notes: Sequence[JournalNote]) -> MessageRecord:
        entries, after = entered(record.message.ref, head, notes, NOW)
        self.journals.setdefault(record.message.ref, []).extend(entries)
        self.records[record.message.ref] = replace(record, journal=after)
        return self.records[record.message.ref]

    def latest(self, office_id: OfficeId, day: str, limit: int, cursor: str | None = None) -> RecordPage:
        found = [r for r in self._of(office_id) if r.message.received_at.strftime("%Y-%m-%d") == day]
        return _page(found[::-1], limit, cursor, f"{office_id}/{day}")

    def waiting(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> RecordPage:
        return _page([r for r in self._of(office_id) if r.needs_staff], limit, cursor, f"{office_id}/waiting")

    def to_audit(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> RecordPage:
        return _page([r for r in self._of(office_id) if is_to_be_audited(r)], limit, cursor, f"{office_id}/audit")

    def conversation(
        self, office_id: OfficeId, conversation_id: ConversationId, limit: int, cursor: str | None = None
    ) -> RecordPage:
        found = [r for r in self._of(office_id) if r.message.conversation_id == conversation_id]
        return _page(found, limit, cursor, f"{office_id}/{conversation_id}")

    def message(self, office_id: OfficeId, message_id: MessageId) -> tuple[MessageRecord, MessageText] | None:
        ref = MessageRef(office_id=office_id, message_id=message_id)
        return (self.records[ref], self.texts[ref]) if ref in self.records else None

    def save(self, given: MessageRecord | ConstituentChange, known: int = 0) -> None:
        """Both ports have a `save`; what is given tells which is meant."""
        if isinstance(given, ConstituentChange):
            super().save(given)
        else:
            self._save_judgements(given, known)

    def _save_judgements(self, record: MessageRecord, known: int) -> None:
        ref = record.message.ref
        if ref not in self.records or len(self.records[ref].judgements) != known:
            raise ConcurrentChangeError
        new = [journal_notes.judged(judgement) for judgement in record.judgements[known:]]
        changed = replace(self.records[ref], judgements=record.judgements)
        self._enter(changed, self._head(record), new)

    def judged(self, office_id: OfficeId, month: str) -> list[MessageRecord]:
        own = (record for record in self._of(office_id) if record.judgements)
        return [record for record in own if record.message.received_at.strftime("%Y-%m") == month]

    def words(self, ref: MessageRef) -> MessageText | None:
        return self.texts.get(ref)

    def _of(self, office_id: OfficeId) -> list[MessageRecord]:
        own = [record for record in self.records.values() if record.message.office_id == office_id]
        return sorted(own, key=lambda record: (record.message.received_at, record.message.message_id))


def _named(message: InboundMessage) -> NamedConversation:
    matter = message.mail.matter if message.mail else ""
    return NamedConversation(conversation_id=message.conversation_id, matter=matter)


def _page(found: Sequence[MessageRecord], limit: int, cursor: str | None, name: str) -> RecordPage:
    list_name, _, start = (cursor or f"{name}@0").rpartition("@")
    if list_name != name or not start.isdigit():
        raise CursorInvalidError
    end = int(start) + limit
    return RecordPage(records=tuple(found[int(start) : end]), next_cursor=f"{name}@{end}" if end < len(found) else None)
