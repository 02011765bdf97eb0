"""Finding reviewed phrases in what people write: the reading glass of the opt-out and emergency tables.

A phrase is written in a table as staff would read it, with a few marks:

    stop texting/messaging me    words in order; a slash between words of which any will do
    now?                         a word that may be left out
    {messages}                   any entry of the vocabulary of that name, which may be several words long
    ...                          up to three words of any kind
    умира~                       any word that begins so, for languages that inflect

Message and phrase are read the same way, so case, accents, apostrophes, full-width letters, emoji and invisible
characters make no difference, and Chinese is read character by character. A lookup on the first word finds the phrases
worth comparing, so the work grows with the length of the text and never with its shape; `READ_LIMIT` bounds it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Generic, TypeVar

READ_LIMIT = 16_000
"""Characters that are read of one text; of a longer one, the first three quarters and the last quarter of as many."""

LONGEST_GAP = 3
"""Words that `...` may stand for."""

STEM_LETTERS = 2
"""Letters by which the stems of a table are looked up."""

FULL_LINE = 55
"""Characters from which a line is taken as wrapped by a mail program, so that its end ends no clause."""

LONGEST_CLAUSE = 100
"""Words after which a clause is ended even without a mark, which bounds what a rule looks at."""

_T = TypeVar("_T")
_Run = tuple[str, ...]
"""Words that follow one another; a tilde at the end of one stands for any ending."""

_APOSTROPHES = dict.fromkeys(map(ord, "'\u2018\u2019\u02bc`\u00b4"))
_LATIN_D = {ord("đ"): "d", ord("ı"): "i"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as compared, with its place in the text; words of one clause share a number."""

    form: str
    start: int
    end: int
    clause: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text taken apart into words and clauses; of each clause, its first word and its end."""

    text: str
    words: tuple[Word, ...]
    clauses: tuple[tuple[int, int], ...]

    def quote(self, first: int, end: int) -> str:
        """The text itself from word `first` up to, not including, word `end`."""
        return self.text[self.words[first].start : self.words[end - 1].end]

    def forms(self, first: int = 0, end: int | None = None) -> tuple[str, ...]:
        """The words as compared, from `first` up to `end`."""
        return tuple(word.form for word in self.words[first:end])

    def clause_around(self, index: int) -> tuple[int, int]:
        """The first word and the end of the clause that word `index` stands in."""
        return self.clauses[self.words[index].clause]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[_T]):
    """A phrase found in a reading: what it stands for, and its words from `first` up to `end`."""

    meaning: _T
    first: int
    end: int


def read(text: str) -> Reading:
    """Take a text apart. Lone marks and characters that cannot be seen are no words."""
    composed = unicodedata.normalize("NFC", _within_limit(text))
    words: list[Word] = []
    starts = [0]
    for match in _word_pattern().finditer(composed):
        form = plain_form(match.group())
        if not form:
            continue
        is_long = len(words) - starts[-1] == LONGEST_CLAUSE
        if words and (is_long or _ends_clause(composed, words[-1].end, match.start())):
            starts.append(len(words))
        words.append(Word(form=form, start=match.start(), end=match.end(), clause=len(starts) - 1))
    return Reading(text=composed, words=tuple(words), clauses=tuple(pairwise([*starts, len(words)])))


def plain_form(word: str) -> str:
    """The form in which words are compared: no case, accents, vowel marks, apostrophes or invisible characters."""
    if word.isascii():
        return word.casefold().replace("'", "").replace("`", "")
    folded = unicodedata.normalize("NFKC", word).casefold().translate(_APOSTROPHES)
    apart = unicodedata.normalize("NFD", folded)
    kept = "".join(character for character in apart if unicodedata.category(character) not in {"Mn", "Me", "Cf"})
    return unicodedata.normalize("NFC", kept).translate(_LATIN_D)


@dataclass(frozen=True, slots=True)
class _Slot:
    """One place of a phrase: the runs that may stand there by the start of their first word, or a gap of any words."""

    runs: Mapping[str, Sequence[_Run]]
    is_optional: bool = False
    is_gap: bool = False


class PhraseBook(Generic[_T]):
    """Phrases and what each stands for, ready to be found in readings.

    Raises `ValueError` for a phrase that begins with a gap or an optional word, or names an unknown vocabulary.
    """

    def __init__(
        self, entries: Iterable[tuple[str, _T]], vocabulary: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._by_start: dict[str, list[tuple[tuple[_Slot, ...], _T]]] = {}
        named = {name: tuple(_runs(listed)) for name, listed in (vocabulary or {}).items()}
        for phrase, meaning in entries:
            slots = tuple(_slot(part, named) for part in phrase.split())
            if not slots or slots[0].is_optional or slots[0].is_gap:
                raise ValueError(f"a phrase begins with a word that must be there: {phrase!r}")
            for start in slots[0].runs:
                self._by_start.setdefault(start, []).append((slots, meaning))

    def find(self, reading: Reading, first: int = 0, end: int | None = None) -> Iterator[Found[_T]]:
        """Every phrase that begins from word `first` up to `end`, in its longest form; none crosses a clause's end."""
        forms = reading.forms()
        for at in range(first, len(forms) if end is None else end):
            for slots, meaning in _looked_up(self._by_start, forms[at]):
                if ends := max(_ends(slots, forms, at, reading.clause_around(at)[1]), default=0):
                    yield Found(meaning=meaning, first=at, end=ends)

    def is_in(self, reading: Reading, first: int = 0, end: int | None = None) -> bool:
        """Whether any phrase begins from word `first` up to `end`."""
        return any(True for _ in self.find(reading, first, end))


def listed(table: str) -> tuple[str, ...]:
    """The entries of a table written as text: one a line, or several on a line between commas."""
    entries = (entry.strip() for line in table.splitlines() for entry in line.split(","))
    return tuple(entry for entry in entries if entry)


@cache
def _word_pattern() -> re.Pattern[str]:
    ideograph = "\u3040-\u30ff\u3400-\u9fff"
    letter = f"[^\\W_{ideograph}]"
    within = "'\u2018\u2019\u02bc\u0300-\u036f\u064b-\u065f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff"
    return re.compile(f"[{ideograph}🛑]|(?:{letter}|[{within}])+")


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(r"[.,!?;:()\[\]|…—–。！？，、；：؟،¡¿]|\s-\s|\n\s*\n")


def _within_limit(text: str) -> str:
    if len(text) <= READ_LIMIT:
        return text
    return text[: READ_LIMIT * 3 // 4] + "\n\n" + text[-READ_LIMIT // 4 :]


def _ends_clause(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    if gap.isspace() and "\n" not in gap:
        return False
    if _breaks().search(gap):
        return True
    return "\n" in gap and end - (text.rfind("\n", 0, end) + 1) < FULL_LINE


def _start(form: str) -> str:
    """What a run of a table is looked up by: its first word, or the first letters of a stem."""
    return form[:STEM_LETTERS].removesuffix("~") + "~" if form.endswith("~") else form


def _looked_up(by_start: Mapping[str, Sequence[_T]], word: str) -> Iterator[_T]:
    """What a table holds for a word: what begins with it, and with stems of two letters and of one, as Korean has."""
    yield from by_start.get(word, ())
    for letters in range(1, min(STEM_LETTERS, len(word)) + 1):
        yield from by_start.get(word[:letters] + "~", ())


def _slot(part: str, named: Mapping[str, tuple[_Run, ...]]) -> _Slot:
    if part == "...":
        return _Slot({}, is_gap=True)
    by_start: dict[str, list[_Run]] = {}
    for name in part.removesuffix("?").split("/"):
        for run in _alternatives(name, named):
            by_start.setdefault(_start(run[0]), []).append(run)
    return _Slot(by_start, is_optional=part.endswith("?"))


def _alternatives(name: str, named: Mapping[str, tuple[_Run, ...]]) -> tuple[_Run, ...]:
    if not name.startswith("{"):
        return (_run(name),)
    if name.strip("{}") not in named:
        raise ValueError(f"no vocabulary is called {name}")
    return named[name.strip("{}")]


def _runs(entries: Iterable[str]) -> Iterator[_Run]:
    """The runs of words that vocabulary entries stand for; a slash separates single words."""
    for entry in entries:
        yield from (_run(word) for word in entry.split("/"))


def _run(entry: str) -> _Run:
    if entry.endswith("~"):
        return (plain_form(entry.removesuffix("~")) + "~",)
    return tuple(word.form for word in read(entry).words)


def _ends(slots: tuple[_Slot, ...], forms: Sequence[str], at: int, limit: int) -> Iterator[int]:
    """Every place up to `limit` where the slots can end when they begin at word `at`."""
    if not slots:
        yield at
        return
    slot, rest = slots[0], slots[1:]
    if slot.is_gap or slot.is_optional:
        yield from _ends(rest, forms, at, limit)
    for end in _ends_of_slot(slot, forms, at, limit):
        yield from _ends(rest, forms, end, limit)


def _ends_of_slot(slot: _Slot, forms: Sequence[str], at: int, limit: int) -> Iterator[int]:
    if slot.is_gap:
        yield from range(at + 1, min(at + LONGEST_GAP, limit) + 1)
    elif at < limit:
        for run in _looked_up(slot.runs, forms[at]):
            end = at + len(run)
            if end <= limit and all(map(_same, run, forms[at:end])):
                yield end


def _same(form: str, word: str) -> bool:
    return word == form or (form.endswith("~") and word.startswith(form[:-1]))
