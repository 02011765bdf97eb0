"""What one message adds to the reports.

A record contributes a fixed set of tallies, and a change of a record contributes the difference between its new and its
old tallies. So corrections subtract and add, and the sum over all records rebuilds every report.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.ids import OfficeId
from civicline.domain.people.residency import Residency
from civicline.domain.replies.decision import Reason
from civicline.domain.reports import duration_sketch

ANY_TOPIC = "-"
"""Stands where a tally is not by topic: messages are counted as received before anyone knows their topic."""


COUNTS = (
    "messages",
    "unsure",
    "from_constituents",
    "from_others",
    "helped",
    "not_helped",
    "judged_right",
    "judged_wrong",
)
"""What a tally counts."""
_HELPED = {Reason.SAID_YES, Reason.SAID_YES_AND_MORE}
_UNSURE = {Reason.LOW_CONFIDENCE, Reason.OUT_OF_SCOPE, Reason.UNTAUGHT_LANGUAGE}


class Period(StrEnum):
    """The length of a bucket: hours in UTC, days in the office's time zone."""

    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What a tally is counted by. `start` is `2026-11-22T17` for an hour and `2026-11-22` for a day."""

    office_id: OfficeId
    period: Period
    start: str
    channel: Channel
    topic_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many messages, and the bins of their response times (see duration_sketch).

    `unsure` of them were left to staff because the model was not sure of the topic. `from_constituents` are from the
    office's own constituents, `from_others` from people who live elsewhere; of the rest nobody knows. `helped` and
    `not_helped` are constituents' words on automatic answers, `judged_right` and `judged_wrong` staff's on their topic.
    """

    messages: int = 0
    unsure: int = 0
    response_bins: Mapping[int, int] = field(default_factory=dict)
    from_constituents: int = 0
    from_others: int = 0
    helped: int = 0
    not_helped: int = 0
    judged_right: int = 0
    judged_wrong: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return self._combined(other, 1)

    def __sub__(self, other: "Tally") -> "Tally":
        return self._combined(other, -1)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in COUNTS) or bool(self.response_bins)

    def _combined(self, other: "Tally", sign: int) -> "Tally":
        bins = Counter(self.response_bins)
        for bin_index, count in other.response_bins.items():
            bins[bin_index] += sign * count
        kept = {bin_index: count for bin_index, count in bins.items() if count}
        counts = {name: getattr(self, name) + sign * getattr(other, name) for name in COUNTS}
        return Tally(response_bins=kept, **counts)


Tallies = Mapping[Slice, Tally]


def tallies_of(record: MessageRecord, zone: ZoneInfo) -> Tallies:
    """What a record adds to the reports: once as received, and once by topic when its outcome is known."""
    one = _by_residency(record)
    counted = {(Outcome.RECEIVED, ANY_TOPIC): one}
    if record.outcome is not Outcome.RECEIVED and record.decision:
        counted[record.outcome, record.decision.topic_id or ANY_TOPIC] = replace(
            one,
            unsure=int(record.decision.reason in _UNSURE),
            response_bins=_response_bins(record),
            judged_right=int(_is_judged(record, is_right=True)),
            judged_wrong=int(_is_judged(record, is_right=False)),
        )
        counted |= _answers(record)
    return {
        Slice(
            office_id=record.message.office_id,
            period=period,
            start=bucket_start(record.message.received_at, period, zone),
            channel=record.message.channel,
            topic_id=topic_id,
            outcome=outcome,
        ): tally
        for (outcome, topic_id), tally in counted.items()
        for period in Period
    }


def changes(old: MessageRecord | None, new: MessageRecord | None, zone: ZoneInfo) -> Tallies:
    """What must be added to the reports when a record turns from `old` into `new`; either may be absent."""
    before = tallies_of(old, zone) if old else {}
    after = tallies_of(new, zone) if new else {}
    differences = {part: after.get(part, Tally()) - before.get(part, Tally()) for part in before.keys() | after.keys()}
    return {part: tally for part, tally in differences.items() if tally}


def merged(many: Iterable[Tallies]) -> Tallies:
    """The sum of several tallies, without those that cancel out."""
    total: dict[Slice, Tally] = {}
    for tallies in many:
        for part, tally in tallies.items():
            total[part] = total.get(part, Tally()) + tally
    return {part: tally for part, tally in total.items() if tally}


def bucket_start(moment: datetime, period: Period, zone: ZoneInfo) -> str:
    """The name of the bucket that a moment falls into."""
    if period is Period.HOUR:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H")
    return moment.astimezone(zone).strftime("%Y-%m-%d")


def _by_residency(record: MessageRecord) -> Tally:
    residency = record.residency.residency if record.residency else Residency.UNKNOWN
    return Tally(
        messages=1,
        from_constituents=int(residency is Residency.CONSTITUENT),
        from_others=int(residency is Residency.OTHER),
    )


def _answers(record: MessageRecord) -> dict[tuple[Outcome, str], Tally]:
    """What the message says of an automatic answer counts with the answers on that topic; it is no message more."""
    reason = record.decision.reason if record.decision else None
    if record.answer is None or reason not in _HELPED | {Reason.SAID_NO}:
        return {}
    has_helped = reason in _HELPED
    tally = Tally(helped=int(has_helped), not_helped=int(not has_helped))
    return {(Outcome.ANSWERED, record.answer.topic_id): tally}


def _is_judged(record: MessageRecord, *, is_right: bool) -> bool:
    """Whether staff say that an automatic answer, or at least its topic, is right, or is wrong."""
    if record.outcome is not Outcome.ANSWERED or record.judgement is None or record.decision is None:
        return False
    fits, is_topic = record.judgement.reply_fits, record.judgement.topic_id == record.decision.topic_id
    return (is_topic if fits is None else fits) is is_right


def _response_bins(record: MessageRecord) -> dict[int, int]:
    if not (record.reply and record.reply.sent_at and record.outcome is Outcome.ANSWERED):
        return {}
    seconds = (record.reply.sent_at - record.message.received_at).total_seconds()
    return {duration_sketch.bin_of(seconds): 1}
