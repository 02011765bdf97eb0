"""What is compared: the shipped way, and what anybody could take instead, all taught the same examples."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from civicline.adapters.classifier_head import Head, Matrix, TextEncoder, softmax
from civicline.adapters.classifier_text import readable
from layers.classifier.held_out import FOLDS, SENTENCE_LOOSENESS, Classes, stratified_folds
from layers.classifier.public_texts import Labelled
from layers.classifier.softmax_regression import fit
from layers.classifier.train import DEFAULT_BUDGET, train_head
from tools.backtest.scoring import RANKS, Judgement, every_point

ENOUGH_HELD_OUT = 1_000
"""Held-out answers, with which a peer's threshold is chosen; further folds are not trained."""
NEVER = float("inf")


class Answerer(Protocol):
    """Something that was taught: how sure it is of each topic, and the confidence from which it would answer."""

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """The topics that were taught."""

    @property
    def threshold(self) -> float:
        """The confidence from which it would answer."""

    def confidences(self, texts: Sequence[str]) -> Matrix:
        """A row for each text, a column for each of `topic_ids`; only the order within a model has a meaning."""


Learn = Callable[[Labelled, int], Answerer]
"""From examples and a seed to an answerer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """`key` says what is really run: two contestants with one key have one result."""

    name: str
    key: str
    learn: Learn


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Taught:
    topic_ids: tuple[str, ...]
    threshold: float
    score: Callable[[Sequence[str]], Matrix]

    def confidences(self, texts: Sequence[str]) -> Matrix:
        return self.score(texts)


TFIDF = "TF-IDF + linear SVC"
PLAIN = "plain MiniLM head"
ON_BASE = "Civicline's head, base encoder"
SHIPPED = "Civicline, as shipped"


def contestants(base: TextEncoder, shipped: TextEncoder) -> tuple[Contestant, ...]:
    """All four, weakest claim first."""
    return (
        Contestant(name=TFIDF, key="tfidf", learn=_with_plain_threshold(_learn_tfidf)),
        Contestant(name=PLAIN, key=f"plain {base.identity}", learn=_with_plain_threshold(_plain_head(base))),
        Contestant(name=ON_BASE, key=f"head {base.identity}", learn=civicline_head(base)),
        Contestant(name=SHIPPED, key=f"head {shipped.identity}", learn=civicline_head(shipped)),
    )


def civicline_head(encoder: TextEncoder) -> Learn:
    """The shipped way: both halves, and the threshold with topics hidden in turn."""

    def learn(examples: Labelled, seed: int) -> Answerer:
        head = train_head(encoder, [text for text, _ in examples], [topic for _, topic in examples], seed=seed)
        return _Taught(topic_ids=head.topic_ids, threshold=head.threshold, score=_head_scores(head, encoder))

    return learn


def _head_scores(head: Head, encoder: TextEncoder) -> Callable[[Sequence[str]], Matrix]:
    def score(texts: Sequence[str]) -> Matrix:
        words = [readable(text) for text in texts]
        return np.vstack([head.probabilities(encoder.embed(one), one) for one in words])

    return score


Teach = Callable[[Labelled, tuple[str, ...]], Callable[[Sequence[str]], Matrix]]
"""From examples and the order of topics to scores."""


def _plain_head(encoder: TextEncoder) -> Teach:
    """Logistic regression over sentence vectors, nothing else."""

    def teach(examples: Labelled, topics: tuple[str, ...]) -> Callable[[Sequence[str]], Matrix]:
        model = fit(_embedded(encoder, [text for text, _ in examples]), _places(examples, topics), len(topics),
                    looseness=SENTENCE_LOOSENESS)  # fmt: skip
        return lambda texts: softmax(model.scores(_embedded(encoder, texts)))

    return teach


def _learn_tfidf(examples: Labelled, topics: tuple[str, ...]) -> Callable[[Sequence[str]], Matrix]:
    """Words and pairs of words, and groups of 3 to 5 letters within words, as it is done everywhere."""
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
    )
    pipeline = make_pipeline(features, LinearSVC(random_state=0))
    pipeline.fit([text for text, _ in examples], _places(examples, topics))

    def score(texts: Sequence[str]) -> Matrix:
        margins = np.asarray(pipeline.decision_function(list(texts)), dtype=np.float32)
        return np.column_stack([-margins, margins]) if margins.ndim == 1 else margins

    return score


def _with_plain_threshold(teach: Teach) -> Learn:
    """A peer with the threshold that keeps the budget in plain cross-validation on its examples."""

    def learn(examples: Labelled, seed: int) -> Answerer:
        topics = tuple(dict.fromkeys(topic for _, topic in examples))
        folds = stratified_folds(_places(examples, topics), np.random.default_rng(seed))
        held_out: list[Judgement] = []
        for fold in range(FOLDS):
            if len(held_out) < ENOUGH_HELD_OUT:
                rest = [one for one, place in zip(examples, folds, strict=True) if place != fold]
                asked = [one for one, place in zip(examples, folds, strict=True) if place == fold]
                held_out += judgements(asked, topics, teach(rest, topics)([text for text, _ in asked]))
        return _Taught(topic_ids=topics, threshold=plain_threshold(held_out), score=teach(examples, topics))

    return learn


def plain_threshold(held_out: Sequence[Judgement], budget: float = DEFAULT_BUDGET) -> float:
    """The lowest confidence from which at most `budget` of the held-out answers are wrong; infinite for none."""
    safe = [point for point in every_point(held_out) if point.wrong <= budget]
    return min((point.confidence for point in safe), default=NEVER)


def judgements(asked: Labelled, topic_ids: Sequence[str], confidences: Matrix) -> list[Judgement]:
    """What was said to each text; a topic that was not taught is out of scope."""
    known = set(topic_ids)
    order = np.argsort(-confidences, axis=1, kind="stable")[:, :RANKS]
    return [
        Judgement(
            topic=topic,
            is_in_scope=topic in known,
            ranked=tuple(topic_ids[place] for place in places),
            confidence=float(row[places[0]]),
        )
        for (_, topic), places, row in zip(asked, order.tolist(), confidences, strict=True)
    ]


def _places(examples: Labelled, topics: tuple[str, ...]) -> Classes:
    index = {topic: place for place, topic in enumerate(topics)}
    return np.array([index[topic] for _, topic in examples], dtype=np.intp)


def _embedded(encoder: TextEncoder, texts: Sequence[str]) -> Matrix:
    return np.vstack([encoder.embed(readable(text)) for text in texts])
