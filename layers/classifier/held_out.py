"""Scores on texts and topics that a model has not seen, by cross-validation.

In each round a fifth of the texts of every topic is held out, and a fifth of the topics, or of the groups of topics,
is hidden altogether: texts of a hidden topic are what an office calls out of scope, near to its own and never seen in
training. Beside them stand the messages that its own staff found to be out of scope, each in one round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_head import Matrix, Mix, fuse, softmax
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE
from layers.classifier.calibration import Answers, fit_temperature, loss_at
from layers.classifier.softmax_regression import SoftmaxRegression, fit

FOLDS = 5
FEWEST_TOPICS_TO_HIDE = 4
"""With fewer topics, hiding some would leave no choice among the others."""

SENTENCE_LOOSENESS = 10.0
LEXICAL_LOOSENESS = 10.0
"""scikit-learn's C of both regressions; chosen by cross-validation, see MODEL_CARD.md."""

LEXICAL_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Weights of the words that are tried: a half is best for clean English requests, one for messy ones, and three for
Spanish, which the encoder was not trained on."""
USUAL_SHARE, SHARE_SPREAD = 0.75, 0.5
"""The weight of the words that is believed in before anything is seen, and how far from it."""
FEWEST_OF_LANGUAGE = 100
"""Held-out texts of one language with which a mix of its own is found."""

Classes = npt.NDArray[np.intp]
Languages = npt.NDArray[np.str_]
"""ISO 639-1 codes."""
NO_TOPIC = -1
_IN_NO_FOLD = -1
_NOBODY = np.empty(0, dtype=np.intp)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Views:
    """The same texts seen twice: sentence vectors and lexical coordinates, a row a text.

    `languages` has one for each row, the undetermined one where it is not known or does not matter.
    Rows from `names_from` on are names of topics: they teach, but nobody is measured by them. Rows after the last that
    has a class are strangers: texts about no topic at all.
    """

    sentence: Matrix
    lexical: Matrix
    names_from: int
    languages: Languages

    def fit(self, rows: Classes, classes: Classes, class_count: int) -> tuple[SoftmaxRegression, SoftmaxRegression]:
        """Both regressions on some of the rows."""
        sentence = fit(self.sentence[rows], classes, class_count, looseness=SENTENCE_LOOSENESS)
        lexical = fit(self.lexical[rows], classes, class_count, looseness=LEXICAL_LOOSENESS)
        return sentence, lexical

    def strangers(self, classes: Classes) -> Classes:
        """The rows of texts about no topic; `classes` are those of all other rows."""
        return np.arange(len(classes), len(self.sentence))

    def scores(self, models: tuple[SoftmaxRegression, SoftmaxRegression], rows: Classes) -> "TwofoldScores":
        """What each of both regressions says to some of the rows."""
        sentence, lexical = models
        return TwofoldScores(
            sentence=sentence.scores(self.sentence[rows]),
            lexical=lexical.scores(self.lexical[rows]),
            languages=self.languages[rows],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwofoldScores:
    """The scores of the same texts by both regressions, before they are added."""

    sentence: Matrix
    lexical: Matrix
    languages: Languages

    def of_language(self, language: str, classes: Classes) -> tuple["TwofoldScores", Classes]:
        """Those of texts in one language, and of `classes` theirs."""
        rows = np.flatnonzero(self.languages == language)
        some = TwofoldScores(sentence=self.sentence[rows], lexical=self.lexical[rows], languages=self.languages[rows])
        return some, classes[rows]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Round:
    """One round's scores: of held-out texts with their classes among the visible topics, and of what is out of scope.

    `visible` are the numbers of the visible topics, `hidden_topics` the topic of each text that is out of scope, or
    `NO_TOPIC` for a stranger.
    """

    visible: Classes
    scores: TwofoldScores
    classes: Classes
    hidden_scores: TwofoldScores
    hidden_topics: Classes


def cross_validate(
    views: Views, classes: Classes, *, seed: int, hide_topics: bool, groups: Classes | None = None
) -> list[Round]:
    """The rounds, in which every text is held out once or hidden once or both.

    With `hide_topics` strangers are asked as well; too few topics are not hidden. With `groups`, the group of each
    topic, topics of one group are hidden together.
    """
    generator = np.random.default_rng(seed)
    text_fold = np.full(len(classes), _IN_NO_FOLD)
    text_fold[: views.names_from] = stratified_folds(classes[: views.names_from], generator)
    topics = int(classes.max()) + 1
    topic_fold: Classes = np.full(topics, _IN_NO_FOLD)
    if hide_topics and topics >= FEWEST_TOPICS_TO_HIDE:
        hidden_with = np.arange(topics) if groups is None else groups
        topic_fold = (generator.permutation(int(hidden_with.max()) + 1) % FOLDS)[hidden_with]
    strangers = views.strangers(classes) if hide_topics else _NOBODY
    return [
        _round(views, classes, text_fold == fold, topic_fold == fold, strangers[fold::FOLDS]) for fold in range(FOLDS)
    ]


def _round(
    views: Views,
    classes: Classes,
    is_held_out: npt.NDArray[np.bool_],
    is_hidden_topic: npt.NDArray[np.bool_],
    strangers: Classes,
) -> Round:
    visible = np.flatnonzero(~is_hidden_topic)
    renumbered = np.full(len(is_hidden_topic), -1, dtype=np.intp)
    renumbered[visible] = np.arange(len(visible))
    is_hidden = is_hidden_topic[classes]
    train = np.flatnonzero(~is_held_out & ~is_hidden)
    test = np.flatnonzero(is_held_out & ~is_hidden)
    models = views.fit(train, renumbered[classes[train]], len(visible))
    hidden = np.flatnonzero(is_hidden[: views.names_from])
    outside = np.concatenate([hidden, strangers])
    return Round(
        visible=visible,
        scores=views.scores(models, test),
        classes=renumbered[classes[test]],
        hidden_scores=views.scores(models, outside),
        hidden_topics=np.concatenate([classes[hidden], np.full(len(strangers), NO_TOPIC)]),
    )


def stratified_folds(classes: Classes, generator: np.random.Generator) -> Classes:
    """A fold for each text; the texts of a topic are spread evenly, beginning at a random fold."""
    folds = np.empty(len(classes), dtype=np.intp)
    for topic in range(int(classes.max()) + 1):
        members = np.flatnonzero(classes == topic)
        start = int(generator.integers(FOLDS))
        folds[generator.permutation(members)] = (start + np.arange(len(members))) % FOLDS
    return folds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blend:
    """How scores become probabilities: a mix for each language that has one of its own, one for all others, and for
    each topic the logarithm of how much more common it is among messages than among examples."""

    mix: Mix
    mixes: Mapping[str, Mix]
    topic_shift: Matrix

    def probabilities(self, scores: TwofoldScores, visible: Classes) -> Matrix:
        """The probability of each of the `visible` topics, a row a text."""
        mixes = [self.mixes.get(language, self.mix) for language in scores.languages.tolist()]
        shares = np.array([mix.lexical_share for mix in mixes], dtype=np.float32)[:, None]
        temperatures = np.array([mix.temperature for mix in mixes], dtype=np.float32)[:, None]
        return softmax(fuse(scores.sentence, scores.lexical, shares) / temperatures + self.topic_shift[visible])


Asked = list[tuple[TwofoldScores, Classes]]
"""Scores of held-out texts, and the right class of each, by round."""


def fit_blend(rounds: Sequence[Round], topic_shift: Matrix) -> Blend:
    """The blend under which the right topics of held-out texts are likeliest, before any shift.

    Words help with messy requests full of local terms, and in languages that the encoder does not know; they mislead in
    clean, short ones. What they are worth is the office's own matter.
    """
    asked = [(one.scores, one.classes) for one in rounds]
    languages, counts = np.unique(np.concatenate([one.scores.languages for one in rounds]), return_counts=True)
    known = [
        language for language, count in zip(languages.tolist(), counts, strict=True) if count >= FEWEST_OF_LANGUAGE
    ]
    mixes = {
        language: best_mix([scores.of_language(language, classes) for scores, classes in asked])
        for language in known
        if len(languages) > 1 and language != UNDETERMINED_LANGUAGE
    }
    return Blend(mix=best_mix(asked), mixes=mixes, topic_shift=topic_shift)


def best_mix(asked: Asked) -> Mix:
    """The mix under which the right classes are likeliest."""
    return min((_mix_at(asked, share) for share in LEXICAL_SHARES), key=lambda found: found[0])[1]


def _mix_at(asked: Asked, lexical_share: float) -> tuple[float, Mix]:
    """The loss with a weight of the words and the best temperature for it, and that mix.

    A weight far from the usual must be worth it: with few topics, told apart without a mistake, any would do.
    """
    fused = [(fuse(one.sentence, one.lexical, np.float32(lexical_share)), classes) for one, classes in asked]
    temperature = fit_temperature(fused)
    disbelief = ((lexical_share - USUAL_SHARE) / SHARE_SPREAD) ** 2 / 2
    return loss_at(temperature, fused) + disbelief, Mix(lexical_share=lexical_share, temperature=temperature)


def answers_at(rounds: Sequence[Round], blend: Blend, groups: Classes | None = None) -> Answers:
    """What the models of all rounds say, with their scores made probabilities by `blend`.

    With `groups`, the group of each topic, the answers are groups: the probability of a group is that of its topics.
    """
    confidence, is_right, is_in_scope, importance, topics = [], [], [], [], []
    for one in rounds:
        inside = blend.probabilities(one.scores, one.visible)
        outside = blend.probabilities(one.hidden_scores, one.visible)
        truth, about = one.classes, np.concatenate([one.visible[one.classes], one.hidden_topics])
        if groups is not None:
            members = np.eye(int(groups.max()) + 1, dtype=np.float32)[groups[one.visible]]
            inside, outside, truth = inside @ members, outside @ members, groups[one.visible][truth]
            about = np.where(about == NO_TOPIC, NO_TOPIC, groups[about])
        confidence += [inside.max(axis=1, initial=0.0), outside.max(axis=1, initial=0.0)]
        is_right += [inside.argmax(axis=1) == truth, np.zeros(len(outside), dtype=bool)]
        is_in_scope += [np.ones(len(inside), dtype=bool), np.zeros(len(outside), dtype=bool)]
        importance += [np.exp(blend.topic_shift[one.visible[one.classes]]), np.ones(len(outside), dtype=np.float32)]
        topics.append(about)
    return Answers(
        confidence=np.concatenate(confidence),
        is_right=np.concatenate(is_right),
        is_in_scope=np.concatenate(is_in_scope),
        topics=_each_stranger_alone(np.concatenate(topics)),
        importance=np.concatenate(importance),
    )


def _each_stranger_alone(topics: Classes) -> Classes:
    """`topics`, with a number of its own for each text about none."""
    is_stranger = topics == NO_TOPIC
    return np.where(is_stranger, topics.max(initial=0) + np.cumsum(is_stranger), topics)
