"""Events of the providers about what they sent, parsed once into typed values.

Sources: AWS, "Examples of event data that Amazon SES publishes to Amazon SNS" (`eventType`), "Amazon SNS notification
examples for Amazon SES" (`notificationType`), and of End User Messaging "Event types for SMS, MMS, and voice" and
"Monitoring with EventBridge".
"""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from civicline.domain.channel import Channel
from civicline.domain.errors import NotificationUnreadableError
from civicline.domain.ids import MessageId, OfficeId
from civicline.domain.opting_out.suppression import SuppressionReason
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MessageRef
from civicline.domain.replies.delivery import Delivery, DeliveryEvent, DeliveryStatus

OFFICE_ID, MESSAGE_ID = "office_id", "message_id"
"""The tags (SES) or context (End User Messaging) under which our ids travel."""


class _Event(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True, populate_by_name=True)


class _Mail(_Event):
    timestamp: datetime
    message_id: str = Field(min_length=1)
    tags: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class _Recipient(_Event):
    email_address: str
    status: str = ""


class _Bounce(_Event):
    bounce_type: str
    bounce_sub_type: str = ""
    bounced_recipients: tuple[_Recipient, ...] = ()
    timestamp: datetime


class _Complaint(_Event):
    complained_recipients: tuple[_Recipient, ...] = ()
    complaint_feedback_type: str = ""
    timestamp: datetime


class _Moment(_Event):
    timestamp: datetime


class _Delay(_Event):
    delay_type: str = ""
    timestamp: datetime


class _Refusal(_Event):
    reason: str = ""


class _Failure(_Event):
    template_name: str = ""


class MailEvent(_Event):
    """One event of SES about a mail that we sent, in either of the two forms in which SES tells it."""

    kind: Literal["Send", "Delivery", "Bounce", "Complaint", "DeliveryDelay", "Reject", "Rendering Failure"] = Field(
        validation_alias=AliasChoices("eventType", "notificationType")
    )
    mail: _Mail
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None
    delivery: _Moment | None = None
    delivery_delay: _Delay | None = None
    reject: _Refusal | None = None
    failure: _Failure | None = None


class TextEvent(_Event):
    """One event of End User Messaging about a text that we sent; times are milliseconds since 1970."""

    event_type: str = Field(pattern=r"^TEXT_[A-Z_]+$")
    event_timestamp: int
    is_final: bool = False
    message_id: str = Field(min_length=1)
    message_request_timestamp: int
    message_status: str = ""
    message_status_description: str = ""
    context: dict[str, str] = Field(default_factory=dict)


class _Envelope(BaseModel):
    """What the queue holds: SNS's envelope around an event of SES, or EventBridge's around one of a text."""

    model_config = ConfigDict(frozen=True)

    message: str | None = Field(alias="Message", default=None)
    detail_type: str | None = Field(alias="detail-type", default=None)
    detail: dict[str, Any] | None = None


_TEXT_STATUS = {
    "TEXT_QUEUED": DeliveryStatus.QUEUED,
    "TEXT_PENDING": DeliveryStatus.QUEUED,
    "TEXT_SENT": DeliveryStatus.SENT,
    "TEXT_SUCCESSFUL": DeliveryStatus.SENT,
    "TEXT_DELIVERED": DeliveryStatus.DELIVERED,
    "TEXT_UNKNOWN": DeliveryStatus.UNKNOWN,
    "TEXT_BLOCKED": DeliveryStatus.PERMANENT_FAILURE,
    "TEXT_CARRIER_BLOCKED": DeliveryStatus.PERMANENT_FAILURE,
    "TEXT_INVALID": DeliveryStatus.PERMANENT_FAILURE,
    "TEXT_INVALID_MESSAGE": DeliveryStatus.PERMANENT_FAILURE,
    "TEXT_SPAM": DeliveryStatus.PERMANENT_FAILURE,
    "TEXT_TTL_EXPIRED": DeliveryStatus.PERMANENT_FAILURE,
    "TEXT_PROTECT_BLOCKED": DeliveryStatus.PERMANENT_FAILURE,
}
_TEXT_SUPPRESSION = {
    "TEXT_INVALID": SuppressionReason.BOUNCE,
    "TEXT_BLOCKED": SuppressionReason.OPT_OUT,
}
"""An invalid number is nobody's; whoever has blocked texts on their telephone does not want them."""

_TOLD_SUPPRESSION = {
    "phone number is opted out": SuppressionReason.OPT_OUT,
    "phone has opted out": SuppressionReason.OPT_OUT,
    "destination phone number has opted out": SuppressionReason.OPT_OUT,
    "phone has blocked sms": SuppressionReason.OPT_OUT,
    "invalid phone number": SuppressionReason.BOUNCE,
}
"""What carriers tell in words (`messageStatusDescription`): of toll-free numbers, whose STOP the carrier itself
honours, this is all that is ever told. Source: AWS, "SMS delivery failure reasons"."""


def read_event(body: str) -> DeliveryEvent:
    """The event in a queue record's body. Raises NotificationUnreadableError."""
    try:
        envelope = _Envelope.model_validate_json(body)
        if envelope.detail_type == "Text Message Delivery Status Updated":
            return _of_text(TextEvent.model_validate(envelope.detail))
        if envelope.message is None:
            raise NotificationUnreadableError("not_a_delivery_event", "neither SNS nor EventBridge")
        return _of_mail(MailEvent.model_validate_json(envelope.message))
    except ValidationError as error:
        fields = "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['type']}" for problem in error.errors()[:5])
        raise NotificationUnreadableError("not_a_delivery_event", fields) from None


def _of_mail(event: MailEvent) -> DeliveryEvent:
    delivery, suppresses, recipients = _mail_delivery(event)
    tags = {name: values[0] for name, values in event.mail.tags.items() if values}
    return DeliveryEvent(
        channel=Channel.EMAIL,
        provider_id=event.mail.message_id,
        accepted_at=event.mail.timestamp,
        delivery=delivery,
        ref=_ref(tags),
        suppresses=suppresses,
        recipients=frozenset(ContactPoint.mail(one.email_address).value for one in recipients),
    )


def _mail_delivery(event: MailEvent) -> tuple[Delivery, SuppressionReason | None, tuple[_Recipient, ...]]:
    if event.bounce:
        return _bounce(event.bounce)
    if event.complaint:
        return _complaint(event.complaint)
    if event.kind in {"Reject", "Rendering Failure"}:
        reason = event.reject.reason if event.reject else ""
        detail = f"{event.kind}/{reason}".rstrip("/")
        return Delivery(status=DeliveryStatus.PERMANENT_FAILURE, at=event.mail.timestamp, detail=detail), None, ()
    if event.kind == "DeliveryDelay":
        delay = event.delivery_delay or _Delay(timestamp=event.mail.timestamp)
        delayed = Delivery(status=DeliveryStatus.TEMPORARY_FAILURE, at=delay.timestamp, detail=delay.delay_type)
        return delayed, None, ()
    if event.delivery:
        return Delivery(status=DeliveryStatus.DELIVERED, at=event.delivery.timestamp), None, ()
    return Delivery(status=DeliveryStatus.SENT, at=event.mail.timestamp), None, ()


def _bounce(bounce: _Bounce) -> tuple[Delivery, SuppressionReason | None, tuple[_Recipient, ...]]:
    """A transient bounce is one that SES has given up on as well, but another mail may get through."""
    codes = sorted({one.status for one in bounce.bounced_recipients if one.status})
    detail = " ".join([f"{bounce.bounce_type}/{bounce.bounce_sub_type}", *codes])
    failed = Delivery(status=DeliveryStatus.PERMANENT_FAILURE, at=bounce.timestamp, detail=detail)
    suppresses = SuppressionReason.BOUNCE if bounce.bounce_type == "Permanent" else None
    return failed, suppresses, bounce.bounced_recipients


def _complaint(complaint: _Complaint) -> tuple[Delivery, SuppressionReason | None, tuple[_Recipient, ...]]:
    """`not-spam` says that somebody took a mail out of their spam folder."""
    if complaint.complaint_feedback_type == "not-spam":
        return Delivery(status=DeliveryStatus.DELIVERED, at=complaint.timestamp, detail="not-spam"), None, ()
    detail = complaint.complaint_feedback_type
    complained = Delivery(status=DeliveryStatus.COMPLAINED, at=complaint.timestamp, detail=detail)
    return complained, SuppressionReason.COMPLAINT, complaint.complained_recipients


def _of_text(event: TextEvent) -> DeliveryEvent:
    status = _TEXT_STATUS.get(event.event_type)
    if status is None:  # unreachable, or of a kind that did not exist yet: over only if it is said to be
        status = DeliveryStatus.PERMANENT_FAILURE if event.is_final else DeliveryStatus.TEMPORARY_FAILURE
    return DeliveryEvent(
        channel=Channel.SMS,
        provider_id=event.message_id,
        accepted_at=_moment(event.message_request_timestamp),
        delivery=Delivery(status=status, at=_moment(event.event_timestamp), detail=event.event_type),
        ref=_ref(event.context),
        suppresses=_text_suppression(event),
    )


def _text_suppression(event: TextEvent) -> SuppressionReason | None:
    """By the kind of event, or else by the carrier's words about a text that did not arrive."""
    told = _TOLD_SUPPRESSION.get(event.message_status_description.strip().rstrip(".").lower())
    is_failed = _TEXT_STATUS.get(event.event_type) not in {DeliveryStatus.DELIVERED, DeliveryStatus.SENT}
    return _TEXT_SUPPRESSION.get(event.event_type) or (told if is_failed else None)


def _ref(ids: dict[str, str]) -> MessageRef | None:
    if not (ids.get(OFFICE_ID) and ids.get(MESSAGE_ID)):
        return None
    return MessageRef(office_id=OfficeId(ids[OFFICE_ID]), message_id=MessageId(ids[MESSAGE_ID]))


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
