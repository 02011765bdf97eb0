"""A proposal that people write for or against, under one spelling."""

from dataclasses import dataclass
from enum import StrEnum


class ProposalKind(StrEnum):
    """What sort of thing is proposed; NAMED has words instead of a number, as in "the rezoning on Elm St"."""

    BILL = "bill"
    RESOLUTION = "resolution"
    BALLOT_MEASURE = "ballot_measure"
    ORDINANCE = "ordinance"
    CASE = "case"
    AGENDA_ITEM = "agenda_item"
    PETITION = "petition"
    NAMED = "named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal under one spelling: `reference` is `HB 1234` however "house bill no. 1,234" was written.

    A reference says nothing of the legislature or year that it belongs to; that follows from the office.
    """

    kind: ProposalKind
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A proposal, and the characters of the text from `start` up to `end` that name it."""

    proposal: Proposal
    start: int
    end: int
