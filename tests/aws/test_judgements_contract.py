"""What people said messages are about, on the fake and on DynamoDB alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.adapters.dynamo.judgements import DynamoJudgements
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId
from civicline.ports.classifying import Judgements
from civicline.ports.records import Messages
from tests.builders import (
    NOW,
    RIVERBEND,
    a_classification,
    a_decision,
    a_judgement,
    a_message,
    a_receipt,
    a_record,
    a_reply,
    a_text,
)
from tests.fakes import FakeMessages

NOVEMBER = "2026-11"


class Both:
    """`Messages` and `Judgements` over the same store."""

    def __init__(self, messages: Messages, judgements: Judgements) -> None:
        self.messages = messages
        self.judgements = judgements

    def receive(self, number: int = 1, days: int = 0) -> MessageRecord:
        message = a_message(provider_id=f"provider-{number}", received_at=NOW + timedelta(days=days))
        record = a_record(message=message)
        known = self.messages.situation(message.office_id, message.sender).contact
        assert self.messages.receive(a_receipt(record, known=known, opens_conversation=True))
        return record


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Both:
    if request.param == "fake":
        fake = FakeMessages()
        return Both(fake, fake)
    client: Any = request.getfixturevalue(request.param)
    return Both(DynamoMessages(client, "RecordsTable"), DynamoJudgements(client, "RecordsTable"))


def judged(store: Both, record: MessageRecord, *judgements: Any) -> MessageRecord:
    after = replace(record, judgements=(*record.judgements, *judgements))
    store.judgements.save(after, len(record.judgements))
    return after


@pytest.mark.parametrize("topic", ["pothole", None])
def test_a_judged_message_is_found_by_the_month_it_came_in(store: Both, topic: Any) -> None:
    record = judged(store, store.receive(), a_judgement(topic))
    assert list(store.judgements.judged(RIVERBEND, NOVEMBER)) == [record]
    assert list(store.judgements.judged(RIVERBEND, "2026-10")) == []
    assert list(store.judgements.judged(OfficeId("lakeside"), NOVEMBER)) == []
    assert store.messages.record(record.message.ref) == record


def test_judged_messages_are_listed_in_the_order_in_which_they_came(store: Both) -> None:
    later, first, unjudged = store.receive(1, days=2), store.receive(2, days=1), store.receive(3, days=3)
    listed = [judged(store, record, a_judgement()) for record in (later, first)]
    assert list(store.judgements.judged(RIVERBEND, NOVEMBER)) == listed[::-1]
    assert unjudged not in listed


def test_the_latest_judgement_counts_and_the_earlier_ones_are_kept(store: Both) -> None:
    once = judged(store, store.receive(), a_judgement())
    twice = judged(store, once, a_judgement(None, judged_by="staff-2", judged_at=NOW + timedelta(days=1)))
    (found,) = store.judgements.judged(RIVERBEND, NOVEMBER)
    assert found == twice
    assert found.judgement == twice.judgements[-1]
    assert [one.judged_by for one in found.judgements] == ["staff-1", "staff-2"]


def test_two_people_who_judge_at_once_do_not_overwrite_one_another(store: Both) -> None:
    record = store.receive()
    judged(store, record, a_judgement())
    with pytest.raises(ConcurrentChangeError):
        store.judgements.save(replace(record, judgements=(a_judgement(None),)), 0)


def test_what_was_never_stored_cannot_be_judged(store: Both) -> None:
    with pytest.raises(ConcurrentChangeError):
        store.judgements.save(a_record(judgements=(a_judgement(),)), 0)
    assert store.messages.record(a_message().ref) is None


def test_a_judgement_touches_nothing_that_stages_write_meanwhile(store: Both) -> None:
    record = store.receive()
    store.messages.classify(record, a_classification())
    store.messages.decide(replace(record, decision=a_decision(), reply=a_reply()), None)
    judged(store, record, a_judgement())
    found = store.messages.record(record.message.ref)
    assert found
    assert (found.classification, found.decision) == (a_classification(), a_decision())
    assert found.judgement == a_judgement()


def test_a_decision_keeps_the_judgement_that_came_before_it(store: Both) -> None:
    record = store.receive()
    judged(store, record, a_judgement())
    store.messages.decide(replace(record, decision=a_decision(), reply=a_reply()), None)
    found = store.messages.record(record.message.ref)
    assert found
    assert found.judgement == a_judgement()


def test_the_words_stay_where_they_were(store: Both) -> None:
    record = store.receive()
    assert store.judgements.words(record.message.ref) == a_text()
    assert store.judgements.words(a_message(provider_id="provider-9").ref) is None
