"""Records as the templates want them: ready words, the office's clock, and no decision left to a template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.ids import TopicId
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.replies.reply import Reply
from civicline.domain.topics.classification import Classification
from functions.console import wording


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicGuess:
    """One topic with the model's confidence. `per_mille` (0 to 1000) is for drawing, `percent` for reading."""

    name: str
    percent: str
    per_mille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """What the model said. `threshold` is the confidence from which it is allowed to answer.

    Where nothing was measured `no_topic_because` says why, and `ranking` is empty.
    `group` is the likeliest group of topics with its confidence and threshold, None where the model knows no groups.
    """

    ranking: tuple[TopicGuess, ...]
    confidence: str
    threshold: str
    threshold_per_mille: int
    is_confident: bool
    language: str
    model_version: str
    group: str | None
    no_topic_because: str | None

    @property
    def best(self) -> TopicGuess:
        """The most likely topic."""
        return self.ranking[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """The words that were sent or are suggested, and how they fared. `due_at` is there while it can be stopped."""

    heading: str
    text: str
    message_key: str
    approver: str
    ledger: str | None
    due_at: datetime | None
    sent_at: datetime | None
    seconds: str | None
    provider_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message as a list or page shows it. Times are on the office's clock.

    `also` are the names of the topics that it is about besides the first; `group_name` is there if the text answers a
    group of topics.
    """

    message_id: str
    received_at: datetime
    channel: str
    channel_name: str
    sender: str
    sender_name: str
    destination: str
    subject: str | None
    preview: str
    outcome: str
    outcome_name: str
    is_urgent: bool
    topic_name: str | None
    also: tuple[str, ...]
    group_name: str | None
    model: ModelView | None
    why: str
    reply: ReplyView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfMessages:
    """The messages of one local day, under its name."""

    day: date
    name: str
    messages: tuple[MessageView, ...]


class Presenter:
    """Turns the records of one office into views."""

    def __init__(self, office: Office, topics: Mapping[TopicId, Topic], groups: Mapping[str, TopicGroup]) -> None:
        self.zone = ZoneInfo(office.time_zone)
        self._topics = topics
        self._groups = groups

    def days(self, records: Iterable[MessageRecord], now: datetime) -> list[DayOfMessages]:
        """Records in the order given, parted by local day."""
        today = wording.local(now, self.zone).date()
        views = [self.message(record) for record in records]
        return [
            DayOfMessages(day=day, name=wording.day_name(day, today), messages=tuple(group))
            for day, group in groupby(views, key=lambda view: view.received_at.date())
        ]

    def message(self, record: MessageRecord) -> MessageView:
        """One record."""
        message, decision = record.message, record.decision
        return MessageView(
            message_id=message.message_id,
            received_at=wording.local(message.received_at, self.zone),
            channel=message.channel,
            channel_name=wording.CHANNEL_NAMES[message.channel],
            sender=wording.contact(message.sender),
            sender_name=message.sender_name,
            destination=wording.contact(message.destination),
            subject=message.mail.subject if message.mail else None,
            preview=message.preview,
            outcome=record.outcome,
            outcome_name=wording.OUTCOME_NAMES[record.outcome],
            is_urgent=record.needs_staff and record.outcome in {Outcome.ANSWERED, Outcome.SILENT},
            topic_name=self.topic_name(record.topic_id) if record.topic_id else None,
            also=tuple(map(self.topic_name, decision.also_topic_ids)) if decision else (),
            group_name=self._group_name(decision.group_id) if decision and decision.group_id else None,
            model=self._model(record),
            why=decision.reason.sentence if decision else "The message is stored and on its way to a decision.",
            reply=self._reply(record),
        )

    def topic_name(self, topic_id: TopicId) -> str:
        """What staff call a topic; its id where it is no longer on the list."""
        topic = self._topics.get(topic_id)
        return topic.name_in("en") if topic else wording.FIXED_TOPIC_NAMES.get(topic_id, topic_id)

    def _group_name(self, group_id: str) -> str:
        group = self._groups.get(group_id)
        return group.name_in("en") if group else group_id

    def _group(self, said: Classification) -> str | None:
        if said.group is None or said.group_threshold is None:
            return None
        confidence, threshold = wording.sureness(said.group.confidence, said.group_threshold)
        needed = f"needs {threshold}" if said.group_threshold <= 1 else "no threshold keeps the budget"
        return f"{self._group_name(said.group.group_id)}, {confidence} ({needed})"

    def _model(self, record: MessageRecord) -> ModelView | None:
        said = record.classification
        if said is None:
            return None
        confidence, threshold = wording.sureness(said.confidence, said.threshold)
        return ModelView(
            ranking=tuple(
                TopicGuess(
                    name=self.topic_name(TopicId(score.topic_id)),
                    percent=wording.percent(score.confidence),
                    per_mille=round(score.confidence * 1000),
                )
                for score in (() if said.unmeasured else said.ranking)
            ),
            confidence=confidence,
            threshold=threshold,
            threshold_per_mille=round(said.threshold * 1000),
            is_confident=said.is_confident,
            language=wording.LANGUAGE_NAMES.get(said.language, said.language),
            model_version=said.model_version,
            group=self._group(said),
            no_topic_because=said.unmeasured.sentence if said.unmeasured else None,
        )

    def _reply(self, record: MessageRecord) -> ReplyView | None:
        decision, ledger = record.decision, record.reply
        text = ledger.text if ledger else (decision.text if decision else None)
        if decision is None or text is None:
            return None
        return ReplyView(
            heading=wording.text_heading(record),
            text=text,
            message_key=(ledger.message_key if ledger else decision.message_key) or "",
            approver=(ledger.approver if ledger else decision.approver) or "",
            ledger=wording.ledger_sentence(ledger) if ledger else None,
            due_at=_due_at(ledger, self.zone),
            sent_at=wording.local(ledger.sent_at, self.zone) if ledger and ledger.sent_at else None,
            seconds=_response_time(record, ledger),
            provider_id=ledger.provider_id if ledger else None,
        )


def _due_at(reply: Reply | None, zone: ZoneInfo) -> datetime | None:
    """When a reply that can still be stopped is sent."""
    if reply is None or not reply.can_be_stopped or reply.send_after is None:
        return None
    return wording.local(reply.send_after, zone)


def _response_time(record: MessageRecord, reply: Reply | None) -> str | None:
    if reply is None or reply.sent_at is None:
        return None
    return wording.duration((reply.sent_at - record.message.received_at).total_seconds())
