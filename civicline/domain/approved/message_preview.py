"""What a version would say to people who really wrote, before it says it to anybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.approved.composing import Composed, Occasion, compose
from civicline.domain.errors import MissingPlaceholderValueError, TooManySegmentsError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConstituentId, MessageId, TopicId
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.received.message import InboundMessage
from civicline.domain.replies.decision import Reason
from civicline.domain.replies.reply_facts import topic_of
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What one constituent would get: the text, or the reason for which staff would answer instead.

    `message_id` is None for somebody of whom nothing is known. `language` is the one that the message was written in.
    """

    composed: Composed | None
    problem: Reason | None = None
    message_id: MessageId | None = None
    received_at: datetime | None = None
    language: str = UNDETERMINED_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a version is written for: who wrote by its channel on its topic, or on a topic of its group."""

    office: Office
    topics: Mapping[TopicId, Topic]
    version: MessageVersion

    def includes(self, record: MessageRecord) -> bool:
        """Whether a message asks for an answer such as the version's."""
        topic_id = _topic_id_of(record)
        if record.message.channel is not self.version.channel or topic_id is None:
            return False
        topic = self.topics.get(topic_id)
        return self.version.topic_id in {topic_id, topic.group_id if topic else topic_id}

    def language_of(self, record: MessageRecord) -> str:
        """The language in which a message would be answered."""
        said = record.classification.language if record.classification else record.screening.language
        return said if said and said != UNDETERMINED_LANGUAGE else self.office.languages[0]


def chosen(audience: Audience, records: Iterable[MessageRecord], most: int) -> list[MessageRecord]:
    """At most so many messages, each of another person: those in the version's language first.

    No more records are looked at once there are enough of these.
    """
    same: dict[ConstituentId, MessageRecord] = {}
    other: dict[ConstituentId, MessageRecord] = {}
    for record in records:
        if len(same) >= most:
            break
        if audience.includes(record):
            found = same if audience.language_of(record) == audience.version.language else other
            found.setdefault(record.message.constituent_id, record)
    return list({**same, **{person: record for person, record in other.items() if person not in same}}.values())[:most]


def preview(audience: Audience, about: Topic | TopicGroup | None, record: MessageRecord | None) -> Preview:
    """What the writer of a message would get; None stands for somebody of whom nothing is known."""
    message = record.message if record else None
    composed, problem = _composed(audience, about, message)
    if record is None:
        return Preview(composed=composed, problem=problem, language=audience.version.language)
    return Preview(
        composed=composed,
        problem=problem,
        message_id=record.message.message_id,
        received_at=record.message.received_at,
        language=audience.language_of(record),
    )


def _composed(
    audience: Audience, about: Topic | TopicGroup | None, message: InboundMessage | None
) -> tuple[Composed | None, Reason | None]:
    try:
        return compose(audience.version, Occasion(office=audience.office, message=message, about=about)), None
    except MissingPlaceholderValueError:
        return None, Reason.MISSING_PLACEHOLDER_VALUE
    except TooManySegmentsError:
        return None, Reason.TOO_MANY_SEGMENTS


def _topic_id_of(record: MessageRecord) -> TopicId | None:
    """What staff said that the message is about, else the topic under which it was recorded."""
    if record.judgement:
        return record.judgement.topic_id
    return topic_of(record.screening, record.classification)
