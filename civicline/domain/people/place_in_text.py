"""Where a text says that somebody lives, and addresses in it: ZIP codes and towns, found by what stands around them.

Five digits alone prove nothing (a permit, a price, a case number), so a ZIP code counts only after its own name, a
state, a street address or words about living somewhere, or as a line of its own. Forms: USPS Publication 28, section 2
(last line), appendices B (states) and C (street suffixes).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from civicline.domain.people.state_names import STATES

MOST_MENTIONS = 8
_LONGEST_READ = 20_000

_BARE_ZIP = r"(?<![\w$#.,-])(?P<bare_zip>\d{5})(?:-\d{4})?(?![\w-]|[.,:/]\d)"
_STATE = "|".join([*sorted(STATES.values()), *(rf"(?i:{name})" for name in sorted(STATES, key=len, reverse=True))])
_ZIP = r"(?<![\w$#.,-])(?P<zip>\d{5})(?:-\d{4})?(?![\w-]|[.,:/]\d)"
_SUFFIX = (
    r"st|street|ave|avenue|blvd|boulevard|rd|road|dr|drive|ln|lane|ct|court|pl|place|way|cir|circle|ter|terrace|hwy"
    r"|highway|pkwy|parkway|sq|square|trl|trail|loop|aly|alley|run|xing|crossing"
)
_TOWN = r"(?P<town>[A-Z][\w.'’-]*(?:[ ]+[A-Z][\w.'’-]*){0,3})"
_LAST_LINE = rf"{_TOWN},?\s+(?P<state>{_STATE})\b\.?(?:,?\s+{_ZIP})?"

_STREET_ADDRESS = re.compile(
    rf"\b\d{{1,6}}[A-Za-z]?\s+(?:[NSEWnsew]{{1,2}}\.?\s+)?(?:[\w'’.-]+\s+){{1,4}}?(?i:{_SUFFIX})\b\.?"
    rf"(?:,?\s*(?i:apt|unit|ste|suite|#)\.?\s*[\w-]+)?(?:,\s*|\s*\n\s*|\s+)(?:{_LAST_LINE}|{_BARE_ZIP})"
)
_LIVING = re.compile(
    r"\b(?:(?:i|we)\s+(?:currently\s+|both\s+|now\s+|all\s+)?(?:live|reside|vote)\b"
    r"|(?:i\s+am|i['’]m|we\s+are|we['’]re|as)\s+(?:an?\s+)?(?:\w+\s+){0,2}?"
    r"(?:living|residents?|constituents?|voters?|homeowners?)\b"
    r"|vivo\b|vivimos\b|resido\b|soy\s+(?:residente|vecin[oa])\b|somos\s+(?:residentes|vecin[oa]s)\b)",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(r"\b(?:used\s+to|no\s+longer|don['’]?t|do\s+not|not|ya\s+no|no)\s*$", re.IGNORECASE)
_REACH = 90
"""Characters after words about living somewhere in which the place must stand."""
_SENTENCE_END = re.compile(r"[!?]|(?<!\b[A-Z])(?<!\bSt)(?<!\bAve)(?<!\bMt)(?<!\bFt)\.\s|\n\s*\n")

_NAMED_ZIP = re.compile(
    rf"\b(?:zip(?:[ -]?code)?|postal\s+code|c[oó]digo\s+postal)\b\s*(?:is|es|of|:|=|,)?\s*(?:is\s+)?{_ZIP}",
    re.IGNORECASE,
)
_ZIP_LINE = re.compile(rf"^[ \t]*{_ZIP}[ \t]*$", re.MULTILINE)
_STATE_ZIP = re.compile(rf"{_TOWN},?\s+(?P<state>{_STATE})\b\.?,?\s+{_ZIP}")
_ANY_ZIP = re.compile(_ZIP)
_TOWN_AND_STATE = re.compile(_LAST_LINE)

_ANSWER = re.compile(
    r"^[\s\x27\"“]*(?:(?:hi|hello|hola|sure|yes|si|sí|ok|okay)\W+)?(?:(?:my|our|the|mi|el|it['’]?s|it\s+is|es)\s+)?"
    r"(?:(?:zip(?:[ -]?code)?|c[oó]digo\s+postal)\s*)?(?:is|es|:)?\s*"
    r"(?P<zip>\d{5})(?:-\d{4})?\W*(?:(?:thanks?|thank\s+you|thx|gracias)\W*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place that a text names; `is_own` if it says that its writer lives there.

    `zip_code` has five digits or is ""; `state` is the two-letter abbreviation.
    """

    words: str
    zip_code: str = ""
    town: str = ""
    state: str = ""
    is_own: bool = False


def places_in(text: str) -> tuple[Mention, ...]:
    """The places that a text names, its writer's own first, each once; at most `MOST_MENTIONS`."""
    text = text[:_LONGEST_READ]
    found: dict[tuple[str, str, str], Mention] = {}
    for mention in (*_own(text), *_others(text)):
        found.setdefault((mention.zip_code, mention.town.casefold() * (not mention.zip_code), mention.state), mention)
    return tuple(_without_halves(list(found.values())))[:MOST_MENTIONS]


def zip_answer(text: str) -> str:
    """The ZIP code of a text that says nothing else, such as "80203, thanks"; "" for any other text."""
    match = _ANSWER.match(text.strip())
    return match["zip"] if match else ""


def _own(text: str) -> Iterator[Mention]:
    for pattern in (_NAMED_ZIP, _ZIP_LINE):
        for match in pattern.finditer(text):
            yield Mention(words=_words(match), zip_code=match["zip"], is_own=True)
    for living in _LIVING.finditer(text):
        if not _NO_LONGER.search(text, max(0, living.start() - 20), living.start()):
            yield from _place_after(text, living.end())


def _place_after(text: str, start: int) -> Iterator[Mention]:
    """The first place after words about living somewhere, in the same sentence."""
    rest = text[start : start + _REACH]
    end = _SENTENCE_END.search(rest)
    rest = rest[: end.start() + 1] if end else rest
    town, zip_code = _TOWN_AND_STATE.search(rest), _ANY_ZIP.search(rest)
    if town and (zip_code is None or town.start() < zip_code.end()):
        yield _last_line(town, is_own=True)
    elif zip_code:
        yield Mention(words=_words(zip_code), zip_code=zip_code["zip"], is_own=True)


def _others(text: str) -> Iterator[Mention]:
    for match in _STREET_ADDRESS.finditer(text):
        if match["bare_zip"]:
            yield Mention(words=_words(match), zip_code=match["bare_zip"])
        elif match["state"]:
            yield _last_line(match)
    for match in _STATE_ZIP.finditer(text):
        yield _last_line(match)


def _last_line(match: re.Match[str], *, is_own: bool = False) -> Mention:
    state = match["state"]
    return Mention(
        words=_words(match),
        zip_code=match["zip"] or "",
        town=" ".join(match["town"].split()),
        state=STATES.get(state.casefold(), state.upper()),
        is_own=is_own,
    )


def _without_halves(mentions: list[Mention]) -> Iterator[Mention]:
    """Without a ZIP code alone where another mention has it with its town, and both are or are not the writer's own."""
    whole = {(one.zip_code, one.is_own) for one in mentions if one.town}
    zips = {one.zip_code for one in mentions if one.is_own and one.zip_code}
    for one in mentions:
        if not one.is_own and one.zip_code in zips:
            continue
        if one.town or (one.zip_code, one.is_own) not in whole:
            yield one


def _words(match: re.Match[str]) -> str:
    return " ".join(match[0].split()).strip(" ,")
