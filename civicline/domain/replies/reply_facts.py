"""What the reply policy decides on, and which approved messages it needs for that."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from civicline.domain.approved import approved_message
from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.going_live.judgement import Judgement
from civicline.domain.ids import TopicId
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.office_rules import UntranslatedRule
from civicline.domain.opting_out.suppression import Suppression
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.residency import ResidencyFinding
from civicline.domain.received.message import InboundMessage
from civicline.domain.received.screening import Gate, Screening
from civicline.domain.replies.answered_question import AskedQuestion, QuestionAnswer
from civicline.domain.replies.quiet_hours import Place, Purpose
from civicline.domain.replies.reply_budget import RecentReplies, Repeats
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE, Classification

_FIXED_TOPIC_OF_GATE = {
    Gate.EMERGENCY: approved_message.EMERGENCY_TOPIC,
    Gate.OPT_OUT: approved_message.OPT_OUT_TOPIC,
    Gate.OPT_IN: approved_message.OPT_IN_TOPIC,
    Gate.HELP: approved_message.HELP_TOPIC,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPhone:
    """A telephone of whoever opts out of texts by mail: named in it and known to the office, or proven to be theirs."""

    point: ContactPoint
    suppression: Suppression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the decision rests on.

    `approved` are the messages of the topic that `topic_of` names; `groups` and `group_approved` are only there if
    `group_of` names a group. `answered_group` is that group once the decision is to answer it instead of a topic.
    `recent` are the replies that the sender got lately, `repeats` how often the same words came lately.
    `staff_active_at` is when staff last took up the conversation, `judgement` what they said of the message already.
    `question` is the latest question to the sender whether an answer helped, `answered_questions` the approved lines
    that ask it. `answer` is what this message says to it, `is_question_sent` whether it had really left.
    `residency` says where the sender lives; `zip_questions` are the approved lines that ask for it, which is done once.
    """

    office: Office
    topics: Mapping[TopicId, Topic]
    message: InboundMessage
    screening: Screening
    classification: Classification | None
    suppression: Suppression | None
    approved: tuple[MessageVersion, ...] = field(default=())
    groups: Mapping[str, TopicGroup] = field(default_factory=dict)
    group_approved: tuple[MessageVersion, ...] = field(default=())
    answered_group: TopicGroup | None = None
    campaign: CampaignMembership | None = None
    judgement: Judgement | None = None
    recent: RecentReplies = field(default_factory=RecentReplies)
    repeats: Repeats = field(default_factory=Repeats)
    staff_active_at: datetime | None = None
    residency: ResidencyFinding | None = None
    zip_questions: tuple[MessageVersion, ...] = field(default=())
    is_zip_asked: bool = False
    answered_questions: tuple[MessageVersion, ...] = field(default=())
    question: AskedQuestion | None = None
    answer: QuestionAnswer | None = None
    is_question_sent: bool = False
    phones: tuple[KnownPhone, ...] = ()
    purpose: Purpose = Purpose.REPLY
    now: datetime

    @property
    def place(self) -> Place:
        """Where the recipient is taken to be: where the office is."""
        return Place(time_zone=self.office.time_zone)

    @property
    def model_topic_id(self) -> TopicId:
        """The topic that the model names first; empty before it has spoken, and where it can name none."""
        return TopicId((self.classification and self.classification.named_topic_id) or "")

    @property
    def topic_id(self) -> TopicId | None:
        """The topic under which the message is recorded."""
        return topic_of(self.screening, self.classification)

    @property
    def reply_language(self) -> str:
        """The writer's language; the office's first where it cannot be told, or before the model has spoken.

        A known language that the office does not write stays as it is, so that no approved message fits and staff
        answer. A fixed message is better in the office's first language than not at all.
        """
        default = self.office.languages[0]
        if self.screening.gate is not Gate.NONE:
            language = self.screening.language
            return language if language in self.office.languages else default
        language = self.classification.language if self.classification else UNDETERMINED_LANGUAGE
        return default if language == UNDETERMINED_LANGUAGE else language

    def zip_question(self, language: str) -> MessageVersion | None:
        """The approved line that asks for the ZIP code and may be sent now; None if there is none in that language."""
        channel = self.message.channel
        latest = approved_message.latest_in_effect(self.zip_questions, channel, language, self.now)
        return latest if latest and latest.is_valid_at(self.now) else None

    def answered_question(self, language: str) -> MessageVersion | None:
        """The approved line that asks whether the answer helped; None if there is none in that language."""
        channel = self.message.channel
        latest = approved_message.latest_in_effect(self.answered_questions, channel, language, self.now)
        return latest if latest and latest.is_valid_at(self.now) else None

    @property
    def may_ask_answered(self) -> bool:
        """Whether the office wants to know, of this topic, and has not asked the sender lately after another one."""
        rules, asked = self.office.rules, self.question
        if not rules.asks_answered or self.topic_id is None or self.topic_id in rules.not_asked_topics:
            return False
        is_other = asked is not None and asked.message_id != self.message.message_id
        return not (asked and is_other and self.now - asked.asked_at < rules.asks_answered_window)

    @property
    def reply_languages(self) -> tuple[str, ...]:
        """The languages in which to look for words, the writer's first; English only where the office allows it."""
        languages = [self.reply_language]
        if self.screening.gate is not Gate.NONE:
            languages.append(self.office.languages[0])
        if self.office.rules.untranslated is UntranslatedRule.ENGLISH:
            languages.append("en")
        return tuple(dict.fromkeys(languages))

    def answering(self, group: TopicGroup) -> "Facts":
        """The same facts for an answer to a group."""
        return replace(self, approved=self.group_approved, answered_group=group)


def topic_of(screening: Screening, classification: Classification | None) -> TopicId | None:
    """The topic whose approved messages the decision needs: a fixed one behind a gate, else the model's."""
    if fixed := _FIXED_TOPIC_OF_GATE.get(screening.gate):
        return fixed
    named = classification.named_topic_id if classification else None
    return TopicId(named) if named else None


def group_of(screening: Screening, classification: Classification | None) -> str | None:
    """The group that may be answered, because the model is sure of it and not of a topic; None spares its reads."""
    if classification is None or screening.gate is not Gate.NONE:
        return None
    if classification.is_confident or classification.also or not classification.is_group_confident:
        return None
    return classification.group.group_id if classification.group else None
