"""How often automatic answers on a topic are right, by what staff and constituents say of them, each kept apart.

Staff say which topic a message is about; constituents say whether the answer helped. A right answer can fail to help,
and people who are content seldom say so: a constituent's word weighs a quarter of a staff member's (ADR 21).
"""

import math
from dataclasses import dataclass

from civicline.domain.reports.measures import Tally

CONSTITUENT_WEIGHT = 0.25
_Z95 = 1.959964
"""Of the two-sided 95 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPrecision:
    """What was said of the automatic answers on one topic: by staff right or wrong, by constituents helped or not."""

    judged_right: int = 0
    judged_wrong: int = 0
    helped: int = 0
    not_helped: int = 0

    def with_tally(self, tally: Tally) -> "TopicPrecision":
        """The same with what a tally of automatic answers counts."""
        return TopicPrecision(
            judged_right=self.judged_right + tally.judged_right,
            judged_wrong=self.judged_wrong + tally.judged_wrong,
            helped=self.helped + tally.helped,
            not_helped=self.not_helped + tally.not_helped,
        )

    @property
    def staff_share(self) -> float | None:
        """The share that staff judged right; None where they judged nothing."""
        judged = self.judged_right + self.judged_wrong
        return self.judged_right / judged if judged else None

    @property
    def helped_share(self) -> float | None:
        """Satisfaction: the share of the constituents who answered that it helped; None where nobody did."""
        said = self.helped + self.not_helped
        return self.helped / said if said else None

    @property
    def precision(self) -> float | None:
        """Both together, a constituent's word at its weight."""
        return self._right / self._weight if self._weight else None

    @property
    def lower_bound(self) -> float | None:
        """The lower end of Wilson's 95 % interval of the precision, the weights taken for numbers of judgements."""
        share, weight = self.precision, self._weight
        if share is None:
            return None
        middle = share + _Z95**2 / (2 * weight)
        spread = _Z95 * math.sqrt(share * (1 - share) / weight + _Z95**2 / (4 * weight**2))
        return max(0.0, (middle - spread) / (1 + _Z95**2 / weight))

    @property
    def _right(self) -> float:
        return self.judged_right + CONSTITUENT_WEIGHT * self.helped

    @property
    def _weight(self) -> float:
        return self.judged_right + self.judged_wrong + CONSTITUENT_WEIGHT * (self.helped + self.not_helped)
