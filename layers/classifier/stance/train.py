"""Training the stance head, with whole subjects held out in turn so that it cannot learn who is for what."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_head import Head, Matrix, Mix, TextEncoder, fuse, save_head, softmax
from civicline.adapters.classifier_text import readable
from civicline.adapters.stance_classifier import STANCE
from civicline.adapters.stance_head import STANCES, TOLD_BY_MODEL, StanceReading, read_stance
from civicline.domain.stances.proposal_search import find_proposals, proposals_of
from civicline.domain.stances.stance import Stance
from layers.classifier.calibration import Answers, Threshold, choose_threshold, fit_temperature
from layers.classifier.errors import BuildError
from layers.classifier.lexical import LexicalSpace, learn_vocabulary, lexical_space
from layers.classifier.pack_heads import load_encoder
from layers.classifier.pip_runs import Progress
from layers.classifier.single_thread import single_threaded
from layers.classifier.softmax_regression import SoftmaxRegression, fit
from layers.classifier.stance.examples import StanceExample, stance_examples
from tools.pack_files import PackError

BUDGET = 0.05
"""The share of the model's own stances that may be wrong."""
UNCLEAR_SHARE = 0.2
"""The share of messages with a proposal that is assumed to have no stance that a reader could settle."""
LOOSENESS = 3.0
"""scikit-learn's C of both regressions, chosen by leave-subjects-out cross-validation."""
EQUAL_SHARE = 1.0
"""The weight of the words beside the sentence vector."""
FOLDS = 6
SEED = 0
Classes = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StanceMatrix:
    """Examples as both regressions see them, a row an example."""

    examples: tuple[StanceExample, ...]
    readings: tuple[StanceReading, ...]
    vectors: Matrix
    space: LexicalSpace
    classes: Classes

    def fit(self, rows: Classes) -> tuple[SoftmaxRegression, SoftmaxRegression]:
        """The regressions over vectors and over words, on some of the rows."""
        classes = self.classes[rows]
        return (
            fit(self.vectors[rows], classes, len(STANCES), looseness=LOOSENESS),
            fit(self.space.rows[rows], classes, len(STANCES), looseness=LOOSENESS),
        )

    def scores(self, models: tuple[SoftmaxRegression, SoftmaxRegression], rows: Classes) -> Matrix:
        """The sum of the log-probabilities of both."""
        sentence, lexical = models[0].scores(self.vectors[rows]), models[1].scores(self.space.rows[rows])
        return fuse(sentence, lexical, np.float32(EQUAL_SHARE))


def train_stance_head(encoder: TextEncoder, examples: Sequence[StanceExample]) -> Head:
    """The head for `examples`; equal examples give an equal head.

    Raises `BuildError` where an example does not name exactly one proposal.
    """
    matrix = stance_matrix(encoder, examples)
    scores = leave_subjects_out(matrix)
    temperature = asked_temperature(matrix, scores)
    answers, threshold = calibrate(matrix, scores, temperature)
    models = matrix.fit(np.arange(len(matrix.examples)))
    vocabulary = learn_vocabulary([reading.words for reading in matrix.readings])
    return Head(
        topic_ids=tuple(stance.value for stance in STANCES),
        languages=tuple(sorted({example.language for example in examples})),
        encoder=encoder.identity,
        sentence_weights=models[0].weights,
        sentence_bias=models[0].bias,
        vocabulary=vocabulary,
        lexical_weights=matrix.space.feature_weights(models[1].weights, len(vocabulary.features)),
        lexical_bias=models[1].bias,
        mix=Mix(lexical_share=EQUAL_SHARE, temperature=temperature),
        topic_shift=np.zeros(len(STANCES), dtype=np.float32),
        threshold=threshold.confidence,
        calibration={
            "examples": len(examples),
            "budget": BUDGET,
            "told": len(answers.confidence),
            "coverage": round(threshold.coverage, 4),
            "expected_wrong": round(threshold.expected_wrong, 4),
            "wrong": round(threshold.wrong, 4),
        },
    )


def stance_matrix(encoder: TextEncoder, examples: Sequence[StanceExample]) -> StanceMatrix:
    """The examples, read and encoded as messages are. Raises `BuildError`."""
    readings = tuple(_reading(example) for example in examples)
    words = [reading.words for reading in readings]
    vectors = [
        reading.vector(encoder.embed(readable(example.text)))
        for example, reading in zip(examples, readings, strict=True)
    ]
    return StanceMatrix(
        examples=tuple(examples),
        readings=readings,
        vectors=np.vstack(vectors),
        space=lexical_space(learn_vocabulary(words), words),
        classes=np.array([STANCES.index(example.stance) for example in examples], dtype=np.intp),
    )


def _reading(example: StanceExample) -> StanceReading:
    mentions = find_proposals(example.text)
    named = proposals_of(mentions)
    if len(named) != 1:
        raise BuildError(f"a stance example names {len(named)} proposals and must name one: {example.text!r}")
    return read_stance(example.text, mentions, named[0])


def leave_subjects_out(matrix: StanceMatrix) -> Matrix:
    """Scores of every example by models that have seen nothing of its subject, in either language."""
    subjects = sorted({example.subject for example in matrix.examples})
    order = np.random.default_rng(SEED).permutation(len(subjects))
    fold_of = {subjects[index]: place % FOLDS for place, index in enumerate(order)}
    folds = np.array([fold_of[example.subject] for example in matrix.examples])
    scores = np.zeros((len(folds), len(STANCES)), dtype=np.float32)
    for fold in range(FOLDS):
        held_out = np.flatnonzero(folds == fold)
        scores[held_out] = matrix.scores(matrix.fit(np.flatnonzero(folds != fold)), held_out)
    return scores


def calibrate(matrix: StanceMatrix, scores: Matrix, temperature: float) -> tuple[Answers, Threshold]:
    """What the model would tell where plain words do not, and the confidence from which it may."""
    probabilities = softmax(scores / np.float32(temperature))
    says = probabilities.argmax(axis=1)
    is_told = is_asked(matrix) & np.isin(says, [STANCES.index(stance) for stance in TOLD_BY_MODEL])
    _, subjects = np.unique([example.subject for example in matrix.examples], return_inverse=True)
    answers = Answers(
        confidence=probabilities.max(axis=1)[is_told],
        is_right=(says == matrix.classes)[is_told],
        is_in_scope=(matrix.classes != STANCES.index(Stance.UNCLEAR))[is_told],
        topics=subjects[is_told],
    )
    return answers, choose_threshold(answers, budget=BUDGET, out_of_scope_share=UNCLEAR_SHARE)


def is_asked(matrix: StanceMatrix) -> npt.NDArray[np.bool_]:
    """Of each example, whether its plain words leave it to the model."""
    return np.array([reading.cues.stance is Stance.UNCLEAR for reading in matrix.readings])


def asked_temperature(matrix: StanceMatrix, scores: Matrix) -> float:
    """The temperature of the texts that the model is asked about; where plain words decide, it is surer by far."""
    asked = is_asked(matrix)
    return fit_temperature([(scores[asked], matrix.classes[asked])])


def train_shipped_head(encoder_folder: Path, folder: Path, progress: Progress) -> None:
    """Train the stance head on all examples and write it into `folder`; raises `BuildError`."""
    progress("training the stance head")
    try:
        with single_threaded():
            head = train_stance_head(load_encoder(encoder_folder), stance_examples())
    except PackError as error:
        raise BuildError(f"stance examples: {error}") from error
    save_head(head, folder, STANCE)
