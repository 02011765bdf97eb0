"""Staff who press "stop" on replies that wait to be sent."""

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from civicline.adapters.dynamo.inbox import DynamoInbox
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.staff_presence import DynamoStaffPresence
from civicline.domain.errors import MessageNotFoundError
from functions.console.stop_reply import ReplyNotStoppableError, StopReply, TakeUpConversation
from tools.chaos.account import RECORDS, Account
from tools.chaos.clock import VirtualClock
from tools.chaos.office import OFFICE_ID
from tools.chaos.witness import Witness
from tools.chaos.writing import Written

_LOOKS = 40
_PAUSE = timedelta(seconds=9)


@dataclass(slots=True)
class Staff:
    """Looks at a message every few seconds, for some minutes, and stops its reply as soon as that can be done."""

    account: Account
    witness: Witness
    clock: VirtualClock
    _plans: list[tuple[datetime, int, Written, int]] = field(default_factory=list)
    _number: int = 0

    def will_stop(self, written: Written) -> None:
        """Somebody means to stop the reply to this message."""
        self._plan(written, _LOOKS)

    def next_at(self) -> list[datetime]:
        """When somebody looks next; empty for never."""
        return [self._plans[0][0]] if self._plans else []

    def act(self) -> None:
        """Press the button on everything that is looked at by now."""
        while self._plans and self._plans[0][0] <= self.clock.now:
            _, _, written, looks = heapq.heappop(self._plans)
            if not self._stopped(written) and looks:
                self._plan(written, looks - 1)

    def _plan(self, written: Written, looks: int) -> None:
        self._number += 1
        heapq.heappush(self._plans, (self.clock.now + _PAUSE, self._number, written, looks))

    def _stopped(self, written: Written) -> bool:
        dynamodb = self.account.dynamodb
        presence = DynamoStaffPresence(dynamodb, RECORDS)
        stop = StopReply(
            inbox=DynamoInbox(dynamodb, RECORDS),
            ledger=DynamoMessages(dynamodb, RECORDS),
            take_up=TakeUpConversation(presence=presence, clock=lambda: self.clock.now),
        )
        try:
            stop(OFFICE_ID, written.message_id, "staff-1")
        except (MessageNotFoundError, ReplyNotStoppableError):
            return False
        self.witness.stopped.add(written.message_id)
        self.witness.note(written.message_id, f"{self.clock.now:%H:%M:%S} staff stop the reply")
        return True
