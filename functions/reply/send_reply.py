"""Decide what a message gets, and send it exactly once: decide, wait, claim, send, confirm."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from civicline.domain.errors import (
    ConcurrentChangeError,
    MessageNotFoundError,
    NotApprovedError,
    ReplyInProgressError,
)
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import reply_id
from civicline.domain.office import Office
from civicline.domain.opting_out.suppression import SuppressionChange
from civicline.domain.received.message import MessageRef, MessageText
from civicline.domain.replies import reply_policy
from civicline.domain.replies.decision import Action, Decision
from civicline.domain.replies.drafting import words_to_send
from civicline.domain.replies.reply import Reply, ReplyStatus
from civicline.domain.replies.reply_budget import text_id
from civicline.domain.replies.reply_facts import Facts
from civicline.domain.replies.reply_holds import FIXED, budget_change
from civicline.domain.replies.reply_recheck import WORDS_CHANGED, withheld_because
from civicline.ports.records import Messages
from functions.reply.gather_facts import GatherFacts
from functions.reply.hand_over import HandOver

_ATTEMPTS = 8

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
    cannot know whether the reply left; it hands the message to staff and never sends by itself again. Until a reply is
    claimed it can be stopped, and it is decided once more when it is due.
    """

    messages: Messages
    facts: GatherFacts
    hand_over: HandOver
    clock: Callable[[], datetime]

    def __call__(self, ref: MessageRef) -> Answered:
        """Take a message one step further. Raises ReplyInProgressError, to be called again later."""
        found = self.messages.read(ref)
        if found is None:
            raise MessageNotFoundError(ref.message_id)
        record, text = found
        office = self.facts.offices.office(ref.office_id)
        if record.decision:
            return Answered(record=self._resume(record, record.decision, office), is_new=False)
        return self._decide(record, text, office) if office else self._decide_without_office(record)

    def _decide(self, record: MessageRecord, text: MessageText, office: Office) -> Answered:
        for _ in range(_ATTEMPTS):
            facts = self.facts.first(office, record, text_id(text.for_model))
            decision = reply_policy.decide(facts)
            decided = replace(record, decision=decision, reply=_ledger_row(facts, decision))
            change = reply_policy.suppression_change(facts, decision)
            try:
                stored = self.messages.decide(decided, change, budget_change(facts, decision))
            except ConcurrentChangeError:
                record = self.messages.record(record.message.ref) or record
                continue
            if stored is None or stored.reply is None:
                return Answered(record=stored or decided, is_new=stored is not None)
            return Answered(record=self._begin(stored, stored.reply, facts), is_new=True)
        raise ConcurrentChangeError(f"the sender's suppression, budget or journal changed {_ATTEMPTS} times")

    def _decide_without_office(self, record: MessageRecord) -> Answered:
        decided = replace(record, decision=reply_policy.decide_without_office(self.clock()))
        stored = self.messages.decide(decided, None)
        return Answered(record=stored or decided, is_new=stored is not None)

    def _begin(self, record: MessageRecord, reply: Reply, facts: Facts) -> MessageRecord:
        if reply.status is ReplyStatus.CLAIMED:
            return self.hand_over(record, reply, facts.office, words_to_send(reply, facts))
        self.hand_over.put_back(record, reply.wait_at(self.clock()))
        return record

    def _resume(self, record: MessageRecord, decided: Decision, office: Office | None) -> MessageRecord:
        """A message that was decided before: send what is due, give an unsettled reply to staff."""
        reply, now = record.reply, self.clock()
        if reply is None or not (reply.can_be_stopped or reply.status is ReplyStatus.CLAIMED):
            return record
        if reply.status is ReplyStatus.CLAIMED:
            if now - reply.claimed_at < _LONGEST_SEND:
                raise ReplyInProgressError(record.message.message_id)
            return self.hand_over.settle(record, reply, reply.failed(ReplyStatus.UNKNOWN, "interrupted"))
        if reply.wait_at(now) > timedelta():
            self.hand_over.put_back(record, reply.wait_at(now))
            return record
        if office is None:
            return self.hand_over.settle(record, reply, reply.withheld("unknown_office"))
        return self._send_what_is_due(record, decided, reply, office)

    def _send_what_is_due(
        self, record: MessageRecord, decided: Decision, reply: Reply, office: Office
    ) -> MessageRecord:
        for _ in range(_ATTEMPTS):
            facts = self.facts.again(office, record)
            because = "too_late" if reply.has_expired_at(facts.now) else withheld_because(decided, facts)
            if because:
                return self.hand_over.settle(record, reply, reply.withheld(because))
            try:
                words = words_to_send(reply, facts)
            except NotApprovedError:
                return self.hand_over.settle(record, reply, reply.withheld(WORDS_CHANGED))
            claim = reply.reclaimed(facts.now)
            claimed = replace(record, reply=claim)
            unchanged = SuppressionChange(expected=facts.suppression, new=facts.suppression)
            try:
                ours = self.messages.settle(claimed, reply, suppression=unchanged)
            except ConcurrentChangeError:
                record = self.messages.record(record.message.ref) or record
                continue
            return self.hand_over(ours, claim, office, words) if ours else record
        raise ConcurrentChangeError(f"the sender's suppression changed {_ATTEMPTS} times")


def _ledger_row(facts: Facts, decision: Decision) -> Reply | None:
    """The ledger row of a decision to send: claimed at once, or scheduled where staff have time to stop it."""
    if decision.action is not Action.SEND or not (decision.text and decision.message_key and decision.approver):
        return None
    rules = facts.office.rules
    delay = timedelta() if decision.reason in FIXED else rules.undo_delay(facts.message.channel)
    return Reply(
        reply_id=reply_id(facts.message.message_id),
        message_key=decision.message_key,
        approver=decision.approver,
        fingerprint=decision.fingerprint or "",
        text=decision.text,
        status=ReplyStatus.SCHEDULED if delay else ReplyStatus.CLAIMED,
        claimed_at=facts.now,
        send_after=facts.now + delay if delay else None,
        expires_at=facts.now + rules.reply_lifetime,
    )
