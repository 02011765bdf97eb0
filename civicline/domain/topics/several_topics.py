"""Several topics in one message: what the model says of its parts, beside what it says of the whole."""

from collections.abc import Mapping, Sequence

from civicline.domain.topics.classification import TopicScore

SURE_OF_PART = 0.95
"""The confidence from which a part's topic is named. Nothing is sent because of it, it only keeps a reply back for
staff, so that it may be lower than the threshold for a reply (docs/adr/0012)."""


def topics_found(
    whole: TopicScore, parts: Sequence[TopicScore], *, threshold: float, groups: Mapping[str, str]
) -> tuple[TopicScore, ...]:
    """The topics of a message, each once: that of the whole if it reaches `threshold`, then those of parts, surest
    first.

    `whole` and `parts` are the likeliest topic of each, `groups` the group of each topic. Two neighbours in one group
    are often one matter in two wordings, so there the part must reach `threshold` as well. Parts count only if they
    disagree with one another or with the whole: two topics or more are found, or what the whole says, or nothing.
    """
    sure = (whole,) if whole.confidence >= threshold else ()
    found = list(sure)
    for part in sorted(parts, key=lambda one: -one.confidence):
        is_neighbour = any(_same_group(part, other, groups) for other in found)
        needed = threshold if is_neighbour else min(threshold, SURE_OF_PART)
        if part.confidence >= needed and part.topic_id not in {other.topic_id for other in found}:
            found.append(part)
    return tuple(found) if len(found) > 1 else sure


def _same_group(one: TopicScore, other: TopicScore, groups: Mapping[str, str]) -> bool:
    return one.topic_id in groups and groups[one.topic_id] == groups.get(other.topic_id)
