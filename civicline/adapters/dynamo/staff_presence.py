"""When staff took up a conversation: one item beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.journals import JournalWrites
from civicline.adapters.dynamo.writes import PRESENT, Table
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.history import journal_notes
from civicline.domain.history.record import MessageRecord

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ATTEMPTS = 5


class DynamoStaffPresence:
    """The port `StaffPresence` on DynamoDB."""

    def __init__(
        self,
        client: DynamoDBClient,
        table_name: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._table = Table(client, table_name)
        self._journal = JournalWrites(self._table, clock)

    def take_up(self, record: MessageRecord, by: str, moment: datetime) -> None:
        """Whoever comes last is on record, and the time counts from then; the journal tells of each.

        Raises ConcurrentChangeError if the journal keeps going on.
        """
        message, note = record.message, journal_notes.taken_up(by, moment)
        key = keys.staff_presence(message.office_id, message.conversation_id)
        presence = self._table.update(key, set_to={"active_at": items.dump(moment), "taken_up_by": by})
        for attempt in range(_ATTEMPTS):
            known = record if attempt == 0 else replace(record, journal=None)
            entries, head = self._journal.of(known, [note])
            state = keys.message(message.ref, keys.STATE)
            journal = self._table.update(state, set_to={"journal": items.dump(head)}, condition=PRESENT)
            try:
                self._table.transact([presence, journal, *entries])
            except ConcurrentChangeError:
                continue
            return
        raise ConcurrentChangeError("the journal kept going on")
