"""When staff took up a conversation: one item beside it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.writes import Table
from civicline.domain.ids import ConversationId, OfficeId

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoStaffPresence:
    """The port `StaffPresence` on DynamoDB."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def take_up(self, office_id: OfficeId, conversation_id: ConversationId, by: str, moment: datetime) -> None:
        """Whoever comes last is on record, and the time counts from then."""
        key = keys.staff_presence(office_id, conversation_id)
        active_at = items.dump(moment)
        self._table.transact([self._table.update(key, set_to={"active_at": active_at, "taken_up_by": by})])
