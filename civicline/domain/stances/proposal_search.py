"""Which proposals a message names: bills, resolutions, ballot measures, ordinances, cases, items of an agenda.

A message that only sounds like one ("at 5 S Main St", "the HR department", "SB 405 is backed up") names none: an
office counts who is for and against a proposal, and a count of things nobody spoke of is worse than none.
"""

import re
from collections.abc import Iterator

from civicline.domain.stances.proposal import Mention, Proposal, ProposalKind
from civicline.domain.stances.proposal_context import is_in_setting, is_something_else
from civicline.domain.stances.proposal_patterns import RULES, Rule

READ_LIMIT = 8_000
"""Characters of a message that are looked at; it bounds the time that any text can take."""


def find_proposals(text: str) -> tuple[Mention, ...]:
    """Every mention of a proposal in the first `READ_LIMIT` characters, in the order of the text; none overlap."""
    beginning = text[:READ_LIMIT]
    found = (mention for rule in RULES for mention in _mentions(rule, beginning))
    return _with_one_name(tuple(_apart(sorted(found, key=lambda one: (one.start, -one.end)))))


def proposals_of(mentions: tuple[Mention, ...]) -> tuple[Proposal, ...]:
    """The proposals that are named, each once, in the order of their first mention."""
    return tuple(dict.fromkeys(mention.proposal for mention in mentions))


def _mentions(rule: Rule, text: str) -> Iterator[Mention]:
    for match in rule.pattern.finditer(text):
        if is_something_else(text, match.start(), match.end(), rule.setting):
            continue
        if not is_in_setting(text, match.start(), match.end(), rule.setting):
            continue
        proposal = Proposal(kind=rule.kind, reference=rule.reference(match))
        yield Mention(proposal=proposal, start=match.start(), end=match.end())


def _apart(found: list[Mention]) -> Iterator[Mention]:
    """The first and longest of those that overlap."""
    end = 0
    for mention in found:
        if mention.start >= end:
            end = mention.end
            yield mention


def _with_one_name(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """In a message about one rezoning "on Elm St", "the rezoning" is that one."""
    named = [one for one in proposals_of(mentions) if one.kind is ProposalKind.NAMED]
    longer = {
        short: [one for one in named if re.match(rf"{re.escape(short.reference)} ", one.reference)] for short in named
    }
    return tuple(
        Mention(proposal=longer[one.proposal][0], start=one.start, end=one.end)
        if len(longer.get(one.proposal, ())) == 1
        else one
        for one in mentions
    )
