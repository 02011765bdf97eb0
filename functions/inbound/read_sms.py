"""From a carrier's notification to an arrival."""

from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.phone import as_e164, is_e164
from civicline.domain.received.message import MessageText
from functions.inbound.arrival import Arrival
from functions.inbound.notifications import SmsNotification


def read_sms(notification: SmsNotification, original: str) -> Arrival:
    """Read a text message. `original` is the notification as it came; no other place keeps it."""
    sender = as_e164(notification.origination_number.strip())
    destination = ContactPoint.phone(as_e164(notification.destination_number.strip()))
    body = notification.message_body.replace("\x00", "")
    return Arrival(
        provider_id=notification.inbound_message_id,
        sender=ContactPoint.phone(sender),
        sender_name="",
        destinations=(destination,),
        text=MessageText(full=body, new=body, original=original),
        raw_location="record",
        is_authenticated=True,
        is_to_office_alone=True,
        automatic=_automatic_reason(sender, destination),
    )


def _automatic_reason(sender: str, destination: ContactPoint) -> str | None:
    """Short codes and names belong to machines, and a number that writes to itself is a loop."""
    if not is_e164(sender):
        return "sender_is_no_phone_number"
    if sender == destination.value:
        return "own_number"
    return None
