"""How many AWS calls a message needs, beside the fewest with which the same promises could be kept.

A promise costs a call: what is stored first cannot be lost, what is claimed first cannot be sent twice. The fewest are
counted from docs/data-model.md, by what each stage must learn and must leave behind.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from civicline.domain.channel import Channel
from tools.bench.office import Followed, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """The fewest calls of one stage and what each is for."""

    calls: int
    why: str


_CLASSIFY = Least(calls=3, why="read the words, store the classification, hand on")
_REPLY = Least(calls=4, why="read the record, decide and claim on condition of no opt-out, send, confirm")
_REPORT = Least(calls=2, why="count it when it came, count it when it was answered")

LEAST = {
    (Channel.SMS, "Inbound"): Least(calls=3, why="read the sender's conversation, store, hand on"),
    (Channel.EMAIL, "Inbound"): Least(calls=4, why="fetch the mail, read the sender's conversation, store, hand on"),
    **{(channel, "Classify"): _CLASSIFY for channel in (Channel.SMS, Channel.EMAIL)},
    **{(channel, "Reply"): _REPLY for channel in (Channel.SMS, Channel.EMAIL)},
    **{(channel, "Report"): _REPORT for channel in (Channel.SMS, Channel.EMAIL)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCalls:
    """One stage of one channel: the calls of a message by operation, warm and cold, and the fewest."""

    channel: Channel
    stage: str
    warm: Counter[str]
    cold: Counter[str]
    least: Least


def stage_calls(followed: Followed) -> list[StageCalls]:
    """The calls of each stage, in the order of the stages."""
    stages = dict.fromkeys(visit.stage for visit in followed.cold)
    return [
        StageCalls(
            channel=followed.channel,
            stage=stage,
            warm=operations(followed.warm, stage),
            cold=operations(followed.cold, stage),
            least=LEAST[followed.channel, stage],
        )
        for stage in stages
    ]


def operations(visits: Iterable[Visit], stage: str) -> Counter[str]:
    """How often a stage called each operation."""
    return Counter(exchange.operation for visit in visits if visit.stage == stage for exchange in visit.exchanges)
