"""What use cases may rely on of budgets, standings and claims, on the fake and on DynamoDB alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.staff_presence import DynamoStaffPresence
from civicline.domain.channel import Channel
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId
from civicline.domain.office_rules import OfficeRules
from civicline.domain.opting_out.suppression import SuppressionChange
from civicline.domain.replies.delivery import Delivery, DeliveryStatus
from civicline.domain.replies.reply import Reply, ReplyStatus
from civicline.domain.replies.reply_budget import BudgetChange, RecentReplies, RecentReply, Repeats
from civicline.domain.replies.standing import Standing
from civicline.ports.records import Messages
from tests.builders import NOW, RIVERBEND, a_decision, a_message, a_receipt, a_record, a_reply, a_suppression
from tests.fakes import FakeMessages

RULES = OfficeRules()


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def messages(request: pytest.FixtureRequest) -> Messages:
    if request.param == "fake":
        return FakeMessages()
    return DynamoMessages(request.getfixturevalue(request.param), "RecordsTable")


def received(messages: Messages, number: int = 1) -> MessageRecord:
    record = a_record(message=a_message(provider_id=f"provider-{number}"))
    known = messages.situation(RIVERBEND, record.message.sender).contact
    assert messages.receive(a_receipt(record, known=known, opens_conversation=True))
    return record


def one_more(standing: Standing, record: MessageRecord) -> BudgetChange:
    reply = RecentReply(reply_id=a_reply().reply_id, at=record.message.received_at, subject_id="subject")
    return BudgetChange(
        replies=standing.recent.with_reply(reply, RULES),
        repeats=standing.repeats.with_one_more(record.message.received_at, RULES),
    )


def decided(record: MessageRecord) -> MessageRecord:
    return replace(record, decision=a_decision(), reply=a_reply())


def scheduled(messages: Messages) -> tuple[MessageRecord, Reply]:
    reply = a_reply(ReplyStatus.SCHEDULED, send_after=NOW + timedelta(seconds=30))
    record = replace(received(messages), decision=a_decision(), reply=reply)
    assert messages.decide(record, None)
    return record, reply


def test_a_stranger_has_a_clean_sheet(messages: Messages) -> None:
    record = received(messages)
    assert messages.standing(record.message, "text") == Standing(repeats=Repeats(text_id="text"))
    assert messages.standing(record.message) == Standing()


def test_budgets_are_read_back_as_they_were_charged(messages: Messages) -> None:
    record = received(messages)
    change = one_more(messages.standing(record.message, "text"), record)
    assert messages.decide(decided(record), None, change)
    after = messages.standing(record.message, "text")
    assert (after.recent, after.repeats) == (change.replies, change.repeats)
    assert messages.standing(record.message).repeats == Repeats()


def test_a_budget_is_each_senders_and_each_offices_own(messages: Messages) -> None:
    record = received(messages)
    messages.decide(decided(record), None, one_more(messages.standing(record.message, "text"), record))
    for other in (replace(record.message, office_id=OfficeId("lakeside")),):
        assert messages.standing(other, "text").recent == RecentReplies()
        assert messages.standing(other, "text").repeats.moments == ()


@pytest.mark.parametrize("part", ["replies", "repeats"])
def test_two_decisions_at_once_cannot_both_take_the_last_place(messages: Messages, part: str) -> None:
    first, second = received(messages, 1), received(messages, 2)
    stale = one_more(messages.standing(first.message, "text"), first)
    other = BudgetChange(replies=stale.replies) if part == "replies" else BudgetChange(repeats=stale.repeats)
    assert messages.decide(decided(first), None, stale)
    with pytest.raises(ConcurrentChangeError):
        messages.decide(decided(second), None, other)
    undecided = messages.record(second.message.ref)
    assert undecided
    assert undecided.decision is None
    assert messages.decide(decided(second), None, one_more(messages.standing(second.message, "text"), second))
    assert len(messages.standing(second.message, "text").recent.entries) == 2


def test_a_second_decision_of_the_same_message_costs_nothing(messages: Messages) -> None:
    record = received(messages)
    assert messages.decide(decided(record), None, one_more(messages.standing(record.message, "text"), record))
    assert not messages.decide(decided(record), None, None)
    assert len(messages.standing(record.message, "text").recent.entries) == 1


def test_a_scheduled_reply_is_claimed_once(messages: Messages) -> None:
    record, reply = scheduled(messages)
    claimed = replace(record, reply=reply.reclaimed(NOW + timedelta(seconds=31)))
    assert messages.settle(claimed, reply, suppression=SuppressionChange(expected=None, new=None))
    assert not messages.settle(claimed, reply, suppression=SuppressionChange(expected=None, new=None))
    assert messages.record(record.message.ref) == claimed


def test_of_a_stop_and_a_send_exactly_one_wins(messages: Messages) -> None:
    record, reply = scheduled(messages)
    assert messages.settle(replace(record, reply=reply.stopped("staff-1")), reply)
    assert not messages.settle(replace(record, reply=reply.reclaimed(NOW)), reply)
    stopped = messages.record(record.message.ref)
    assert stopped
    assert stopped.reply
    assert (stopped.reply.status, stopped.reply.stopped_by) == (ReplyStatus.STOPPED, "staff-1")


def test_no_reply_that_waited_overtakes_an_opt_out(messages: Messages) -> None:
    record, reply = scheduled(messages)
    later = received(messages, 2)
    opt_out = SuppressionChange(expected=None, new=a_suppression())
    assert messages.decide(replace(later, decision=a_decision()), opt_out)
    claimed = replace(record, reply=reply.reclaimed(NOW))
    with pytest.raises(ConcurrentChangeError):
        messages.settle(claimed, reply, suppression=SuppressionChange(expected=None, new=None))
    assert messages.record(record.message.ref) == record


def test_logs_expire_by_themselves(dynamodb: Any) -> None:
    messages = DynamoMessages(dynamodb, "RecordsTable")
    record = received(messages)
    messages.decide(decided(record), None, one_more(messages.standing(record.message, "text"), record))
    found = {item["sk"]["S"]: item for item in dynamodb.scan(TableName="RecordsTable")["Items"]}
    seconds = {
        name: int(found[name]["expires_at_epoch"]["N"]) - int(NOW.timestamp()) for name in ("REPLIES", "REPEATS")
    }
    assert seconds == {"REPLIES": 180 * 60 + 1, "REPEATS": 5 * 60 + 1}


def test_a_conversation_that_staff_took_up_is_known_as_such(dynamodb: Any) -> None:
    messages = DynamoMessages(dynamodb, "RecordsTable")
    record = received(messages)
    presence = DynamoStaffPresence(dynamodb, "RecordsTable")
    presence.take_up(record, "staff-1", NOW)
    presence.take_up(record, "staff-2", NOW + timedelta(hours=1))
    assert messages.standing(record.message).staff_active_at == NOW + timedelta(hours=1)
    assert messages.standing(replace(record.message, office_id=OfficeId("lakeside"))).staff_active_at is None


def test_a_reply_is_found_by_its_providers_id(messages: Messages) -> None:
    record = received(messages)
    claimed = decided(record)
    messages.decide(claimed, None)
    sent = a_reply(ReplyStatus.SENT)
    assert messages.answered_by(Channel.SMS, "provider-reply-1") is None
    assert messages.settle(replace(claimed, reply=sent), a_reply())
    assert messages.answered_by(Channel.SMS, "provider-reply-1") == record.message.ref
    assert messages.answered_by(Channel.EMAIL, "provider-reply-1") is None
    delivered = replace(sent, delivery=Delivery(status=DeliveryStatus.DELIVERED, at=NOW, detail="TEXT_DELIVERED"))
    bounced = SuppressionChange(expected=None, new=a_suppression())
    assert messages.settle(replace(claimed, reply=delivered), sent, suppression=bounced)
    assert not messages.settle(replace(claimed, reply=sent), sent), "what was told meanwhile is not overwritten"
    stored = messages.record(record.message.ref)
    assert stored
    assert stored.reply == delivered
