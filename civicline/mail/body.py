"""The words of a mail: which entities are to be read, in what order, and as what."""

import re
from dataclasses import dataclass, field

from civicline.mail.charsets import decode_text
from civicline.mail.entities import Entity
from civicline.mail.flowed import unflow
from civicline.mail.headers import read_line
from civicline.mail.html_text import html_to_text
from civicline.mail.tnef import read_tnef
from civicline.mail.transfer import decode_content
from civicline.mail.untrusted import clean_text

MAX_TEXT_CHARS = 200_000
_MAX_PLAIN_BYTES = 2_000_000
_MAX_HTML_BYTES = 8_000_000
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(r"\s*(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE)
_ENCLOSED = frozenset({"message/rfc822", "message/global"})
_READABLE_REPORTS = frozenset({"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"})
_TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_CALENDAR_LINE = re.compile(r"^(SUMMARY|DTSTART|LOCATION|DESCRIPTION)(?:;[^:\n]{0,200})?:(.{0,2000})$", re.MULTILINE)
_CALENDAR_ESCAPE = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Readable text, whether it was only sent as HTML, what of the mail is an attachment, and what was wrong."""

    text: str
    is_html_only: bool
    attached: tuple[Entity, ...]
    defects: tuple[str, ...]


@dataclass(slots=True)
class _Reading:
    raw: bytes
    pieces: list[str] = field(default_factory=list)
    attached: list[Entity] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    has_plain: bool = False
    has_html: bool = False


def read_body(raw: bytes, root: Entity) -> Body:
    """Read what a person would be shown first; what is only attached is read if there is nothing else."""
    reading = _Reading(raw)
    _read(reading, root)
    if not _has_words(reading.pieces):
        _read_enclosed(reading)
    text = "\n\n".join(piece.strip("\n") for piece in reading.pieces if piece.strip())
    if len(text) > MAX_TEXT_CHARS:
        reading.defects.append("text too long, cut off")
    return Body(
        text=text[:MAX_TEXT_CHARS],
        is_html_only=reading.has_html and not reading.has_plain,
        attached=tuple(reading.attached),
        defects=tuple(dict.fromkeys(reading.defects)),
    )


def _has_words(pieces: list[str]) -> bool:
    return any(char.isalnum() for piece in pieces for char in piece)


def _read(reading: _Reading, entity: Entity) -> None:
    """Depth is bounded by the tree (`entities.MAX_DEPTH`)."""
    if entity.main_type == "multipart":
        _read_multipart(reading, entity)
    elif _is_attachment(entity):
        reading.attached.append(entity)
    else:
        _read_text(reading, entity)


def _read_multipart(reading: _Reading, entity: Entity) -> None:
    match entity.content_type:
        case "multipart/alternative":
            _read_alternative(reading, entity)
        case "multipart/related":
            _read_related(reading, entity)
        case "multipart/encrypted":
            reading.defects.append("encrypted, not readable")
            reading.attached.extend(entity.children)
        case _:
            for child in entity.children:
                _read(reading, child)


def _read_alternative(reading: _Reading, entity: Entity) -> None:
    """Plain text wins if it has words, else the richest alternative that has; the others say the same again."""
    best: _Reading | None = None
    best_rank = -1
    for child in entity.children:
        trial = _Reading(reading.raw)
        _read(trial, child)
        # What only one alternative encloses (a calendar entry, a picture) is nevertheless there.
        reading.attached.extend(trial.attached)
        rank = (2 if trial.has_plain else 1) if _has_words(trial.pieces) else 0
        if rank > best_rank:
            best, best_rank = trial, rank
    if best is not None:
        reading.pieces.extend(best.pieces)
        reading.defects.extend(best.defects)
        reading.has_plain |= best.has_plain
        reading.has_html |= best.has_html


def _read_related(reading: _Reading, entity: Entity) -> None:
    """The root is the part that "start" names, else the first (RFC 2387); the rest is what it shows."""
    start = entity.parameter("start")
    named = (each for each in entity.children if start and start.encode() == each.header.first("content-id"))
    root = next(named, entity.children[0] if entity.children else None)
    for child in entity.children:
        if child is root:
            _read(reading, child)
        else:
            reading.attached.extend(each for each in child.walk() if not each.children)


def _is_attachment(entity: Entity) -> bool:
    if entity.content_type in _READABLE_REPORTS:
        return entity.content_type == "text/rfc822-headers"
    if entity.main_type != "text" or entity.content_type in {"text/calendar", "text/vcard", "text/x-vcard"}:
        return True
    return entity.disposition == "attachment" or bool(entity.filename)


def _read_text(reading: _Reading, entity: Entity) -> None:
    is_html = entity.content_type == "text/html"
    limit = _MAX_HTML_BYTES if is_html else _MAX_PLAIN_BYTES
    if entity.end - entity.start > limit:
        reading.defects.append("text too long, cut off")
    content = decode_content(reading.raw, entity, max_bytes=limit)
    declared = entity.parameter("charset")
    if is_html and not declared and (meta := _META_CHARSET.search(content.data[:4_096])):
        declared = meta[1].decode("ascii")
    decoded = decode_text(content.data, declared)
    reading.defects.extend(defect for defect in (content.defect, decoded.defect) if defect)
    text = clean_text(decoded.text, max_chars=_MAX_HTML_BYTES)
    if is_html or _LOOKS_LIKE_HTML.match(text):
        _add_html(reading, text)
    else:
        _add_plain(reading, entity, text)


def _add_html(reading: _Reading, html: str) -> None:
    text = html_to_text(html)
    # Some programs send both forms side by side instead of as alternatives.
    if text.strip() and _squeezed(text) not in {_squeezed(piece) for piece in reading.pieces}:
        reading.pieces.append(text)
        reading.has_html = True


def _add_plain(reading: _Reading, entity: Entity, text: str) -> None:
    if (entity.parameter("format") or "").lower() == "flowed":
        text = unflow(text, is_delsp=(entity.parameter("delsp") or "").lower() == "yes")
    if text.strip():
        reading.pieces.append(text)
        reading.has_plain = True


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _read_enclosed(reading: _Reading) -> None:
    """A mail without words of its own is told by what it encloses: a forwarded mail, an invitation, a text file."""
    for entity in reading.attached:
        trial = _Reading(reading.raw)
        if entity.content_type in _ENCLOSED and entity.children:
            _read(trial, entity.children[0])
            subject = read_line(entity.children[0].header.first("subject"), max_chars=500)
            trial.pieces.insert(0, subject)
        elif entity.content_type == "text/calendar":
            trial.pieces.append(_calendar_text(reading.raw, entity))
        elif entity.content_type in {"text/plain", "text/html"}:
            _read_text(trial, entity)
        elif entity.content_type in _TNEF_TYPES or entity.filename.lower() == "winmail.dat":
            _read_tnef(trial, entity)
        if _has_words(trial.pieces):
            reading.pieces.extend(trial.pieces)
            reading.has_plain |= trial.has_plain
            reading.has_html |= trial.has_html
            reading.defects.append("no words of its own, read from an attachment")
            return


def _read_tnef(reading: _Reading, entity: Entity) -> None:
    """The words in a winmail.dat: plain if there are any, else those of its HTML."""
    found = read_tnef(decode_content(reading.raw, entity, max_bytes=_MAX_HTML_BYTES).data)
    if has_words := bool(found.text.strip()):
        reading.pieces.append(clean_text(found.text, max_chars=MAX_TEXT_CHARS))
    elif found.html:
        _add_html(reading, clean_text(decode_text(found.html, None).text, max_chars=_MAX_HTML_BYTES))
    reading.has_plain |= has_words
    if found.is_damaged:
        reading.defects.append("damaged winmail.dat")


def _calendar_text(raw: bytes, entity: Entity) -> str:
    """What an invitation says (RFC 5545), a line for each property that a person would be shown."""
    data = decode_content(raw, entity, max_bytes=_MAX_PLAIN_BYTES).data
    text = clean_text(decode_text(data, entity.parameter("charset")).text, max_chars=MAX_TEXT_CHARS)
    unfolded = text.replace("\n ", "").replace("\n\t", "")
    lines = (f"{match[1].capitalize()}: {_unescaped(match[2])}" for match in _CALENDAR_LINE.finditer(unfolded))
    return "\n".join(lines)


def _unescaped(value: str) -> str:
    return _CALENDAR_ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
