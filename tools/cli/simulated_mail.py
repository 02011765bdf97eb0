"""Mails to play: read from files or written here, and sent by SMTP as any mail program would."""

import mailbox
import smtplib
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from pathlib import Path

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from civicline.mail.errors import MailUnreadableError
from civicline.mail.mime import parse_mail
from tools.cli.faults import faults_of
from tools.cli.running_stack import RunningStack

_TIMEOUT_SECONDS = 60.0


class SimulatedMail(BaseModel):
    """One raw mail, its envelope, and what to call it in the list of outcomes."""

    model_config = ConfigDict(frozen=True)

    raw: bytes
    sender: str
    recipient: str
    label: str


class _WrittenMail(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    text: str
    subject: str = ""
    sender: str = Field(default="jordan.rivera@example.net", alias="from")
    name: str = "Jordan Rivera"


def written_mail(text: str, recipient: str, *, sender: str, name: str, subject: str) -> SimulatedMail:
    """A plain mail. Raises click.ClickException if the sender is no address."""
    message = EmailMessage()
    try:
        message["From"] = Address(display_name=name, addr_spec=sender)
    except (ValueError, IndexError) as error:
        raise click.ClickException(f"{sender} is not an e-mail address: {error}") from None
    message["To"] = recipient
    message["Subject"] = " ".join(subject.split())
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message.set_content(text)
    return SimulatedMail(raw=message.as_bytes(), sender=sender, recipient=recipient, label=subject or text)


def read_mails(path: Path, recipient: str) -> list[SimulatedMail]:
    """The mails of an .eml file, a folder of them, an mbox or JSON Lines. Raises click.ClickException."""
    if path.is_dir():
        files = sorted(path.glob("*.eml"))
        if not files:
            raise click.ClickException(f"{path} holds no .eml files")
        return [_raw_mail(file.read_bytes(), recipient, file.name) for file in files]
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        return list(_json_lines(path, recipient))
    if path.read_bytes()[:5] == b"From ":
        box = mailbox.mbox(path, create=False)
        return [_raw_mail(bytes(message), recipient, f"{path.name} {key}") for key, message in box.items()]
    return [_raw_mail(path.read_bytes(), recipient, path.name)]


def send_mail(stack: RunningStack, mail: SimulatedMail) -> str:
    """Send a mail and return the id under which it was taken in, which the server's answer ends with."""
    try:
        with smtplib.SMTP(stack.smtp_host, stack.smtp_port, timeout=_TIMEOUT_SECONDS) as server:
            server.ehlo()
            _expect(server.mail(mail.sender))
            _expect(server.rcpt(mail.recipient))
            return _expect(server.data(mail.raw)).split()[-1]
    except OSError as error:
        raise click.ClickException(f"{mail.label}: {error}; is the stack running?") from None


def _expect(answer: tuple[int, bytes]) -> str:
    code, text = answer
    words = text.decode("ascii", "replace")
    if code != 250:
        raise click.ClickException(f"the mail server answers {code} {words}")
    return words


def _raw_mail(raw: bytes, recipient: str, label: str) -> SimulatedMail:
    try:
        sender = parse_mail(raw).sender
    except MailUnreadableError as error:
        raise click.ClickException(f"{label}: {error}") from None
    return SimulatedMail(raw=raw, sender=sender.address if sender else "", recipient=recipient, label=label)


def _json_lines(path: Path, recipient: str) -> Iterator[SimulatedMail]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            mail = _WrittenMail.model_validate_json(line)
        except ValidationError as error:
            raise click.ClickException(f"{path}, line {number}: {'; '.join(faults_of(error))}") from None
        yield written_mail(mail.text, recipient, sender=mail.sender, name=mail.name, subject=mail.subject)
