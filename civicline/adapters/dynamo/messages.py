"""Messages, their contacts and conversations in the records table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import items, keys, records
from civicline.adapters.dynamo.reads import get_item, get_items
from civicline.adapters.dynamo.writes import ABSENT, PRESENT, Table, TransactionCancelledError, Write
from civicline.domain.campaign import CampaignMembership
from civicline.domain.classification import Classification
from civicline.domain.contact import ContactPoint
from civicline.domain.conversation import Contact, ContactSituation
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import ConversationId, OfficeId
from civicline.domain.message import InboundMessage, MessageRef, MessageText
from civicline.domain.record import MessageRecord
from civicline.domain.reply import Reply
from civicline.domain.suppression import Suppression, SuppressionChange
from civicline.ports import Receipt

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoMessages:
    """The port `Messages` on DynamoDB. Every state change is a conditional write."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def situation(self, office_id: OfficeId, sender: ContactPoint, references: Sequence[str] = ()) -> ContactSituation:
        """One call for the contact, its suppression and the references of a mail."""
        contact_key, suppression_key = keys.contact(office_id, sender), keys.suppression(office_id, sender)
        reference_keys = [keys.reference(office_id, sender, reference) for reference in references]
        found = get_items(self._table, [contact_key, suppression_key, *reference_keys])
        contact, suppression = found.get(contact_key["sk"]), found.get(suppression_key["sk"])
        named = (found[key["sk"]]["conversation_id"] for key in reference_keys if key["sk"] in found)
        return ContactSituation(
            contact=items.load(Contact, contact["contact"]) if contact else None,
            suppression=items.load(Suppression, suppression["suppression"]) if suppression else None,
            referenced=next((ConversationId(conversation_id) for conversation_id in named), None),
        )

    def receive(self, receipt: Receipt) -> bool:
        """One transaction; the STATE item comes first, so that its condition tells a second delivery."""
        writes = [self._put_state(receipt.record), self._put_text(receipt), self._put_contact(receipt)]
        writes += [self._conversation(receipt), *self._inbound_reference(receipt.record.message)]
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

    def read(self, ref: MessageRef) -> tuple[MessageRecord, MessageText] | None:
        """The STATE and TEXT items in one call."""
        found = get_items(self._table, [keys.message(ref, keys.STATE), keys.message(ref, keys.TEXT)])
        if len(found) < 2:
            return None
        return records.record_in(found[keys.STATE]), items.load(MessageText, found[keys.TEXT]["text"])

    def classify(
        self,
        ref: MessageRef,
        classification: Classification,
        campaign: CampaignMembership | None = None,
        concern: CampaignMembership | None = None,
    ) -> bool:
        """Written once, in one write: a second classification of the same message is dropped."""
        parts = {"classification": classification, "campaign": campaign, "concern": concern}
        write = self._table.update(
            keys.message(ref, keys.STATE),
            set_to={part: items.dump(value) for part, value in parts.items() if value is not None},
            condition=f"{PRESENT} AND attribute_not_exists(classification)",
        )
        return self._succeeds([write])

    def decide(self, record: MessageRecord, suppression: SuppressionChange | None) -> bool:
        """The decision and the claim in one write, together with the suppression that they rest on."""
        decide = self._update_state(record, ("decision", "reply"), "attribute_not_exists(decision)")
        writes = [decide, *self._suppress(record.message, suppression)]
        try:
            self._table.transact(writes)
        except TransactionCancelledError as error:
            if 0 in error.failed:
                return False
            raise ConcurrentChangeError("the sender's suppression changed while a reply was decided") from error
        return True

    def settle(self, record: MessageRecord, expected: Reply, mail_ids: Sequence[str] = ()) -> bool:
        """Conditional on the row's status and claim, so that only one outcome is ever stored."""
        write = self._update_state(
            record,
            ("reply",),
            "reply.#status = :status AND reply.claimed_at = :claimed_at",
            {":status": expected.status.value, ":claimed_at": items.dump(expected)["claimed_at"]},
        )
        write["Update"]["ExpressionAttributeNames"]["#status"] = "status"
        return self._succeeds([write, *(self._put_reference(record.message, mail_id) for mail_id in mail_ids)])

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

    def _put_contact(self, receipt: Receipt) -> Write:
        message, known = receipt.record.message, receipt.known_contact
        item = {
            **keys.contact(message.office_id, message.sender),
            "contact": items.dump(receipt.contact),
        }
        if known is None:
            return self._table.put(item, ABSENT)
        return self._table.put(item, "contact.version = :known", {":known": known.version})

    def _conversation(self, receipt: Receipt) -> Write:
        message = receipt.record.message
        key = keys.conversation(message.office_id, message.conversation_id)
        latest = keys.moment(message.received_at)
        if not receipt.opens_conversation:
            return self._table.update(key, set_to={"latest_message_at": latest}, condition=PRESENT)
        item = {
            **key,
            "constituent_id": message.constituent_id,
            "channel": message.channel.value,
            "opened_at": latest,
            "latest_message_at": latest,
        }
        return self._table.put(item, ABSENT)

    def _inbound_reference(self, message: InboundMessage) -> list[Write]:
        if not (message.mail and message.mail.message_id):
            return []
        return [self._put_reference(message, message.mail.message_id)]

    def _put_reference(self, message: InboundMessage, mail_id: str) -> Write:
        key = keys.reference(message.office_id, message.sender, mail_id)
        return self._table.put({**key, "conversation_id": message.conversation_id})

    def _update_state(
        self, record: MessageRecord, parts: Sequence[str], condition: str, values: dict[str, Any] | None = None
    ) -> Write:
        known = records.record_parts(record)
        waiting = records.waiting_keys(record)
        return self._table.update(
            keys.message(record.message.ref, keys.STATE),
            set_to={part: known[part] for part in parts if part in known} | waiting,
            remove=() if waiting else ("waiting_pk", "waiting_sk"),
            condition=f"{PRESENT} AND {condition}",
            values=values,
        )

    def _suppress(self, message: InboundMessage, change: SuppressionChange | None) -> list[Write]:
        """Write the new suppression, or make sure that a reply does not overtake an opt-out."""
        if change is None:
            return []
        key = keys.suppression(message.office_id, message.sender)
        condition = PRESENT if change.expected else ABSENT
        if change.new == change.expected:
            return [self._table.check(key, condition)]
        if change.new is None:
            return [self._table.delete(key, condition)]
        return [self._table.put({**key, "suppression": items.dump(change.new)}, condition)]
