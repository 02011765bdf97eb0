"""Whether what people write about has moved away from what the model knows, told from the reports' counters alone.

Two signs: the model abstains more often, and the shares of the topics shift. Both are tested, so that a week with few
messages does not alarm, and must also be large enough to matter, so that many messages do not alarm for nothing.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import NormalDist

from civicline.domain.approved.approved_message import FIXED_TOPICS
from civicline.domain.history.record import Outcome
from civicline.domain.reports.measures import ANY_TOPIC, Slice, Tally

RECENT_DAYS = 7
BEFORE_DAYS = 28
ALARM_LEVEL = 0.001
"""How seldom chance alone may alarm: the test runs daily in every office."""
LEAST_RISE = 0.05
"""Of the share of messages that the model abstains from; less does not matter, however certain."""
LEAST_SHIFT_BITS = 0.05
"""Of the Jensen-Shannon divergence of the topics, 0 (the same) to 1 (none in common). 0.05 is one message in seven on
topics that nobody wrote about before."""
FEWEST_EXPECTED = 5
"""Topics of which fewer messages are expected in either period are counted together (Cochran 1954)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCounts:
    """What was counted in one period: messages about topics, those the model abstained from, and all by topic."""

    messages: int = 0
    unsure: int = 0
    topics: Mapping[str, int] = field(default_factory=dict)

    @property
    def abstention_share(self) -> float:
        """The share that the model was not sure enough of, 0 to 1; 0 without messages."""
        return self.unsure / self.messages if self.messages else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A recent period against the one before it.

    `abstention_probability` is that of so many abstentions by chance alone; `topic_shift_bits` is the Jensen-Shannon
    divergence of the topics' shares, less what chance adds to it; `topic_shift_probability` that of such a shift.
    """

    recent: PeriodCounts
    before: PeriodCounts
    abstention_probability: float
    topic_shift_bits: float
    topic_shift_probability: float

    @property
    def is_abstaining_more(self) -> bool:
        """Whether the model abstains more often, beyond chance and by enough to matter."""
        rise = self.recent.abstention_share - self.before.abstention_share
        return rise >= LEAST_RISE and self.abstention_probability <= ALARM_LEVEL

    @property
    def has_shifted_topics(self) -> bool:
        """Whether people write about other topics than before, beyond chance and by enough to matter."""
        return self.topic_shift_bits >= LEAST_SHIFT_BITS and self.topic_shift_probability <= ALARM_LEVEL

    @property
    def is_drifting(self) -> bool:
        """Whether somebody should look."""
        return self.is_abstaining_more or self.has_shifted_topics


def periods(today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """The recent seven days, which end yesterday since today is not over, and the 28 before them; ends included."""
    recent_end = today - timedelta(days=1)
    recent_start = recent_end - timedelta(days=RECENT_DAYS - 1)
    before_end = recent_start - timedelta(days=1)
    return (recent_start, recent_end), (before_end - timedelta(days=BEFORE_DAYS - 1), before_end)


def period_counts(tallies: Mapping[Slice, Tally], first: date, last: date) -> PeriodCounts:
    """What daily tallies say of a period, but for messages without a topic or decided by a gate."""
    messages = unsure = 0
    topics: Counter[str] = Counter()
    for part, tally in tallies.items():
        is_within = first.isoformat() <= part.start <= last.isoformat()
        if is_within and part.outcome is not Outcome.RECEIVED and part.topic_id not in {ANY_TOPIC, *FIXED_TOPICS}:
            messages += tally.messages
            unsure += tally.unsure
            topics[part.topic_id] += tally.messages
    return PeriodCounts(messages=messages, unsure=unsure, topics=dict(topics))


def drift_between(recent: PeriodCounts, before: PeriodCounts) -> Drift:
    """How a recent period differs from the one before it."""
    counts = _pooled(recent.topics, before.topics)
    return Drift(
        recent=recent,
        before=before,
        abstention_probability=_chance_of_rise(recent, before),
        topic_shift_bits=_shift(counts),
        topic_shift_probability=_chance_of_shift(counts),
    )


def _chance_of_rise(recent: PeriodCounts, before: PeriodCounts) -> float:
    """Fisher's exact test, one-sided: so many abstentions or more in the recent period, given those of both."""
    total, drawn = recent.messages + before.messages, recent.messages
    marked = recent.unsure + before.unsure
    if not (drawn and before.messages):
        return 1.0
    whole = _log_choose(total, drawn)
    tail = math.fsum(
        math.exp(_log_choose(marked, hits) + _log_choose(total - marked, drawn - hits) - whole)
        for hits in range(max(recent.unsure, drawn - (total - marked)), min(marked, drawn) + 1)
    )
    return min(tail, 1.0)


def _log_choose(whole: int, part: int) -> float:
    return math.lgamma(whole + 1) - math.lgamma(part + 1) - math.lgamma(whole - part + 1)


_Pairs = tuple[tuple[int, int], ...]


def _pooled(recent: Mapping[str, int], before: Mapping[str, int]) -> _Pairs:
    """The counts of each topic in both periods, rare ones together; empty where there is nothing to compare."""
    recent_total, before_total = sum(recent.values()), sum(before.values())
    if not (recent_total and before_total):
        return ()
    smaller = min(recent_total, before_total) / (recent_total + before_total)
    kept, rest = [], [0, 0]
    for topic in sorted(recent.keys() | before.keys()):
        pair = recent.get(topic, 0), before.get(topic, 0)
        if sum(pair) * smaller >= FEWEST_EXPECTED:
            kept.append(pair)
        else:
            rest = [rest[0] + pair[0], rest[1] + pair[1]]
    return (*kept, (rest[0], rest[1])) if sum(rest) else tuple(kept)


def _shift(counts: _Pairs) -> float:
    """The divergence, less what chance adds to it on average: (topics - 1) (1/n + 1/m) / 8 nats."""
    recent_total, before_total = sum(pair[0] for pair in counts), sum(pair[1] for pair in counts)
    if not (recent_total and before_total):
        return 0.0
    nats = math.fsum(
        (_gain(one / recent_total, other / before_total) + _gain(other / before_total, one / recent_total)) / 2
        for one, other in counts
    )
    expected = (len(counts) - 1) * (1 / recent_total + 1 / before_total) / 8
    return max(0.0, (nats - expected) / math.log(2))


def _gain(share: float, other: float) -> float:
    return share * math.log(2 * share / (share + other)) if share else 0.0


def _chance_of_shift(counts: _Pairs) -> float:
    """The likelihood-ratio test that both periods have the same shares (G test)."""
    if len(counts) < 2:
        return 1.0
    totals = [sum(pair[period] for pair in counts) for period in (0, 1)]
    everything = sum(totals)
    statistic = 2 * math.fsum(
        pair[period] * math.log(pair[period] * everything / (sum(pair) * totals[period]))
        for pair in counts
        for period in (0, 1)
        if pair[period]
    )
    return _chi_square_tail(max(statistic, 0.0), len(counts) - 1)


def _chi_square_tail(statistic: float, degrees: int) -> float:
    """The upper tail of the chi-square distribution (Wilson and Hilferty 1931; within 0.003 where it is not tiny)."""
    spread = 2 / (9 * degrees)
    return NormalDist().cdf(-((statistic / degrees) ** (1 / 3) - (1 - spread)) / math.sqrt(spread))
