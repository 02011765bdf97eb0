"""The ledger of suppressions in the records table: the one that holds beside its contact, those lifted after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import items, keys, records
from civicline.adapters.dynamo.cursors import cursor_of, start_key
from civicline.adapters.dynamo.journals import JournalWrites
from civicline.adapters.dynamo.reads import get_item
from civicline.adapters.dynamo.writes import Table, Write
from civicline.domain.history import journal_notes
from civicline.domain.history.journal import JournalNote
from civicline.domain.ids import MessageId, OfficeId
from civicline.domain.opting_out.suppression import LiftedSuppression, Suppression, SuppressionChange
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import InboundMessage, MessageRef
from civicline.ports.people import SuppressionPage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_FREE = "attribute_not_exists(suppression)"
_HELD = "suppression = :expected"


class DynamoSuppressions:
    """The port `Suppressions` on DynamoDB."""

    def __init__(
        self,
        client: DynamoDBClient,
        table_name: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._table = Table(client, table_name)
        self._journal = JournalWrites(self._table, clock)

    def listed(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> SuppressionPage:
        """By the sparse index `waiting`, newest first."""
        partition = keys.suppressed_partition(office_id)
        request: dict[str, Any] = {
            "TableName": self._table.name,
            "IndexName": "waiting",
            "KeyConditionExpression": "waiting_pk = :partition",
            "ExpressionAttributeValues": {":partition": {"S": partition}},
            "ScanIndexForward": False,
            "Limit": limit,
        }
        if cursor:
            request["ExclusiveStartKey"] = start_key(cursor, "waiting", partition)
        response = self._table.client.query(**request)
        found = (suppression_in(items.plain(item)) for item in response["Items"])
        last = response.get("LastEvaluatedKey")
        return SuppressionPage(
            suppressions=tuple(one for one in found if one), next_cursor=cursor_of(last) if last else None
        )

    def current(self, office_id: OfficeId, point: ContactPoint) -> Suppression | None:
        """The item beside the contact, read consistently."""
        item = get_item(self._table, keys.suppression(office_id, point))
        return suppression_in(items.plain(item)) if item else None

    def lifted(self, office_id: OfficeId, point: ContactPoint) -> tuple[LiftedSuppression, ...]:
        """Those that were lifted, oldest first, in one query of the contact's partition."""
        key = keys.lifted_suppression(office_id, point, "")
        pages = self._table.client.get_paginator("query").paginate(
            TableName=self._table.name,
            KeyConditionExpression="pk = :partition AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":partition": {"S": key["pk"]}, ":prefix": {"S": key["sk"]}},
            ConsistentRead=True,
        )
        plain = (items.plain(item) for page in pages for item in page["Items"])
        return tuple(items.load(LiftedSuppression, item["lifted"]) for item in plain)

    def add(self, office_id: OfficeId, suppression: Suppression, by: str) -> None:
        """One transaction: the suppression if there is none, the message's opt-out as honoured, its journal."""
        writes = [put_write(self._table, office_id, suppression)]
        writes += self._entered(
            office_id,
            suppression.message_id,
            lambda salt: journal_notes.suppressed_by(suppression, by, salt),
            {"opt_out_honoured_at": items.dump(suppression.since)},
        )
        self._table.transact(writes)

    def lift(self, office_id: OfficeId, lifted: LiftedSuppression) -> None:
        """One transaction: the suppression if it stands as it was read, the ledger, the journal of its message."""
        suppression = lifted.suppression
        writes = lift_writes(self._table, office_id, suppression, lifted)
        writes += self._entered(office_id, suppression.message_id, lambda salt: journal_notes.undone(lifted, salt), {})
        self._table.transact(writes)

    def _entered(
        self,
        office_id: OfficeId,
        message_id: MessageId | None,
        note: Callable[[str], JournalNote],
        changes: dict[str, Any],
    ) -> list[Write]:
        """What enters it in the journal of the message that it rests on; nothing if that is not there."""
        if message_id is None:
            return []
        key = keys.message(MessageRef(office_id=office_id, message_id=message_id), keys.STATE)
        item = get_item(self._table, key)
        if item is None:
            return []
        record = records.record_of(item)
        salt = record.journal.salt if record.journal else ""
        entries, head = self._journal.of(record, [note(salt)])
        return [self._table.update(key, set_to={"journal": items.dump(head), **changes}), *entries]


def suppression_in(item: Mapping[str, Any] | None) -> Suppression | None:
    """The suppression in an item given as plain data; it stays without one once it was lifted."""
    return items.load(Suppression, item["suppression"]) if item and "suppression" in item else None


def change_writes(table: Table, message: InboundMessage, change: SuppressionChange | None) -> list[Write]:
    """Write the new suppression, or make sure that a reply does not overtake an opt-out."""
    if change is None:
        return []
    key = keys.suppression(message.office_id, message.sender)
    writes = [put_write(table, message.office_id, one) for one in change.also]
    if change.new == change.expected:
        condition = "attribute_exists(suppression)" if change.expected else _FREE
        return [table.check(key, condition), *writes]
    if change.new:
        return [put_write(table, message.office_id, change.new, change.expected), *writes]
    if change.expected:
        return [*lift_writes(table, message.office_id, change.expected, change.lifted), *writes]
    return writes


def put_write(
    table: Table, office_id: OfficeId, suppression: Suppression, expected: Suppression | None = None
) -> Write:
    """Suppress a contact point, if it is free or suppressed as expected."""
    since = keys.moment(suppression.since)
    return table.update(
        keys.suppression(office_id, suppression.contact_point),
        set_to={
            "suppression": items.dump(suppression),
            "waiting_pk": keys.suppressed_partition(office_id),
            "waiting_sk": f"{since}#{suppression.contact_point.channel}#{suppression.contact_point.value}",
        },
        condition=_HELD if expected else _FREE,
        values={":expected": items.dump(expected)} if expected else None,
    )


def lift_writes(
    table: Table, office_id: OfficeId, suppression: Suppression, lifted: LiftedSuppression | None
) -> list[Write]:
    """End a suppression, if it stands as expected, and keep it in the ledger. Nothing is deleted."""
    end = table.update(
        keys.suppression(office_id, suppression.contact_point),
        remove=("suppression", "waiting_pk", "waiting_sk"),
        condition=_HELD,
        values={":expected": items.dump(suppression)},
    )
    if lifted is None:
        return [end]
    key = keys.lifted_suppression(office_id, suppression.contact_point, keys.moment(lifted.lifted_at))
    keep = table.update(key, set_to={"lifted": items.dump(lifted)}, condition="attribute_not_exists(lifted)")
    return [end, keep]
