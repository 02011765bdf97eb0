"""What a deployment's record holds for learning: corrections, and how many messages stand behind them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from civicline.domain.approved.approved_message import FIXED_TOPICS
from civicline.domain.history.record import Outcome
from civicline.domain.ids import OfficeId
from civicline.domain.learning.scope_estimate import Stratum, out_of_scope_share
from civicline.domain.office import Office
from civicline.domain.reports.measures import Period, Slice, Tally, bucket_start
from civicline.ports.classifying import Judgements
from civicline.ports.reports import Aggregates
from tools.learning.corrections import Correction, correction_of, distinct

LOOK_BACK_MONTHS = 24
WEIGHED_DAYS = 90
"""How far back messages are counted to weigh what staff judged: enough of them, and not too old."""
_REPORT_EVERY = 250

Progress = Callable[[str], None]


def read_corrections(
    judgements: Judgements, office_id: OfficeId, now: datetime, progress: Progress
) -> list[Correction]:
    """The distinct corrections of the last two years, in the order of receipt."""
    found: list[Correction] = []
    for month in _months(now):
        for record in judgements.judged(office_id, month):
            text = judgements.words(record.message.ref)
            correction = correction_of(record, text) if text else None
            if correction:
                found.append(correction)
                if len(found) % _REPORT_EVERY == 0:
                    progress(f"read {len(found)} corrections")
    progress(f"read {len(found)} corrections")
    return distinct(found)


def _months(now: datetime) -> Iterator[str]:
    """The UTC months, newest first, as `2026-11`."""
    year, month = now.astimezone(UTC).year, now.astimezone(UTC).month

    def backwards() -> Iterator[str]:
        months = year * 12 + month - 1
        while True:
            yield f"{months // 12:04d}-{months % 12 + 1:02d}"
            months -= 1

    return islice(backwards(), LOOK_BACK_MONTHS)


def estimated_share(aggregates: Aggregates, office: Office, learnt: Sequence[Correction], now: datetime) -> float:
    """The share of messages out of scope: staff's word, weighed by how many messages were answered and how many not."""
    zone = ZoneInfo(office.time_zone)
    first = bucket_start(now - timedelta(days=WEIGHED_DAYS), Period.DAY, zone)
    last = bucket_start(now, Period.DAY, zone)
    counts = _messages(aggregates.tallies(office.office_id, Period.DAY, first, last))
    judged = Counter(one.was_answered for one in learnt)
    outside = Counter(one.was_answered for one in learnt if one.topic_id is None)
    strata = [
        Stratum(
            messages=max(counts[was_answered], judged[was_answered]),
            judged=judged[was_answered],
            out_of_scope=outside[was_answered],
        )
        for was_answered in (True, False)
    ]
    return out_of_scope_share(strata)


def _messages(tallies: Mapping[Slice, Tally]) -> Counter[bool]:
    """Messages about topics, by whether they were answered automatically."""
    counted: Counter[bool] = Counter()
    for part, tally in tallies.items():
        if part.outcome in {Outcome.ANSWERED, Outcome.WAITING} and part.topic_id not in FIXED_TOPICS:
            counted[part.outcome is Outcome.ANSWERED] += tally.messages
    return counted
