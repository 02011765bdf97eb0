"""Where a constituent stands towards a proposal that the message names."""

from dataclasses import dataclass
from enum import StrEnum

from civicline.domain.stances.proposal import Proposal


class Stance(StrEnum):
    """NEUTRAL takes no side (a question, a request for the text); UNCLEAR is everything that is not sure."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    NEUTRAL = "neutral"
    UNCLEAR = "unclear"


class StanceBasis(StrEnum):
    """What a stance rests on: the constituent's plain words, the model, or nothing that is sure enough."""

    WORDS = "words"
    MODEL = "model"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceFinding:
    """The stance towards one proposal.

    `confidence`, 0 to 1, is the model's calibrated probability of the likeliest stance, which for UNCLEAR was too low;
    it is 1 where plain words decided ("vote no on HB 1234"), and 0 where nobody was asked.
    """

    proposal: Proposal
    stance: Stance
    confidence: float
    basis: StanceBasis
