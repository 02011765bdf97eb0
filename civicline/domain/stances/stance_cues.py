"""What a constituent's plain words say about a proposal, clause by clause.

A stance is a product of signs. In "please oppose the amendment that would kill SB 12" *oppose* and *kill* both turn
it, so the writer is for SB 12; "don't vote against", "I can't believe anyone would oppose" and "I used to support" work
the same way. Where words stand between them that are not known to carry the sign, or the clause asks, or tells what
others think, it is open and decides nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from civicline.domain.phrases import read
from civicline.domain.stances.proposal import Mention, Proposal
from civicline.domain.stances.proposal_search import READ_LIMIT
from civicline.domain.stances.stance import Stance
from civicline.domain.stances.stance_clause import Clause, clauses_of
from civicline.domain.stances.stance_words import ASKED, OTHER, STANDS, TARGET, THANKS, Role

_LISTING = re.compile(r"\s*(?:[,/&]|,?\s?\b(?:and|or|y|e|o|u|ni|nor)\b)?\s*", re.IGNORECASE)
LONGEST_QUESTION = 2
"""Clauses of a message that asks and does nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Clauses that are for and against a proposal, those left open, and what makes plain words doubtful."""

    supporting: int
    opposing: int
    left_open: int
    is_asking: bool
    is_doubtful: bool
    signals: tuple[bool, ...]
    """What else a model may weigh: which kinds of words, marks and turns there are, in a fixed order."""

    @property
    def stance(self) -> Stance:
        """The stance, where the words are plain and agree; else UNCLEAR."""
        if self.is_doubtful or (self.supporting and self.opposing):
            return Stance.UNCLEAR
        if self.supporting or self.opposing:
            return Stance.SUPPORT if self.supporting else Stance.OPPOSE
        return Stance.NEUTRAL if self.is_asking else Stance.UNCLEAR


def with_stand_ins(text: str, mentions: Sequence[Mention], proposal: Proposal) -> str:
    """`text` with a word in place of the proposal and another in place of every other.

    What is said of a list ("HB 1, HB 2 and HB 3") is said of each in it.
    """
    text = text[:READ_LIMIT]
    parts, at = [], 0
    for run in _runs(text, mentions):
        word = TARGET if proposal in {mention.proposal for mention in run} else OTHER
        parts += [text[at : run[0].start], word]
        at = run[-1].end
    return "".join([*parts, text[at:]])


def _runs(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    runs: list[list[Mention]] = []
    for mention in mentions:
        if runs and _LISTING.fullmatch(text, runs[-1][-1].end, mention.start):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def cues_in(text: str) -> Cues:
    """What the words of a text with stand-ins say about the proposal."""
    reading = read(text)
    is_only = OTHER not in reading.forms()
    clauses = clauses_of(reading, is_only=is_only)
    signs = [sign for clause in clauses for sign in clause.signs()]
    is_asking = "!" not in reading.text and _asks(clauses)
    is_doubtful = is_only and _wavers(clauses)
    return Cues(
        supporting=signs.count(1),
        opposing=signs.count(-1),
        left_open=signs.count(0),
        is_asking=is_asking,
        is_doubtful=is_doubtful,
        signals=(1 in signs, -1 in signs, 0 in signs, is_asking, is_doubtful, *_signals(reading.text, clauses)),
    )


def _signals(text: str, clauses: Sequence[Clause]) -> Iterator[bool]:
    loose = {clause.loose_sign for clause in clauses if clause.targets}
    yield from (sign in loose for sign in (1, -1))
    before = {one.meaning for clause in clauses for one in clause.operators}
    yield from (role in before for role in Role)
    whole = {one.meaning for clause in clauses for one in clause.whole}
    yield from (role in whole for role in sorted(STANDS, key=lambda role: role.value))
    yield from (mark in text for mark in "?!")
    forms = {form for clause in clauses for form in clause.forms}
    yield from (bool(forms & words) for words in (ASKED, THANKS))
    yield len(clauses) > LONGEST_QUESTION


def _asks(clauses: Sequence[Clause]) -> bool:
    """Whether the message is a question, or asks for information, and nothing else."""
    if len(clauses) > LONGEST_QUESTION or any(one.meaning is Role.NOT for each in clauses for one in each.operators):
        return False
    about = [clause for clause in clauses if clause.targets]
    return bool(about) and all(clause.begins_asking for clause in about)


def _wavers(clauses: Sequence[Clause]) -> bool:
    """Whether there is irony or doubt in a clause that speaks of the proposal, or next to one."""
    near = {number + step for number, clause in enumerate(clauses) if clause.targets for step in (-1, 0, 1)}
    return any(clauses[number].is_doubtful for number in near if 0 <= number < len(clauses))
