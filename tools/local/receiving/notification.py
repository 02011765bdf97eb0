"""A mail as SES stores it, and the notification that announces it.

Source: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import format_datetime, getaddresses
from typing import Any

from tools.local.receiving.receipt_rule import ReceiptRule

LARGEST_HEADERS_BYTES = 10 * 1024
PASS = {"status": "PASS"}
NOT_LOOKED_AT = {"status": "DISABLED"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail at the door: who handed it over, its envelope, its content, and the id that SES gives it."""

    message_id: str
    peer: str
    sender: str
    recipients: Sequence[str]
    content: bytes
    received_at: datetime


def stored_content(arrival: Arrival) -> bytes:
    """The mail with the trace headers that SES puts before it.

    A laptop's sender has no DNS to look at, so every check passes, as it does for a well-kept domain.
    """
    domain = arrival.sender.rpartition("@")[2] or "unknown"
    trace = [
        f"Return-Path: <{arrival.sender}>",
        f"Received: from {arrival.peer} ({arrival.peer})",
        f" by inbound-smtp.us-east-1.amazonaws.com with SMTP id {arrival.message_id}",
        f" for {arrival.recipients[0]};",
        f" {format_datetime(arrival.received_at)}",
        "X-SES-Spam-Verdict: PASS",
        "X-SES-Virus-Verdict: PASS",
        f"Received-SPF: pass (spfCheck: domain of {domain} designates {arrival.peer} as permitted sender)",
        f" client-ip={arrival.peer}; envelope-from={arrival.sender}; helo={arrival.peer};",
        "Authentication-Results: amazonses.com;",
        f" spf=pass (spfCheck: domain of {domain} designates {arrival.peer} as permitted sender)",
        f" client-ip={arrival.peer}; envelope-from={arrival.sender}; helo={arrival.peer};",
        f" dkim=pass header.i=@{domain};",
        f" dmarc=pass header.from={domain};",
    ]
    return "".join(f"{line}\r\n" for line in trace).encode() + arrival.content


def received_notification(
    arrival: Arrival, rule: ReceiptRule, object_key: str, *, announced_at: datetime
) -> dict[str, Any]:
    """What SES publishes about a mail stored under a key."""
    headers = BytesHeaderParser(policy=policy.compat32).parsebytes(stored_content(arrival))
    listed, is_truncated = _listed(headers)
    scanned = PASS if rule.scans else NOT_LOOKED_AT
    return {
        "notificationType": "Received",
        "mail": {
            "timestamp": _iso(arrival.received_at),
            "source": arrival.sender,
            "messageId": arrival.message_id,
            "destination": list(arrival.recipients),
            "headersTruncated": is_truncated,
            "headers": listed,
            "commonHeaders": _common_headers(arrival),
        },
        "receipt": {
            "timestamp": _iso(announced_at),
            "processingTimeMillis": int((announced_at - arrival.received_at).total_seconds() * 1000),
            "recipients": [address for address in arrival.recipients if rule.accepts(address)],
            "spamVerdict": scanned,
            "virusVerdict": scanned,
            "spfVerdict": PASS,
            "dkimVerdict": PASS,
            "dmarcVerdict": PASS,
            "action": {
                "type": "S3",
                "topicArn": rule.topic_arn,
                "bucketName": rule.bucket,
                "objectKeyPrefix": rule.prefix,
                "objectKey": object_key,
            },
        },
    }


def _listed(headers: Message) -> tuple[list[dict[str, str]], bool]:
    """Headers up to 10 KB, and whether there were more."""
    listed: list[dict[str, str]] = []
    size = 0
    for name, value in headers.items():
        text = str(value)
        size += len(name) + len(text.encode("utf-8", "replace"))
        if size > LARGEST_HEADERS_BYTES:
            return listed, True
        listed.append({"name": name, "value": " ".join(text.split())})
    return listed, False


def _common_headers(arrival: Arrival) -> dict[str, Any]:
    """The headers that most readers want; those that the mail lacks are left out."""
    headers = BytesHeaderParser(policy=policy.compat32).parsebytes(arrival.content)
    common: dict[str, Any] = {"returnPath": arrival.sender}
    for key, name in (("from", "From"), ("to", "To"), ("cc", "Cc"), ("replyTo", "Reply-To")):
        addresses = getaddresses([_decoded(value) for value in headers.get_all(name, [])])
        if addresses:
            common[key] = [f"{person} <{address}>" if person else address for person, address in addresses]
    for key, name in (("date", "Date"), ("messageId", "Message-ID"), ("subject", "Subject")):
        if name in headers:
            common[key] = _decoded(headers[name])
    return common


def _decoded(value: Any) -> str:
    """A header as people read it; one whose encoding makes no sense stays as it came."""
    raw = str(value)
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (HeaderParseError, LookupError, UnicodeError):
        return raw


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
