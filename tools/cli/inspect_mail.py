"""`civicline inspect`: how an e-mail is read."""

from pathlib import Path
from typing import Any

import click

from civicline.adapters.language import detect_language
from civicline.domain.channel import Channel
from civicline.domain.emergencies.emergency import detect_emergency
from civicline.domain.opting_out.opt_out import decide_keyword
from civicline.mail.addresses import MailAddress
from civicline.mail.auto_reply import automatic_reason
from civicline.mail.errors import MailUnreadableError
from civicline.mail.mime import ParsedMail, parse_mail
from civicline.mail.quoting import split_new_text
from civicline.mail.threading import thread_references
from tools.cli.output import json_option, print_fields, print_json


@click.command(name="inspect")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--own-address", multiple=True, help="An address of the office; mail from it is a loop. Repeatable.")
@json_option
def inspect_mail(file: Path, own_address: tuple[str, ...], as_json: bool) -> None:
    """Show how the mail in FILE (.eml) is read: sender, words, attachments, machine or person."""
    try:
        mail = parse_mail(file.read_bytes())
    except MailUnreadableError as error:
        raise click.ClickException(f"{file}: {error}; in the field it would be kept in quarantine") from None
    report = inspection(mail, own_address)
    if as_json:
        print_json(report)
    else:
        print_fields(_for_people(report))


def inspection(mail: ParsedMail, own_addresses: tuple[str, ...] = ()) -> dict[str, Any]:
    """How a mail is read, as plain data."""
    split = split_new_text(mail.text, mail.sender)
    reason = automatic_reason(mail, own_addresses, envelope_sender=None)
    keyword = decide_keyword(split.text, Channel.EMAIL)
    emergency = detect_emergency(f"{mail.subject}\n{split.text}")
    return {
        "sender": _address(mail.sender),
        "reply_to": [_address(address) for address in mail.reply_to],
        "to": [_address(address) for address in mail.to],
        "cc": [_address(address) for address in mail.cc],
        "subject": mail.subject,
        "date": mail.date,
        "message_id": mail.message_id,
        "references": thread_references(mail),
        "text": mail.text,
        "new_text": split.text,
        "quotation": split.quotation,
        "signature": split.signature,
        "disclaimer": split.disclaimer,
        "attachments": [
            {
                "filename": attachment.filename,
                "declared_type": attachment.declared_type,
                "detected_type": attachment.detected_type,
                "size_bytes": attachment.size_bytes,
                "is_dangerous": attachment.is_dangerous,
            }
            for attachment in mail.attachments
        ],
        "is_automatic": reason is not None,
        "automatic_reason": reason.value if reason else None,
        "keyword": keyword.keyword.value,
        "keyword_evidence": keyword.evidence,
        "emergency": emergency.kind.value if emergency else None,
        "language": detect_language(split.text),
        "is_html_only": mail.is_html_only,
        "is_encrypted": mail.is_encrypted,
        "is_signed": mail.is_signed,
        "defects": mail.defects,
    }


def _address(address: MailAddress | None) -> dict[str, str] | None:
    return {"name": address.name, "address": address.address} if address else None


def _for_people(report: dict[str, Any]) -> dict[str, object]:
    shown = dict(report)
    for name in ("sender", "reply_to", "to", "cc", "attachments"):
        entries = shown[name] if isinstance(shown[name], list) else [shown[name]]
        shown[name] = "\n".join(" ".join(str(part) for part in entry.values()) for entry in entries if entry)
    for name in ("references", "defects"):
        shown[name] = "\n".join(shown[name])
    return shown
