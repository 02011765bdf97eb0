"""What the office has sent, as moto keeps it."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from typing import Any

from tools.local.servers.aws_server import SENT_PATH

FRESH_SECONDS = 0.5
TIMEOUT_SECONDS = 10
WHOLE_TIMEOUT_SECONDS = 90
"""For all that moto holds, every item of every table among it: seconds, more on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentText:
    """A text on its way to a number; `at` is when it was first seen, in seconds since 1970."""

    text_id: str
    number: str
    text: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A mail on its way to addresses; `at` is when it was first seen, in seconds since 1970."""

    mail_id: str
    addresses: tuple[str, ...]
    sender: str
    subject: str
    text: str
    headers: tuple[tuple[str, str], ...]
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Everything that has left the office, oldest first."""

    texts: tuple[SentText, ...]
    mails: tuple[SentMail, ...]


class Outbox:
    """Reads moto's record of sent mail and texts, which says nothing of time: first sight stands in for it."""

    def __init__(self, read: Callable[[], Mapping[str, Any]], clock: Callable[[], float] = time.time) -> None:
        self._read = read
        self._clock = clock
        self._lock = threading.Lock()
        self._texts: dict[str, SentText] = {}
        self._mails: dict[str, SentMail] = {}
        self._read_at = 0.0

    def sent(self) -> Sent:
        """What has been sent so far, read anew if the last look was over half a second ago."""
        with self._lock:
            now = self._clock()
            if now - self._read_at >= FRESH_SECONDS:
                self._take(self._read(), now)
                self._read_at = now
            return Sent(texts=tuple(self._texts.values()), mails=tuple(self._mails.values()))

    def _take(self, data: Mapping[str, Any], now: float) -> None:
        for item in data.get("sns", {}).get("SMS", []):
            if item["message_id"] not in self._texts:
                self._texts[item["message_id"]] = SentText(
                    text_id=item["message_id"], number=item["phone_number"], text=item["message"], at=now
                )
        for item in data.get("ses", {}).get("RawMessage", []):
            if item["id"] not in self._mails:
                self._mails[item["id"]] = _mail(item, now)


def read_sent(endpoint: str) -> Callable[[], Mapping[str, Any]]:
    """A reader of what was sent through the laptop's AWS server, which is quick."""
    return _reader(f"{endpoint}{SENT_PATH}")


def read_moto(endpoint: str) -> Callable[[], Mapping[str, Any]]:
    """A reader of everything that any moto server holds, what was sent among it."""
    return _reader(f"{endpoint}/moto-api/data.json", WHOLE_TIMEOUT_SECONDS)


def _reader(url: str, timeout_seconds: float = TIMEOUT_SECONDS) -> Callable[[], Mapping[str, Any]]:
    def read() -> Mapping[str, Any]:
        with urllib.request.urlopen(url, timeout=timeout_seconds) as answer:  # noqa: S310 - the laptop's own address
            data: Mapping[str, Any] = json.load(answer)
            return data

    return read


def _mail(item: Mapping[str, Any], now: float) -> SentMail:
    raw = item["raw_data"].encode("utf-8", "surrogateescape")
    parsed = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw)
    part = parsed.get_body(preferencelist=("plain", "html"))
    return SentMail(
        mail_id=item["id"],
        addresses=tuple(address.lower() for _, address in getaddresses(item["destinations"])),
        sender=str(parsed["From"]),
        subject=str(parsed["Subject"] or ""),
        text=str(part.get_content()) if part else "",
        headers=tuple((name, str(value)) for name, value in parsed.items()),
        at=now,
    )
