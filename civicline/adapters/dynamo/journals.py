"""Journals in the records table: an item an entry, put once and never touched again.

Two writers that read the same head both want the same next key; the condition that it is free lets one of them through,
and the other one's whole transaction fails. So the key is the guard of the chain, and costs no further condition.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import items, keys, records
from civicline.adapters.dynamo.reads import get_item
from civicline.adapters.dynamo.writes import ABSENT, Table, Write
from civicline.domain.history import journal_notes
from civicline.domain.history.journal import JournalEntry, JournalHead, JournalNote
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId, OfficeId
from civicline.domain.opting_out.suppression import SuppressionChange
from civicline.domain.received.message import MessageRef, MessageText
from civicline.domain.replies.reply import Reply
from civicline.journal_chain import begun, entered

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_SALT_BYTES = 16


class JournalWrites:
    """The writes that enter a step into the journal, to stand in the transaction that stores the step."""

    def __init__(self, table: Table, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._clock = clock

    def begun(self, record: MessageRecord, text: MessageText) -> tuple[MessageRecord, list[Write]]:
        """A new message's record with the head of its journal, and the first entry."""
        start = begun(secrets.token_hex(_SALT_BYTES))
        return self._with(record, start, [journal_notes.received(record, text, start.salt)])

    def after_decision(
        self, record: MessageRecord, suppression: SuppressionChange | None
    ) -> tuple[MessageRecord, list[Write]]:
        """The record after its decision, and what is entered of it."""
        head = self._head(record)
        notes = [journal_notes.decided(record, record.decision, head.salt)] if record.decision else []
        return self._with(record, head, [*notes, *journal_notes.suppression_changed(suppression, head.salt)])

    def after_settling(
        self, record: MessageRecord, before: Reply, suppression: SuppressionChange | None
    ) -> tuple[MessageRecord, list[Write]]:
        """The record after a change of its reply's row; a row that stays as it is is not entered."""
        head = self._head(record)
        is_new = record.reply is not None and record.reply != before
        notes = [journal_notes.settled(record.reply, before)] if record.reply and is_new else []
        return self._with(record, head, [*notes, *journal_notes.suppression_changed(suppression, head.salt)])

    def of(self, record: MessageRecord, notes: Sequence[JournalNote]) -> tuple[list[Write], JournalHead]:
        """What enters notes after the head of a record, and the head then."""
        after, writes = self._with(record, self._head(record), notes)
        return writes, after.journal or self._head(record)

    def _with(
        self, record: MessageRecord, head: JournalHead, notes: Iterable[JournalNote]
    ) -> tuple[MessageRecord, list[Write]]:
        ref = record.message.ref
        entries, after = entered(ref, head, notes, self._clock())
        return replace(record, journal=after), [self._put(ref, entry) for entry in entries]

    def _head(self, record: MessageRecord) -> JournalHead:
        """Where the journal ends; it is read only for a record that did not come from the table, and else spared."""
        if record.journal:
            return record.journal
        item = get_item(self._table, keys.message(record.message.ref, keys.STATE))
        stored = records.record_of(item).journal if item else None
        return stored or begun(secrets.token_hex(_SALT_BYTES))

    def _put(self, ref: MessageRef, entry: JournalEntry) -> Write:
        item = {**keys.journal_entry(ref, entry.sequence), "content": entry.content, "sha256": entry.sha256}
        return self._table.put(item, ABSENT)


class DynamoJournals:
    """The port `Journals` on DynamoDB."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def entries(self, ref: MessageRef) -> tuple[JournalEntry, ...]:
        """One query of the journal's own partition, read consistently, page by page."""
        pages = self._table.client.get_paginator("query").paginate(
            TableName=self._table.name,
            KeyConditionExpression="pk = :partition",
            ExpressionAttributeValues={":partition": {"S": keys.journal_partition(ref)}},
            ConsistentRead=True,
        )
        return tuple(_entry(ref, items.plain(item)) for page in pages for item in page["Items"])

    def refs(self, office_id: OfficeId) -> frozenset[MessageRef]:
        """Every message of an office that has a record or a journal, by a scan: for audits, which nobody waits for."""
        pages = self._table.client.get_paginator("scan").paginate(
            TableName=self._table.name,
            FilterExpression="(begins_with(pk, :messages) AND sk = :state) OR begins_with(pk, :journals)",
            ProjectionExpression="pk",
            ExpressionAttributeValues={
                ":messages": {"S": f"OFFICE#{office_id}#MESSAGE#"},
                ":journals": {"S": f"OFFICE#{office_id}#JOURNAL#"},
                ":state": {"S": keys.STATE},
            },
            ConsistentRead=True,
        )
        ids = {str(item["pk"]["S"]).rpartition("#")[2] for page in pages for item in page["Items"]}
        return frozenset(MessageRef(office_id=office_id, message_id=MessageId(one)) for one in ids)


def _entry(ref: MessageRef, item: dict[str, Any]) -> JournalEntry:
    """The entry in an item; what is missing or misplaced in it is left for the proof to find."""
    return JournalEntry(
        office_id=OfficeId(ref.office_id),
        message_id=MessageId(ref.message_id),
        sequence=int(str(item["sk"]).rpartition("#")[2]),
        content=str(item.get("content", "")),
        sha256=str(item.get("sha256", "")),
    )
