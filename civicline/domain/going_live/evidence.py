"""What speaks for or against answering a topic by itself: judged replies, day by day, and what follows from them.

Two samples measure the wrong-reply rate: in shadow what staff judge of the replies that would have left, live the
audits of replies that did leave, drawn by chance. What staff judge of sent replies besides is no sample, since people
look where something seems wrong: it can show that a topic fails, never that it is good. Constituents' YES and NO are
kept apart with the weight of ADR 21. The thresholds are justified in ADR 24.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from civicline.domain.going_live.error_bounds import lower_bound, missing_right, upper_bound

_EXPECTED_MISTAKES = 8
_FEWEST_MISTAKES = 2
"""One mistake alone may be chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How many replies on a topic, or of a group, were right and wrong, by how that is known.

    `shadow_*` were judged and not sent; `audited_*` were sent and drawn for an audit; `found_*` were sent and judged
    besides. `sent` are all that were sent. `helped` and `not_helped` are constituents' words on them.
    """

    shadow_right: int = 0
    shadow_wrong: int = 0
    audited_right: int = 0
    audited_wrong: int = 0
    found_right: int = 0
    found_wrong: int = 0
    sent: int = 0
    helped: int = 0
    not_helped: int = 0

    def __add__(self, other: "Evidence") -> "Evidence":
        return self._combined(other, 1)

    def __sub__(self, other: "Evidence") -> "Evidence":
        return self._combined(other, -1)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in COUNTS)

    @property
    def judged(self) -> int:
        """The cases of the two samples."""
        return self.shadow_right + self.shadow_wrong + self.audited_right + self.audited_wrong

    @property
    def wrong(self) -> int:
        """The mistakes in the two samples."""
        return self.shadow_wrong + self.audited_wrong

    @property
    def known_wrong(self) -> int:
        """The sent replies that are known to be wrong, however somebody came to look at them."""
        return self.audited_wrong + self.found_wrong

    @property
    def looked_at(self) -> int:
        """The sent replies that somebody judged."""
        return self.audited_right + self.found_right + self.known_wrong

    def _combined(self, other: "Evidence", sign: int) -> "Evidence":
        return Evidence(**{name: getattr(self, name) + sign * getattr(other, name) for name in COUNTS})


COUNTS = tuple(field.name for field in fields(Evidence))
"""What evidence counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfEvidence:
    """The evidence from messages that came in on one day of the office (`2026-11-22`) and were read by one head."""

    day: str
    model_version: str
    evidence: Evidence


def window_of(budget: float) -> int:
    """How many of the latest judged replies count: so many that at the budget eight of them would be wrong.

    Fewer could not clear a budget after two or three chance mistakes; more would hide new trouble behind old praise.
    """
    return math.ceil(_EXPECTED_MISTAKES / budget)


def latest(days: Iterable[DayOfEvidence], judged: int) -> Evidence:
    """The newest days that together hold at least so many judged replies; all of them where they do not."""
    total = Evidence()
    for day in sorted(days, key=lambda one: one.day, reverse=True):
        if total.judged >= judged:
            break
        total += day.evidence
    return total


class Failing(StrEnum):
    """Why a live topic must not stay so; `sentence` is for staff."""

    NO_LONGER_CLEARS = "no_longer_clears"
    SHOWN_WRONG = "shown_wrong"

    @property
    def sentence(self) -> str:
        """One sentence for staff."""
        return _SENTENCES[self]


_SENTENCES = {
    Failing.NO_LONGER_CLEARS: (
        "The upper bound of the wrong-reply rate no longer clears the budget, even without the latest mistake."
    ),
    Failing.SHOWN_WRONG: "More of the replies that were sent are known to be wrong than the budget allows.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What evidence says of a budget (a share, such as 0.02)."""

    evidence: Evidence
    budget: float

    @property
    def rate(self) -> float | None:
        """The measured share of wrong replies; None where nothing was judged."""
        return self.evidence.wrong / self.evidence.judged if self.evidence.judged else None

    @property
    def bound(self) -> float:
        """The upper end of the one-sided 95 % interval of that share (Clopper and Pearson)."""
        return upper_bound(self.evidence.wrong, self.evidence.judged)

    @property
    def clears(self) -> bool:
        """Whether the topic may go live, should a manager say so."""
        return self.bound <= self.budget and not self.is_shown_wrong

    @property
    def is_shown_wrong(self) -> bool:
        """Whether what is known of sent replies, or the samples, puts the rate beyond the budget."""
        seen = self.evidence
        of_sent = self._is_shown(seen.known_wrong, max(seen.sent, seen.looked_at))
        return of_sent or self._is_shown(seen.wrong, seen.judged)

    @property
    def missing(self) -> int:
        """How many more judged replies it takes, if all are right."""
        return missing_right(self.evidence.wrong, self.evidence.judged, self.budget)

    def failing(self, *, is_declared: bool = False) -> Failing | None:
        """Why a live topic must fall back; None if it may stay.

        The latest mistake is left out of the bound, so that one chance mistake right after going live does not put
        it back. What was put live by declaration never cleared its budget; it falls back once it is shown wrong.
        """
        seen = self.evidence
        if self.is_shown_wrong:
            return Failing.SHOWN_WRONG
        if is_declared or seen.wrong < _FEWEST_MISTAKES:
            return None
        return Failing.NO_LONGER_CLEARS if upper_bound(seen.wrong - 1, seen.judged) > self.budget else None

    def _is_shown(self, wrong: int, cases: int) -> bool:
        return wrong >= _FEWEST_MISTAKES and lower_bound(wrong, cases) > self.budget


def newest_version(days: Iterable[DayOfEvidence]) -> str | None:
    """The head that read the newest judged messages; None where nothing was judged."""
    judged = (day for day in days if day.evidence.judged)
    newest = max(judged, key=lambda one: one.day, default=None)
    return newest.model_version if newest else None


def assessed(
    days: Iterable[DayOfEvidence], budget: float, model_version: str | None = None, first_day: str = ""
) -> Assessment:
    """What the latest evidence says of a budget; of one head alone, or from one day on, where these are given."""
    wanted = (day for day in days if day.day >= first_day and model_version in {None, day.model_version})
    return Assessment(evidence=latest(wanted, window_of(budget)), budget=budget)


def day_after(moment: datetime, time_zone: str) -> str:
    """The office's next day, as evidence names days."""
    return f"{moment.astimezone(ZoneInfo(time_zone)) + timedelta(days=1):%Y-%m-%d}"
