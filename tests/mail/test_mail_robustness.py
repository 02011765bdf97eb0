"""No mail, however damaged, stops the office: real odd mails and seeded mutations of them."""

import os
import random
from pathlib import Path

import pytest

from civicline.mail.auto_reply import automatic_reason
from civicline.mail.errors import MailUnreadableError
from civicline.mail.mime import parse_mail
from civicline.mail.quoting import has_words, split_new_text
from civicline.mail.threading import thread_references

MUTATIONS = int(os.environ.get("CIVICLINE_MAIL_MUTATIONS", "10000"))
SEED = 20240506
GRAFTS = (
    b"\r\n\r\n", b"\n", b"\x00", b"--", b"boundary=", b"Content-Type: multipart/mixed; boundary=x\n", b"=?utf-8?b?", b"?=", b"\xff\xfe",
    b"Content-Transfer-Encoding: base64\n", b"charset=utf-7", b"charset=iso-2022-jp", b"<", b"(", b'"', b"> ", b"=", b"From: ",
    b"Content-Type: application/ms-tnef\n", b"\x78\x9f\x3e\x22", b"PK\x03\x04", b"PK\x01\x02", b"filename*0*=x''%", b"\x1b$B", b"&#x110000;", b"<a ", b"message/rfc822", b"Date: 99", b"\xf0\x9f\x91\x8d", b"begin 644 x\n",
)  # fmt: skip


def read_all(raw: bytes) -> None:
    try:
        mail = parse_mail(raw)
    except MailUnreadableError:
        return
    split = split_new_text(mail.text, mail.sender)
    assert has_words(split.text) == has_words(mail.text)
    automatic_reason(mail, ("help@office.example",), None)
    thread_references(mail)
    "\n".join((mail.subject, mail.text, *mail.defects, *(each.filename for each in mail.attachments))).encode("utf-8")


def mutated(raw: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at:at] = chance.choice(GRAFTS)
            case 1:
                del data[at : at + chance.randint(1, 80)]
            case 2:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                data[at:at] = data[at : at + chance.randint(1, 400)]
            case _:
                data[at:] = data[at:].replace(b"\n", b"\r\n", 3)
    return bytes(data)


def odd_mails(shared_data: Path) -> list[bytes]:
    folder = shared_data / "eml"
    paths = [*sorted(folder.glob("cpython_test_email_data/*")), *sorted(folder.glob("mailgun_talon/**/*.eml"))]
    return [path.read_bytes() for path in paths if path.is_file()]


@pytest.mark.data
def test_every_odd_mail_is_read(shared_data: Path) -> None:
    for raw in odd_mails(shared_data):
        read_all(raw)


@pytest.mark.data
def test_every_damaged_mail_is_read(shared_data: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    mails = [raw for raw in odd_mails(shared_data) if len(raw) < 20_000]
    for _ in range(MUTATIONS):
        read_all(mutated(chance.choice(mails), chance))
