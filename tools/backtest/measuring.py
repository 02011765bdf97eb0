"""A backtest: train on one part of the messages, judge the other, and once more with fewer examples."""

import functools
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from civicline.adapters.classifier_head import Head, Matrix, TextEncoder
from civicline.adapters.classifier_text import has_words, readable
from civicline.adapters.language import detect_language
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE
from layers.classifier.train import train_head
from tools.backtest.messages import LabelledMessage
from tools.backtest.scoring import (
    RANKS,
    Confusion,
    CurvePoint,
    Judgement,
    ReliabilityBin,
    Scores,
    TopicScores,
    confusions,
    coverage_curve,
    reliability,
    score,
    score_topics,
)
from tools.backtest.splitting import Split

Progress = Callable[[str], None]

FEWEST_OF_LANGUAGE, LEAST_OF_LANGUAGE = 20, 0.03
"""Training messages of a language, and its share of all, from which the head counts as taught in it."""
language_of = functools.lru_cache(maxsize=50_000)(detect_language)
"""The language of a text, told once for all heads of a learning curve."""
_FEWEST_SHOTS = 4
_REPORT_EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPoint:
    """What a head trained on at most `shots` examples a topic reaches on the same test messages."""

    shots: int
    examples: int
    accuracy: float
    answered_share: float
    wrong_share: float | None
    wrong_upper_95: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Milliseconds to classify one message on one thread of this machine, as busy as it was."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything that a backtest measures; `cross_validated` is what training expected of itself."""

    scores: Scores
    by_topic: tuple[TopicScores, ...]
    confusions: tuple[Confusion, ...]
    reliability: tuple[ReliabilityBin, ...]
    coverage: tuple[CurvePoint, ...]
    learning_curve: tuple[LearningPoint, ...]
    milliseconds_a_message: Speed
    cross_validated: Mapping[str, float]


class RememberingEncoder:
    """An encoder that encodes each text once: encoding is what costs, and every head reads the same texts."""

    def __init__(self, encoder: TextEncoder) -> None:
        self.identity = encoder.identity
        self._encoder = encoder
        self._vectors: dict[str, Matrix] = {}

    def embed(self, text: str) -> Matrix:
        """The vector of one text."""
        if (known := self._vectors.get(text)) is not None:
            return known
        vector = self._encoder.embed(text)
        self._vectors[text] = vector
        return vector


def measure(encoder: TextEncoder, split: Split, *, seed: int, budget: float, progress: Progress) -> Measured:
    """Train and judge. Raises `layers.classifier.train.TrainingDataError` where the examples teach nothing."""
    remembering = RememberingEncoder(encoder)
    head = _trained(remembering, split, split.train, seed=seed, budget=budget, progress=progress)
    judgements, seconds = _judged(remembering, head, split, progress)
    scores = score(judgements, threshold=head.threshold, budget=budget)
    trained = Counter(message.topic for message in split.train)
    largest = max(trained.values())
    curve = [
        _learning_point(remembering, split, shots, seed=seed, budget=budget, progress=progress)
        for shots in learning_steps(largest)
    ]
    return Measured(
        scores=scores,
        by_topic=score_topics(judgements, threshold=head.threshold, trained=trained),
        confusions=confusions(judgements, threshold=head.threshold),
        reliability=reliability(judgements),
        coverage=coverage_curve(judgements),
        learning_curve=(*curve, _point(largest, len(split.train), scores)),
        milliseconds_a_message=_speed(seconds),
        cross_validated=head.calibration,
    )


def learning_steps(largest: int) -> list[int]:
    """4, 8, 16 and so on, below `largest`."""
    steps = []
    shots = _FEWEST_SHOTS
    while shots < largest:
        steps.append(shots)
        shots *= 2
    return steps


def _learning_point(
    encoder: TextEncoder, split: Split, shots: int, *, seed: int, budget: float, progress: Progress
) -> LearningPoint:
    progress(f"learning curve: {shots} examples a topic")
    examples = split.first(shots)
    head = _trained(encoder, split, examples, seed=seed, budget=budget, progress=_silent)
    judgements, _ = _judged(encoder, head, split, _silent)
    return _point(shots, len(examples), score(judgements, threshold=head.threshold, budget=budget))


def _point(shots: int, examples: int, scores: Scores) -> LearningPoint:
    return LearningPoint(
        shots=shots,
        examples=examples,
        accuracy=scores.accuracy,
        answered_share=scores.answered_share,
        wrong_share=scores.wrong_share,
        wrong_upper_95=scores.wrong_upper_95,
    )


def _trained(
    encoder: TextEncoder,
    split: Split,
    examples: Sequence[LabelledMessage],
    *,
    seed: int,
    budget: float,
    progress: Progress,
) -> Head:
    texts = [message.text for message in examples]
    return train_head(
        encoder,
        texts,
        [message.topic for message in examples],
        seed=seed,
        budget=budget,
        out_of_scope_share=split.out_of_scope_share,
        topic_shares=split.topic_shares,
        languages=languages_of(texts),
        progress=progress,
    )


def _judged(encoder: TextEncoder, head: Head, split: Split, progress: Progress) -> tuple[list[Judgement], list[float]]:
    """The judgement on each test message, and the seconds that each took."""
    judgements, seconds = [], []
    topics = split.topics
    for number, message in enumerate(split.test, 1):
        start = time.perf_counter()
        ranked, confidence = judge(encoder, head, message.text)
        seconds.append(time.perf_counter() - start)
        judgements.append(
            Judgement(topic=message.topic, is_in_scope=message.topic in topics, ranked=ranked, confidence=confidence)
        )
        if number % _REPORT_EVERY == 0 or number == len(split.test):
            progress(f"judged {number} of {len(split.test)} test messages")
    return judgements, seconds


def judge(encoder: TextEncoder, head: Head, text: str) -> tuple[tuple[str, ...], float]:
    """The likeliest topics and the confidence in the first.

    As in the field it is 0 for a text without a word, or in a language that nothing was learnt in.
    """
    words = readable(text)
    if not has_words(words):
        return head.topic_ids[:RANKS], 0.0
    language = language_of(text)
    probabilities = head.probabilities(encoder.embed(words), words, language)
    order = probabilities.argsort(kind="stable")[::-1][:RANKS]
    return tuple(head.topic_ids[index] for index in order), float(probabilities[order[0]]) if head.is_taught(
        language
    ) else 0.0


def languages_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The languages in which there is something to learn from; what is told of few short texts may be a mistake."""
    told = Counter(language_of(text) for text in texts)
    known = {language: count for language, count in told.items() if language != UNDETERMINED_LANGUAGE}
    least = max(FEWEST_OF_LANGUAGE, LEAST_OF_LANGUAGE * sum(known.values()))
    return tuple(
        sorted(language for language, count in known.items() if count >= least or count == max(known.values()))
    )


def _speed(seconds: Sequence[float]) -> Speed:
    ordered = sorted(seconds)
    return Speed(
        median=statistics.median(ordered) * 1_000,
        p95=ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] * 1_000,
    )


def _silent(_: str) -> None:
    """Says nothing: the learning curve tells its steps itself."""
