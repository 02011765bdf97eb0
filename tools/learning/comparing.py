"""Two classifiers on the same held-out corrections."""

from collections.abc import Sequence

from civicline.domain.learning.head_comparison import Answer, HeadComparison, Measures, verdict_on
from civicline.domain.topics.classification import Classification
from civicline.ports.classifying import Classifier
from tools.learning.corrections import Correction


def compare(
    old: Classifier, new: Classifier, held_out: Sequence[Correction], *, old_version: str, new_version: str
) -> HeadComparison:
    """How both do, and whether the new one is better; each answers from its own threshold on."""
    said_by_old = [old.classify(one.text) for one in held_out]
    said_by_new = [new.classify(one.text) for one in held_out]
    old_answers, new_answers = _answers(said_by_old, held_out), _answers(said_by_new, held_out)
    verdict, probability = verdict_on(old_answers, new_answers)
    return HeadComparison(
        messages=len(held_out),
        out_of_scope=sum(one.topic_id is None for one in held_out),
        old=_measures(old_version, said_by_old, old_answers, held_out),
        new=_measures(new_version, said_by_new, new_answers, held_out),
        verdict=verdict,
        probability=round(probability, 6),
    )


def _answers(said: Sequence[Classification], held_out: Sequence[Correction]) -> list[Answer]:
    return [
        Answer(names_right=one.topic_id == truth.topic_id, is_answered=one.is_confident)
        for one, truth in zip(said, held_out, strict=True)
    ]


def _measures(
    version: str, said: Sequence[Classification], answers: Sequence[Answer], held_out: Sequence[Correction]
) -> Measures:
    """Accuracy and F1 over what is in scope, where there is a right topic; answers over everything."""
    inside = [(one.topic_id, truth.topic_id) for one, truth in zip(said, held_out, strict=True) if truth.topic_id]
    return Measures(
        version=version,
        accuracy=round(sum(guess == truth for guess, truth in inside) / max(len(inside), 1), 4),
        macro_f1=round(macro_f1(inside), 4),
        answered=sum(answer.is_answered for answer in answers),
        answered_right=sum(answer.is_right for answer in answers),
        answered_wrong=sum(answer.is_wrong for answer in answers),
    )


def macro_f1(pairs: Sequence[tuple[str, str | None]]) -> float:
    """The mean F1 of the topics that occur as truth; `pairs` are guess and truth. 0 where there is nothing."""
    topics = {truth for _, truth in pairs}
    scores = []
    for topic in topics:
        hits = sum(guess == truth == topic for guess, truth in pairs)
        involved = sum((guess == topic) + (truth == topic) for guess, truth in pairs)
        scores.append(2 * hits / involved)
    return sum(scores) / len(scores) if scores else 0.0
