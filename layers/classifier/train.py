"""Training a head from an office's topics and their examples."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from civicline.adapters.classifier_head import NEVER_CONFIDENT, Head, Matrix, TextEncoder
from civicline.adapters.classifier_text import has_words, readable
from civicline.adapters.language import detect_language
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE
from layers.classifier.calibration import Answers, Threshold, choose_threshold
from layers.classifier.held_out import (
    FEWEST_TOPICS_TO_HIDE,
    Blend,
    Classes,
    Languages,
    Views,
    answers_at,
    cross_validate,
    fit_blend,
)
from layers.classifier.lexical import learn_vocabulary, lexical_space
from layers.classifier.pip_runs import Progress
from layers.classifier.topic_shares import shift_to

DEFAULT_BUDGET = 0.02
"""The share of automatic replies that may be wrong."""
OUT_OF_SCOPE_SHARE = 0.2
"""The share of messages that is assumed to be about none of the office's topics."""
HIDING_REPEATS = 2
"""Times that the topics are hidden by fifths, each time other fifths: which topics are hidden moves the threshold."""
FEWEST_EXAMPLES = 2
_REPORT_EVERY = 250


class TrainingDataError(Exception):
    """The examples cannot be learnt from; the message says what is missing."""


def train_head(
    encoder: TextEncoder,
    texts: Sequence[str],
    topic_ids: Sequence[str],
    *,
    seed: int = 0,
    budget: float = DEFAULT_BUDGET,
    names: Mapping[str, Sequence[str]] | None = None,
    groups: Mapping[str, str] | None = None,
    languages: Sequence[str] = (),
    out_of_scope: Sequence[str] = (),
    out_of_scope_share: float = OUT_OF_SCOPE_SHARE,
    topic_shares: Mapping[str, float] | None = None,
    progress: Progress | None = None,
) -> Head:
    """The head for `texts`, each an example of the topic at the same place of `topic_ids`.

    `budget` is the wrong-reply budget that the threshold is calibrated for. `names` are the topics' names, by topic,
    which teach as examples do but measure nothing, as nobody writes them. `groups` is the group of every topic, with
    which the head can be sure of a group where it is unsure of the topic. `languages` are the ISO 639-1 codes of the
    texts, in no other of which the head will be confident (none: any); if there are several, the language of each text
    is detected as in the field. `out_of_scope` are messages that staff found to
    be about none of the topics: they stand beside the hidden topics in the calibration. `out_of_scope_share` is the
    share of messages that is assumed to be about none, `topic_shares` are the topics' shares of the others (none: as of
    the examples). Equal arguments give an equal head.
    Raises `TrainingDataError`.
    """
    say = progress or (lambda _: None)
    words = [readable(text) for text in texts]
    known = tuple(dict.fromkeys(topic_ids))
    _check(words, topic_ids, known)
    _check_groups(known, groups)
    named = [(readable(name), topic) for topic in known for name in (names or {}).get(topic, ())]
    words += [name for name, _ in named]
    index = {topic: number for number, topic in enumerate(known)}
    classes: Classes = np.array([index[topic] for topic in (*topic_ids, *(topic for _, topic in named))], dtype=np.intp)
    strangers = [text for text in map(readable, out_of_scope) if has_words(text)]

    parts = {"examples": words[: len(texts)], "names of topics": words[len(texts) :], "messages of no topic": strangers}
    vectors = np.vstack([_embed(encoder, part, what, say) for what, part in parts.items() if part])
    say("weighing words and letter groups")
    vocabulary = learn_vocabulary(words)
    space = lexical_space(vocabulary, [*words, *strangers])
    views = Views(
        sentence=vectors,
        lexical=space.rows,
        names_from=len(texts),
        languages=_languages_of([*words, *strangers], known=languages),
    )

    say("calibrating on held-out examples and hidden topics")
    topic_shift = shift_to(topic_shares, known, classes[: len(texts)])
    choose = partial(choose_threshold, budget=budget, out_of_scope_share=out_of_scope_share)
    blend, answers, threshold = _calibrate(views, classes, topic_shift, seed=seed, choose=choose)
    topic_groups = tuple(groups[topic] for topic in known) if groups else ()
    of_groups = _calibrate_groups(views, classes, topic_groups, blend, seed=seed, choose=choose)
    say(f"training on {len(texts)} examples of {len(known)} topics")
    sentence, lexical = views.fit(np.arange(len(words)), classes, len(known))
    return Head(
        topic_ids=known,
        groups=topic_groups,
        languages=tuple(sorted(languages)),
        encoder=encoder.identity,
        sentence_weights=sentence.weights,
        sentence_bias=sentence.bias,
        vocabulary=vocabulary,
        lexical_weights=space.feature_weights(lexical.weights, len(vocabulary.features)),
        lexical_bias=lexical.bias,
        mix=blend.mix,
        mixes=blend.mixes,
        topic_shift=blend.topic_shift,
        threshold=threshold.confidence,
        group_threshold=of_groups[1].confidence if of_groups else NEVER_CONFIDENT,
        calibration={
            "examples": len(texts),
            "budget": budget,
            "out_of_scope_share": round(out_of_scope_share, 4),
            **_report(answers, threshold),
            **(_report(*of_groups, prefix="group_") if of_groups else {}),
        },
    )


def _check(words: Sequence[str], topic_ids: Sequence[str], names: Sequence[str]) -> None:
    if len(words) != len(topic_ids):
        raise TrainingDataError(f"{len(words)} texts have {len(topic_ids)} topics: give one topic for each text")
    if len(names) < 2:
        raise TrainingDataError("there is nothing to tell apart: give examples of at least two topics")
    if empty := [number for number, text in enumerate(words, 1) if not has_words(text)]:
        raise TrainingDataError(f"example {empty[0]} has no words: remove it")
    if thin := [name for name, count in Counter(topic_ids).items() if count < FEWEST_EXAMPLES]:
        raise TrainingDataError(f"topic {thin[0]!r} has fewer than {FEWEST_EXAMPLES} examples: write more")


def _check_groups(names: Sequence[str], groups: Mapping[str, str] | None) -> None:
    if groups is not None and (lost := [name for name in names if name not in groups]):
        raise TrainingDataError(f"topic {lost[0]!r} is in no group: put every topic into one, or use no groups")


def _embed(encoder: TextEncoder, words: Sequence[str], what: str, say: Progress) -> Matrix:
    vectors = []
    for number, text in enumerate(words, 1):
        vectors.append(encoder.embed(text))
        if number % _REPORT_EVERY == 0 or number == len(words):
            say(f"encoded {number} of {len(words)} {what}")
    return np.vstack(vectors)


def _languages_of(texts: Sequence[str], known: Sequence[str]) -> Languages:
    """The language of each text; where all are of one it does not matter, and is not detected."""
    told = [detect_language(text) if len(known) > 1 else UNDETERMINED_LANGUAGE for text in texts]
    return np.array(told, dtype=np.str_)


def _calibrate(
    views: Views, classes: Classes, topic_shift: Matrix, *, seed: int, choose: Callable[..., Threshold]
) -> tuple[Blend, Answers, Threshold]:
    """The blend, from all topics; what is said at it; and the threshold, with topics hidden in turn."""
    seen = cross_validate(views, classes, seed=seed, hide_topics=False)
    blend = fit_blend(seen, topic_shift)
    answers = answers_at(seen, blend)
    if int(classes.max()) + 1 < FEWEST_TOPICS_TO_HIDE and not len(views.strangers(classes)):
        return blend, answers, choose(answers)
    rounds = [
        one
        for repeat in range(HIDING_REPEATS)
        for one in cross_validate(views, classes, seed=seed + repeat, hide_topics=True)
    ]
    return blend, answers, choose(answers_at(rounds, blend), repeats=HIDING_REPEATS)


def _calibrate_groups(
    views: Views,
    classes: Classes,
    groups: Sequence[str],
    blend: Blend,
    *,
    seed: int,
    choose: Callable[..., Threshold],
) -> tuple[Answers, Threshold] | None:
    """What is said of groups, and their threshold, with groups hidden in turn; None where they are too few to hide."""
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    if len(numbers) < FEWEST_TOPICS_TO_HIDE:
        return None
    group_of: Classes = np.array([numbers[group] for group in groups], dtype=np.intp)
    rounds = cross_validate(views, classes, seed=seed, hide_topics=True, groups=group_of)
    answers = answers_at(rounds, blend, group_of)
    return answers, choose(answers)


def _report(answers: Answers, threshold: Threshold, prefix: str = "") -> dict[str, float]:
    """What the head file says of itself, about topics or, with a prefix, about groups."""
    measured = {
        "accuracy": answers.accuracy,
        "coverage": threshold.coverage,
        "expected_wrong": threshold.expected_wrong,
        "wrong": threshold.wrong,
        "wrong_bound": threshold.wrong_bound,
    }
    return {f"{prefix}{name}": round(share, 4) for name, share in measured.items()}
