"""What may be relied on of the ledger of suppressions, on the fake and on DynamoDB alike."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.adapters.dynamo.journals import DynamoJournals
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.suppressions import DynamoSuppressions
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import OfficeId
from civicline.domain.opting_out.suppression import CONSTITUENT, LiftedSuppression, Suppression, SuppressionChange
from civicline.domain.people.contact import ContactPoint
from civicline.journal_chain import read_entry
from civicline.journal_proof import proof
from civicline.ports.people import Suppressions
from civicline.ports.records import Journals, Messages
from tests.builders import MARIA, NOW, RIVERBEND, a_decision, a_message, a_receipt, a_record, a_suppression
from tests.fakes import FakeMessages

OTHER = ContactPoint.phone("+12025550199")


@dataclass
class Store:
    messages: Messages
    suppressions: Suppressions
    journals: Journals

    def opt_out(self, **changes: Any) -> Suppression:
        """Maria's opt-out by her message."""
        receipt = a_receipt()
        assert self.messages.receive(receipt)
        suppression = a_suppression(message_id=receipt.record.message.message_id, **changes)
        change = SuppressionChange(expected=None, new=suppression)
        assert self.messages.decide(replace(receipt.record, decision=a_decision()), change)
        return suppression


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "fake":
        fake = FakeMessages()
        return Store(fake, fake, fake)
    client: Any = request.getfixturevalue(request.param)
    return Store(
        DynamoMessages(client, "RecordsTable"),
        DynamoSuppressions(client, "RecordsTable"),
        DynamoJournals(client, "RecordsTable"),
    )


def lifted(suppression: Suppression, **changes: Any) -> LiftedSuppression:
    value = LiftedSuppression(
        suppression=suppression, lifted_at=NOW, lifted_by="staff-1", reason="misread", note="a rezoning", consent="hers"
    )
    return replace(value, **changes)


def test_an_opt_out_is_listed_and_found(store: Store) -> None:
    suppression = store.opt_out()
    assert store.suppressions.listed(RIVERBEND, 10).suppressions == (suppression,)
    assert store.suppressions.current(RIVERBEND, MARIA) == suppression
    assert store.suppressions.current(OfficeId("lakeside"), MARIA) is None
    assert store.suppressions.listed(OfficeId("lakeside"), 10).suppressions == ()


def test_staff_end_it_and_the_ledger_and_the_journal_keep_it(store: Store) -> None:
    suppression = store.opt_out()
    store.suppressions.lift(RIVERBEND, lifted(suppression))
    assert store.suppressions.current(RIVERBEND, MARIA) is None
    assert store.suppressions.listed(RIVERBEND, 10).suppressions == ()
    assert store.suppressions.lifted(RIVERBEND, MARIA) == (lifted(suppression),)
    assert store.messages.situation(RIVERBEND, MARIA).suppression is None
    assert store.messages.standing(a_message()).suppression is None
    entries = store.journals.entries(a_message().ref)
    last = read_entry(entries[-1])
    assert (last["event"], last["by"], last["facts"]["undo_reason"]) == ("suppression_undone", "staff-1", "misread")
    found = store.messages.read(a_message().ref)
    assert found
    assert proof(*found, entries) is None


def test_what_is_no_longer_as_it_was_read_is_not_ended(store: Store) -> None:
    suppression = store.opt_out()
    store.suppressions.lift(RIVERBEND, lifted(suppression))
    with pytest.raises(ConcurrentChangeError):
        store.suppressions.lift(RIVERBEND, lifted(suppression, lifted_at=NOW + timedelta(seconds=1)))


def test_one_who_opts_in_and_out_again_leaves_the_whole_ledger(store: Store) -> None:
    first = store.opt_out()
    contact = store.messages.situation(RIVERBEND, MARIA).contact
    back = a_record(message=a_message(provider_id="p2", conversation_id=a_message().conversation_id))
    assert store.messages.receive(a_receipt(back, known=contact))
    by_herself = lifted(first, lifted_by=CONSTITUENT, reason="opt_in")
    change = SuppressionChange(expected=first, new=None, lifted=by_herself)
    assert store.messages.decide(replace(back, decision=a_decision()), change)
    assert store.suppressions.lifted(RIVERBEND, MARIA) == (by_herself,)
    contact = store.messages.situation(RIVERBEND, MARIA).contact
    again = a_record(message=a_message(provider_id="p3", conversation_id=a_message().conversation_id))
    assert store.messages.receive(a_receipt(again, known=contact))
    second = a_suppression(message_id=again.message.message_id)
    assert store.messages.decide(replace(again, decision=a_decision()), SuppressionChange(expected=None, new=second))
    assert store.suppressions.current(RIVERBEND, MARIA) == second


def test_another_contact_point_is_opted_out_with_a_decision_unless_it_is_already(store: Store) -> None:
    receipt = a_receipt()
    assert store.messages.receive(receipt)
    other = a_suppression(contact_point=OTHER)
    change = SuppressionChange(expected=None, new=None, also=(other,))
    assert store.messages.decide(replace(receipt.record, decision=a_decision()), change)
    assert store.suppressions.current(RIVERBEND, OTHER) == other
    assert store.suppressions.current(RIVERBEND, MARIA) is None
    second = a_record(message=a_message(provider_id="p2", conversation_id=a_message().conversation_id))
    assert store.messages.receive(a_receipt(second, known=receipt.contact))
    with pytest.raises(ConcurrentChangeError):
        store.messages.decide(replace(second, decision=a_decision()), change)


def test_the_list_goes_on_page_by_page_newest_first(dynamodb: Any) -> None:
    store = DynamoSuppressions(dynamodb, "RecordsTable")
    messages = DynamoMessages(dynamodb, "RecordsTable")
    receipt = a_receipt()
    messages.receive(receipt)
    many = tuple(
        a_suppression(contact_point=ContactPoint.phone(f"+1202555010{n}"), since=NOW + timedelta(minutes=n))
        for n in range(5)
    )
    change = SuppressionChange(expected=None, new=None, also=many)
    assert messages.decide(replace(receipt.record, decision=a_decision()), change)
    first = store.listed(RIVERBEND, 3)
    rest = store.listed(RIVERBEND, 3, first.next_cursor)
    assert [*first.suppressions, *rest.suppressions] == list(reversed(many))
    assert rest.next_cursor is None


def test_staff_enter_an_opt_out_and_the_message_and_its_journal_say_so(store: Store) -> None:
    receipt = a_receipt()
    assert store.messages.receive(receipt)
    ref = receipt.record.message.ref
    new = a_suppression(contact_point=OTHER, message_id=ref.message_id, since=NOW)
    store.suppressions.add(RIVERBEND, new, "staff-1")
    assert store.suppressions.current(RIVERBEND, OTHER) == new
    stored = store.messages.record(ref)
    assert stored
    assert stored.opt_out_honoured_at == NOW
    last = read_entry(store.journals.entries(ref)[-1])
    assert (last["event"], last["by"]) == ("suppressed", "staff-1")
    with pytest.raises(ConcurrentChangeError):
        store.suppressions.add(RIVERBEND, new, "staff-2")
