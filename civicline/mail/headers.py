"""The header block of an entity: where it ends, and what its fields say (RFC 5322, RFC 2047, RFC 6532)."""

import binascii
import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from civicline.mail.charsets import decode_text
from civicline.mail.untrusted import clean_line

MAX_HEADER_BLOCK_BYTES = 512_000
MAX_FIELDS = 2_000
MAX_FIELD_BYTES = 65_536
MAX_MESSAGE_ID_CHARS = 250
MAX_IDS_IN_A_FIELD = 500
_MAX_ENCODED_CHARS = 8_000
_MAX_DATE_CHARS = 200

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?")
_BRACKETED_ID = re.compile(r"<([^<>\s]{1,900})>")
_BARE_ID = re.compile(r"[^\s<>,;()\"]{1,400}@[^\s<>,;()\"]{1,400}")


class HeaderBlock(NamedTuple):
    """Fields in order, names in lower case, values raw and unfolded; `body_at` is where the body begins."""

    fields: tuple[tuple[str, bytes], ...]
    body_at: int
    defects: tuple[str, ...]

    def first(self, name: str) -> bytes | None:
        """The first field of that (lower-case) name."""
        return next((value for field, value in self.fields if field == name), None)

    def all(self, name: str) -> tuple[bytes, ...]:
        """Every field of that (lower-case) name."""
        return tuple(value for field, value in self.fields if field == name)


def read_headers(raw: bytes, start: int, end: int) -> HeaderBlock:
    """Read fields from `start` to the empty line, or to the first line that cannot be a field.

    A missing empty line is common in hand-made mail: what follows is then the body, and a defect says so.
    """
    lines: list[list[bytes]] = []
    names: list[str] = []
    defects: list[str] = []
    limit = min(end, start + MAX_HEADER_BLOCK_BYTES)
    at = start
    while at < end:
        line_end = _line_end(raw, at, end)
        line = raw[at : min(line_end, at + MAX_FIELD_BYTES)].rstrip(b"\r\n")
        if not line:
            at = line_end
            break
        if line[:1] in b" \t" and names:
            lines[-1].append(line)
        elif field := _FIELD.match(line):
            names.append(field[1].decode("ascii").lower())
            lines.append([line[field.end() :]])
        else:
            defects.append("no empty line between header and body")
            break
        at = line_end
        if at >= limit or len(names) >= MAX_FIELDS:
            defects.append("header too long, cut off")
            at = _after_blank_line(raw, at, end)
            break
    fields = tuple((name, _unfolded(parts)) for name, parts in zip(names, lines, strict=True))
    return HeaderBlock(fields, at, tuple(defects))


def _line_end(raw: bytes, at: int, end: int) -> int:
    found = raw.find(b"\n", at, end)
    return end if found < 0 else found + 1


def _after_blank_line(raw: bytes, at: int, end: int) -> int:
    ends = [found + len(mark) for mark in (b"\n\r\n", b"\n\n") if (found := raw.find(mark, at - 1, end)) >= 0]
    return min(ends, default=end)


def _unfolded(parts: list[bytes]) -> bytes:
    return b"".join(parts)[:MAX_FIELD_BYTES].strip()


def raw_text(value: bytes) -> str:
    """A field's value as characters, encoded words left alone: eight-bit headers are UTF-8 (RFC 6532) or guessed."""
    return value.decode("ascii") if value.isascii() else decode_text(value, None).text


def decode_words(value: str) -> str:
    """Encoded words (RFC 2047) to text; one that is broken stays as it was written."""
    if not _ENCODED_WORD.search(value):
        return value
    try:
        chunks = decode_header(value[:_MAX_ENCODED_CHARS])
    except (HeaderParseError, binascii.Error, ValueError):
        return value
    return "".join(_chunk(data, charset) for data, charset in chunks)


def _chunk(data: bytes | str, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    if charset is None:
        # decode_header hands plain runs back in raw-unicode-escape, which is Latin-1 but for what it escapes.
        return data.decode("raw-unicode-escape", "replace")
    return decode_text(data, charset).text


def read_line(value: bytes | None, *, max_chars: int) -> str:
    """A field for people, such as the subject: decoded, cleaned, "" if it is missing."""
    return clean_line(decode_words(raw_text(value)), max_chars=max_chars) if value else ""


def read_date(value: bytes | None) -> datetime | None:
    """A date field in UTC, None if it is missing or means nothing."""
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(raw_text(value)[:_MAX_DATE_CHARS])
        # "-0000" says that the zone is not known (RFC 5322 3.3): the time is UTC.
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def read_message_ids(value: bytes | None) -> tuple[str, ...]:
    """The message ids of a field, with their angle brackets.

    Programs that forget the brackets, or break long ids into encoded words, are forgiven.
    """
    if not value:
        return ()
    text = clean_line(decode_words(raw_text(value)), max_chars=MAX_FIELD_BYTES)
    found = _BRACKETED_ID.findall(text) if "<" in text else _BARE_ID.findall(text)
    return tuple(f"<{each}>" for each in found if len(each) <= MAX_MESSAGE_ID_CHARS)[:MAX_IDS_IN_A_FIELD]
