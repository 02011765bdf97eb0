"""The parts of a message that may each be about something else: sentences, list items, and what a joint begins.

A part is only worth reading on its own if it could stand alone, so a joint ("also", "and my", a comma) divides only
where there are enough words on both sides, and addresses ("5th St. and Main") are not torn at their full stops.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

MOST_PARTS = 6
"""Parts of one message that are read, since each costs a run of the encoder."""
FEWEST_WORDS = 3
"""A shorter part ("Thanks!", "Elm St") says nothing that the whole does not say better."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_LIST_ITEM = re.compile(r"^\s*(?:[-*•·–—]+\s+|\(?\d{1,2}[.)]\s+|\(?[a-h]\)\s+)", re.IGNORECASE)
_WRAPPED_FROM = 50
"""A line this long without a full stop was broken by a mail program, not by its writer."""
_STOP = re.compile(r"(?<![.!?…。])[.!?…。]+[\"'”’)]*\s|;\s")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[a-z]|st|ave|av|blvd|rd|dr|ln|ct|pl|hwy|pkwy|cir|sq|apt|bldg|ste|no|nos|num|núm|mr|mrs|ms|sr|sra|srta"
    r"|jr|dra|prof|rev|hon|rep|sen|gov|approx|vs|etc|e\.g|i\.e|a\.m|p\.m|u\.s|col|calz|dept|tel|ext|min|max|ft|in|lbs"
    r"|jan|feb|mar|apr|aug|sept|oct|nov|dec)$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 8
_JOINT = re.compile(
    r"(?:\b(?:and|plus)\s+)?\b(?:also|additionally|furthermore|moreover|besides|in addition"
    r"|on top of (?:that|this|it all)|(?:another|one other|one more) (?:thing|issue|problem|question|matter|concern)"
    r"|while (?:i'?m|i am|you'?re) at it|on another note|separately|secondly|thirdly|second of all|by the way|btw)\b"
    r"|\b(?:y\s+)?(?:además|ademas|también|tambien|asimismo|aparte de eso|por otro lado|por otra parte|de paso"
    r"|otra (?:cosa|pregunta|queja)|otro (?:problema|asunto|tema))\b"
    r"|\b(?:and|plus|n|&)\s+(?=(?:the|my|our|there|theres|there's|i|we|you|your|someone|somebody|nobody|how|when|where|what"
    r"|can|could|is|are|do|does|please|pls|no)\b)"
    r"|\by\s+(?=(?:el|la|los|las|mi|mis|nuestr[oa]s?|hay|no|se|quiero|quisiera|necesito|cuándo|cuando|cómo|como|dónde|donde"
    r"|por favor|alguien|nadie)\b)"
    r"|,\s",
    re.IGNORECASE,
)


def split_parts(text: str) -> tuple[str, ...]:
    """The parts of `text` in their order, each of at least `FEWEST_WORDS` words.

    Where there are more than `MOST_PARTS`, those with the most words are kept: greetings and signatures are short.
    """
    parts = [
        part
        for line in _lines(text)
        for sentence in _sentences(line)
        for part in _joined(sentence)
        if len(_word_starts(part)) >= FEWEST_WORDS
    ]
    longest = sorted(range(len(parts)), key=lambda place: -len(parts[place].split()))[:MOST_PARTS]
    return tuple(parts[place] for place in sorted(longest))


def _lines(text: str) -> Iterator[str]:
    """Lines as they were meant: what a mail program wrapped is one line, and a list item begins one."""
    pending = ""
    for raw in text.splitlines():
        line = " ".join(raw.split())
        item = _LIST_ITEM.match(line)
        if line and not item and _is_wrapped(pending):
            pending = f"{pending} {line}"
            continue
        yield pending
        pending = line[item.end() :] if item else line
    yield pending


def _is_wrapped(line: str) -> bool:
    return len(line) >= _WRAPPED_FROM and not line.endswith((".", "!", "?", ":", ";", "…"))


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(line):
        if _ABBREVIATION.search(line, max(start, stop.start() - _LONGEST_ABBREVIATION), stop.start()):
            continue
        yield line[start : stop.end()].strip()
        start = stop.end()
    yield line[start:].strip()


def _joined(sentence: str) -> Iterator[str]:
    """What stands before and after each joint; the joint's own words belong to neither."""
    words = _word_starts(sentence)
    start = 0
    for joint in _JOINT.finditer(sentence):
        before = bisect_left(words, joint.start()) - bisect_left(words, start)
        after = len(words) - bisect_left(words, joint.end())
        if min(before, after) < FEWEST_WORDS:
            continue
        yield sentence[start : joint.start()].strip(" ,:")
        start = joint.end()
    yield sentence[start:].strip(" ,:")


def _word_starts(text: str) -> list[int]:
    return [word.start() for word in _WORD.finditer(text)]
