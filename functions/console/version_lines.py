"""A version as lines, so that two of them can be compared."""

import difflib
from dataclasses import dataclass

from civicline.domain.approved.approved_message import MessageVersion


def lines_of(version: MessageVersion) -> list[str]:
    """Everything that an approver signs, in the order in which a reader looks at it."""
    lines = version.text.splitlines()
    for number, variant in enumerate(version.variants, start=1):
        lines += [f"Variant {number}:", *variant.splitlines()]
    if version.english_line:
        lines += [f"English line: {version.english_line}"]
    if version.valid_from:
        lines.append(f"Valid from: {version.valid_from.isoformat()}")
    if version.expires_at:
        lines.append(f"Expires: {version.expires_at.isoformat()}")
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLine:
    """One line of two versions; `kind` is `same`, `added` or `removed`."""

    kind: str
    text: str


_KINDS = {" ": "same", "+": "added", "-": "removed"}


def compared(older: MessageVersion, newer: MessageVersion) -> tuple[ComparedLine, ...]:
    """Both versions in one, line by line."""
    lines = difflib.ndiff(lines_of(older), lines_of(newer))
    return tuple(ComparedLine(kind=_KINDS[line[0]], text=line[2:]) for line in lines if line[0] in _KINDS)
