"""Show staff the sent replies to audit, and take their verdicts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from civicline.domain.errors import CiviclineError, MessageNotFoundError
from civicline.domain.going_live.audit import is_sent_by_itself, is_to_be_audited, topped_up
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId, TopicId
from civicline.domain.office import Office
from civicline.ports.classifying import Judgements
from civicline.ports.offices import Offices
from civicline.ports.records import Inbox
from functions.console.judge_message import JudgeMessage

_DAYS = 7
_LOOKED_THROUGH_A_DAY = 100
"""Of each day's latest messages, among which quiet topics find the rest of their audits."""


class NotToBeAuditedError(CiviclineError):
    """Nobody chooses what is audited: the message is on no list of audits, or was judged already."""

    def __init__(self) -> None:
        super().__init__("This reply is not on the list of audits: it was not drawn, or somebody has judged it.")


class VerdictIncompleteError(CiviclineError):
    """A verdict that does not say what the message is about where the reply does not tell."""

    def __init__(self) -> None:
        super().__init__("Say which topic the message is about, or that it is about none of the office's.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Some replies to audit, oldest first, and where the next page goes on."""

    records: tuple[MessageRecord, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an audit says: whether the reply was right, and what the message is about.

    `topic_id` is None for none of the office's topics; it means nothing unless `is_topic_said`.
    """

    is_right: bool
    topic_id: TopicId | None = None
    is_topic_said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReplies:
    """The use case behind the page, the API and the command."""

    offices: Offices
    inbox: Inbox
    judgements: Judgements
    clock: Callable[[], datetime]

    def listed(self, office: Office, limit: int, cursor: str | None = None) -> AuditPage:
        """The replies that were drawn; after the last of them what quiet topics lack. Raises CursorInvalidError."""
        page = self.inbox.to_audit(office.office_id, limit, cursor)
        more = () if page.next_cursor else self._topped_up(office)
        return AuditPage(records=(*page.records, *more), next_cursor=page.next_cursor)

    def judge(self, office: Office, message_id: MessageId, verdict: Verdict, by: str) -> MessageRecord:
        """Take a verdict.

        Raises MessageNotFoundError, NotToBeAuditedError, VerdictIncompleteError, and as JudgeMessage does.
        """
        found = self.inbox.message(office.office_id, message_id)
        if found is None:
            raise MessageNotFoundError(message_id)
        record = found[0]
        if not (is_to_be_audited(record) or record.message.message_id in self._ids_topped_up(office)):
            raise NotToBeAuditedError
        judge = JudgeMessage(offices=self.offices, inbox=self.inbox, judgements=self.judgements, clock=self.clock)
        judged = judge(
            office.office_id,
            message_id,
            topic_id=_topic_in(record, verdict),
            judged_by=by,
            reply_fits=verdict.is_right,
            is_audit=True,
        )
        return judged.record

    def _ids_topped_up(self, office: Office) -> set[MessageId]:
        return {record.message.message_id for record in self._topped_up(office)}

    def _topped_up(self, office: Office) -> tuple[MessageRecord, ...]:
        """Of each topic and group the rest of the week's audits, by lot."""
        by_subject: dict[str, list[MessageRecord]] = {}
        for record in self._week(office):
            if is_sent_by_itself(record) and record.decision:
                by_subject.setdefault(record.decision.group_id or str(record.decision.topic_id), []).append(record)
        wanted = office.rules.audits_per_week
        return tuple(one for records in by_subject.values() for one in _rest(records, wanted))

    def _week(self, office: Office) -> Iterable[MessageRecord]:
        today = self.clock()
        for days_ago in range(_DAYS):
            day = f"{today - timedelta(days=days_ago):%Y-%m-%d}"
            yield from self.inbox.latest(office.office_id, day, _LOOKED_THROUGH_A_DAY).records


def _rest(records: list[MessageRecord], wanted: int) -> tuple[MessageRecord, ...]:
    audited = [one for one in records if _is_in_the_sample(one)]
    return topped_up((one for one in records if not _is_in_the_sample(one)), len(audited), wanted)


def _is_in_the_sample(record: MessageRecord) -> bool:
    is_drawn = record.decision is not None and record.decision.is_drawn
    return is_drawn or any(judgement.is_audit for judgement in record.judgements)


def _topic_in(record: MessageRecord, verdict: Verdict) -> TopicId | None:
    """What the message is about: as said, else, of a right reply on a topic, that topic."""
    if verdict.is_topic_said:
        return verdict.topic_id
    decision = record.decision
    if decision is None or decision.group_id or not verdict.is_right:
        raise VerdictIncompleteError
    return decision.topic_id
