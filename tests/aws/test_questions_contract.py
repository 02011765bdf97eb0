"""What may be relied on of the question whether an answer helped, on the fake and on DynamoDB alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId
from civicline.domain.replies.answered_question import AskedQuestion, QuestionAnswer, Said
from civicline.domain.replies.reply_budget import BudgetChange
from civicline.ports.records import Messages
from tests.builders import MARIA, NOW, POTHOLE, RIVERBEND, a_decision, a_message, a_receipt, a_record
from tests.fakes import FakeMessages

CONVERSATION = a_message().conversation_id
ASKED = AskedQuestion(message_id=a_message().message_id, conversation_id=CONVERSATION, topic_id=POTHOLE, asked_at=NOW)


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def messages(request: pytest.FixtureRequest) -> Messages:
    if request.param == "fake":
        return FakeMessages()
    client: Any = request.getfixturevalue(request.param)
    return DynamoMessages(client, "RecordsTable")


def received(messages: Messages, number: int, **changes: Any) -> MessageRecord:
    record = a_record(message=a_message(provider_id=f"p{number}", conversation_id=CONVERSATION))
    known = messages.situation(RIVERBEND, MARIA).contact
    assert messages.receive(a_receipt(replace(record, **changes), known=known))
    return record


def ask(messages: Messages, record: MessageRecord, asked: AskedQuestion, before: AskedQuestion | None = None) -> None:
    change = BudgetChange(question=asked, question_before=before)
    assert messages.decide(replace(record, decision=a_decision()), None, change)


def test_a_question_is_known_to_whoever_receives_and_decides(messages: Messages) -> None:
    record = received(messages, 1)
    assert messages.situation(RIVERBEND, MARIA).question is None
    ask(messages, record, ASKED)
    assert messages.situation(RIVERBEND, MARIA).question == ASKED
    assert messages.standing(record.message).question == ASKED


def test_of_two_replies_at_once_one_asks(messages: Messages) -> None:
    first, second = received(messages, 1), received(messages, 2)
    ask(messages, first, ASKED)
    later = replace(ASKED, message_id=MessageId("m-2"), asked_at=NOW + timedelta(days=8))
    with pytest.raises(ConcurrentChangeError):
        ask(messages, second, later)
    ask(messages, second, later, before=ASKED)
    assert messages.situation(RIVERBEND, MARIA).question == later


def test_a_question_is_answered_once(messages: Messages) -> None:
    ask(messages, received(messages, 1), ASKED)
    answer = QuestionAnswer(about=ASKED.message_id, topic_id=POTHOLE, said=Said.YES, has_more=False)
    record = a_record(message=a_message(provider_id="p2", conversation_id=CONVERSATION), answer=answer)
    answered = replace(ASKED, answered_by=record.message.message_id)
    known = messages.situation(RIVERBEND, MARIA).contact
    assert messages.receive(a_receipt(record, known=known, answers=answered))
    stored = messages.record(record.message.ref)
    assert stored
    assert stored.answer == answer
    assert messages.situation(RIVERBEND, MARIA).question == answered
    known = messages.situation(RIVERBEND, MARIA).contact
    again = a_record(message=a_message(provider_id="p3", conversation_id=CONVERSATION))
    with pytest.raises(ConcurrentChangeError):
        messages.receive(a_receipt(again, known=known, answers=replace(ASKED, answered_by=again.message.message_id)))
