"""Telling a wish to receive no more messages from an opinion that has "stop" in it.

Under 47 CFR 64.1200(a)(10) a person may revoke consent in any reasonable way, and silence must follow; but a
constituent who writes "Stop the rezoning on Elm St" is to be heard. A prefix match, such as carriers' lists apply,
gets both wrong. Here a message is read in three steps, most certain first:

1. the whole message is a keyword, but for courtesy: "Stop.", "STOP 12345", "S T O P", "please stop now thanks";
2. a strong keyword stands apart, and the rest is a signature or about the messages: "STOP. I don't live there";
3. a phrase of the tables demands it: "take me off this list", "no me envíen más mensajes".

An opt-out outranks an opt-in, which outranks a question for help. "YES" is an opt-in only for somebody who opted out:
for anybody else the caller lets it pass as an ordinary message.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from civicline.domain.channel import Channel
from civicline.domain.opting_out import opt_out_english, opt_out_english_words, opt_out_languages
from civicline.domain.opting_out.opt_out_rules import (
    COURTESY,
    EMAIL_WORDS,
    LEAD_IN,
    SMS_WORDS,
    STRONG_COMPANY,
    TAIL,
    Keyword,
    KeywordRow,
    Reach,
    Rule,
)
from civicline.domain.phrases import Found, PhraseBook, Reading, read

__all__ = ["Keyword", "KeywordDecision", "decide_keyword"]

SIGNATURE_WORDS = 6
"""Words after a keyword on a line of its own which may still be a signature."""

SHORT_MESSAGE = 40
"""Words of a message in which a keyword set apart is the sender's; in longer ones it is a newsletter's footer."""

SHORTEST_NUMBER = 5
"""Digits beside STOP that can be a short code or a phone number; a bus stop's or a street's number is shorter."""

_LONGEST_KEYWORD = 5
_REPEATED_LETTERS = re.compile(r"(\w)\1{2,}|(\w)\2$")
_VOCABULARY = {**opt_out_english_words.VOCABULARY, **opt_out_languages.VOCABULARY}
_ORDER = (Keyword.OPT_OUT, Keyword.OPT_IN, Keyword.HELP)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordDecision:
    """What a message asks of the sending, and why.

    `evidence` is the part of the text that the decision rests on, kept as proof; empty for NONE. `scope_channels`
    are the channels it speaks of, the most important first: those it names, or else the one it came by.
    """

    keyword: Keyword
    evidence: str
    scope_channels: tuple[Channel, ...]

    @property
    def scope_channel(self) -> Channel:
        """The channel that is stopped or started: the one the message came by, if the words cover it."""
        return self.scope_channels[0]


def decide_keyword(text: str, channel: Channel) -> KeywordDecision:
    """Decide whether `text`, the sender's own words without quoted mail, is an opt-out, opt-in or call for help."""
    reading = read(text)
    for step in (_whole_message, _set_apart, _demanded):
        if found := step(reading):
            return KeywordDecision(
                keyword=found.meaning,
                evidence=reading.quote(found.first, found.end),
                scope_channels=_scopes(found, reading, channel),
            )
    return KeywordDecision(keyword=Keyword.NONE, evidence="", scope_channels=(channel,))


def _whole_message(reading: Reading) -> Found[Keyword] | None:
    return _as_keyword(reading, 0, len(reading.words))


def _set_apart(reading: Reading) -> Found[Keyword] | None:
    """A strong keyword as first line, first clause or last clause, where the rest is no matter of its own."""
    for first, end, rest in _outer_parts(reading):
        found = _as_keyword(reading, first, end)
        if found and _is_strong(reading, found) and _is_about_sending(reading, *rest):
            return found
    return None


def _outer_parts(reading: Reading) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """First clause and last clause, each with what is left of the message."""
    last = len(reading.words)
    if 0 < last <= SHORT_MESSAGE:
        first_end, last_start = reading.clause_around(0)[1], reading.clause_around(last - 1)[0]
        if first_end < last:
            yield 0, first_end, (first_end, last)
            yield last_start, last, (0, last_start)


def _is_about_sending(reading: Reading, first: int, end: int) -> bool:
    if _complaints().is_in(reading, first, end):
        return True
    return first > 0 and _is_signature(reading, first)


def _is_signature(reading: Reading, first: int) -> bool:
    """Whether the words from `first`, a new line, can be a name, a number or what a phone adds by itself."""
    gap = reading.text[reading.words[first - 1].end : reading.words[first].start]
    tail = [reading.quote(i, i + 1) for i in range(first, len(reading.words))]
    if "\n" not in gap or len(tail) > SIGNATURE_WORDS:
        return False
    return tail[:2] == ["Sent", "from"] or all(word.istitle() or word.isdigit() for word in tail)


def _demanded(reading: Reading) -> Found[Keyword] | None:
    """The longest phrase of a rule that holds, opt-outs first."""
    held = [found for found in _rule_book().find(reading) if _holds(found, reading)]
    if not held:
        return None
    found = min(held, key=lambda one: (_ORDER.index(one.meaning.keyword), one.first - one.end))
    return Found(meaning=found.meaning.keyword, first=found.first, end=found.end)


def _holds(found: Found[Rule], reading: Reading) -> bool:
    rule = found.meaning
    first, end = reading.clause_around(found.first)
    if rule.reach is not Reach.ANYWHERE and not TAIL.issuperset(reading.forms(found.end, end)):
        return False
    if rule.reach is Reach.CLAUSE and not LEAD_IN.issuperset(reading.forms(first, found.first)):
        return False
    if _phrases(rule.unless_before).is_in(reading, first, found.first):
        return False
    return not _phrases(rule.unless_anywhere).is_in(reading)


def _as_keyword(reading: Reading, first: int, end: int) -> Found[Keyword] | None:
    """The keyword that the words from `first` up to `end` are, but for courtesy."""
    forms = _joined_if_spelt(reading.forms(first, end))
    rows, company = _sorted_out(forms)
    if not rows or not _is_fitting(company, any(row.is_strong for row, _ in rows)):
        return None
    keyword = min((row.keyword for row, _ in rows), key=_ORDER.index)
    if len(forms) != end - first:
        return Found(meaning=keyword, first=first, end=end)
    spans = [span for row, span in rows if row.keyword is keyword]
    return Found(meaning=keyword, first=first + spans[0][0], end=first + spans[-1][1])


def _is_strong(reading: Reading, found: Found[Keyword]) -> bool:
    rows, _ = _sorted_out(_joined_if_spelt(reading.forms(found.first, found.end)))
    return any(row.is_strong for row, _ in rows)


def _joined_if_spelt(forms: tuple[str, ...]) -> tuple[str, ...]:
    """S T O P, s.t.o.p and S-T-O-P are one word."""
    return ("".join(forms),) if len(forms) > 2 and all(len(form) == 1 and form.isascii() for form in forms) else forms


def _sorted_out(forms: tuple[str, ...]) -> tuple[list[tuple[KeywordRow, tuple[int, int]]], list[str]]:
    """The keywords among the words, each with its place, and the words that are neither keyword nor courtesy."""
    rows: list[tuple[KeywordRow, tuple[int, int]]] = []
    company: list[str] = []
    at = 0
    while at < len(forms):
        row, length = _keyword_at(forms, at)
        if row:
            rows.append((row, (at, at + length)))
        elif forms[at] not in COURTESY:
            company.append(forms[at])
        at += length
    return rows, company


def _keyword_at(forms: tuple[str, ...], at: int) -> tuple[KeywordRow | None, int]:
    table = _keywords()
    for length in range(min(_LONGEST_KEYWORD, len(forms) - at), 0, -1):
        if row := table.get(forms[at : at + length]):
            return row, length
    return table.get((_REPEATED_LETTERS.sub(_once, forms[at]),)), 1


def _once(match: re.Match[str]) -> str:
    return match.group()[0]


def _is_fitting(company: list[str], is_strong: bool) -> bool:
    """Whether words beside a keyword leave it one: none beside "cancel"; "reply", "all" or a number beside "stop"."""
    if not is_strong:
        return not company
    digits = "".join(word for word in company if word.isdigit() and word not in STRONG_COMPANY)
    words = [word for word in company if not word.isdigit()]
    return STRONG_COMPANY.issuperset(words) and (not digits or len(digits) >= SHORTEST_NUMBER)


def _scopes(found: Found[Keyword], reading: Reading, arrival: Channel) -> tuple[Channel, ...]:
    within = (word for word in _channel_words().find(reading, found.first, found.end) if word.end <= found.end)
    named = {word.meaning for word in within} or {arrival}
    return tuple(sorted(named, key=lambda channel: (channel is not arrival, channel)))


@cache
def _keywords() -> dict[tuple[str, ...], KeywordRow]:
    rows = (*opt_out_languages.KEYWORDS, *opt_out_english_words.KEYWORDS)
    return {read(words).forms(): row for row in rows for words in row.words}


@cache
def _rule_book() -> PhraseBook[Rule]:
    rules = (*opt_out_english.RULES, *opt_out_languages.RULES)
    return PhraseBook(((phrase, rule) for rule in rules for phrase in rule.phrases), _VOCABULARY)


@cache
def _phrases(phrases: tuple[str, ...]) -> PhraseBook[None]:
    return PhraseBook(((phrase, None) for phrase in phrases), _VOCABULARY)


@cache
def _complaints() -> PhraseBook[None]:
    return _phrases(opt_out_english.COMPLAINTS)


@cache
def _channel_words() -> PhraseBook[Channel]:
    named = {Channel.EMAIL: EMAIL_WORDS, Channel.SMS: SMS_WORDS}
    return PhraseBook((words, channel) for channel, entries in named.items() for words in entries)
