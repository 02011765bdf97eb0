"""What a head says of one message: topics, several of them where its parts disagree, and the group."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicline.adapters.classifier_text import MAX_CHARACTERS, readable
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE, GroupScore, TopicScore
from civicline.domain.topics.message_parts import split_parts
from civicline.domain.topics.several_topics import topics_found

if TYPE_CHECKING:
    from civicline.adapters.classifier_head import Head, Matrix, TextEncoder

RANKED_TOPICS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicReading:
    """The likeliest topics, best first; those that the message is surely about; the likeliest group, if any."""

    ranking: tuple[TopicScore, ...]
    topics: tuple[TopicScore, ...] = ()
    group: GroupScore | None = None


def read_topics(
    head: "Head", encoder: "TextEncoder", text: str, probabilities: "Matrix", language: str = UNDETERMINED_LANGUAGE
) -> TopicReading:
    """The reading of `text` in `language`, whose topics have `probabilities` as a whole.

    The parts of a message are encoded one by one, a few milliseconds each; a message of one part costs nothing more.
    """
    ranking = _ranked(head, probabilities, RANKED_TOPICS)
    parts = split_parts(text[:MAX_CHARACTERS])
    readings = [_of_part(head, encoder, part, language) for part in parts] if len(parts) > 1 else []
    groups = dict(zip(head.topic_ids, head.groups, strict=True)) if head.groups else {}
    group = head.likeliest_group(probabilities)
    return TopicReading(
        ranking=ranking,
        topics=topics_found(ranking[0], readings, threshold=head.threshold, groups=groups),
        group=GroupScore(group_id=group[0], confidence=group[1]) if group else None,
    )


def no_reading(head: "Head", ranking: tuple[TopicScore, ...] = ()) -> TopicReading:
    """The reading of a text about which no confidence was measured, in the order of `ranking` or of the office."""
    order = [one.topic_id for one in ranking] or head.topic_ids[:RANKED_TOPICS]
    return TopicReading(ranking=tuple(TopicScore(topic_id=topic, confidence=0.0) for topic in order))


def _of_part(head: "Head", encoder: "TextEncoder", part: str, language: str) -> TopicScore:
    words = readable(part)
    return _ranked(head, head.probabilities(encoder.embed(words), words, language), 1)[0]


def _ranked(head: "Head", probabilities: "Matrix", count: int) -> tuple[TopicScore, ...]:
    order = probabilities.argsort(kind="stable")[::-1][:count]
    return tuple(TopicScore(topic_id=head.topic_ids[one], confidence=float(probabilities[one])) for one in order)
