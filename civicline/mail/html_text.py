"""HTML as a person reads it, in plain text: paragraphs, lists, tables and where links lead.

Quoted blocks come out with "> " before each line, so that what follows need not know HTML. No tree is built and
nothing grows with depth but counters.
"""

import re
from collections.abc import Mapping
from itertools import islice

from civicline.mail.markup import Tag, read_markup

_BLOCK_NAMES = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
_SPACED_NAMES = "blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul"
_UNSEEN_NAMES = "applet audio head map object svg template video"
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"

_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SPACED = frozenset(_SPACED_NAMES.split())
"""Blocks that stand apart by an empty line."""
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_VOID = frozenset(_VOID_NAMES.split())
_HIDDEN_STYLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all"
    r"|font-size\s{0,9}:\s{0,9}0(?:px|pt|em|%)?\s{0,9}(?:;|$|!)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_LINK = re.compile(r"(?:https?|tel|sms):", re.IGNORECASE)
_MAX_EVENTS = 300_000
"""Tags and texts that are read: a second of work. Bytes are no measure, since pictures stand inside the markup."""
_MAX_QUOTE_DEPTH = 50
_MAX_LIST_DEPTH = 50
_MAX_LINK_CHARS = 500
QUOTATION_RULE = "_" * 32
"""What Outlook writes above a quotation in plain text, and what a rule becomes here."""


def html_to_text(source: str) -> str:
    """The readable text; "" for markup without words."""
    reader = _Reader()
    for event in islice(read_markup(source), _MAX_EVENTS):
        if isinstance(event, str):
            reader.read_text(event)
        elif event.is_end:
            reader.read_end(event.name)
        else:
            reader.read_start(event)
    return reader.text()


class _Reader:
    """Takes tags and text, keeps lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quote = 0
        self._preformatted = 0
        self._lists: list[int | None] = []
        self._link: tuple[str, int] | None = None
        self._unseen_tag = ""
        self._unseen_depth = 0

    def read_start(self, tag: Tag) -> None:
        """An element opens, unless it is not to be seen or inside one that is not."""
        if self._is_unseen_after(tag):
            return
        if tag.name in _BLOCKS:
            self._break(is_spaced=tag.name in _SPACED)
        match tag.name:
            case "br":
                self._flush()
            case "hr":
                self._lines.append(QUOTATION_RULE)
            case "img":
                self._add(tag.attributes.get("alt", ""))
            case "a":
                self._link = (tag.attributes.get("href", "").strip(), len(self._line))
            case "td" | "th":
                self._cell()
            case _:
                self._open_block(tag.name)

    def _is_unseen_after(self, tag: Tag) -> bool:
        """Count elements of one name from the hidden one on; a hidden paragraph also ends where a block begins."""
        if self._unseen_tag == "p" and tag.name in _BLOCKS:
            self._unseen_tag = ""
        if self._unseen_tag:
            self._unseen_depth += tag.name == self._unseen_tag
        elif tag.name not in _VOID and (tag.name in _UNSEEN or _is_hidden(tag.attributes)):
            self._unseen_tag, self._unseen_depth = tag.name, 1
        return bool(self._unseen_tag)

    def _open_block(self, name: str) -> None:
        match name:
            case "blockquote":
                self._quote += 1
            case "pre":
                self._preformatted += 1
            case "ul" | "ol" if len(self._lists) < _MAX_LIST_DEPTH:
                self._lists.append(0 if name == "ol" else None)
            case "li":
                self._line.append(self._bullet())
            case "body":
                self._unseen_tag = ""

    def read_end(self, name: str) -> None:
        """An element closes; an end without a beginning does nothing."""
        if self._unseen_tag:
            self._unseen_depth -= name == self._unseen_tag
            if not self._unseen_depth:
                self._unseen_tag = ""
            return
        if name in _BLOCKS:
            self._break(is_spaced=name in _SPACED)
        match name:
            case "blockquote":
                self._quote = max(0, self._quote - 1)
            case "pre":
                self._preformatted = max(0, self._preformatted - 1)
            case "ul" | "ol" if self._lists:
                self._lists.pop()
            case "a" if self._link:
                self._show_link(*self._link)

    def read_text(self, text: str) -> None:
        """Characters between tags."""
        if self._unseen_tag:
            return
        if not self._preformatted:
            self._add(_SPACES.sub(" ", text))
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for other in others:
            self._flush()
            self._line.append(other)

    def text(self) -> str:
        """What has been read."""
        self._flush_if_open()
        return _EMPTY_LINES.sub("\n\n", "\n".join(self._lines)).strip("\n")

    def _add(self, text: str) -> None:
        piece = text.lstrip(" ") if not self._line or self._line[-1].endswith(" ") else text
        if piece:
            self._line.append(piece)

    def _cell(self) -> None:
        if self._line and not self._line[-1].endswith(" "):
            self._line.append("  ")

    def _bullet(self) -> str:
        indent = "  " * max(0, min(len(self._lists), 8) - 1)
        if not self._lists or self._lists[-1] is None:
            return f"{indent}* "
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1]}. "

    def _show_link(self, target: str, begun_at: int) -> None:
        """A web link is shown behind its words, unless the words say the same."""
        self._link = None
        words = "".join(self._line[begun_at:]).strip()
        if not words or not _LINK.match(target) or len(target) > _MAX_LINK_CHARS:
            return
        bare = target.removeprefix("https://").removeprefix("http://").removeprefix("tel:").rstrip("/")
        if bare not in words:
            self._line.append(f" <{target}>")

    def _break(self, *, is_spaced: bool) -> None:
        self._flush_if_open()
        if is_spaced and self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._quote_mark().rstrip())

    def _flush_if_open(self) -> None:
        if any(piece.strip() for piece in self._line):
            self._flush()
        self._line = []

    def _flush(self) -> None:
        self._lines.append((self._quote_mark() + "".join(self._line)).rstrip())
        self._line = []
        if self._link:
            self._link = (self._link[0], 0)

    def _quote_mark(self) -> str:
        return ">" * min(self._quote, _MAX_QUOTE_DEPTH) + " " if self._quote else ""


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if not attributes:
        return False
    return "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style", "")) is not None
