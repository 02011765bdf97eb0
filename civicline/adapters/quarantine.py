"""Quarantine: originals on S3, what is known of them in the records table, so that lists need no scan."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.cursors import cursor_of, start_key
from civicline.adapters.dynamo.reads import get_item
from civicline.adapters.dynamo.writes import PRESENT, Table
from civicline.domain.ids import OfficeId, QuarantineId
from civicline.domain.received.quarantine import QuarantinedItem, QuarantineEntry
from civicline.ports.arrivals import QuarantinePage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

PREFIX = "quarantine/"
_KEEP = """SET item_id = :item_id, reason = :reason, detail = :detail, size_bytes = :size, raw_location = :raw,
 failed_at = :now, first_failed_at = if_not_exists(first_failed_at, :now),
 waiting_pk = :waiting, waiting_sk = if_not_exists(waiting_sk, :order), office_id = :office
 REMOVE released_at ADD failures :one"""


class StoredQuarantine:
    """The port `Quarantine`. The original is stored before its entry, so that an entry always has one."""

    def __init__(self, s3: S3Client, bucket: str, dynamodb: DynamoDBClient, table_name: str) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._table = Table(dynamodb, table_name)

    def keep(self, item: QuarantinedItem) -> None:
        """The same original writes the same object again, and counts in the same entry."""
        self._s3.put_object(Bucket=self._bucket, Key=PREFIX + item.item_id, Body=item.original)
        moment = keys.moment(item.failed_at)
        values = {
            ":item_id": item.item_id,
            ":office": item.office_id or "",
            ":reason": item.reason,
            ":detail": item.detail,
            ":size": len(item.original),
            ":raw": item.raw_location,
            ":now": moment,
            ":waiting": keys.quarantine_partition(item.office_id),
            ":order": f"{moment}#{item.item_id}",
            ":one": 1,
        }
        self._table.client.update_item(
            TableName=self._table.name,
            Key=items.attributes(keys.quarantined(item.item_id)),
            UpdateExpression=_KEEP,
            ExpressionAttributeValues=items.attributes(values),
        )

    def release(self, item_id: QuarantineId, now: datetime) -> bool:
        """Off the list; the entry and the original stay, since they are records too."""
        write = self._table.update(
            keys.quarantined(item_id),
            set_to={"released_at": keys.moment(now)},
            remove=("waiting_pk", "waiting_sk"),
            condition=PRESENT,
        )
        try:
            self._table.client.update_item(**write["Update"])
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def waiting(self, office_id: OfficeId | None, limit: int, cursor: str | None = None) -> QuarantinePage:
        """By the sparse index `waiting`, in a partition of its own beside the staff's queue."""
        partition = keys.quarantine_partition(office_id)
        request: dict[str, Any] = {
            "TableName": self._table.name,
            "IndexName": "waiting",
            "KeyConditionExpression": "waiting_pk = :partition",
            "ExpressionAttributeValues": {":partition": {"S": partition}},
            "Limit": limit,
        }
        if cursor:
            request["ExclusiveStartKey"] = start_key(cursor, "waiting", partition)
        response = self._table.client.query(**request)
        last = response.get("LastEvaluatedKey")
        return QuarantinePage(
            entries=tuple(map(_entry, response["Items"])), next_cursor=cursor_of(last) if last else None
        )

    def entry(self, item_id: QuarantineId) -> QuarantineEntry | None:
        """Read consistently, so that a replay sees what came of it."""
        item = get_item(self._table, keys.quarantined(item_id))
        return _entry(item) if item else None

    def original(self, item_id: QuarantineId) -> bytes:
        """The object's body."""
        return self._s3.get_object(Bucket=self._bucket, Key=PREFIX + item_id)["Body"].read()


def _entry(item: Any) -> QuarantineEntry:
    known = {name: value for name, value in items.plain(item).items() if name in QuarantineEntry.__slots__}
    return items.load(QuarantineEntry, {**known, "office_id": known["office_id"] or None})
