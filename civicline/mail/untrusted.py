"""What a stranger wrote, made safe to store and to show: no control characters, no text-direction tricks, no excess."""

import re
import unicodedata

_ASCII_CONTROLS = "".join(chr(code) for code in range(0x20)) + "\x7f"
_C1_CONTROLS = "".join(chr(code) for code in range(0x80, 0xA0))
_BIDI_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Embeddings, overrides and isolates: they let a name or an extension be read backwards (CVE-2021-42574)."""
_INVISIBLE_MARKS = "\u061c\u200b\u200e\u200f\u2060\ufeff"
_LINE_SEPARATORS = "\u2028\u2029"
_NONCHARACTERS = "\ufffe\uffff"

_IN_LINES = str.maketrans(
    dict.fromkeys(_ASCII_CONTROLS + _C1_CONTROLS + _LINE_SEPARATORS, " ")
    | dict.fromkeys(_BIDI_OVERRIDES + _INVISIBLE_MARKS + _NONCHARACTERS, None)
)
_KEPT_IN_TEXT = "\n\t"
_IN_TEXT = str.maketrans(
    {control: None for control in _ASCII_CONTROLS + _C1_CONTROLS if control not in _KEPT_IN_TEXT}
    | dict.fromkeys(_BIDI_OVERRIDES + _NONCHARACTERS + "\ufeff", None)
    | dict.fromkeys(_LINE_SEPARATORS + "\x85", "\n")
)
_LINE_END = re.compile(r"\r\n?")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean_line(value: str, *, max_chars: int) -> str:
    """One line for a name, a subject or a file name: NFC, single spaces, at most `max_chars` characters."""
    shown = _SURROGATE.sub("\ufffd", value).translate(_IN_LINES)
    return " ".join(unicodedata.normalize("NFC", shown).split())[:max_chars].rstrip()


def clean_text(value: str, *, max_chars: int) -> str:
    """A body: lines end in a line feed; marks that a right-to-left script needs stay, overrides go."""
    lines = _LINE_END.sub("\n", value[: max_chars + 1])
    return _SURROGATE.sub("\ufffd", lines).translate(_IN_TEXT)[:max_chars]
