"""Imports of lists in the records table: one item an import, and one for each row that was dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.reads import get_item
from civicline.adapters.dynamo.writes import Table
from civicline.domain.ids import ImportId, OfficeId
from civicline.domain.people.constituent_import import ConstituentImport, ImportedRow

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoConstituentImports:
    """What is known of imports."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def of(self, office_id: OfficeId, import_id: ImportId) -> ConstituentImport | None:
        """An import by its id."""
        item = get_item(self._table, keys.constituent_import(office_id, import_id))
        return items.load(ConstituentImport, items.plain(item)["import"]) if item else None

    def save(self, given: ConstituentImport) -> None:
        """Keep how far an import is."""
        key = keys.constituent_import(given.office_id, given.import_id)
        self._table.transact([self._table.put({**key, "import": items.dump(given)})])

    def save_row(self, given: ConstituentImport, row: ImportedRow) -> None:
        """Keep what became of a row."""
        key = keys.imported_row(given.office_id, given.import_id, row.line)
        self._table.transact([self._table.put({**key, "row": items.dump(row)})])

    def rows(self, given: ConstituentImport) -> Iterator[ImportedRow]:
        """The rows that were dealt with, in the order of the file; one query."""
        partition = keys.import_partition(given.office_id, given.import_id)
        pages = self._table.client.get_paginator("query").paginate(
            TableName=self._table.name,
            KeyConditionExpression="pk = :partition AND begins_with(sk, :row)",
            ExpressionAttributeValues={":partition": {"S": partition}, ":row": {"S": "ROW#"}},
            ConsistentRead=True,
        )
        for page in pages:
            yield from (items.load(ImportedRow, items.plain(item)["row"]) for item in page["Items"])
