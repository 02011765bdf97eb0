"""The model half of a stance: a head over the sentence vector, what the words signal, and the words themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from civicline.adapters.classifier_head import Head, Matrix
from civicline.adapters.classifier_text import readable
from civicline.domain.stances.proposal import Mention, Proposal
from civicline.domain.stances.stance import Stance
from civicline.domain.stances.stance_cues import Cues, cues_in, with_stand_ins

STANCES = tuple(Stance)
"""The classes of the head, in its order."""
SIGNAL_WEIGHT = 0.5
"""Of a signal beside a vector of length 1; chosen by cross-validation, see docs/adr/0011-stance.md."""
TOLD_BY_MODEL = frozenset({Stance.NEUTRAL})
"""What the model is believed to tell. A side that no plain words take it confuses too often, with its own examples and
more so with real petitions (docs/adr/0011-stance.md); better not to count someone than to count them on the wrong side.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceReading:
    """What is read of a message for one proposal: its plain words, and the text with stand-ins for the proposals."""

    cues: Cues
    words: str

    def vector(self, sentence: Matrix) -> Matrix:
        """The sentence vector with the signals beside it."""
        signals = np.array(self.cues.signals, dtype=np.float32) * np.float32(SIGNAL_WEIGHT)
        return np.concatenate([sentence, signals])


def read_stance(text: str, mentions: Sequence[Mention], proposal: Proposal) -> StanceReading:
    """The reading of `text` for `proposal`, one of those that it mentions."""
    standing_in = with_stand_ins(text, mentions, proposal)
    return StanceReading(cues=cues_in(standing_in), words=readable(standing_in))


def likeliest(head: Head, reading: StanceReading, sentence: Matrix) -> tuple[Stance, float]:
    """The likeliest stance and its calibrated probability, however low."""
    probabilities = head.probabilities(reading.vector(sentence), reading.words)
    best = int(probabilities.argmax())
    return Stance(head.topic_ids[best]), float(probabilities[best])


def believed(likely: tuple[Stance, float], threshold: float) -> Stance:
    """The likeliest stance, where the model may tell it and is sure enough; else UNCLEAR."""
    stance, confidence = likely
    return stance if stance in TOLD_BY_MODEL and confidence >= threshold else Stance.UNCLEAR
