"""Decide what a message gets, and send it exactly once: claim, send, confirm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from civicline.domain import reply_policy
from civicline.domain.channel import Channel
from civicline.domain.decision import Action, Decision
from civicline.domain.errors import (
    ConcurrentChangeError,
    MessageNotFoundError,
    ReplyInProgressError,
    SendError,
    SendRefusedError,
    SendThrottledError,
)
from civicline.domain.ids import TopicId, reply_id
from civicline.domain.message import MessageRef
from civicline.domain.record import MessageRecord
from civicline.domain.reply import OutboundReply, Reply, ReplyStatus
from civicline.domain.reply_facts import Facts, group_of, topic_of
from civicline.ports import Messages, Offices, Sender

_ATTEMPTS = 5

_LONGEST_SEND = timedelta(minutes=2)
"""A claim younger than this may be another delivery of the same job at work; the function's timeout is shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How a message stands after this delivery; `is_new` is False if it had been decided before."""

    record: MessageRecord
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReply:
    """The use case of the function `reply`.

    The claim is stored before the provider is called, so a crash leaves a claimed row. A redelivery that meets one
    cannot know whether the reply left; it hands the message to staff and never sends by itself again.
    """

    offices: Offices
    messages: Messages
    senders: Mapping[Channel, Sender]
    clock: Callable[[], datetime]

    def __call__(self, ref: MessageRef) -> Answered:
        """Take a message one step further.

        Raises SendThrottledError or ReplyInProgressError, to be called again later.
        """
        record = self._load(ref)
        if record.decision is None:
            record, is_new = self._decide(record)
            return Answered(record=self._send(record) if is_new else record, is_new=is_new)
        return Answered(record=self._resume(record), is_new=False)

    def _load(self, ref: MessageRef) -> MessageRecord:
        record = self.messages.record(ref)
        if record is None:
            raise MessageNotFoundError(ref.message_id)
        return record

    def _decide(self, record: MessageRecord) -> tuple[MessageRecord, bool]:
        for _ in range(_ATTEMPTS):
            facts = self._facts(record)
            decision = reply_policy.decide(facts)
            decided = replace(record, decision=decision, reply=_claim(record, decision, facts.now))
            try:
                return decided, self.messages.decide(decided, reply_policy.suppression_change(facts, decision))
            except ConcurrentChangeError:
                continue
        raise ConcurrentChangeError(f"the sender's suppression changed {_ATTEMPTS} times")

    def _facts(self, record: MessageRecord) -> Facts:
        message = record.message
        office = self.offices.office(message.office_id)
        if office is None:
            raise MessageNotFoundError(f"office {message.office_id}")
        topic_id = topic_of(record.screening, record.classification)
        group_id = group_of(record.screening, record.classification)
        return Facts(
            office=office,
            topics=self.offices.topics(office.office_id),
            message=message,
            screening=record.screening,
            classification=record.classification,
            suppression=self.messages.situation(office.office_id, message.sender).suppression,
            approved=self.offices.approved_messages(office.office_id, topic_id) if topic_id else (),
            groups=self.offices.groups(office.office_id) if group_id else {},
            group_approved=self.offices.approved_messages(office.office_id, TopicId(group_id)) if group_id else (),
            now=self.clock(),
        )

    def _resume(self, record: MessageRecord) -> MessageRecord:
        """A message that was decided before: try a released reply again, give an unsettled one to staff."""
        reply = record.reply
        if reply is None or reply.status not in {ReplyStatus.RELEASED, ReplyStatus.CLAIMED}:
            return record
        if reply.status is ReplyStatus.CLAIMED:
            if self.clock() - reply.claimed_at < _LONGEST_SEND:
                raise ReplyInProgressError(record.message.message_id)
            return self._settle(record, reply, reply.failed(ReplyStatus.UNKNOWN, "interrupted"))
        claimed = replace(record, reply=reply.reclaimed(self.clock()))
        return self._send(claimed) if self.messages.settle(claimed, reply) else record

    def _send(self, record: MessageRecord) -> MessageRecord:
        claim = record.reply
        if claim is None:
            return record
        try:
            accepted = self.senders[record.message.channel].send(self._outbound(record, claim))
        except SendError as error:
            settled = self._settle(record, claim, claim.failed(_status_after(error), error.code))
            if isinstance(error, SendThrottledError):
                raise
            return settled
        sent = claim.sent(accepted.provider_id, self.clock())
        return self._settle(record, claim, sent, accepted.mail_ids)

    def _settle(
        self, record: MessageRecord, expected: Reply, new: Reply, mail_ids: tuple[str, ...] = ()
    ) -> MessageRecord:
        settled = replace(record, reply=new)
        return settled if self.messages.settle(settled, expected, mail_ids) else record

    def _outbound(self, record: MessageRecord, claim: Reply) -> OutboundReply:
        message = record.message
        office = self.offices.office(message.office_id)
        return OutboundReply(
            reply_id=claim.reply_id,
            office_id=message.office_id,
            message_id=message.message_id,
            conversation_id=message.conversation_id,
            sender=message.destination,
            sender_name=office.name if office else "",
            recipient=message.sender,
            recipient_name=message.sender_name,
            text=claim.text,
            mail=message.mail,
        )


def _claim(record: MessageRecord, decision: Decision, now: datetime) -> Reply | None:
    """The ledger row of a decision to send."""
    if decision.action is not Action.SEND or not (decision.text and decision.message_key and decision.approver):
        return None
    return Reply(
        reply_id=reply_id(record.message.message_id),
        message_key=decision.message_key,
        approver=decision.approver,
        text=decision.text,
        status=ReplyStatus.CLAIMED,
        claimed_at=now,
    )


def _status_after(error: SendError) -> ReplyStatus:
    if isinstance(error, SendRefusedError):
        return ReplyStatus.REFUSED
    return ReplyStatus.RELEASED if isinstance(error, SendThrottledError) else ReplyStatus.UNKNOWN
