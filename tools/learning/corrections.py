"""Corrections: what staff said of messages, as examples to learn from and to be measured by."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from civicline.adapters.classifier_text import has_words, readable
from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.received.message import MessageText
from civicline.domain.received.screening import Gate
from tools.packs import normalised

HELD_OUT_SHARE = 0.3
"""The newest corrections, by when the messages came in: a head must do well on what comes after what it learnt."""
FEWEST_HELD_OUT = 10
FEWEST_CORRECTIONS = 30
"""With fewer, what is held out could not show that a head is better, whatever it says."""
MOST_OF_A_TOPIC = 200
MOST_CORRECTIONS = 3_000
"""The newest are kept: training takes time with the cube of the examples, and an office's topics change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A message as the classifier reads it, and what it is about; `topic_id` is None for none of the topics."""

    text: str
    topic_id: str | None
    received_at: datetime
    judged_at: datetime
    language: str
    was_answered: bool


class TooFewCorrectionsError(Exception):
    """There is not enough to learn from and to be measured by; says how many are needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Corrections to learn from, and later ones to be measured by, which share no text."""

    learnt: tuple[Correction, ...]
    held_out: tuple[Correction, ...]

    @property
    def learnt_until(self) -> datetime:
        """When the newest message came in that is learnt from."""
        return max(correction.received_at for correction in self.learnt)


def correction_of(record: MessageRecord, text: MessageText) -> Correction | None:
    """The correction in a judged message.

    None where the classifier would not have read it: it has no words, or a gate decided by itself, such as mail that
    may be forged, from which nothing must be learnt.
    """
    judgement = record.judgement
    if judgement is None or record.screening.gate is not Gate.NONE or not has_words(readable(text.for_model)):
        return None
    return Correction(
        text=text.for_model,
        topic_id=judgement.topic_id,
        received_at=record.message.received_at,
        judged_at=judgement.judged_at,
        language=record.classification.language if record.classification else "",
        was_answered=record.outcome is Outcome.ANSWERED,
    )


def distinct(corrections: Iterable[Correction]) -> list[Correction]:
    """One of each text, in the order of receipt.

    Equal texts came in when the first of them did, so that none is held out which an earlier head has learnt; they are
    about what was judged last.
    """
    equal: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        equal[normalised(correction.text)].append(correction)
    merged = [
        replace(max(same, key=lambda one: one.judged_at), received_at=min(one.received_at for one in same))
        for same in equal.values()
    ]
    return sorted(merged, key=lambda correction: correction.received_at)


def split(corrections: Sequence[Correction], *, known_until: datetime | None) -> Split:
    """The newest 30 %, ten at least, are held out; the rest is learnt, of each topic the newest 200.

    `corrections` are distinct and in the order of receipt. `known_until` is when the newest message came in that the
    head which speaks was trained on: no earlier one is held out, since that head has seen it. Raises
    TooFewCorrectionsError.
    """
    newest = corrections[-MOST_CORRECTIONS:]
    if len(newest) < FEWEST_CORRECTIONS:
        raise TooFewCorrectionsError(
            f"{len(newest)} corrections with words are on record, and {FEWEST_CORRECTIONS} are needed: "
            f"{FEWEST_CORRECTIONS - len(newest)} more. `civicline unsure` lists the messages that teach most"
        )
    wanted = max(FEWEST_HELD_OUT, math.ceil(HELD_OUT_SHARE * len(newest)))
    learnt, held_out = newest[:-wanted], newest[-wanted:]
    unseen = [one for one in held_out if known_until is None or one.received_at > known_until]
    if (missing := FEWEST_HELD_OUT - len(unseen)) > 0:
        raise TooFewCorrectionsError(
            f"{len(unseen)} corrections are of messages that the present head has not learnt, and {FEWEST_HELD_OUT} "
            f"are needed to compare: judge {missing} more of those that came in after {known_until:%Y-%m-%d %H:%M} UTC"
        )
    seen = held_out[: len(held_out) - len(unseen)]
    return Split(learnt=tuple(_capped([*learnt, *seen])), held_out=tuple(unseen))


def _capped(corrections: Sequence[Correction]) -> list[Correction]:
    """Of each topic the newest, in the order of receipt."""
    kept: dict[str | None, int] = defaultdict(int)
    newest_first = []
    for correction in reversed(corrections):
        kept[correction.topic_id] += 1
        if kept[correction.topic_id] <= MOST_OF_A_TOPIC:
            newest_first.append(correction)
    return newest_first[::-1]
