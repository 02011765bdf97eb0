"""Noticing that somebody may be in danger, or dangerous, before any model is asked.

People text public lines in emergencies. The gate is a lexicon that people have reviewed, and nothing learned: it gives
the same answer every time, names the words it rests on, and can be amended in a minute. What happens next is decided
elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from civicline.domain.emergencies.emergency_lexicon import LEXICONS, Danger, EmergencyKind
from civicline.domain.phrases import Found, PhraseBook, Reading, read

__all__ = ["Emergency", "EmergencyKind", "detect_emergency"]

_URGENCY = tuple(EmergencyKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """What may be the matter, in which language (BCP 47) it was said, and the sender's own words for it."""

    kind: EmergencyKind
    language: str
    evidence: str


def detect_emergency(text: str) -> Emergency | None:
    """Return the most urgent emergency that the text speaks of, or None; of two as urgent, the longer phrase."""
    reading = read(text)
    found = min(_dangers(reading), key=_urgency, default=None)
    if found is None:
        return None
    language, place = found
    return Emergency(kind=place.meaning.kind, language=language, evidence=reading.quote(place.first, place.end))


def _urgency(found: tuple[str, Found[Danger]]) -> tuple[int, int, int]:
    _, place = found
    return _URGENCY.index(place.meaning.kind), place.first - place.end, place.first


def _dangers(reading: Reading) -> Iterator[tuple[str, Found[Danger]]]:
    for lexicon in LEXICONS:
        dangers, exceptions = _books(lexicon.language)
        named = list(dangers.find(reading))
        if named:
            taken_away = {
                (found.meaning.sense, reading.words[found.first].clause) for found in exceptions.find(reading)
            }
            for found in named:
                if (found.meaning.sense, reading.words[found.first].clause) not in taken_away:
                    yield lexicon.language, found


@cache
def _books(language: str) -> tuple[PhraseBook[Danger], PhraseBook[Danger]]:
    lexicon = next(lexicon for lexicon in LEXICONS if lexicon.language == language)
    dangers = PhraseBook(((p, danger) for danger in lexicon.dangers for p in danger.phrases), lexicon.vocabulary)
    exceptions = PhraseBook(((p, danger) for danger in lexicon.dangers for p in danger.unless), lexicon.vocabulary)
    return dangers, exceptions
