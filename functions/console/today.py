"""Today's counts, from the reports' counters."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from civicline.domain.channel import Channel
from civicline.domain.history.record import Outcome
from civicline.domain.office import Office
from civicline.domain.reports import duration_sketch
from civicline.domain.reports.measures import Period, Slice, Tally, bucket_start
from civicline.ports.reports import Aggregates


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many messages came in, and how those stand of which that is known."""

    received: int
    answered: int
    waiting: int
    silent: int
    duplicate: int = 0

    @property
    def in_progress(self) -> int:
        """Received and not decided yet. The counters follow within moments of each other, so never below nothing."""
        return max(0, self.received - self.answered - self.waiting - self.silent - self.duplicate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """One day of an office. Response times are in seconds, from receipt until the provider took the reply."""

    counts: Counts
    by_channel: Mapping[Channel, Counts]
    median_seconds: float | None
    p95_seconds: float | None


def today(aggregates: Aggregates, office: Office, now: datetime) -> Today:
    """The day that it is now in the office's time zone."""
    day = bucket_start(now, Period.DAY, ZoneInfo(office.time_zone))
    return summary(aggregates.tallies(office.office_id, Period.DAY, day, day))


def summary(tallies: Mapping[Slice, Tally]) -> Today:
    """The sum of some tallies, by channel and in all."""
    bins = combined_bins(tallies.values())
    return Today(
        counts=_counts(tallies),
        by_channel={
            channel: _counts({part: tally for part, tally in tallies.items() if part.channel is channel})
            for channel in Channel
        },
        median_seconds=duration_sketch.quantile(bins, 0.5),
        p95_seconds=duration_sketch.quantile(bins, 0.95),
    )


def combined_bins(tallies: Iterable[Tally]) -> Counter[int]:
    """The response times of several tallies together."""
    bins: Counter[int] = Counter()
    for tally in tallies:
        bins.update(tally.response_bins)
    return bins


def _counts(tallies: Mapping[Slice, Tally]) -> Counts:
    messages: Counter[Outcome] = Counter()
    for part, tally in tallies.items():
        messages[part.outcome] += tally.messages
    return Counts(
        received=messages[Outcome.RECEIVED],
        answered=messages[Outcome.ANSWERED],
        waiting=messages[Outcome.WAITING],
        silent=messages[Outcome.SILENT],
        duplicate=messages[Outcome.DUPLICATE],
    )
