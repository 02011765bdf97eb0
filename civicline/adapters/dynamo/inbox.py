"""What staff look at: lists by index, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import items, keys, records
from civicline.adapters.dynamo.cursors import cursor_of, start_key
from civicline.adapters.dynamo.reads import get_item
from civicline.adapters.dynamo.writes import Table
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConversationId, MessageId, OfficeId
from civicline.domain.received.message import MessageRef, MessageText
from civicline.ports.records import RecordPage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoInbox:
    """The port `Inbox` on the indexes of the records table; they follow the table within moments."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def latest(self, office_id: OfficeId, day: str, limit: int, cursor: str | None = None) -> RecordPage:
        """Newest first, by the index `by_day`."""
        return self._page("by_day", "day", keys.day_partition(office_id, day), limit, cursor, newest_first=True)

    def waiting(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> RecordPage:
        """Oldest first, by the sparse index `waiting`."""
        return self._page("waiting", "waiting", keys.waiting_partition(office_id), limit, cursor)

    def to_audit(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> RecordPage:
        """Oldest first, by a partition of its own in the index `waiting`."""
        return self._page("waiting", "waiting", keys.audit_partition(office_id), limit, cursor)

    def conversation(
        self, office_id: OfficeId, conversation_id: ConversationId, limit: int, cursor: str | None = None
    ) -> RecordPage:
        """Oldest first, by the index `by_conversation`."""
        partition = keys.conversation_partition(office_id, conversation_id)
        return self._page("by_conversation", "conversation", partition, limit, cursor)

    def message(self, office_id: OfficeId, message_id: MessageId) -> tuple[MessageRecord, MessageText] | None:
        """The STATE and TEXT items of one message."""
        ref = MessageRef(office_id=office_id, message_id=message_id)
        state = get_item(self._table, keys.message(ref, keys.STATE))
        text = get_item(self._table, keys.message(ref, keys.TEXT))
        if not (state and text):
            return None
        return records.record_of(state), items.load(MessageText, items.plain(text)["text"])

    def _page(
        self,
        index: str,
        prefix: str,
        partition: str,
        limit: int,
        cursor: str | None,
        *,
        newest_first: bool = False,
    ) -> RecordPage:
        request: dict[str, Any] = {
            "TableName": self._table.name,
            "IndexName": index,
            "KeyConditionExpression": f"{prefix}_pk = :partition",
            "ExpressionAttributeValues": {":partition": {"S": partition}},
            "ScanIndexForward": not newest_first,
            "Limit": limit,
        }
        if cursor:
            request["ExclusiveStartKey"] = start_key(cursor, prefix, partition)
        response = self._table.client.query(**request)
        found = tuple(records.record_of(item) for item in response["Items"])
        last = response.get("LastEvaluatedKey")
        return RecordPage(records=found, next_cursor=cursor_of(last) if last else None)
