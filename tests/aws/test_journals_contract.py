"""What may be relied on of journals: written with the record or not at all, on the fake and on DynamoDB alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.adapters.dynamo import keys
from civicline.adapters.dynamo.journals import DynamoJournals
from civicline.adapters.dynamo.judgements import DynamoJudgements
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.staff_presence import DynamoStaffPresence
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.history.record import MessageRecord
from civicline.domain.opting_out.suppression import SuppressionChange
from civicline.domain.received.message import MessageRef
from civicline.domain.replies.reply import ReplyStatus
from civicline.journal_chain import read_entry
from civicline.journal_proof import proof
from civicline.ports.classifying import Judgements
from civicline.ports.records import Journals, Messages, StaffPresence
from tests.builders import (
    NOW,
    RIVERBEND,
    a_classification,
    a_decision,
    a_judgement,
    a_membership,
    a_message,
    a_receipt,
    a_record,
    a_reply,
    a_suppression,
)
from tests.fakes import FakeMessages


@dataclass
class Store:
    """The ports that write journals, and the one that reads them, over one store."""

    messages: Messages
    judgements: Judgements
    presence: StaffPresence
    journals: Journals

    def receive(self) -> MessageRecord:
        receipt = a_receipt()
        assert self.messages.receive(receipt)
        return self.read(receipt.record.message.ref)

    def read(self, ref: MessageRef) -> MessageRecord:
        found = self.messages.record(ref)
        assert found
        return found

    def events(self) -> list[str]:
        return [read_entry(entry)["event"] for entry in self.journals.entries(a_message().ref)]

    def holds(self) -> bool:
        found = self.messages.read(a_message().ref)
        assert found
        return proof(*found, self.journals.entries(a_message().ref)) is None


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "fake":
        fake = FakeMessages()
        return Store(fake, fake, fake, fake)
    client: Any = request.getfixturevalue(request.param)
    adapters = (DynamoMessages, DynamoJudgements, DynamoStaffPresence)
    messages, judgements, presence = (adapter(client, "RecordsTable", lambda: NOW) for adapter in adapters)
    return Store(messages, judgements, presence, DynamoJournals(client, "RecordsTable"))


def test_every_step_is_entered_in_the_transaction_that_stores_it(store: Store) -> None:
    record = store.receive()
    store.messages.classify(record, a_classification(), a_membership(people=3, similarity=0.875))
    claimed = replace(store.read(record.message.ref), decision=a_decision(), reply=a_reply())
    stored = store.messages.decide(claimed, SuppressionChange(expected=None, new=a_suppression()))
    assert stored
    sent = store.messages.settle(replace(stored, reply=a_reply(ReplyStatus.SENT)), a_reply())
    assert sent
    store.presence.take_up(sent, "staff-1", NOW)
    store.judgements.save(replace(store.read(record.message.ref), judgements=(a_judgement(),)), 0)
    assert store.events() == ["received", "classified", "decided", "suppressed", "sent", "taken_up", "judged"]
    assert store.holds()


def test_the_record_that_a_write_returns_carries_the_journal_on(store: Store) -> None:
    record = store.receive()
    stored = store.messages.decide(replace(record, decision=a_decision(), reply=a_reply()), None)
    assert stored
    assert stored.journal == store.read(record.message.ref).journal
    assert stored.journal
    assert stored.journal.sequence == 2


def a_decision_on(store: Store, record: MessageRecord) -> object:
    return store.messages.decide(replace(record, decision=a_decision()), None)


def a_classification_of(store: Store, record: MessageRecord) -> object:
    return store.messages.classify(record, a_classification())


def a_judgement_of(store: Store, record: MessageRecord) -> object:
    return store.judgements.save(replace(record, judgements=(a_judgement(),)), 0)


@pytest.mark.parametrize("step", [a_decision_on, a_classification_of, a_judgement_of])
def test_of_two_steps_on_one_head_the_second_writes_nothing(
    store: Store, step: Callable[[Store, MessageRecord], object]
) -> None:
    record = store.receive()
    store.presence.take_up(record, "staff-1", NOW)
    with pytest.raises(ConcurrentChangeError):
        step(store, record)
    assert store.events() == ["received", "taken_up"]
    assert store.read(record.message.ref) == record
    assert step(store, store.read(record.message.ref)) in (True, None, store.read(record.message.ref))
    assert len(store.events()) == 3
    assert store.holds()


def test_a_step_that_was_done_before_enters_nothing(store: Store) -> None:
    record = store.receive()
    assert store.messages.decide(replace(record, decision=a_decision()), None)
    assert store.messages.decide(replace(record, decision=a_decision()), None) is None
    assert not store.messages.receive(a_receipt())
    assert store.events() == ["received", "decided"]


def test_taking_up_twice_at_once_is_entered_twice(store: Store) -> None:
    record = store.receive()
    store.presence.take_up(record, "staff-1", NOW)
    store.presence.take_up(record, "staff-2", NOW + timedelta(seconds=1))
    assert store.events() == ["received", "taken_up", "taken_up"]


def test_a_message_that_nobody_received_has_no_journal(store: Store) -> None:
    assert store.journals.entries(a_record().message.ref) == ()


def test_the_key_of_the_digests_is_another_for_each_message(dynamodb: Any) -> None:
    messages = DynamoMessages(dynamodb, "RecordsTable")
    first = a_receipt()
    messages.receive(first)
    later = a_record(message=a_message(provider_id="p2"))
    second = a_receipt(later, known=first.contact, opens_conversation=True)
    messages.receive(second)
    salts = {r.journal.salt for m in (first, second) if (r := messages.record(m.record.message.ref)) and r.journal}
    assert len(salts) == 2


def test_every_message_with_a_record_or_a_journal_is_found_by_an_audit(dynamodb: Any) -> None:
    messages, journals = DynamoMessages(dynamodb, "RecordsTable"), DynamoJournals(dynamodb, "RecordsTable")
    receipt = a_receipt()
    messages.receive(receipt)
    ref = receipt.record.message.ref
    assert journals.refs(RIVERBEND) == {ref}
    key = {name: {"S": value} for name, value in keys.message(ref, keys.STATE).items()}
    dynamodb.delete_item(TableName="RecordsTable", Key=key)
    assert journals.refs(RIVERBEND) == {ref}, "its journal tells that there was one"
