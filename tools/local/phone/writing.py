"""Writing to the office as a constituent does: a text through the carrier, a mail through SMTP."""

import json
import smtplib
import uuid
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid
from typing import Any

SMTP_TIMEOUT_SECONDS = 20


class NotDeliveredError(Exception):
    """The office's mail server refused a mail; the message is its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to the office; `answers` is the Message-ID of the mail it replies to, or empty."""

    name: str
    address: str
    subject: str
    text: str
    answers: str = ""


def send_text(sns: Any, topic_arn: str, *, sender: str, number: str, text: str) -> str:
    """Publish a text as AWS End User Messaging does with one from a carrier, and return its id.

    Source: https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
    """
    message_id = str(uuid.uuid4())
    payload = {
        "originationNumber": sender,
        "destinationNumber": number,
        "messageKeyword": f"KEYWORD_{number.removeprefix('+')}",
        "messageBody": text,
        "inboundMessageId": message_id,
        "previousPublishedMessageId": "",
    }
    sns.publish(TopicArn=topic_arn, Message=json.dumps(payload))
    return message_id


def send_mail(smtp: tuple[str, int], office_address: str, letter: Letter) -> str:
    """Hand a mail to the office's server and return its Message-ID; raises NotDeliveredError if it is refused."""
    mail = EmailMessage()
    mail["From"] = formataddr((letter.name, letter.address))
    mail["To"] = office_address
    mail["Subject"] = letter.subject
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = make_msgid(domain=letter.address.rpartition("@")[2])
    if letter.answers:
        mail["In-Reply-To"] = letter.answers
        mail["References"] = letter.answers
    mail.set_content(letter.text)
    try:
        with smtplib.SMTP(*smtp, timeout=SMTP_TIMEOUT_SECONDS) as connection:
            connection.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        ((_, answer),) = error.recipients.values()
        raise NotDeliveredError(answer.decode("utf-8", "replace")) from error
    except smtplib.SMTPException as error:
        raise NotDeliveredError(str(error)) from error
    return str(mail["Message-ID"])
