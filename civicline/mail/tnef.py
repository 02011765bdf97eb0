"""winmail.dat: what Outlook encloses in its own way (Microsoft, [MS-OXTNEF]), read within bounds.

Outlook sends words and files in one attachment if it takes the recipient for Outlook too. Compressed rich text is not
unpacked: such mail carries its words as plain text or HTML as well, here or beside it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from civicline.mail.charsets import decode_text

SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_ATTACHMENTS = 200
_MAX_PROPERTIES = 2_000
_HEADER_BYTES = 6
_ATTRIBUTE = struct.Struct("<BII")
_CHECKSUM_BYTES = 2

_BODY = 0x0002800C
_MESSAGE_PROPERTIES = 0x00069003
_NEW_ATTACHMENT = 0x00069002
_TITLE = 0x00018010
_DATA = 0x0006800F
_ATTACHMENT_PROPERTIES = 0x00069005
_OEM_CODEPAGE = 0x00069007

_PLAIN_BODY = 0x1000
_HTML_BODY = 0x1013
_LONG_FILENAME = 0x3707
_FIXED_BYTES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Sizes of property values of fixed length, padded to four bytes ([MS-OXCDATA] 2.11.1)."""
_VARIABLE = frozenset({0x0D, 0x1E, 0x1F, 0x102})
_UNICODE = 0x1F
_MANY = 0x1000
_NAMED = 0x8000


@dataclass(slots=True, kw_only=True)
class TnefFile:
    """One enclosed file with the name that its sender gave it."""

    name: str = ""
    data: bytes = b""


@dataclass(slots=True, kw_only=True)
class Tnef:
    """What a winmail.dat holds; `is_damaged` if it ends or contradicts itself before its end."""

    text: str = ""
    html: bytes = b""
    files: list[TnefFile] = field(default_factory=list)
    is_damaged: bool = False


class _DamagedError(ValueError):
    """A length leads beyond the end, or a type is unknown."""


def read_tnef(data: bytes) -> Tnef:
    """Read what can be read; what cannot is told by `is_damaged`."""
    read = Tnef()
    if not data.startswith(SIGNATURE):
        read.is_damaged = True
        return read
    codepage = "cp1252"
    try:
        for attribute, value in _attributes(data):
            if attribute == _OEM_CODEPAGE:
                codepage = f"cp{int.from_bytes(value[:4], 'little')}"
            else:
                _take(read, attribute, value, codepage)
    except _DamagedError:
        read.is_damaged = True
    return read


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _HEADER_BYTES
    while at + _ATTRIBUTE.size <= len(data):
        _level, attribute, length = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        if at + length > len(data):
            raise _DamagedError
        yield attribute, data[at : at + length]
        at += length + _CHECKSUM_BYTES


def _take(read: Tnef, attribute: int, value: bytes, codepage: str) -> None:
    if attribute == _NEW_ATTACHMENT:
        if len(read.files) >= MAX_ATTACHMENTS:
            raise _DamagedError
        read.files.append(TnefFile())
    elif attribute == _BODY:
        read.text = read.text or _text(value, codepage)
    elif attribute == _MESSAGE_PROPERTIES:
        for name, kind, content in _properties(value):
            _take_words(read, name, kind, content, codepage)
    elif read.files:
        _take_of_file(read.files[-1], attribute, value, codepage)


def _take_words(read: Tnef, name: int, kind: int, content: bytes, codepage: str) -> None:
    if name == _PLAIN_BODY:
        read.text = read.text or _text(content, "utf-16-le" if kind == _UNICODE else codepage)
    elif name == _HTML_BODY:
        read.html = read.html or content


def _take_of_file(file: TnefFile, attribute: int, value: bytes, codepage: str) -> None:
    if attribute == _TITLE:
        file.name = file.name or _text(value, codepage)
    elif attribute == _DATA:
        file.data = value
    elif attribute == _ATTACHMENT_PROPERTIES:
        for name, kind, content in _properties(value):
            if name == _LONG_FILENAME:
                # The title is short, in the manner of DOS; the long name is what people know.
                file.name = _text(content, "utf-16-le" if kind == _UNICODE else codepage) or file.name


def _text(value: bytes, codepage: str) -> str:
    return decode_text(value, codepage).text.rstrip("\x00")


class _Cursor:
    """Reads little-endian numbers and padded bytes, never beyond the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._data):
            raise _DamagedError
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def padded(self, size: int) -> bytes:
        taken = self.take(size)
        self.take(min(-size % 4, len(self._data) - self._at))
        return taken


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Name, type and first value of each property ([MS-OXTNEF] 2.1.3.4)."""
    cursor = _Cursor(data)
    for _ in range(min(cursor.number(4), _MAX_PROPERTIES)):
        kind, name = cursor.number(2), cursor.number(2)
        if name >= _NAMED:
            _skip_name(cursor)
        values = _values(cursor, kind)
        if values:
            yield name, kind & ~_MANY, values[0]


def _skip_name(cursor: _Cursor) -> None:
    cursor.take(16)
    if cursor.number(4) == 0:
        cursor.take(4)
    else:
        cursor.padded(cursor.number(4))


def _values(cursor: _Cursor, kind: int) -> list[bytes]:
    plain = kind & ~_MANY
    if plain in _VARIABLE:
        return [cursor.padded(cursor.number(4)) for _ in range(min(cursor.number(4), _MAX_PROPERTIES))]
    if plain not in _FIXED_BYTES:
        raise _DamagedError
    count = cursor.number(4) if kind & _MANY else 1
    return [cursor.take(_FIXED_BYTES[plain]) for _ in range(min(count, _MAX_PROPERTIES))]
