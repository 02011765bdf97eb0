"""What a head is trained on: a pack's examples, and what staff taught on top of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civicline.domain.ids import TopicId
from civicline.domain.office import Topic
from tools.learning.corrections import Correction
from tools.packs import normalised
from tools.topic_examples import FEWEST_TO_LEARN, TopicExamples

LANGUAGE_FROM = 50
"""Corrections in a language that the pack has no examples of, before the head may be sure in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The arguments of a training. `notes` say what was left out and why."""

    texts: tuple[str, ...]
    topic_ids: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, str]
    languages: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    corrections: int
    notes: tuple[str, ...]


def lesson_of(pack: TopicExamples, corrections: Sequence[Correction], topics: Mapping[TopicId, Topic]) -> Lesson:
    """A pack's examples with corrections in place of equal ones, and the office's topics that no pack has.

    Corrections whose topic the office has given up are left out; so is a topic of the office's own with one correction.
    """
    in_pack = Counter(example.topic_id for example in pack.examples)
    taught = Counter(one.topic_id for one in corrections if one.topic_id is not None)
    usable = {
        topic_id for topic_id, count in taught.items() if in_pack[topic_id] or _is_new_topic(topic_id, count, topics)
    }
    kept = [one for one in corrections if one.topic_id in usable]
    pairs = [(one.text, str(one.topic_id)) for one in kept]
    said = {normalised(one.text) for one in corrections}
    unsaid = [example for example in pack.examples if normalised(example.text) not in said]
    left = Counter(example.topic_id for example in unsaid) + Counter(topic_id for _, topic_id in pairs)
    pairs = [*((example.text, example.topic_id) for example in unsaid), *pairs]
    learnable = {topic_id for topic_id, count in left.items() if count >= FEWEST_TO_LEARN}
    pairs = [(text, topic_id) for text, topic_id in pairs if topic_id in learnable]
    new = [TopicId(topic_id) for topic_id in sorted(learnable - pack.names.keys())]
    return Lesson(
        texts=tuple(text for text, _ in pairs),
        topic_ids=tuple(topic_id for _, topic_id in pairs),
        names=dict(pack.names) | {one: tuple(topics[one].names.values()) for one in new},
        groups=dict(pack.groups) | {one: topics[one].group_id for one in new},
        languages=_languages(pack, kept),
        out_of_scope=tuple(one.text for one in corrections if one.topic_id is None),
        corrections=len(kept) + sum(one.topic_id is None for one in corrections),
        notes=tuple(
            f"corrections of topic {topic_id!r} were left out: it is not on the office's list, or has only one"
            for topic_id in sorted(taught.keys() - usable)
        ),
    )


def _is_new_topic(topic_id: str, count: int, topics: Mapping[TopicId, Topic]) -> bool:
    return count >= FEWEST_TO_LEARN and topic_id in topics


def _languages(pack: TopicExamples, kept: Sequence[Correction]) -> tuple[str, ...]:
    taught = Counter(one.language for one in kept if len(one.language) == 2)
    return tuple(sorted({*pack.languages, *(language for language, count in taught.items() if count >= LANGUAGE_FROM)}))
