"""Everything that a decision rests on, gathered in as few calls as can be."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from civicline.domain.approved.approved_message import ASK_ANSWERED_TOPIC, ASK_ZIP_TOPIC, MessageVersion
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import TopicId
from civicline.domain.office import Office
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MessageRef
from civicline.domain.received.screening import Gate
from civicline.domain.replies.decision import Reason
from civicline.domain.replies.reply import ReplyStatus
from civicline.domain.replies.reply_budget import RecentReplies, Repeats
from civicline.domain.replies.reply_facts import Facts, KnownPhone, group_of, topic_of
from civicline.domain.replies.standing import Standing
from civicline.domain.replies.zip_question import is_place_unknown
from civicline.ports.offices import Offices
from civicline.ports.records import Messages


@dataclass(frozen=True, slots=True, kw_only=True)
class GatherFacts:
    """The facts about a message as they are now."""

    offices: Offices
    messages: Messages
    clock: Callable[[], datetime]

    def first(self, office: Office, record: MessageRecord, text_id: str) -> Facts:
        """For the first decision: with the budgets as they stand."""
        standing = self.messages.standing(record.message, text_id)
        screening = record.screening.without_opt_in() if not standing.is_opted_out else record.screening
        return self._facts(office, replace(record, screening=screening), standing)

    def again(self, office: Office, record: MessageRecord) -> Facts:
        """For the look at a reply that is due: its share of the budgets has been taken, so they are left out."""
        now = self.messages.standing(record.message)
        standing = replace(now, recent=RecentReplies(), repeats=Repeats())
        is_help = record.decision is not None and record.decision.reason is Reason.HELP
        screening = record.screening.without_opt_in() if is_help else record.screening
        return self._facts(office, replace(record, screening=screening), standing)

    def _facts(self, office: Office, record: MessageRecord, standing: Standing) -> Facts:
        topic_id = topic_of(record.screening, record.classification)
        group_id = group_of(record.screening, record.classification)
        return Facts(
            office=office,
            topics=self.offices.topics(office.office_id),
            message=record.message,
            screening=record.screening,
            classification=record.classification,
            suppression=standing.suppression,
            approved=self.offices.approved_messages(office.office_id, topic_id) if topic_id else (),
            groups=self.offices.groups(office.office_id) if group_id else {},
            group_approved=self.offices.approved_messages(office.office_id, TopicId(group_id)) if group_id else (),
            campaign=record.campaign,
            judgement=record.judgement,
            recent=standing.recent,
            repeats=standing.repeats,
            staff_active_at=standing.staff_active_at,
            residency=record.residency,
            zip_questions=self._zip_questions(office, record),
            is_zip_asked=standing.is_zip_asked,
            answered_questions=self._answered_questions(office),
            question=standing.question,
            answer=record.answer,
            is_question_sent=self._is_question_sent(office, record),
            phones=self._phones(office, record),
            now=self.clock(),
        )

    def _answered_questions(self, office: Office) -> tuple[MessageVersion, ...]:
        if not office.rules.asks_answered:
            return ()
        return self.offices.approved_messages(office.office_id, ASK_ANSWERED_TOPIC)

    def _is_question_sent(self, office: Office, record: MessageRecord) -> bool:
        """Whether the reply that asked had left: one that was stopped asked nothing. A call only for answers."""
        if record.answer is None:
            return False
        asked = self.messages.record(MessageRef(office_id=office.office_id, message_id=record.answer.about))
        return asked is not None and asked.reply is not None and asked.reply.status is ReplyStatus.SENT

    def _zip_questions(self, office: Office, record: MessageRecord) -> tuple[MessageVersion, ...]:
        if not (office.rules.asks_zip and is_place_unknown(record.residency)):
            return ()
        return self.offices.approved_messages(office.office_id, ASK_ZIP_TOPIC)

    def _phones(self, office: Office, record: MessageRecord) -> tuple[KnownPhone, ...]:
        """Further calls only for the rare mail that opts out of texts: the telephone named, or else those proven."""
        screening, message = record.screening, record.message
        is_of_texts = message.channel is Channel.EMAIL and screening.opts_out_of(Channel.SMS)
        if screening.gate is not Gate.OPT_OUT or not is_of_texts:
            return ()
        if screening.named_phone:
            named = [ContactPoint.phone(screening.named_phone)]
        else:
            person = self.messages.situation(office.office_id, message.sender).constituent
            named = [one for one in person.contact_points if one.channel is Channel.SMS] if person else []
        known = ((one, self.messages.situation(office.office_id, one)) for one in named)
        return tuple(KnownPhone(point=one, suppression=it.suppression) for one, it in known if it.contact)
