"""Which heads an office has trained and promoted, in the records table; their files are elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.reads import get_item
from civicline.adapters.dynamo.writes import ABSENT, Table, TransactionCancelledError
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import OfficeId
from civicline.domain.learning.office_head import HeadVersion, Promotion

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoHeads:
    """The port `Heads` on DynamoDB."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def latest(self, office_id: OfficeId) -> Promotion | None:
        """The pointer beside the office's profile, read consistently."""
        item = get_item(self._table, keys.head(office_id))
        return items.load(Promotion, items.plain(item)["promotion"]) if item else None

    def versions(self, office_id: OfficeId) -> tuple[HeadVersion, ...]:
        """One query; oldest first."""
        found = (items.load(HeadVersion, item["version"]) for item in self._query(office_id, keys.VERSION))
        return tuple(sorted(found, key=lambda version: version.trained_at))

    def promotions(self, office_id: OfficeId) -> tuple[Promotion, ...]:
        """One query; in the order of their numbers."""
        return tuple(items.load(Promotion, item["promotion"]) for item in self._query(office_id, keys.PROMOTION))

    def register(self, version: HeadVersion) -> bool:
        """A put, if there is none of that name."""
        item = {**keys.head_version(version.office_id, version.version), "version": items.dump(version)}
        try:
            self._table.transact([self._table.put(item, ABSENT)])
        except TransactionCancelledError:
            return False
        return True

    def promote(self, promotion: Promotion) -> None:
        """Pointer and history in one transaction, if the promotion before this one is still the latest."""
        content = {"promotion": items.dump(promotion)}
        pointer = {**keys.head(promotion.office_id), **content}
        step = {**keys.promotion(promotion.office_id, promotion.number), **content}
        is_first = promotion.number == 1
        latest = ABSENT if is_first else "promotion.#number = :before"
        write = self._table.put(pointer, latest, None if is_first else {":before": promotion.number - 1})
        if not is_first:
            write["Put"]["ExpressionAttributeNames"] = {"#number": "number"}
        try:
            self._table.transact([write, self._table.put(step, ABSENT)])
        except TransactionCancelledError as error:
            raise ConcurrentChangeError("somebody else promoted a head at the same moment") from error

    def _query(self, office_id: OfficeId, prefix: str) -> Iterator[dict[str, Any]]:
        pages = self._table.client.get_paginator("query").paginate(
            TableName=self._table.name,
            KeyConditionExpression="pk = :partition AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={
                ":partition": {"S": keys.heads_partition(office_id)},
                ":prefix": {"S": f"{prefix}#"},
            },
            ConsistentRead=True,
        )
        for page in pages:
            yield from map(items.plain, page["Items"])
