"""Content transfer encodings (RFC 2045 6): from the bytes of an entity to the bytes that were meant."""

import binascii
import re
from typing import NamedTuple

from civicline.mail.entities import Entity

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]{0,200}\r?\n", re.MULTILINE)
_UU_NAMES = frozenset({"x-uuencode", "x-uue", "uuencode", "uue"})


class Content(NamedTuple):
    """The decoded body and, if it was damaged, a sentence about it."""

    data: bytes
    defect: str | None


def decode_content(raw: bytes, entity: Entity, *, max_bytes: int | None = None) -> Content:
    """Undo the transfer encoding; `max_bytes` bounds the encoded bytes that are looked at."""
    end = entity.end if max_bytes is None else min(entity.end, entity.start + max_bytes)
    data = raw[entity.start : end]
    encoding = entity.transfer_encoding
    if encoding == "base64":
        return _base64(data)
    if encoding == "quoted-printable":
        return Content(binascii.a2b_qp(data), None)
    if encoding in _UU_NAMES:
        return _uuencode(data)
    known = encoding in {"", "7bit", "8bit", "binary"}
    return Content(data, None if known else "unknown transfer encoding")


def _base64(data: bytes) -> Content:
    try:
        return Content(binascii.a2b_base64(data), None)
    except binascii.Error:
        letters = _NOT_BASE64.sub(b"", data)
        # A last group of one letter carries less than a byte; two or three want their padding back.
        whole = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
        return Content(binascii.a2b_base64(whole + b"=" * (-len(whole) % 4)), "damaged base64")


def _uuencode(data: bytes) -> Content:
    begin = _UU_BEGIN.search(data)
    if begin is None:
        return Content(data, "damaged uuencode")
    decoded = bytearray()
    for line in data[begin.end() :].splitlines():
        if line.strip() in {b"end", b"`"}:
            break
        try:
            decoded += binascii.a2b_uu(line)
        except binascii.Error:
            return Content(bytes(decoded), "damaged uuencode")
    return Content(bytes(decoded), None)
