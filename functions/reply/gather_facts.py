"""Everything that a decision rests on, gathered in as few calls as can be."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from civicline.domain.approved_message import ASK_ZIP_TOPIC, MessageVersion
from civicline.domain.ids import TopicId
from civicline.domain.office import Office
from civicline.domain.record import MessageRecord
from civicline.domain.reply_budget import RecentReplies, Repeats
from civicline.domain.reply_facts import Facts, group_of, topic_of
from civicline.domain.standing import Standing
from civicline.domain.zip_question import is_place_unknown
from civicline.ports import Messages, Offices


@dataclass(frozen=True, slots=True, kw_only=True)
class GatherFacts:
    """The facts about a message as they are now."""

    offices: Offices
    messages: Messages
    clock: Callable[[], datetime]

    def first(self, office: Office, record: MessageRecord, text_id: str) -> Facts:
        """For the first decision: with the budgets as they stand."""
        return self._facts(office, record, self.messages.standing(record.message, text_id))

    def again(self, office: Office, record: MessageRecord) -> Facts:
        """For the look at a reply that is due: its share of the budgets has been taken, so they are left out."""
        now = self.messages.standing(record.message)
        standing = replace(now, recent=RecentReplies(), repeats=Repeats())
        return self._facts(office, record, standing)

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
            now=self.clock(),
        )

    def _zip_questions(self, office: Office, record: MessageRecord) -> tuple[MessageVersion, ...]:
        if not (office.rules.asks_zip and is_place_unknown(record.residency)):
            return ()
        return self.offices.approved_messages(office.office_id, ASK_ZIP_TOPIC)
