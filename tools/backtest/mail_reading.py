"""Labelled messages from mail: an mbox file or a folder of .eml files, with a CSV file that tells the topics."""

import mailbox
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from civicline.mail.auto_reply import automatic_reason
from civicline.mail.errors import MailUnreadableError
from civicline.mail.mime import ParsedMail, parse_mail
from civicline.mail.threading import thread_references
from functions.inbound.read_mail import message_text
from tools.backtest.messages import BacktestError, Collection, LabelledMessage, MissingColumnError
from tools.backtest.reading import WITHOUT_TEXT_OR_TOPIC, Table, read_table

_ID_COLUMNS = ("message-id", "message_id", "messageid", "message id")
_FILE_COLUMNS = ("file", "file name", "file_name", "filename")


def read_labelled_mail(path: Path, labels: Path, *, topic: str, needs_dates: bool) -> Collection:
    """The new words and the subject of each mail, read as inbound mail is, with the topic that `labels` gives it.

    `labels` has a column `message-id` or `file`, and one named as `topic` says. Automatic mail (bounces, absence
    notes, lists), mail without a label and mail without words are set aside: the first is never classified in the
    field either. Raises `BacktestError`; with `needs_dates` also for a mail whose Date is missing or unreadable.
    """
    topics = _topics(read_table(labels), topic)
    messages: list[LabelledMessage] = []
    set_aside: Counter[str] = Counter()
    found: set[str] = set()
    for name, raw in _mails(path):
        mail = _parsed(raw)
        keys = {_key(name), _key(Path(name).name), _key(mail.message_id or "") if mail else ""} & topics.keys()
        found |= keys
        reason = _reason_to_set_aside(mail, labelled=bool(keys))
        if mail is None or reason:
            set_aside[reason] += 1
            continue
        if needs_dates and mail.date is None:
            raise BacktestError(f"{name} has no Date that can be read: leave it out of {labels.name}, or use --shots")
        messages.append(
            LabelledMessage(
                text=message_text(mail, is_answer=bool(thread_references(mail))).for_model,
                topic=topics[min(keys)],
                place=name,
                written_at=mail.date,
            )
        )
    missing = len(topics.keys() - found)
    return Collection(
        messages=tuple(messages),
        read=len(messages) + set_aside.total(),
        set_aside=set_aside,
        notes=(f"labels of {labels.name} that belong to no mail: {missing:,}",) if missing else (),
    )


def _reason_to_set_aside(mail: ParsedMail | None, *, labelled: bool) -> str:
    """Why this mail is not measured with, or nothing."""
    if mail is None:
        return "unreadable mail"
    if not labelled:
        return "mail without a label"
    if automatic_reason(mail, ()):
        return "automatic mail"
    return (
        "" if message_text(mail, is_answer=bool(thread_references(mail))).for_model.strip() else WITHOUT_TEXT_OR_TOPIC
    )


def _parsed(raw: bytes) -> ParsedMail | None:
    try:
        return parse_mail(raw)
    except MailUnreadableError:
        return None


def _mails(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each mail."""
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.suffix.lower() == ".eml")
        if not files:
            raise BacktestError(f"no .eml file in {path}: save the mails there, or name an mbox file")
        for file in files:
            yield file.relative_to(path).as_posix(), file.read_bytes()
        return
    with path.open("rb") as opened:
        if opened.read(5) != b"From ":
            raise BacktestError(f"{path.name} is no mbox file (it does not begin with 'From '): export it as mbox")
    with closing(mailbox.mbox(path, create=False)) as box:
        for number, key in enumerate(box.iterkeys(), 1):
            yield f"{path.name}, mail {number}", box.get_bytes(key)


def _topics(table: Table, topic: str) -> Mapping[str, str]:
    """The topic of each key, which is a message id or a file name."""
    named = {column.casefold(): column for column in table.columns}
    columns = [named[name] for name in (*_ID_COLUMNS, *_FILE_COLUMNS) if name in named]
    if not columns:
        raise MissingColumnError(table.file, "message-id", table.columns)
    table.require(topic)
    return {
        _key(row[column]): row[topic].strip()
        for _, row in table.rows
        for column in columns
        if row[column].strip() and row[topic].strip()
    }


def _key(name: str) -> str:
    """A message id without its brackets, or a file name."""
    return name.strip().removeprefix("<").removesuffix(">")
