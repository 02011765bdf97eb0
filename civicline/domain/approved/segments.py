"""How many parts a text message is sent, and billed, in.

Sources: 3GPP TS 23.038 section 6.2.1 (default alphabet, extension table) and TS 23.040 section 9.2.3.24.1 (the
concatenation header, which takes 7 septets or 3 UTF-16 units of each part). National shift tables are left out: AWS
and the United States carriers do not use them.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""TS 23.038 default alphabet: one septet each. Note that á, í, ó, ú, ç are not in it, so most Spanish is UCS-2."""

GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
"""TS 23.038 extension table: an escape and a septet each, which stay together."""


class Encoding(StrEnum):
    """How a text travels; the value is what billing and carriers call it."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentCount:
    """The size of one text message.

    `units` are septets in GSM-7 and UTF-16 code units in UCS-2, without concatenation headers. An empty text has no
    segment.
    """

    encoding: Encoding
    segments: int
    units: int


_CAPACITY = MappingProxyType({Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)})
"""Units in a message of one segment, and in each segment of a longer one."""


def count_segments(text: str) -> SegmentCount:
    """Count as handsets and carriers do: no character is ever cut in two between segments."""
    encoding = _encoding(text)
    widths = [_width(character, encoding) for character in text]
    units = sum(widths)
    single, part = _CAPACITY[encoding]
    segments = min(units, 1) if units <= single else _filled(widths, part)
    return SegmentCount(encoding=encoding, segments=segments, units=units)


def transliterate(text: str) -> str:
    """Replace typography that forces UCS-2, such as curly quotes, by its plain form.

    Letters are never touched, so names and meaning stay. Where the text needs UCS-2 anyway nothing is gained, and the
    typography is left alone; only composed letters (NFC) then save units.
    """
    composed = unicodedata.normalize("NFC", text)
    plain = composed.translate(_PLAIN_FORMS)
    return plain if _encoding(plain) is Encoding.GSM_7 else composed


def _encoding(text: str) -> Encoding:
    is_gsm = all(character in GSM_BASIC or character in GSM_EXTENSION for character in text)
    return Encoding.GSM_7 if is_gsm else Encoding.UCS_2


def _width(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM_7:
        return 2 if character in GSM_EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1


def _filled(widths: list[int], capacity: int) -> int:
    segments, used = 1, 0
    for width in widths:
        if used + width > capacity:
            segments, used = segments + 1, 0
        used += width
    return segments


def _plain_forms() -> dict[int, str]:
    """Each plain form with the characters that mean the same; what would read differently, such as ½, is left out."""
    table = {
        "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`",
        '"': "\u201c\u201d\u201e\u201f\u2033«»",
        "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\u2043",
        " ": "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
        "\n": "\u2028\u2029\u0085",
        "...": "\u2026",
        "": "\u00ad\u200b\u2060\ufeff",
    }
    return {ord(character): plain for plain, characters in table.items() for character in characters}


_PLAIN_FORMS = MappingProxyType(_plain_forms())
