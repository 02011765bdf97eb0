"""From the raw bytes of a mail to what an office needs to know of it; nothing that a sender writes is trusted."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from civicline.mail.addresses import MailAddress, parse_addresses
from civicline.mail.attachments import MAX_ATTACHMENTS, Attachment, read_attachments
from civicline.mail.body import read_body
from civicline.mail.entities import Entity, EntityTree, read_entities
from civicline.mail.errors import MailUnreadableError
from civicline.mail.headers import HeaderBlock, decode_words, raw_text, read_date, read_line, read_message_ids
from civicline.mail.untrusted import clean_line

MAX_SUBJECT_CHARS = 500
_MAX_KEPT_HEADERS = 300
_MAX_KEPT_HEADER_CHARS = 1_000
_SOMETHING = re.compile(rb"[^\r\n\t \x00]")
_UTF8_MARK = b"\xef\xbb\xbf"
_ENCRYPTED_TYPES = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
_SMIME_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """One mail, read.

    `sender` is the first author, None if there is no valid address; `date` is what the sender's clock said, in UTC.
    `text` is the words of the mail, with quotations. `headers` keeps the outer header, decoded, with names in lower
    case, for whoever must tell machines from people. `calendar_method` is the iTIP method of a calendar part in upper
    case (RFC 5546), `report_type` that of a multipart/report (RFC 6522). `defects` are sentences without any of the
    mail's content, fit for a log.
    """

    sender: MailAddress | None
    authors: tuple[MailAddress, ...]
    reply_to: tuple[MailAddress, ...]
    to: tuple[MailAddress, ...]
    cc: tuple[MailAddress, ...]
    subject: str
    date: datetime | None
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    is_html_only: bool
    is_encrypted: bool
    is_signed: bool
    attachments: tuple[Attachment, ...]
    content_type: str
    report_type: str | None
    calendar_method: str | None
    headers: tuple[tuple[str, str], ...]
    defects: tuple[str, ...]

    def header(self, name: str) -> str | None:
        """The first outer header field of that name, in any case of letters, None if there is none."""
        return next((value for field, value in self.headers if field == name.lower()), None)

    def headers_named(self, name: str) -> tuple[str, ...]:
        """Every outer header field of that name, in order."""
        return tuple(value for field, value in self.headers if field == name.lower())


def parse_mail(raw: bytes) -> ParsedMail:
    """Read a mail; what is missing or broken is told in `defects`.

    Raises:
        MailUnreadableError: there is neither a header nor a body.
    """
    if not _SOMETHING.search(raw):
        raise MailUnreadableError("neither a header nor a body")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    tree = read_entities(raw, _begin(raw))
    body = read_body(raw, tree.root)
    header = tree.root.header
    authors = _addresses(header, "from")
    entities = tuple(tree.root.walk())
    return ParsedMail(
        sender=authors[0] if authors else None,
        authors=authors,
        reply_to=_addresses(header, "reply-to"),
        to=_addresses(header, "to"),
        cc=_addresses(header, "cc"),
        subject=read_line(header.first("subject"), max_chars=MAX_SUBJECT_CHARS),
        date=read_date(header.first("date")),
        message_id=next(iter(read_message_ids(header.first("message-id"))), None),
        in_reply_to=read_message_ids(header.first("in-reply-to")),
        references=read_message_ids(header.first("references")),
        text=body.text,
        is_html_only=body.is_html_only,
        is_encrypted=any(_is_encrypted(entity) for entity in entities),
        is_signed=any(_is_signed(entity) for entity in entities),
        attachments=_attachments(raw, body.attached),
        content_type=tree.root.content_type,
        report_type=_report_type(tree.root),
        calendar_method=_calendar_method(entities),
        headers=_kept_headers(header),
        defects=_defects(tree, authors, body.defects, is_cut=len(body.attached) > MAX_ATTACHMENTS),
    )


def _begin(raw: bytes) -> int:
    """Where the header begins: after a byte-order mark, empty lines and a mailbox file's "From " line."""
    at = len(_UTF8_MARK) if raw.startswith(_UTF8_MARK) else 0
    while raw[at : at + 1] in {b"\r", b"\n"}:
        at += 1
    if raw.startswith((b"From ", b">From "), at):
        at = raw.find(b"\n", at) + 1 or len(raw)
    return at


def _addresses(header: HeaderBlock, name: str) -> tuple[MailAddress, ...]:
    found = (each for value in header.all(name)[:10] for each in parse_addresses(raw_text(value)))
    return tuple(dict.fromkeys(found))


def _smime_type(entity: Entity) -> str:
    return (entity.parameter("smime-type") or "").lower()


def _is_encrypted(entity: Entity) -> bool:
    if entity.content_type in _SMIME_TYPES:
        return _smime_type(entity) not in {"signed-data", "certs-only", "compressed-data"}
    return entity.content_type in _ENCRYPTED_TYPES


def _is_signed(entity: Entity) -> bool:
    is_opaque = entity.content_type in _SMIME_TYPES and _smime_type(entity) == "signed-data"
    return entity.content_type == "multipart/signed" or is_opaque


def _attachments(raw: bytes, attached: tuple[Entity, ...]) -> tuple[Attachment, ...]:
    read = (attachment for entity in attached[:MAX_ATTACHMENTS] for attachment in read_attachments(raw, entity))
    return tuple(islice(read, MAX_ATTACHMENTS))


def _report_type(root: Entity) -> str | None:
    if root.content_type != "multipart/report":
        return None
    return (root.parameter("report-type") or "").lower()[:80] or None


def _calendar_method(entities: tuple[Entity, ...]) -> str | None:
    methods = (each.parameter("method") for each in entities if each.content_type == "text/calendar")
    return next((method.upper()[:40] for method in methods if method), None)


def _kept_headers(header: HeaderBlock) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, clean_line(decode_words(raw_text(value[:4_000])), max_chars=_MAX_KEPT_HEADER_CHARS))
        for name, value in header.fields[:_MAX_KEPT_HEADERS]
    )


def _defects(
    tree: EntityTree, authors: tuple[MailAddress, ...], of_body: tuple[str, ...], *, is_cut: bool
) -> tuple[str, ...]:
    header = tree.root.header
    found = list(tree.defects)
    found += [f"no {name}" for name in ("from", "date", "message-id") if header.first(name) is None]
    if header.first("from") is not None and not authors:
        found.append("from holds no valid address")
    if len(header.all("from")) > 1:
        found.append("more than one from field")
    if any(author.name_shows_other_address for author in authors):
        found.append("sender's name shows another address")
    if is_cut:
        found.append("too many attachments, the rest not listed")
    return tuple(dict.fromkeys((*found, *of_body)))
