"""Stop a reply that has not left yet, and take up a conversation."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from civicline.domain.errors import CiviclineError, ConcurrentChangeError, MessageNotFoundError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId, OfficeId
from civicline.domain.replies.reply import ReplyStatus
from civicline.ports.records import Inbox, ReplyLedger, StaffPresence

_ATTEMPTS = 3


class ReplyNotStoppableError(CiviclineError):
    """There is no reply, or it was handed to the provider, which takes nothing back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpConversation:
    """Staff take a conversation into their own hands: for some days nothing automatic is sent into it."""

    presence: StaffPresence
    clock: Callable[[], datetime]

    def __call__(self, record: MessageRecord, taken_up_by: str) -> None:
        """Note it; again by anybody, it counts from now on."""
        self.presence.take_up(record, taken_up_by, self.clock())


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReply:
    """The use case behind the button and the API. Of a stop and a send at the same moment exactly one wins."""

    inbox: Inbox
    ledger: ReplyLedger
    take_up: TakeUpConversation

    def __call__(self, office_id: OfficeId, message_id: MessageId, stopped_by: str) -> MessageRecord:
        """Stop the reply to a message, which from then on waits for staff; whoever stops it takes up the conversation.

        Raises MessageNotFoundError, ReplyNotStoppableError, and ConcurrentChangeError if the row keeps changing.
        """
        for _ in range(_ATTEMPTS):
            found = self.inbox.message(office_id, message_id)
            if found is None:
                raise MessageNotFoundError(message_id)
            record = found[0]
            reply = record.reply
            if reply and reply.status is ReplyStatus.STOPPED:
                return record
            if reply is None or not reply.can_be_stopped:
                raise ReplyNotStoppableError
            with suppress(ConcurrentChangeError):
                if stopped := self.ledger.settle(replace(record, reply=reply.stopped(stopped_by)), reply):
                    self.take_up(stopped, stopped_by)
                    return stopped
        raise ConcurrentChangeError("the ledger row kept changing")
