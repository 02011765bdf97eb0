"""How good the heads are that an office would train on an encoder's vectors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from civicline.adapters.classifier_head import Matrix
from civicline.adapters.classifier_text import readable
from layers.classifier.train import DEFAULT_BUDGET
from tools.bench_classifier.comparison import Draw
from tools.bench_classifier.contestants import civicline_head, judgements
from tools.bench_classifier.outcomes import outcome

WIDER_BUDGET = 0.05

Encode = Callable[[Sequence[str]], Matrix]
"""Texts to vectors, a row each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Shares from 0 to 1.

    `accuracy` is of the messages in scope; `answered` of them get the right answer at the head's own threshold, and
    `wrong` is the share of wrong answers there (None without answers). `best` and `best_at_wider` are what could be
    answered rightly within a budget of 2 and of 5 %, by the best threshold for just these messages.
    """

    accuracy: float
    answered: float
    wrong: float | None
    best: float
    best_at_wider: float


class KnownVectors:
    """A `TextEncoder` that has computed the vectors of all its texts beforehand, many at once."""

    def __init__(self, identity: str, encode: Encode, texts: Sequence[str]) -> None:
        self.identity = identity
        spelt = sorted({readable(text) for text in texts})
        self._vectors = dict(zip(spelt, encode(spelt), strict=True))

    def embed(self, text: str) -> Matrix:
        """The vector of one of the texts. Raises `KeyError` for any other."""
        return np.asarray(self._vectors[text], dtype=np.float32)


def measure(draw: Draw, encode: Encode, *, seed: int) -> Score:
    """Train the head that Civicline would, with the weight of words and the threshold it finds by itself, and ask."""
    texts = [text for text, _ in [*draw.examples, *draw.asked]]
    answerer = civicline_head(KnownVectors("measured", encode, texts))(draw.examples, seed)
    said = judgements(draw.asked, answerer.topic_ids, answerer.confidences([text for text, _ in draw.asked]))
    kept = outcome(said, threshold=answerer.threshold, budget=DEFAULT_BUDGET)
    wider = outcome(said, threshold=answerer.threshold, budget=WIDER_BUDGET)
    return Score(
        accuracy=kept.accuracy,
        answered=kept.coverage,
        wrong=kept.wrong,
        best=kept.oracle,
        best_at_wider=wider.oracle,
    )
