"""Names of people as they are compared and looked up."""

import unicodedata

_LONGEST = 60


def plain_name(name: str) -> str:
    """A name for comparison: no capitals, accents or punctuation; `Lopez, María` is `maria lopez`."""
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma else name
    bare = "".join(one for one in unicodedata.normalize("NFKD", ordered.casefold()) if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in bare).split())[:_LONGEST]


def index_names(name: str) -> tuple[str, ...]:
    """Under what a name is looked up: as it is, and with its last word first; () for a name without a letter."""
    plain = plain_name(name)
    words = plain.split()
    turned = " ".join([words[-1], *words[:-1]]) if words else ""
    return tuple(dict.fromkeys(one for one in (plain, turned) if one))
