"""Keep what a provider tells about a reply, and never write again where it must not be."""

from dataclasses import dataclass, replace

from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.history.record import MessageRecord
from civicline.domain.opting_out.suppression import Suppression, SuppressionChange
from civicline.domain.replies.delivery import DeliveryEvent
from civicline.ports.records import Messages

_ATTEMPTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What an event changed. `record` is None for an event about nothing of ours; `is_new` tells of a repetition."""

    record: MessageRecord | None
    is_new: bool
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleDelivery:
    """The use case of the function `delivery`. The same event twice, or late, changes nothing."""

    messages: Messages

    def __call__(self, event: DeliveryEvent) -> Settled:
        """Store an event in the record of the message whose reply it is about, with the suppression it asks for.

        Raises ConcurrentChangeError if the row keeps changing, to be called again later.
        """
        ref = event.ref or self.messages.answered_by(event.channel, event.provider_id)
        for _ in range(_ATTEMPTS):
            record = self.messages.record(ref) if ref else None
            if record is None or record.reply is None:
                return Settled(record=None, is_new=False)
            settled = replace(record, reply=record.reply.after(event))
            change = self._suppression(record, event)
            if settled == record and change is None:
                return Settled(record=record, is_new=False)
            try:
                if stored := self.messages.settle(settled, record.reply, suppression=change):
                    return Settled(record=stored, is_new=True, is_suppressed=change is not None)
            except ConcurrentChangeError:
                continue
        raise ConcurrentChangeError("the ledger row kept changing")

    def _suppression(self, record: MessageRecord, event: DeliveryEvent) -> SuppressionChange | None:
        """What stands already stays: the first reason not to write, with its evidence, is enough."""
        recipient = record.message.sender
        if event.suppresses is None or not event.concerns(recipient.value):
            return None
        known = self.messages.situation(record.message.office_id, recipient).suppression
        if known:
            return None
        new = Suppression(
            contact_point=recipient,
            reason=event.suppresses,
            evidence=f"{event.provider_id}: {event.delivery.status} {event.delivery.detail}".strip(),
            message_id=record.message.message_id,
            since=event.delivery.at,
        )
        return SuppressionChange(expected=None, new=new)
