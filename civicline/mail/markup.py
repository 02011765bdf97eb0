"""HTML cut into tags and text in one linear pass, whatever was written.

The standard library's parser takes twenty seconds for fifty kilobytes of "<a ", libxml2 goes quadratic on unmatched
end tags, and converters that build a tree lose what is nested deeper than 256 elements. Reading words needs no tree.
"""

import html
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

_NAME = re.compile(r"[a-zA-Z][^\s/<>]{0,60}+")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s\"'>/=]{1,200}+)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+")
_HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{8,}+;?")
_RAW_TEXT = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"})
_MAX_ATTRIBUTE_CHARS = 2_000
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Tag(NamedTuple):
    """A start tag, or an end tag (`is_end`); names are in lower case."""

    name: str
    is_end: bool
    attributes: Mapping[str, str]


def unescape(text: str) -> str:
    """Character references resolved; a number too large for a character becomes U+FFFD."""
    return html.unescape(_HUGE_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def read_markup(source: str) -> Iterator[Tag | str]:
    """Tags, and the text between them with references resolved; comments and declarations are left out."""
    return _Scanner(source).events()


class _Scanner:
    """A position in the source, and what is known not to come any more (which is what keeps the pass linear)."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._absent: set[str] = set()
        self._next_end = -1

    def events(self) -> Iterator[Tag | str]:
        source = self._source
        while self._at < len(source):
            opened = self._find("<", self._at)
            if opened < 0:
                opened = len(source)
            if opened > self._at:
                yield unescape(source[self._at : opened])
            self._at = opened
            if opened < len(source):
                yield from self._markup()

    def _find(self, wanted: str, start: int) -> int:
        if wanted in self._absent:
            return -1
        found = self._source.find(wanted, start)
        if found < 0:
            self._absent.add(wanted)
        return found

    def _tag_end(self, start: int) -> int:
        """The first ">" from `start` on, remembered because many tags may wait for the same one."""
        if self._next_end < start:
            self._next_end = self._find(">", start)
        return self._next_end

    def _markup(self) -> Iterator[Tag | str]:
        """What begins at "<": a tag, a comment, or just that sign ("I <3 libraries", "if x < y")."""
        source, start = self._source, self._at
        following = source[start + 1 : start + 2]
        if self._tag_end(start) < 0 or not (following.isalpha() or following in {"/", "!", "?"}):
            self._at = start + 1
            yield "<"
        elif following.isalpha():
            yield from self._start_tag()
        elif source.startswith("<!--", start):
            self._skip_comment()
        else:
            name = _NAME.match(source, start + 2) if following == "/" else None
            self._at = self._tag_end(start) + 1
            if name:
                yield Tag(name[0].lower(), True, _NO_ATTRIBUTES)

    def _skip_comment(self) -> None:
        """To the end of the comment; one that is never closed ends with its first ">" (nothing readable is lost)."""
        end = self._find("-->", self._at + 2)
        self._at = end + 3 if end >= 0 else self._tag_end(self._at) + 1

    def _start_tag(self) -> Iterator[Tag | str]:
        name = _NAME.match(self._source, self._at + 1)
        if name is None or self._source[name.end() : name.end() + 1] == "<":
            self._at += 1
            yield "<"
            return
        at, attributes = self._attributes(name.end())
        self._at = at
        tag = Tag(name[0].lower(), False, attributes)
        if tag.name in _RAW_TEXT:
            self._skip_raw_text(tag.name)
        else:
            yield tag

    def _attributes(self, at: int) -> tuple[int, Mapping[str, str]]:
        source, size = self._source, len(self._source)
        if source.startswith(">", at):
            return at + 1, _NO_ATTRIBUTES
        attributes: dict[str, str] = {}
        while at < size and source[at] != ">":
            attribute = _ATTRIBUTE.match(source, at)
            if attribute is None:
                at += 1
                continue
            at = attribute.end()
            value = (attribute[2] or "")[: _MAX_ATTRIBUTE_CHARS + 1]
            attributes.setdefault(attribute[1].lower(), unescape(value.strip("\"'")))
        return at + 1, attributes

    def _skip_raw_text(self, name: str) -> None:
        """Scripts and styles hold no words; one that is never closed is taken to be empty."""
        closing = f"</{name}"
        if closing in self._absent:
            return
        end = re.compile(closing, re.IGNORECASE).search(self._source, self._at)
        if end is None:
            self._absent.add(closing)
        else:
            self._at = end.start()
