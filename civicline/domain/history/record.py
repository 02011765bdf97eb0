"""The record of one message: what came in, what was thought, what was decided, what was sent.

Each part is written once by the stage that owns it; the aggregates are derived from the record and from nothing else.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from civicline.domain.approved.approved_message import FIXED_TOPICS
from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.going_live.judgement import Judgement
from civicline.domain.history.journal import JournalHead
from civicline.domain.ids import TopicId
from civicline.domain.people.residency import ResidencyFinding
from civicline.domain.received.message import InboundMessage
from civicline.domain.received.screening import Screening
from civicline.domain.replies.answered_question import QuestionAnswer
from civicline.domain.replies.decision import Action, Decision, Reason
from civicline.domain.replies.reply import Reply, ReplyStatus
from civicline.domain.topics.classification import Classification


class Outcome(StrEnum):
    """How a message stands, for reports and lists."""

    RECEIVED = "received"
    ANSWERED = "answered"
    WAITING = "waiting"
    SILENT = "silent"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRecord:
    """One message with everything known about it so far.

    `campaign` says whose wording it shares, `concern` whose matter; both are absent for a message too short to tell.
    `residency` says whether its writer is a constituent of the office; it is absent where the office said nothing of
    its area. `answer` is what the message says in reply to our question whether we helped. `judgements` are what staff
    said that it is about, oldest first. `journal` is where its journal ended when the record was read; two records that
    say the same are equal whatever it is. `opt_out_honoured_at` is when staff honoured an opt-out in it by hand.
    """

    message: InboundMessage
    screening: Screening
    classification: Classification | None = None
    campaign: CampaignMembership | None = None
    concern: CampaignMembership | None = None
    decision: Decision | None = None
    reply: Reply | None = None
    judgements: tuple[Judgement, ...] = ()
    journal: JournalHead | None = field(default=None, compare=False)
    residency: ResidencyFinding | None = None
    answer: QuestionAnswer | None = None
    opt_out_honoured_at: datetime | None = None

    @property
    def judgement(self) -> Judgement | None:
        """What counts of what staff said: the latest."""
        return self.judgements[-1] if self.judgements else None

    @property
    def topic_id(self) -> TopicId | None:
        """The topic of the decision; None where nothing was measured that could name one, as records of old may do."""
        topic_id = self.decision.topic_id if self.decision else None
        is_unmeasured = self.classification is not None and self.classification.unmeasured is not None
        return None if is_unmeasured and topic_id not in FIXED_TOPICS else topic_id

    @property
    def outcome(self) -> Outcome:
        """RECEIVED until decided; a reply counts as ANSWERED when a provider took it, unless it is undeliverable."""
        if self.decision is None:
            return Outcome.RECEIVED
        if self.reply and self.reply.status is ReplyStatus.SENT and not self.reply.is_undeliverable:
            return Outcome.ANSWERED
        if self.decision.action is Action.SILENT:
            return Outcome.DUPLICATE if self.decision.reason is Reason.DUPLICATE else Outcome.SILENT
        if self.decision.action is Action.SUGGEST or (self.reply and self.reply.needs_staff):
            return Outcome.WAITING
        return Outcome.RECEIVED

    @property
    def needs_staff(self) -> bool:
        """Whether the message belongs on the staff's queue.

        It is there from the moment it is stored until it is answered or rightly left silent, so that a stage that
        dies leaves a message that people see.
        """
        if self.outcome in {Outcome.RECEIVED, Outcome.WAITING}:
            return True
        return self.decision is not None and self.decision.needs_staff
