"""Whether a new head is better than the one that speaks, on corrections that neither has seen.

Both are asked the same messages, so only those count on which they differ: which of the two is right there is a coin
toss if neither is better (the sign test; for shares of right answers McNemar's test, exact). A tie keeps the old one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

BETTER_LEVEL = 0.05
"""How seldom a head that is no better may pass for better, over all three ways to be better (Bonferroni)."""
WAYS_TO_BE_BETTER = 3
WORSE_LEVEL = 0.2
"""A head that loses where chance alone would lose so much only this seldom is not let in. It is laxer than
`BETTER_LEVEL` on purpose: a doubt speaks for the head that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one head says to one held-out message.

    `names_right` tells whether its likeliest topic is the one that staff gave; never so for a message out of scope.
    `is_answered` tells whether it is sure enough for an automatic reply.
    """

    names_right: bool
    is_answered: bool

    @property
    def is_right(self) -> bool:
        """Answered, and rightly."""
        return self.is_answered and self.names_right

    @property
    def is_wrong(self) -> bool:
        """Answered, and wrongly: with another topic, or where there was none."""
        return self.is_answered and not self.names_right


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How one head does on the held-out messages. `macro_f1` is the mean over topics, whatever their number."""

    version: str
    accuracy: float
    macro_f1: float
    answered: int
    answered_right: int
    answered_wrong: int


class Verdict(StrEnum):
    """Whether the new head is let in, and why (not)."""

    ANSWERS_MORE = "answers_more"
    KNOWS_MORE = "knows_more"
    ERRS_LESS = "errs_less"
    ERRS_MORE = "errs_more"
    ANSWERS_LESS = "answers_less"
    KNOWS_LESS = "knows_less"
    NO_DIFFERENCE = "no_difference"

    @property
    def is_better(self) -> bool:
        """Whether the new head is to be promoted."""
        return self in {Verdict.ANSWERS_MORE, Verdict.KNOWS_MORE, Verdict.ERRS_LESS}

    @property
    def sentence(self) -> str:
        """One sentence for the person who trained."""
        return _SENTENCES[self]


_SENTENCES = {
    Verdict.ANSWERS_MORE: "The new head answers more messages rightly than chance explains.",
    Verdict.KNOWS_MORE: "The new head names the right topic more often than chance explains.",
    Verdict.ERRS_LESS: "The new head gives fewer wrong answers than chance explains.",
    Verdict.ERRS_MORE: "The new head gives more wrong answers; the old one stays.",
    Verdict.ANSWERS_LESS: "The new head answers fewer messages rightly; the old one stays.",
    Verdict.KNOWS_LESS: "The new head names the right topic less often; the old one stays.",
    Verdict.NO_DIFFERENCE: "No difference beyond chance; the old head stays.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadComparison:
    """Old against new on the same messages. `probability` is that of the verdict's difference by chance alone."""

    messages: int
    out_of_scope: int
    old: Measures
    new: Measures
    verdict: Verdict
    probability: float


def verdict_on(old: Sequence[Answer], new: Sequence[Answer]) -> tuple[Verdict, float]:
    """The verdict, and the probability of such a difference by chance; both sequences are of the same messages.

    Not one of the three (wrong answers, right answers, right topics) may be worse, and one must be better; fewer wrong
    answers count only where right ones are given, and no fewer. Raises ValueError where the sequences differ in length.
    """
    pairs = list(zip(old, new, strict=True))
    fewer_wrong = _Difference.of([(was.is_wrong, now.is_wrong) for was, now in pairs]).reversed()
    more_right = _Difference.of([(was.is_right, now.is_right) for was, now in pairs])
    more_known = _Difference.of([(was.names_right, now.names_right) for was, now in pairs])
    for difference, worse in (
        (fewer_wrong, Verdict.ERRS_MORE),
        (more_right, Verdict.ANSWERS_LESS),
        (more_known, Verdict.KNOWS_LESS),
    ):
        if difference.chance_of_losses <= WORSE_LEVEL:
            return worse, difference.chance_of_losses
    ways = [(more_right, Verdict.ANSWERS_MORE), (more_known, Verdict.KNOWS_MORE)]
    if more_right.gains >= more_right.losses and any(now.is_right for now in new):
        # To fall silent is no way to err less: a head that answers nothing would win wherever staff judge at random.
        ways.append((fewer_wrong, Verdict.ERRS_LESS))
    likeliest, better = min(ways, key=lambda way: way[0].chance_of_gains)
    chance = min(1.0, WAYS_TO_BE_BETTER * likeliest.chance_of_gains)
    return (better, chance) if chance <= BETTER_LEVEL else (Verdict.NO_DIFFERENCE, chance)


@dataclass(frozen=True, slots=True)
class _Difference:
    """On how many messages only the new head has something, and only the old."""

    gains: int
    losses: int

    @classmethod
    def of(cls, pairs: Sequence[tuple[bool, bool]]) -> "_Difference":
        return cls(gains=sum(now and not was for was, now in pairs), losses=sum(was and not now for was, now in pairs))

    def reversed(self) -> "_Difference":
        """The same where having it is bad."""
        return _Difference(gains=self.losses, losses=self.gains)

    @property
    def chance_of_gains(self) -> float:
        return sign_test(self.gains, self.losses)

    @property
    def chance_of_losses(self) -> float:
        return sign_test(self.losses, self.gains)


def sign_test(successes: int, failures: int) -> float:
    """The probability that so many or more of all tosses of a fair coin succeed; 1 where there is none."""
    tosses = successes + failures
    return math.fsum(math.comb(tosses, heads) / 2**tosses for heads in range(successes, tosses + 1))
