"""What cannot be read is kept as it came, so that a person can look and it can be replayed."""

from datetime import datetime

from civicline.domain import ids
from civicline.domain.errors import NotificationUnreadableError
from civicline.domain.received.quarantine import QuarantinedItem
from civicline.ports.offices import Offices
from functions.inbound.owners import owner_of

REPLAYED_ITEM = "quarantined_item"
"""The queue's message attribute by which a replay names the entry that it is to release."""


def quarantined(body: str, error: NotificationUnreadableError, offices: Offices, now: datetime) -> QuarantinedItem:
    """The quarantine item of a queue record; the same body is the same item, on every redelivery and replay."""
    owners = (owner_of(offices, destination) for destination in error.destinations)
    office = next((owner for owner in owners if owner), None)
    return QuarantinedItem(
        item_id=ids.quarantine_id(body),
        office_id=office.office_id if office else None,
        reason=error.reason,
        detail=error.detail[:500],
        original=body.encode(),
        failed_at=now,
        raw_location=error.raw_location,
    )
