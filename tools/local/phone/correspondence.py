"""Both sides of what a constituent and the office wrote to each other."""

import threading
from collections.abc import Iterable
from typing import Any

from tools.local.phone.outbox import Outbox, SentMail
from tools.local.phone.writing import Letter

Item = dict[str, Any]


class Correspondence:
    """What was written through the page, together with what the office has sent."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._lock = threading.Lock()
        self._texts: list[tuple[str, Item]] = []
        self._mails: list[tuple[str, Item]] = []

    def add_text(self, text_id: str, number: str, text: str, at: float) -> None:
        """Remember a text to the office."""
        with self._lock:
            self._texts.append((number, {"id": text_id, "from": "constituent", "text": text, "at": at}))

    def add_mail(self, mail_id: str, letter: Letter, office_address: str, at: float) -> None:
        """Remember a mail to the office."""
        item = {
            "id": mail_id,
            "from": "constituent",
            "who": office_address,
            "subject": letter.subject,
            "text": letter.text,
            "headers": [],
            "answers": "",
            "at": at,
        }
        with self._lock:
            self._mails.append((letter.address.lower(), item))

    def of(self, *, number: str, address: str) -> dict[str, list[Item]]:
        """The texts of a number, oldest first, and the mails of an address, newest first."""
        sent = self._outbox.sent()
        with self._lock:
            own_texts = [item for writer, item in self._texts if writer == number]
            own_mails = [item for writer, item in self._mails if writer == address.lower()]
        texts = [
            {"id": text.text_id, "from": "office", "text": text.text, "at": text.at}
            for text in sent.texts
            if text.number == number
        ]
        mails = [_received(mail) for mail in sent.mails if address.lower() in mail.addresses]
        return {
            "texts": _by_time([*own_texts, *texts]),
            "mails": _by_time([*own_mails, *mails])[::-1],
        }


def _received(mail: SentMail) -> Item:
    message_id = next((value for name, value in mail.headers if name.lower() == "message-id"), f"<{mail.mail_id}>")
    return {
        "id": mail.mail_id,
        "from": "office",
        "who": mail.sender,
        "subject": mail.subject,
        "text": mail.text,
        "headers": [list(header) for header in mail.headers],
        "answers": message_id,
        "at": mail.at,
    }


def _by_time(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: float(item["at"]))
