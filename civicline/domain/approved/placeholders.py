"""Placeholders in approved words: `{name}` and `{name|fall-back}`."""

import re
from collections.abc import Iterator, Mapping

from civicline.domain.errors import MissingPlaceholderValueError

_PLACEHOLDER = re.compile(r"\{(?P<name>[^{}|]*)(?:\|(?P<fallback>[^{}]*))?\}")
_NAME = re.compile(r"[a-z_]+")


def fill(text: str, values: Mapping[str, str], message_key: str) -> str:
    """The text with its placeholders filled.

    Raises MissingPlaceholderValueError where neither a value nor a fall-back is there, so that nobody is greeted with
    "Dear ,". What stands in braces and cannot be a placeholder's name stays as it is.
    """

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if not _NAME.fullmatch(name):
            return match[0]
        value = values.get(name, "").strip() or (match["fallback"] or "").strip()
        if not value:
            raise MissingPlaceholderValueError(message_key=message_key, placeholder=name)
        return value

    return _PLACEHOLDER.sub(replace, text)


def placeholders_in(text: str) -> Iterator[tuple[str, str | None]]:
    """Each placeholder's name, known or not, with its fall-back; None where it has none."""
    for match in _PLACEHOLDER.finditer(text):
        yield match["name"], match["fallback"]


def has_stray_brace(text: str) -> bool:
    """Whether a brace belongs to no placeholder, such as in `{first_name` or `}`."""
    return any(brace in _PLACEHOLDER.sub("", text) for brace in "{}")
