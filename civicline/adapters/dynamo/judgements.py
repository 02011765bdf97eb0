"""What people said messages are about: a list in each message's record, found by month in a sparse index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from civicline.adapters.dynamo import items, keys, records
from civicline.adapters.dynamo.journals import JournalWrites
from civicline.adapters.dynamo.reads import get_item
from civicline.adapters.dynamo.writes import PRESENT, Table, TransactionCancelledError
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.history import journal_notes
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId
from civicline.domain.received.message import MessageRef, MessageText

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoJudgements:
    """The port `Judgements` on DynamoDB."""

    def __init__(
        self,
        client: DynamoDBClient,
        table_name: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._table = Table(client, table_name)
        self._journal = JournalWrites(self._table, clock)

    def save(self, record: MessageRecord, known: int) -> None:
        """One conditional update of the STATE item: judgements, their index, its place among audits, the journal."""
        message = record.message
        received = keys.moment(message.received_at)
        new = [journal_notes.judged(judgement) for judgement in record.judgements[known:]]
        entries, head = self._journal.of(record, new)
        waiting = records.waiting_keys(record)
        write = self._table.update(
            keys.message(message.ref, keys.STATE),
            set_to={
                "judgements": items.dump(record.judgements),
                "judged_pk": keys.judged_partition(message.office_id, received[:7]),
                "judged_sk": f"{received}#{message.message_id}",
                "journal": items.dump(head),
                **waiting,
            },
            remove=() if waiting else ("waiting_pk", "waiting_sk"),
            condition=f"{PRESENT} AND {'size(judgements) = :known' if known else 'attribute_not_exists(judgements)'}",
            values={":known": known} if known else None,
        )
        try:
            self._table.transact([write, *entries])
        except TransactionCancelledError as error:
            raise ConcurrentChangeError("somebody else judged the message at the same moment") from error

    def judged(self, office_id: OfficeId, month: str) -> Iterator[MessageRecord]:
        """By the index `judged`."""
        pages = self._table.client.get_paginator("query").paginate(
            TableName=self._table.name,
            IndexName="judged",
            KeyConditionExpression="judged_pk = :partition",
            ExpressionAttributeValues={":partition": {"S": keys.judged_partition(office_id, month)}},
        )
        for page in pages:
            yield from map(records.record_of, page["Items"])

    def words(self, ref: MessageRef) -> MessageText | None:
        """The TEXT item."""
        item = get_item(self._table, keys.message(ref, keys.TEXT))
        return items.load(MessageText, items.plain(item)["text"]) if item else None
