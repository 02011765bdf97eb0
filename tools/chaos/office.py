"""The office that the storm blows over: what it answers, what it leaves to staff, and a model that reads key words."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from civicline.adapters.dynamo.approved_messages import DynamoApprovedMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.approved.approval import written
from civicline.domain.approved.approved_message import (
    EMERGENCY_TOPIC,
    HELP_TOPIC,
    OPT_IN_TOPIC,
    OPT_OUT_TOPIC,
    MessageName,
    MessageVersion,
    Signatory,
    Step,
    VersionStatus,
)
from civicline.domain.campaigns.meaning import Embedding
from civicline.domain.channel import Channel
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import Office, Topic, TopicMode
from civicline.domain.topics.classification import Classification, TopicScore
from civicline.ports.approved import MessageChange
from tools.chaos.clock import START

OFFICE_ID = OfficeId("riverbend")
NUMBER = "+12025550143"
ADDRESS = "help@riverbend.example"
LIVE = ("pothole", "graffiti", "streetlight")
OTHERS = {"budget": TopicMode.SHADOW, "parade": TopicMode.PAUSED, "eviction": TopicMode.LIVE}
SENSITIVE = "eviction"
UNLISTED = "zoo"
UNSURE = "something"
FIXED = {"opt_out": OPT_OUT_TOPIC, "opt_in": OPT_IN_TOPIC, "help": HELP_TOPIC, "emergency": EMERGENCY_TOPIC}


def marker(topic: str) -> str:
    """The word in an approved message by which the oracle knows it."""
    return f"ANSWER-{topic.upper().replace('_', '-')}."


def set_up(dynamodb: Any, table: str) -> None:
    """Put the office, its topics and approved messages into the table."""
    offices = DynamoOffices(dynamodb, table)
    office = Office(
        office_id=OFFICE_ID,
        name="City of Riverbend 311",
        short_name="Riverbend 311",
        numbers=(NUMBER,),
        addresses=(ADDRESS,),
        phone="(202) 555-0143",
        url="riverbend.example/311",
        time_zone="America/New_York",
        languages=("en", "es"),
    )
    offices.save_office(office)
    modes = dict.fromkeys(LIVE, TopicMode.LIVE) | OTHERS
    offices.save_topics(OFFICE_ID, [_topic(name, mode) for name, mode in modes.items()])
    named = {name: TopicId(name) for name in modes} | FIXED
    approved = DynamoApprovedMessages(dynamodb, table)
    for name, topic_id in named.items():
        for channel in (Channel.SMS, Channel.EMAIL):
            version = _approved(topic_id, channel, marker(name))
            approved.save(OFFICE_ID, [MessageChange(versions=(), changed=version)])


def _topic(name: str, mode: TopicMode) -> Topic:
    names = {"en": name.capitalize(), "es": name.capitalize()}
    is_sensitive = name == SENSITIVE
    return Topic(topic_id=TopicId(name), group_id="streets", names=names, mode=mode, is_sensitive=is_sensitive)


def _approved(topic_id: TopicId, channel: Channel, text: str) -> MessageVersion:
    name = MessageName(topic_id=topic_id, channel=channel, language="en")
    at = START - timedelta(days=30)
    draft = written(name, wordings=(text,), author=Signatory(name="Rosa Diaz"), at=at)
    approver = Signatory(name="Sam Okafor")
    step = Step(status=VersionStatus.APPROVED, by=approver, at=at, fingerprint=draft.fingerprint)
    return replace(draft, steps=(step,))


@dataclass(frozen=True, slots=True)
class KeywordClassifier:
    """`Classifiers` and `Classifier`: sure of the topic whose name stands in the text, unsure of anything else."""

    def of(self, office_id: OfficeId) -> "KeywordClassifier":  # noqa: ARG002 - the port asks by office
        """The same for every office."""
        return self

    def classify(self, text: str) -> Classification:
        """The first word that is a topic's name."""
        known = (*LIVE, *OTHERS, UNLISTED)
        topic = next((word for word in text.lower().split() if word in known), None)
        ranking = (
            TopicScore(topic_id=topic or LIVE[0], confidence=0.97 if topic else 0.4),
            TopicScore(topic_id=LIVE[-1], confidence=0.01),
        )
        return Classification(ranking=ranking, threshold=0.8, language="en", model_version="keywords")

    def embed(self, text: str) -> Embedding | None:  # noqa: ARG002 - the port asks by text
        """No vectors, so no concerns."""
        return None
