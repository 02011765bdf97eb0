"""What the classifier reads of a message: the visible words, in one spelling, and only so many of them."""

import unicodedata

MAX_RAW_CHARACTERS = 20_000
"""Characters of the message that are looked at; it bounds the time that any text can take."""
MAX_CHARACTERS = 4_000
"""Characters that are kept: several times what the encoder's 256 tokens can hold."""

_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control, format (zero-width and bidirectional), surrogate, private and unassigned code points."""
_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Fillers and joiners that Unicode counts as letters, marks or symbols although nothing of them is seen."""


def readable(text: str) -> str:
    """The beginning of `text` in compatibility form (NFKC), without unseen characters, with single spaces.

    Someone who hides zero-width or direction marks between letters, or writes in full-width letters, is read as
    a person would read them.
    """
    folded = unicodedata.normalize("NFKC", text[:MAX_RAW_CHARACTERS])
    seen = "".join(character for character in folded if not _is_unseen(character))
    return " ".join(seen.split())[:MAX_CHARACTERS]


def has_words(text: str) -> bool:
    """Whether there is any letter outside links: emoji, digits, punctuation or an address alone carry no topic."""
    return any(character.isalpha() for word in text.split() if not _is_link(word) for character in word)


def _is_link(word: str) -> bool:
    host, slash, _ = word.partition("/")
    return "://" in word or word.casefold().startswith("www.") or bool(slash and "." in host)


def _is_unseen(character: str) -> bool:
    if character in _UNSEEN_LETTERS:
        return True
    return unicodedata.category(character) in _UNSEEN_CATEGORIES and not character.isspace()
