"""`civicline simulate`: send messages into a running stack, and print what becomes of each."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from civicline.domain import ids
from civicline.domain.channel import Channel
from civicline.domain.ids import OfficeId
from civicline.domain.received.message import MessageRef
from tools.cli.outcomes import Sent, report_outcomes
from tools.cli.output import json_option
from tools.cli.running_stack import RunningStack, stack_option
from tools.cli.simulated_mail import SimulatedMail, read_mails, send_mail, written_mail
from tools.cli.simulated_texts import SimulatedText, read_texts, send_text

FIRST_NUMBER = "+12025550188"
FIRST_ADDRESS = "jordan.rivera@example.net"

T = TypeVar("T")

file_option = click.option("--file", "file", type=click.Path(path_type=Path, exists=True), help="Many messages.")
timeout_option = click.option(
    "--timeout", default=30.0, show_default=True, help="Seconds to wait for the outcomes; 0 does not wait."
)


@click.group()
def simulate() -> None:
    """Play a constituent: send one message, or a file of many, into a running stack.

    Exit code 1 if the outcome of any message did not show in time.
    """


@simulate.command()
@click.argument("text", required=False)
@click.option("--from", "sender", default=FIRST_NUMBER, show_default=True, help="The constituent's number.")
@file_option
@timeout_option
@stack_option
@json_option
def sms(text: str | None, sender: str, file: Path | None, timeout: float, stack_file: Path, as_json: bool) -> None:
    """Send TEXT, or each text of a FILE, to the sample office's number.

    FILE is plain text (a message a line), CSV with a column `text` and perhaps `from`, or JSON Lines with the same
    names. Messages without a `from` come from one number each.
    """
    stack = RunningStack.read(stack_file)
    texts = read_texts(file) if file else [SimulatedText(text=_required(text, "TEXT"), sender=sender)]
    _send(texts, lambda one: _sent(stack, Channel.SMS, one.text, send_text(stack, one)), stack, timeout, as_json)


@simulate.command()
@click.argument("text", required=False)
@click.option("--subject", default="", help="The subject.")
@click.option("--from", "sender", default=FIRST_ADDRESS, show_default=True, help="The constituent's address.")
@click.option("--name", default="Jordan Rivera", show_default=True, help="The constituent's name.")
@file_option
@timeout_option
@stack_option
@json_option
def email(
    text: str | None,
    subject: str,
    sender: str,
    name: str,
    file: Path | None,
    timeout: float,
    stack_file: Path,
    as_json: bool,
) -> None:
    """Send a mail with TEXT, or each mail of a FILE, to the sample office's address, by SMTP.

    FILE is a mail (.eml), a folder of them, an mbox, or JSON Lines with `text` and perhaps `subject`, `from`, `name`.
    """
    stack = RunningStack.read(stack_file)
    if file:
        mails: Sequence[SimulatedMail] = read_mails(file, stack.office.address)
    else:
        words = _required(text, "TEXT")
        mails = [written_mail(words, stack.office.address, sender=sender, name=name, subject=subject)]
    _send(mails, lambda one: _sent(stack, Channel.EMAIL, one.label, send_mail(stack, one)), stack, timeout, as_json)


def _send(entries: Sequence[T], send: Callable[[T], Sent], stack: RunningStack, timeout: float, as_json: bool) -> None:
    """Send all, with progress where there are many, then wait for what becomes of them."""
    show_progress = len(entries) > 1 and sys.stderr.isatty()
    with click.progressbar(entries, label="Sending", file=sys.stderr, hidden=not show_progress) as progress:
        sent = [send(entry) for entry in progress]
    if not report_outcomes(sent, stack.messages, timeout, as_json):
        sys.exit(1)


def _sent(stack: RunningStack, channel: Channel, label: str, provider_id: str) -> Sent:
    office_id = OfficeId(stack.office.id)
    ref = MessageRef(office_id=office_id, message_id=ids.message_id(office_id, channel, provider_id))
    return Sent(ref=ref, label=label)


def _required(value: str | None, name: str) -> str:
    if value is None:
        raise click.UsageError(f"give {name} or --file")
    return value
