"""Approved messages as staff write and approve them: versions with their steps, and the office's list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import approved_items, items, keys
from civicline.adapters.dynamo.cursors import cursor_of, start_key
from civicline.adapters.dynamo.writes import ABSENT, Table, TransactionCancelledError, Write
from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.approved.message_listing import ListedMessage, listed, revision_of, with_change
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import OfficeId, TopicId
from civicline.ports.approved import MessageChange, MessagePage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_CHANGES_AT_ONCE = 50
"""Two writes each; a transaction takes a hundred (Amazon DynamoDB, TransactWriteItems)."""


class DynamoApprovedMessages:
    """The port `ApprovedMessages` on DynamoDB."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def listed(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> MessagePage:
        """By the list that each message is put on when it is saved."""
        partition = keys.approved_list_partition(office_id)
        request = self._query(partition) | {"Limit": limit}
        if cursor:
            request["ExclusiveStartKey"] = start_key(cursor, "", partition)
        response = self._table.client.query(**request)
        found = tuple(items.load(ListedMessage, items.plain(item)["listed"]) for item in response["Items"])
        last = response.get("LastEvaluatedKey")
        return MessagePage(messages=found, next_cursor=cursor_of(last) if last else None)

    def versions(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        """All versions in the topic's or group's own partition, read consistently."""
        request = self._query(keys.approved_partition(office_id, topic_id)) | {"ConsistentRead": True}
        pages = self._table.client.get_paginator("query").paginate(**request)
        return tuple(approved_items.version_in(items.plain(item)) for page in pages for item in page["Items"])

    def save(self, office_id: OfficeId, changes: Iterable[MessageChange]) -> None:
        """Version and line on the list in one transaction; up to fifty changes go together."""
        for some in _batches(list(changes)):
            writes = [write for change in some for write in self._writes(office_id, change)]
            try:
                self._table.transact(writes)
            except TransactionCancelledError as error:
                raise ConcurrentChangeError("somebody else changed the approved message") from error

    def _writes(self, office_id: OfficeId, change: MessageChange) -> list[Write]:
        known = revision_of(change.versions)
        line = listed(with_change(change.versions, change.changed))
        listing = {
            **keys.listed_approved_message(office_id, line.name),
            "listed": items.dump(line),
            "revision": line.revision,
        }
        condition, values = ("revision = :known", {":known": known}) if known else (ABSENT, None)
        return [self._version(office_id, change), self._table.put(listing, condition, values)]

    def _version(self, office_id: OfficeId, change: MessageChange) -> Write:
        item = approved_items.version_item(office_id, change.changed)
        before = next((one for one in change.versions if one.version == change.changed.version), None)
        if before is None:
            return self._table.put(item, ABSENT)
        return self._table.update(
            keys.approved_message(office_id, change.changed.name, change.changed.version),
            set_to={"steps": item["steps"]},
            condition="size(steps) = :known",
            values={":known": len(before.steps)},
        )

    def _query(self, partition: str) -> dict[str, Any]:
        return {
            "TableName": self._table.name,
            "KeyConditionExpression": "pk = :partition",
            "ExpressionAttributeValues": {":partition": {"S": partition}},
        }


def _batches(changes: Sequence[MessageChange]) -> Iterable[Sequence[MessageChange]]:
    return (changes[start : start + _CHANGES_AT_ONCE] for start in range(0, len(changes), _CHANGES_AT_ONCE))
