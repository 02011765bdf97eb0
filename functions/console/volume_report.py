"""The volume report: how many messages, by when, channel, topic and outcome, and how fast they were answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from civicline.domain.channel import Channel
from civicline.domain.going_live.topic_precision import TopicPrecision
from civicline.domain.history.record import Outcome
from civicline.domain.office import Office
from civicline.domain.reports import duration_sketch
from civicline.domain.reports.measures import ANY_TOPIC, Period, Slice, Tallies, Tally, bucket_start
from civicline.ports.reports import Aggregates
from functions.console.today import combined_bins

_QUANTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95}


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeFilter:
    """What a report is about: local days, both included, and what to leave out; None leaves nothing out.

    A `topic_id` leaves out the outcome RECEIVED, which is counted before anybody knows the topic.
    """

    first: date
    last: date
    by: Period
    channel: Channel | None = None
    topic_id: str | None = None
    outcome: Outcome | None = None

    def admits(self, part: Slice) -> bool:
        """Whether a slice is asked for."""
        return (
            self.channel in {None, part.channel}
            and self.topic_id in {None, part.topic_id}
            and self.covers(part.outcome)
        )

    def covers(self, outcome: Outcome) -> bool:
        """Whether the report can say anything about an outcome."""
        return self.outcome in {None, outcome} and not (
            outcome is Outcome.RECEIVED and self.topic_id not in {None, ANY_TOPIC}
        )


def volume_report(aggregates: Aggregates, office: Office, wanted: VolumeFilter) -> dict[str, Any]:
    """The report as data. An hour belongs to the local day in which it begins."""
    zone = ZoneInfo(office.time_zone)
    first, last = _buckets(wanted, zone)
    tallies = aggregates.tallies(office.office_id, wanted.by, first, last)
    admitted = {part: tally for part, tally in tallies.items() if wanted.admits(part)}
    return {
        "office_id": office.office_id,
        "from": wanted.first.isoformat(),
        "to": wanted.last.isoformat(),
        "by": wanted.by,
        "time_zone": office.time_zone,
        "rows": [_row(part, admitted[part]) for part in sorted(admitted, key=_order)],
        "totals": _totals(admitted, wanted),
        "answers": _answers(admitted),
    }


def _answers(admitted: Tallies) -> list[dict[str, Any]]:
    """What staff and constituents say of the automatic answers, by topic; topics nobody spoke of are left out."""
    found: dict[str, TopicPrecision] = {}
    for part, tally in admitted.items():
        if part.outcome is Outcome.ANSWERED:
            found[part.topic_id] = found.get(part.topic_id, TopicPrecision()).with_tally(tally)
    return [
        {
            "topic_id": topic_id,
            "helped": said.helped,
            "not_helped": said.not_helped,
            "helped_share": said.helped_share,
            "judged_right": said.judged_right,
            "judged_wrong": said.judged_wrong,
            "judged_right_share": said.staff_share,
            "precision": said.precision,
            "precision_lower_bound": said.lower_bound,
        }
        for topic_id, said in sorted(found.items())
        if said.precision is not None
    ]


def _buckets(wanted: VolumeFilter, zone: ZoneInfo) -> tuple[str, str]:
    """The first and last bucket of the days asked for."""
    if wanted.by is Period.DAY:
        return wanted.first.isoformat(), wanted.last.isoformat()
    begin = datetime.combine(wanted.first, time(), zone)
    end = datetime.combine(wanted.last + timedelta(days=1), time(), zone)
    return _first_hour(begin), _last_hour(end)


def _first_hour(begin: datetime) -> str:
    """The first whole hour (UTC) that begins at or after a moment; zones off by half an hour make the difference."""
    return bucket_start(begin + timedelta(minutes=59, seconds=59), Period.HOUR, ZoneInfo("UTC"))


def _last_hour(end: datetime) -> str:
    """The last hour (UTC) that begins before a moment."""
    return bucket_start(end - timedelta(seconds=1), Period.HOUR, ZoneInfo("UTC"))


def _row(part: Slice, tally: Tally) -> dict[str, Any]:
    return {
        "start": f"{part.start}:00:00Z" if part.period is Period.HOUR else part.start,
        "channel": part.channel,
        "topic_id": None if part.topic_id == ANY_TOPIC else part.topic_id,
        "outcome": part.outcome,
        "messages": tally.messages,
        "from_constituents": tally.from_constituents,
        "from_others": tally.from_others,
        "response_seconds": _response_seconds(tally.response_bins),
    }


def _totals(admitted: Tallies, wanted: VolumeFilter) -> dict[str, Any]:
    """Sums by outcome; None for an outcome that the filter leaves out, which is not the same as nothing."""
    totals: dict[str, Any] = {outcome: 0 if wanted.covers(outcome) else None for outcome in Outcome}
    for part, tally in admitted.items():
        totals[part.outcome] += tally.messages
    return {**totals, "response_seconds": _response_seconds(combined_bins(admitted.values()))}


def _response_seconds(bins: Mapping[int, int]) -> dict[str, float] | None:
    found = {name: duration_sketch.quantile(bins, share) for name, share in _QUANTILES.items()}
    return {name: round(seconds, 3) for name, seconds in found.items() if seconds is not None} or None


def _order(part: Slice) -> tuple[str, str, int, str]:
    return part.start, part.channel, list(Outcome).index(part.outcome), part.topic_id
