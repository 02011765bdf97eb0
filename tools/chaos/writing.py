"""What carriers and SES put into the inbound queue for one message."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from enum import StrEnum

from civicline.domain import ids
from civicline.domain.channel import Channel
from civicline.domain.ids import MessageId, QuarantineId
from tools.chaos.office import ADDRESS, NUMBER, OFFICE_ID

SMS_TOPIC = "arn:aws:sns:us-east-1:123456789012:inbound-sms"
MAIL_TOPIC = "arn:aws:sns:us-east-1:123456789012:inbound-mail"
BUCKET = "mail"


class Expected(StrEnum):
    """What the office owes a message."""

    REPLY = "a reply"
    STAFF = "a person"
    SILENCE = "silence"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One message and what it must get, decided by whoever wrote it and by nothing of the product.

    `answer` names the approved words of the reply. `after` is when it comes, counted from the sender's first.
    `may_wait` allows a person in place of the reply where the order of the sender's messages decides; `twin_of` is the
    provider's id of the same words said before; `stops` says that staff will try to stop the reply. What
    `lies_in_wait` comes at the worst moment, between two calls that answer the sender's first message; at last it comes
    anyway.
    """

    kind: str
    channel: Channel
    sender: str
    provider_id: str
    body: str
    expected: Expected
    answer: str = ""
    after: timedelta = field(default=timedelta())
    raw: bytes = b""
    may_wait: bool = False
    twin_of: str = ""
    stops: bool = False
    lies_in_wait: bool = False

    @property
    def message_id(self) -> MessageId:
        """The id that the product gives it."""
        return ids.message_id(OFFICE_ID, self.channel, self.provider_id)

    @property
    def quarantine_id(self) -> QuarantineId:
        """The id under which it is quarantined if it cannot be read."""
        return ids.quarantine_id(self.body)


def envelope(topic: str, message: object) -> str:
    """SNS's envelope."""
    words = message if isinstance(message, str) else json.dumps(message)
    return json.dumps({"Type": "Notification", "TopicArn": topic, "Message": words})


def text_body(sender: str, provider_id: str, words: str, number: str = NUMBER) -> str:
    """The notification of a text."""
    return envelope(
        SMS_TOPIC,
        {
            "originationNumber": sender,
            "destinationNumber": number,
            "messageBody": words,
            "inboundMessageId": provider_id,
        },
    )


def mail_body(sender: str | None, provider_id: str, recipient: str = ADDRESS, dmarc: str = "PASS") -> str:
    """The receipt of a mail, whose bytes stand in the bucket under the provider's id."""
    receipt = {
        "recipients": [recipient],
        "action": {"type": "S3", "bucketName": BUCKET, "objectKey": f"mail/{provider_id}"},
        "dmarcVerdict": {"status": dmarc},
    }
    mail = {"messageId": provider_id, "source": sender}
    return envelope(MAIL_TOPIC, {"notificationType": "Received", "receipt": receipt, "mail": mail})


def mail_bytes(sender: str, provider_id: str, subject: str, words: str, **headers: str) -> bytes:
    """A mail of one paragraph."""
    mail = EmailMessage()
    mail["From"] = f"Ada Example <{sender}>"
    mail["To"] = ADDRESS
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{provider_id}@example.net>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail.as_bytes()
