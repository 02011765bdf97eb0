"""How the console speaks of approved messages."""

from collections.abc import Mapping
from datetime import datetime

from civicline.domain.approved.approved_message import SYSTEM_TOPICS, MessageVersion, VersionStatus
from civicline.domain.ids import TopicId
from civicline.domain.office import Topic, TopicGroup
from functions.console.wording import FIXED_TOPIC_NAMES

STATUS_NAMES = {
    VersionStatus.DRAFT: "Draft",
    VersionStatus.SUBMITTED: "Waits for approval",
    VersionStatus.APPROVED: "Approved",
    VersionStatus.RETIRED: "Retired",
}


def standing_of(version: MessageVersion, in_effect: MessageVersion | None, now: datetime) -> str:
    """What has become of an approved version; "" for any other. `in_effect` is the one that took effect last."""
    if version.status is not VersionStatus.APPROVED:
        return ""
    if version.has_expired_at(now):
        return "expired"
    if not version.took_effect_by(now):
        return "not in use yet"
    return "in use" if version == in_effect else "replaced"


def subject_name(topic_id: TopicId, topics: Mapping[TopicId, Topic], groups: Mapping[str, TopicGroup]) -> str:
    """What staff call the topic or group of a message; its id where it is no longer on the list."""
    subject = topics.get(topic_id) or groups.get(topic_id)
    return subject.name_in("en") if subject else FIXED_TOPIC_NAMES.get(topic_id, topic_id)


def subjects(topics: Mapping[TopicId, Topic], groups: Mapping[str, TopicGroup]) -> list[tuple[str, str]]:
    """All that a message can be about, as (id, name) in the order of their names."""
    ids = [*SYSTEM_TOPICS, *topics, *map(TopicId, groups)]
    return sorted(((one, subject_name(one, topics, groups)) for one in ids), key=lambda pair: pair[1].casefold())
