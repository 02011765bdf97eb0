"""SES, SNS and End User Messaging: what they were handed, and what they tell of it afterwards."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from civicline.domain.channel import Channel
from tools.chaos.clock import VirtualClock
from tools.chaos.cloud.queues import Queue
from tools.chaos.cloud.tables import refusal

LATEST_EVENT_SECONDS = 1_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One reply that a provider took. `message_id` is our own id, "" where the provider knows none (SNS)."""

    channel: Channel
    recipient: str
    text: str
    message_id: str
    provider_id: str
    at: datetime


@dataclass(slots=True)
class Providers:
    """All three, with one list of what they took. `refuses` names recipients to whom nothing can be sent, `bounces`
    those whose mail comes back, `complains` those who call it spam, `opted_out` those on the provider's own list."""

    clock: VirtualClock
    chance: Random
    events: Queue
    took: Callable[[Handed], None] = field(default=lambda _handed: None)
    refuses: set[str] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)
    bounces: set[str] = field(default_factory=set)
    complains: set[str] = field(default_factory=set)
    handed: list[Handed] = field(default_factory=list)
    repeated_events: int = 0

    def publish(self, **request: Any) -> dict[str, Any]:
        """`sns.Publish` to a telephone number: nobody tells what becomes of it."""
        self._refuse(request["PhoneNumber"], "OptedOut", "InvalidParameter")
        handed = self._take(Channel.SMS, request["PhoneNumber"], request["Message"], "")
        return {"MessageId": handed.provider_id}

    def send_text_message(self, **request: Any) -> dict[str, Any]:
        """`pinpoint-sms-voice-v2.SendTextMessage`, with events through EventBridge."""
        number, context = request["DestinationPhoneNumber"], request["Context"]
        self._refuse(number, "OptedOutException", "ValidationException")
        handed = self._take(Channel.SMS, number, request["MessageBody"], context["message_id"])
        for kind in ("TEXT_QUEUED", "TEXT_SENT", "TEXT_DELIVERED"):
            self._tell(_text_event(handed, kind, context))
        return {"MessageId": handed.provider_id}

    def send_email(self, **request: Any) -> dict[str, Any]:
        """`sesv2.SendEmail` of raw MIME, with events through SNS."""
        recipient = request["Destination"]["ToAddresses"][0]
        tags = {tag["Name"]: tag["Value"] for tag in request["EmailTags"]}
        self._refuse(recipient, "MessageRejected", "MessageRejected")
        text = request["Content"]["Raw"]["Data"].decode("utf-8", "replace")
        handed = self._take(Channel.EMAIL, recipient, text, tags["message_id"])
        for event in self._mail_events(handed):
            is_tagged = event["eventType"] == "Send" or self.chance.random() < 0.7
            self._tell(_mail_event(handed, event, tags if is_tagged else {}))
        return {"MessageId": handed.provider_id}

    @property
    def meta(self) -> Any:
        """What botocore's clients tell of themselves."""
        return SimpleNamespace(region_name="us-east-1")

    def _refuse(self, recipient: str, opted_out: str, refused: str) -> None:
        if recipient in self.opted_out:
            raise refusal("Send", opted_out)
        if recipient in self.refuses:
            raise refusal("Send", refused)

    def _take(self, channel: Channel, recipient: str, text: str, message_id: str) -> Handed:
        handed = Handed(
            channel=channel,
            recipient=recipient,
            text=text,
            message_id=message_id,
            provider_id=f"provider-{len(self.handed) + 1}",
            at=self.clock.now,
        )
        self.handed.append(handed)
        self.took(handed)
        return handed

    def _tell(self, body: str) -> None:
        """At least once, in no order, sometimes at once and sometimes after a quarter of an hour."""
        times = 2 if self.chance.random() < 0.15 else 1
        self.repeated_events += times - 1
        for _ in range(times):
            late = self.chance.choice((0, 1, 30, self.chance.randint(60, LATEST_EVENT_SECONDS)))
            self.events.put(body, timedelta(seconds=late))

    def _mail_events(self, handed: Handed) -> list[dict[str, Any]]:
        timestamp = {"timestamp": handed.at.isoformat()}
        found: list[dict[str, Any]] = [{"eventType": "Send", "send": {}}]
        if handed.recipient in self.bounces:
            bounced = {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": handed.recipient}]}
            return [*found, {"eventType": "Bounce", "bounce": {**bounced, **timestamp}}]
        found.append({"eventType": "Delivery", "delivery": timestamp})
        if handed.recipient in self.complains:
            complaint = {"complainedRecipients": [{"emailAddress": handed.recipient}], **timestamp}
            found.append({"eventType": "Complaint", "complaint": complaint})
        return found


def _mail_event(handed: Handed, event: dict[str, Any], tags: dict[str, str]) -> str:
    mail: dict[str, Any] = {"timestamp": handed.at.isoformat(), "messageId": handed.provider_id}
    if tags:
        mail["tags"] = {name: [value] for name, value in tags.items()}
    return json.dumps({"TopicArn": "mail-events", "Message": json.dumps({**event, "mail": mail})})


def _text_event(handed: Handed, kind: str, context: dict[str, str]) -> str:
    at = int(handed.at.timestamp() * 1_000)
    detail = {
        "eventType": kind,
        "eventTimestamp": at,
        "isFinal": kind == "TEXT_DELIVERED",
        "messageId": handed.provider_id,
        "messageRequestTimestamp": at,
        "context": context,
    }
    return json.dumps({"detail-type": "Text Message Delivery Status Updated", "detail": detail})
