"""The tree of MIME entities (RFC 2045, RFC 2046), cut out of the raw bytes without copying them.

The standard library's feed parser runs every line past every open boundary and keeps each line as an object; a hostile
mail makes that minutes and gigabytes. Here a boundary is found by searching, depth and number are bounded, and
headers alone are given to the standard library, which knows their parameters (RFC 2231).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value

from civicline.mail.headers import HeaderBlock, decode_words, raw_text, read_headers
from civicline.mail.untrusted import clean_line

MAX_DEPTH = 20
MAX_ENTITIES = 1_000
MAX_FILENAME_CHARS = 200
_MAX_PARAMETERS_CHARS = 4_000
_MAX_PARAMETERS = 40
_MAX_BOUNDARY_BYTES = 200
_CONTENT_TYPE = re.compile(r"([a-z0-9!#$&^_.+-]{1,80})/([a-z0-9!#$&^_.+-]{1,80})")


@dataclass(slots=True, kw_only=True)
class Entity:
    """One entity: its header, where its body lies in the mail, and the entities inside it."""

    header: HeaderBlock
    content_type: str
    start: int
    end: int
    depth: int
    children: list["Entity"] = field(default_factory=list)

    @property
    def main_type(self) -> str:
        """What stands before the slash of the content type."""
        return self.content_type.partition("/")[0]

    def parameter(self, name: str, *, of: str = "content-type") -> str | None:
        """A parameter of Content-Type or Content-Disposition, decoded, None if it is missing or broken."""
        return _parameter(self.header.first(of), name)

    @property
    def disposition(self) -> str:
        """ "attachment", "inline", or "" where the sender said nothing."""
        value = self.header.first("content-disposition")
        return raw_text(value).partition(";")[0].strip().lower()[:40] if value else ""

    @property
    def filename(self) -> str:
        """The name that the sender gave, cleaned and without any folder, "" for none."""
        named = self.parameter("filename", of="content-disposition") or self.parameter("name") or ""
        line = clean_line(decode_words(named), max_chars=1_000)
        return line.replace("\\", "/").rpartition("/")[2][-MAX_FILENAME_CHARS:].strip()

    @property
    def transfer_encoding(self) -> str:
        """How the body is encoded, in lower case, "" where the sender said nothing."""
        value = self.header.first("content-transfer-encoding")
        return raw_text(value).partition(";")[0].strip(" \t\"'").lower()[:40] if value else ""

    def walk(self) -> Iterator["Entity"]:
        """This entity and all inside it, in the order of the mail."""
        waiting = [self]
        while waiting:
            entity = waiting.pop()
            yield entity
            waiting.extend(reversed(entity.children))


@dataclass(frozen=True, slots=True)
class EntityTree:
    """The mail as a tree, with what was wrong with it."""

    root: Entity
    defects: tuple[str, ...]


def read_entities(raw: bytes, start: int = 0) -> EntityTree:
    """Cut the mail into entities; the bytes stay where they are, entities hold offsets."""
    defects: list[str] = []
    root = _entity(raw, start, len(raw), depth=0, inherited="text/plain")
    defects.extend(root.header.defects)
    waiting, count = [root], 1
    while waiting:
        entity = waiting.pop()
        room = MAX_ENTITIES - count
        if entity.main_type == "multipart":
            entity.children = _parts(raw, entity, room, defects)
        elif entity.content_type in {"message/rfc822", "message/global"} and room > 0:
            entity.children = _enclosed(raw, entity)
        count += len(entity.children)
        if entity.children and entity.depth + 1 >= MAX_DEPTH:
            defects.append("parts nested too deep, not opened")
            _close(entity.children)
        else:
            waiting.extend(entity.children)
    return EntityTree(root, tuple(dict.fromkeys(defects)))


def _close(entities: list[Entity]) -> None:
    """What is not opened is read as it stands, so that no word is lost."""
    for entity in entities:
        if entity.main_type == "multipart":
            entity.content_type = "text/plain"


def _entity(raw: bytes, start: int, end: int, *, depth: int, inherited: str) -> Entity:
    header = read_headers(raw, start, end)
    declared = header.first("content-type")
    return Entity(
        header=header,
        content_type=_content_type(declared) if declared else inherited,
        start=min(header.body_at, end),
        end=end,
        depth=depth,
    )


def _content_type(declared: bytes) -> str:
    """The type in lower case; one that cannot be read counts as plain text (RFC 2045 5.2)."""
    value = raw_text(declared).partition(";")[0].strip().lower()
    if value == "text":
        return "text/plain"
    return value if _CONTENT_TYPE.fullmatch(value) else "text/plain"


def _enclosed(raw: bytes, entity: Entity) -> list[Entity]:
    """The mail inside a message/rfc822 entity; an encoded one (which RFC 2046 5.2.1 forbids) stays closed."""
    if entity.transfer_encoding in {"base64", "quoted-printable"}:
        return []
    return [_entity(raw, entity.start, entity.end, depth=entity.depth + 1, inherited="text/plain")]


def _parts(raw: bytes, entity: Entity, room: int, defects: list[str]) -> list[Entity]:
    boundary = (entity.parameter("boundary") or "").encode("utf-8", "replace")[:_MAX_BOUNDARY_BYTES]
    inherited = "message/rfc822" if entity.content_type == "multipart/digest" else "text/plain"
    spans = list(_spans(raw, entity, b"--" + boundary, room, defects)) if boundary else []
    if not spans:
        defects.append("multipart without parts, read as text")
        entity.content_type = "text/plain"
    return [_entity(raw, start, end, depth=entity.depth + 1, inherited=inherited) for start, end in spans]


def _spans(raw: bytes, entity: Entity, mark: bytes, room: int, defects: list[str]) -> Iterator[tuple[int, int]]:
    """Where each part lies: from after one delimiter line to before the line end that precedes the next."""
    begun: int | None = None
    found = 0
    for line_start, line_end, is_last in _delimiters(raw, entity.start, entity.end, mark):
        if begun is not None:
            yield begun, max(begun, _before_line_end(raw, line_start, begun))
            found += 1
        begun = None if is_last else line_end
        if is_last:
            return
        if found >= room:
            defects.append("too many parts, the rest not opened")
            return
    if begun is not None and begun < entity.end:
        defects.append("closing boundary missing")
        yield begun, entity.end


def _delimiters(raw: bytes, start: int, end: int, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each delimiter line, and whether it closes the multipart (RFC 2046 5.1.1)."""
    at = start
    while (at := raw.find(mark, at, end)) >= 0:
        after = at + len(mark)
        line_end = raw.find(b"\n", after, end)
        line_end = end if line_end < 0 else line_end + 1
        rest = raw[after : min(line_end, after + 200)].rstrip()
        if (at == start or raw[at - 1 : at] == b"\n") and rest in {b"", b"--"}:
            yield at, line_end, rest == b"--"
            at = line_end
        else:
            at = after


def _before_line_end(raw: bytes, at: int, floor: int) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    if at - 1 >= floor and raw[at - 1 : at] == b"\n":
        at -= 1
    if at - 1 >= floor and raw[at - 1 : at] == b"\r":
        at -= 1
    return at


def _parameter(value: bytes | None, name: str) -> str | None:
    if not value:
        return None
    text = raw_text(value)[:_MAX_PARAMETERS_CHARS]
    if text.count(";") > _MAX_PARAMETERS:
        text = ";".join(text.split(";")[:_MAX_PARAMETERS])
    message = Message()
    message["Content-Type"] = text
    try:
        found = message.get_param(name)
        return collapse_rfc2231_value(found).strip() if found else None
    except (ValueError, LookupError, TypeError):
        return None
