"""What cannot be read is kept as it came, so that a person can look and it can be replayed."""

from datetime import datetime

from civicline.domain.errors import NotificationUnreadableError
from civicline.ports import QuarantinedItem


def quarantined(item_id: str, body: str, error: NotificationUnreadableError, now: datetime) -> QuarantinedItem:
    """The quarantine item of a queue record; `item_id` is the queue's, the same on every redelivery."""
    return QuarantinedItem(
        item_id=item_id, reason=error.reason, detail=error.detail, original=body.encode(), received_at=now
    )
