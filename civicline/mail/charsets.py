"""Bytes to text: the declared character set first, a detected one second, and never a failure."""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

_SAMPLE_BYTES = 32_768
"""How much is looked at to detect a character set; more costs seconds and decides no better."""

_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252"})
"""Declared by default by many programs, whatever they then write."""

_ALIASES = {
    "x-unknown": "",
    "unknown-8bit": "",
    "default": "",
    "x-user-defined": "",
    "ansi_x3.110-1983": "iso8859-1",
    "cp-850": "cp850",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso8859-8",
    "x-mac-roman": "mac_roman",
    "windows-31j": "cp932",
    "utf-8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
"""Names that mail uses and Python lacks, and sets whose superset is what is really sent
(WHATWG Encoding Standard, section 4.2)."""

_WESTERN_SIGNS = frozenset("áàâäãåæçéèêëíìîïñóòôöõøœßúùûüÿÁÀÂÄÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜ¿¡ªº°«»“”‘’–—…•·€£©®™§½¼¾´\xa0")
"""What Western languages need beyond ASCII; the rest of Windows-1252 is mostly the sign of another set."""
_WESTERN_SHARE = 1 / 3
"""Western text is ASCII with some signs; of other scripts most bytes, or every second one, are eight-bit."""
_LONG_RUN = re.compile(rb"[\x80-\xff]{4}")
_JAPANESE_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([JI])")
"""RFC 1468, section "Formal Syntax": seven-bit Japanese, which is ASCII to whoever does not look for it."""

_NOT_TEXT = frozenset({"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode"})
"""Python codecs that are no character sets; "idna" and "punycode" are besides slow on long input."""


class Decoded(NamedTuple):
    """Text and, if the declaration could not be followed, a sentence about it (without any of the text)."""

    text: str
    defect: str | None


def decode_text(data: bytes, declared: str | None) -> Decoded:
    """Decode a body or a header of any origin.

    A declaration of a Western set is overruled by valid multi-byte UTF-8: a run of it by chance is all but
    impossible, a wrong declaration is common.
    """
    codec = _codec(declared)
    if declared and codec is None:
        return Decoded(_detected(data), "unknown character set")
    if codec is None and _JAPANESE_ESCAPE.search(data) and (text := _strict(data, "iso2022_jp_2")) is not None:
        return Decoded(text, None)
    if (codec is None or codec in _WESTERN) and (text := _strict(data, "utf-8-sig")) is not None:
        return Decoded(text, None)
    if codec is None or codec in _WESTERN:
        return _western(data, declared=codec)
    text = _strict(data, codec)
    if text is not None:
        return Decoded(text.removeprefix("\ufeff"), None)
    return Decoded(_damaged(data, codec), "bytes outside the declared character set")


def _codec(declared: str | None) -> str | None:
    """The canonical codec of a declaration, None for none and for unknown ones."""
    name = (declared or "").partition("*")[0].strip(" \t\"'").lower()
    name = _ALIASES.get(name, name)
    if not name or not name.isascii() or "\x00" in name:
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if found in _NOT_TEXT or found.startswith("unicode") or found.startswith("raw") else found


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _western(data: bytes, *, declared: str | None) -> Decoded:
    """Windows-1252 serves for ISO 8859-1 and for eight-bit "ASCII", as in every browser (WHATWG)."""
    if declared in {"iso8859-1", "cp1252"}:
        text = _strict(data, "cp1252")
        return Decoded(text if text is not None else data.decode("latin-1"), None)
    return Decoded(_detected(data), "bytes outside the declared character set" if declared else None)


def _damaged(data: bytes, codec: str) -> str:
    """A declared set that fits but for a few bytes stays; one that does not fit gives way to detection."""
    try:
        kept = data.decode(codec, "replace")
    except (UnicodeError, LookupError):
        return _detected(data)
    lost = kept.count("\ufffd")
    return kept if lost * 20 <= len(kept) else _detected(data)


def _detected(data: bytes) -> str:
    """The likeliest text of undeclared bytes; Windows-1252 with replacements where nothing is likely."""
    text = _strict(data, "utf-8-sig")
    if text is not None:
        return text
    text = _western_text(data)
    if text is not None:
        return text
    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    codec = _codec(best.encoding) if best is not None else None
    return data.decode(codec or "cp1252", "replace")


def _western_text(data: bytes) -> str | None:
    """The bytes as Windows-1252 if they look Western; of short texts detectors make Chinese of "¿Cuándo?"."""
    text = _strict(data, "cp1252")
    if text is None or _LONG_RUN.search(data):
        return None
    signs = [character for character in text if not character.isascii()]
    is_western = len(signs) <= len(text) * _WESTERN_SHARE and _WESTERN_SIGNS.issuperset(signs)
    return text if is_western else None
