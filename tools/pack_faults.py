"""What does not fit the model of a pack's file, in a writer's words: what it is, and what to do about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

_Details = Mapping[str, Any]
_Place = tuple[int | str, ...]

_FORMS = {
    r"^[a-z]{2,3}$": "a language code: write two or three small letters, such as en",
    r"^[a-z][a-z0-9_-]*$": "an id: write small letters, digits, - and _, with a letter first",
    r"^(system\.)?[a-z][a-z0-9_]*$": "a topic's id: write it as in topics.yaml",
    r"^\+[1-9][0-9]{7,14}$": "a phone number: write it as +12025550143",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "a mail address: write it as help@office.example",
}
_KINDS = {dict: "a mapping", list: "a list", str: "a text", type(None): "nothing"}


def faults_of(error: ValidationError) -> Iterator[tuple[_Place, str]]:
    """Where each fault is, and what to do; a list that lacks only entries that are told of themselves is none."""
    for details in error.errors(include_url=False):
        if not (details["type"] == "too_short" and details["input"]):
            yield details["loc"], _sentence(details)


def _sentence(details: _Details) -> str:
    say = _SENTENCES.get(details["type"])
    return say(details) if say else f"{_key(details['loc'])!r}: {details['msg']}: correct it"


def _key(place: Sequence[int | str]) -> str:
    """The last key of a place: numbers of a list, and pydantic's own `[key]`, say nothing to a writer."""
    return next((str(step) for step in reversed(place) if isinstance(step, str) and step != "[key]"), "the file")


def _unknown_form(details: _Details) -> str:
    return f"{details['input']!r} is not {_FORMS.get(details['ctx']['pattern'], 'in the form that is needed')}"


def _no_mapping(details: _Details) -> str:
    found = _KINDS.get(type(details["input"]), "a single value")
    where = "the file" if not details["loc"] else repr(_key(details["loc"]))
    return f"{where} needs keys with values, and has {found}: write it as docs/packs.md shows"


_SENTENCES: Mapping[str, Callable[[_Details], str]] = {
    "extra_forbidden": lambda at: f"the key {_key(at['loc'])!r} is unknown: correct its spelling or remove it",
    "missing": lambda at: f"{_key(at['loc'])!r} is missing: add it",
    "too_short": lambda at: f"{_key(at['loc'])!r} has no entry: write at least one",
    "string_too_short": lambda at: f"an empty text under {_key(at['loc'])!r}: write it or remove the entry",
    "string_type": lambda at: f"{at['input']!r} under {_key(at['loc'])!r} is no text: put it in quotation marks",
    "tuple_type": lambda at: f"{_key(at['loc'])!r} is no list: write one entry a line, each after a dash",
    "string_pattern_mismatch": _unknown_form,
    "dict_type": _no_mapping,
    "model_type": _no_mapping,
}
