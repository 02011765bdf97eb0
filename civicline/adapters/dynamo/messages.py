"""Messages, their contacts and conversations in the records table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import constituents, items, keys, records, standings, suppressions, threads
from civicline.adapters.dynamo.journals import JournalWrites
from civicline.adapters.dynamo.reads import get_item, get_items
from civicline.adapters.dynamo.writes import ABSENT, PRESENT, Table, TransactionCancelledError, Write
from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.channel import Channel
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.history import journal_notes
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId
from civicline.domain.opting_out.suppression import SuppressionChange
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.conversation import NO_CLUES, Clues, Contact, ContactSituation
from civicline.domain.received.message import InboundMessage, MessageRef, MessageText
from civicline.domain.received.repetition import SaidBefore
from civicline.domain.replies.reply import Reply
from civicline.domain.replies.reply_budget import BudgetChange
from civicline.domain.replies.standing import Standing
from civicline.domain.topics.classification import Classification
from civicline.ports.records import Receipt

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoMessages:
    """The port `Messages` on DynamoDB. Every state change is a conditional write."""

    def __init__(
        self,
        client: DynamoDBClient,
        table_name: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._table = Table(client, table_name)
        self._journal = JournalWrites(self._table, clock)

    def situation(self, office_id: OfficeId, sender: ContactPoint, clues: Clues = NO_CLUES) -> ContactSituation:
        """One call for the contact, its suppression, who it is and all that the clues name.

        A second one for a contact point whose constituent is named after another one.
        """
        contact_key, suppression_key = keys.contact(office_id, sender), keys.suppression(office_id, sender)
        naming = [keys.reference(office_id, sender, mail_id) for mail_id in clues.mail_ids]
        naming += [keys.conversation(office_id, clues.conversation_id)] if clues.conversation_id else []
        foreign = [keys.conversation(office_id, one)] if (one := clues.foreign_conversation_id) else []
        said_key = [keys.said(office_id, sender, clues.body)] if clues.body else []
        others = [*constituents.wanted(office_id, sender), keys.question(office_id, sender)]
        found = get_items(self._table, [contact_key, suppression_key, *naming, *foreign, *said_key, *others])
        contact, suppression = found.get(contact_key["sk"]), found.get(suppression_key["sk"])
        named = (found[key["sk"]] for key in naming if key["sk"] in found)
        said = found.get(said_key[0]["sk"]) if said_key else None
        return ContactSituation(
            contact=items.load(Contact, contact["contact"]) if contact else None,
            constituent=constituents.constituent_in(self._table, office_id, sender, found),
            token_owner=threads.owner_in(found) if foreign else None,
            suppression=suppressions.suppression_in(suppression),
            named=next((threads.named_conversation(item) for item in named), None),
            same_body=items.load(SaidBefore, said["said"]) if said else None,
            question=standings.question_in(found),
        )

    def standing(self, message: InboundMessage, text_id: str = "") -> Standing:
        """One call for suppression, budgets and staff's presence."""
        return standings.standing_in(get_items(self._table, standings.wanted(message, text_id)), text_id)

    def receive(self, receipt: Receipt) -> bool:
        """One transaction; the STATE item comes first, so that its condition tells a second delivery."""
        record, entries = self._journal.begun(receipt.record, receipt.text)
        writes = [self._put_state(record), self._put_text(receipt), *self._put_contact(receipt)]
        writes += [threads.put_conversation(self._table, receipt), *threads.put_references(self._table, receipt)]
        writes += [
            *threads.remember_words(self._table, receipt),
            *standings.answer_writes(self._table, receipt),
            *entries,
        ]
        writes += constituents.change_writes(self._table, change) if (change := receipt.constituents) else []
        try:
            self._table.transact(writes)
        except TransactionCancelledError as error:
            if 0 in error.failed:
                return False
            raise
        return True

    def record(self, ref: MessageRef) -> MessageRecord | None:
        """The STATE item, read consistently."""
        item = get_item(self._table, keys.message(ref, keys.STATE))
        return records.record_of(item) if item else None

    def answered_by(self, channel: Channel, provider_id: str) -> MessageRef | None:
        """By the item that was written when the provider had taken the reply."""
        item = get_item(self._table, keys.provider_id(channel, provider_id))
        return items.load(MessageRef, items.plain(item)["answers"]) if item else None

    def read(self, ref: MessageRef) -> tuple[MessageRecord, MessageText] | None:
        """The STATE and TEXT items in one call."""
        found = get_items(self._table, [keys.message(ref, keys.STATE), keys.message(ref, keys.TEXT)])
        if len(found) < 2:
            return None
        return records.record_in(found[keys.STATE]), items.load(MessageText, found[keys.TEXT]["text"])

    def classify(
        self,
        record: MessageRecord,
        classification: Classification,
        campaign: CampaignMembership | None = None,
        concern: CampaignMembership | None = None,
    ) -> bool:
        """Written once, in one transaction: a second classification of the same message is dropped."""
        note = journal_notes.classified(classification, campaign, concern)
        entries, head = self._journal.of(record, [note])
        parts = {"classification": classification, "campaign": campaign, "concern": concern, "journal": head}
        write = self._table.update(
            keys.message(record.message.ref, keys.STATE),
            set_to={part: items.dump(value) for part, value in parts.items() if value is not None},
            condition=f"{PRESENT} AND attribute_not_exists(classification)",
        )
        return self._succeeds([write, *entries])

    def decide(
        self, record: MessageRecord, suppression: SuppressionChange | None, budget: BudgetChange | None = None
    ) -> MessageRecord | None:
        """The decision and the ledger row in one write, together with the suppression and budgets that they rest on."""
        stored, entries = self._journal.after_decision(record, suppression)
        decide = self._update_state(stored, ("decision", "reply"), "attribute_not_exists(decision)")
        writes = [decide, *suppressions.change_writes(self._table, record.message, suppression)]
        writes += [*standings.budget_writes(self._table, record.message, budget), *entries]
        writes += standings.ask_writes(self._table, record)
        try:
            self._table.transact(writes)
        except TransactionCancelledError as error:
            if 0 in error.failed:
                return None
            raise ConcurrentChangeError("suppression, budget or journal changed while a reply was decided") from error
        return stored

    def settle(
        self,
        record: MessageRecord,
        expected: Reply,
        mail_ids: Sequence[str] = (),
        suppression: SuppressionChange | None = None,
    ) -> MessageRecord | None:
        """Conditional on the whole row as it was read, so that no two outcomes overwrite one another."""
        stored, entries = self._journal.after_settling(record, expected, suppression)
        write = self._update_state(stored, ("reply",), "reply = :expected", {":expected": items.dump(expected)})
        references = [threads.put_reference(self._table, record.message, mail_id) for mail_id in mail_ids]
        pointers = standings.pointer_writes(self._table, record, expected)
        suppress = suppressions.change_writes(self._table, record.message, suppression)
        return stored if self._succeeds([write, *suppress, *references, *pointers, *entries]) else None

    def _succeeds(self, writes: Sequence[Write]) -> bool:
        try:
            self._table.transact(writes)
        except TransactionCancelledError as error:
            if 0 in error.failed:
                return False
            raise
        return True

    def _put_state(self, record: MessageRecord) -> Write:
        return self._table.put(records.state_item(record), ABSENT)

    def _put_text(self, receipt: Receipt) -> Write:
        key = keys.message(receipt.record.message.ref, keys.TEXT)
        return self._table.put({**key, "text": items.dump(receipt.text)}, ABSENT)

    def _put_contact(self, receipt: Receipt) -> list[Write]:
        message, known = receipt.record.message, receipt.known_contact
        if receipt.contact is None:
            return []
        item = {
            **keys.contact(message.office_id, message.sender),
            "contact": items.dump(receipt.contact),
        }
        if known is None:
            return [self._table.put(item, ABSENT)]
        return [self._table.put(item, "contact.version = :known", {":known": known.version})]

    def _update_state(
        self, record: MessageRecord, parts: Sequence[str], condition: str, values: dict[str, Any] | None = None
    ) -> Write:
        known = records.record_parts(record)
        waiting = records.waiting_keys(record)
        return self._table.update(
            keys.message(record.message.ref, keys.STATE),
            set_to={part: known[part] for part in (*parts, "journal") if part in known} | waiting,
            remove=() if waiting else ("waiting_pk", "waiting_sk"),
            condition=f"{PRESENT} AND {condition}",
            values=values,
        )
