"""Who is behind contact points, on the fake and on DynamoDB alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.adapters.dynamo.constituents import DynamoConstituents
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.domain import ids
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import OfficeId
from civicline.domain.people.constituent import Constituent, ConstituentChange, stranger
from civicline.domain.people.joining import split
from civicline.ports.people import Constituents
from civicline.ports.records import Messages
from tests.builders import MARIA, MARIAS_MAIL, NOW, RIVERBEND, a_decision, a_message, a_person, a_receipt, a_record
from tests.constituent_builders import MARIAS_WORK_MAIL, a_constituent, a_profile, a_proof, join
from tests.fakes import FakeMessages


class Both:
    """`Constituents` and `Messages` over the same store."""

    def __init__(self, constituents: Constituents, messages: Messages) -> None:
        self.constituents = constituents
        self.messages = messages

    def of(self, point: Any) -> Constituent:
        found = self.constituents.of(RIVERBEND, point)
        assert found
        return found

    def keep(self, *constituents: Constituent) -> None:
        for one in constituents:
            self.constituents.save(ConstituentChange(before=(), after=(one,)))


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Both:
    if request.param == "fake":
        fake = FakeMessages()
        return Both(fake, fake)
    client: Any = request.getfixturevalue(request.param)
    return Both(DynamoConstituents(client, "RecordsTable"), DynamoMessages(client, "RecordsTable"))


def maria(store: Both) -> tuple[Constituent, Constituent]:
    """Maria's number and her address, on record as two constituents."""
    store.keep(a_constituent(MARIA, days=9), a_constituent(MARIAS_MAIL, days=2))
    return store.of(MARIA), store.of(MARIAS_MAIL)


def test_nobody_is_behind_a_contact_point_that_never_wrote(store: Both) -> None:
    assert store.constituents.of(RIVERBEND, MARIA) is None
    assert store.constituents.by_id(RIVERBEND, ids.constituent_id(RIVERBEND, MARIA)) is None


def test_whoever_wrote_once_is_known_without_a_record_of_their_own(store: Both) -> None:
    assert store.messages.receive(a_receipt())
    assert store.of(MARIA) == stranger(RIVERBEND, MARIA, NOW)
    assert store.messages.situation(RIVERBEND, MARIA).constituent == stranger(RIVERBEND, MARIA, NOW)


def test_a_joined_constituent_is_found_by_each_contact_point_and_both_ids(store: Both) -> None:
    first, second = maria(store)
    store.constituents.save(join(first, second))
    whole = store.of(MARIA)
    assert whole.contact_points == {MARIA, MARIAS_MAIL}
    assert whole == store.of(MARIAS_MAIL)
    assert whole == store.constituents.by_id(RIVERBEND, first.constituent_id)
    assert whole == store.constituents.by_id(RIVERBEND, second.constituent_id)
    for point in (MARIA, MARIAS_MAIL):
        assert store.messages.situation(RIVERBEND, point).constituent == whole
    assert store.constituents.of(OfficeId("lakeside"), MARIA) is None


def test_a_split_constituent_is_two_again_under_the_ids_of_before(store: Both) -> None:
    first, second = maria(store)
    store.constituents.save(join(first, second))
    whole = store.of(MARIA)
    store.constituents.save(split(whole, whole.joins[0].join_id, by="staff-1", because="two people", at=NOW))
    for before, point in ((first, MARIA), (second, MARIAS_MAIL)):
        after = store.of(point)
        assert (after.constituent_id, after.members) == (before.constituent_id, before.members)
        assert after.version > before.version
        assert store.constituents.by_id(RIVERBEND, before.constituent_id) == after
    store.constituents.save(join(store.of(MARIA), store.of(MARIAS_MAIL), a_proof(minutes=9)))
    assert store.of(MARIA) == store.of(MARIAS_MAIL)


def test_every_id_of_a_person_joined_again_and_again_leads_to_the_whole(store: Both) -> None:
    points = [a_person(number) for number in range(5)]
    store.keep(*(a_constituent(point, days=day) for day, point in enumerate(points)))
    alone = [store.of(point) for point in points]
    for number, point in enumerate(points[1:]):
        store.constituents.save(join(store.of(points[number]), store.of(point), a_proof(minutes=number)))
    whole = store.of(points[0])
    assert whole.contact_points == {*points}
    assert [store.constituents.by_id(RIVERBEND, one.constituent_id) for one in alone] == [whole] * 5


def test_of_two_joins_at_once_one_is_told_to_look_again(store: Both) -> None:
    first, second = maria(store)
    store.keep(a_constituent(MARIAS_WORK_MAIL))
    third = store.of(MARIAS_WORK_MAIL)
    store.constituents.save(join(first, second))
    with pytest.raises(ConcurrentChangeError):
        store.constituents.save(join(second, third))
    with pytest.raises(ConcurrentChangeError):
        store.constituents.save(join(first, third))
    assert store.of(MARIAS_WORK_MAIL) == third
    store.constituents.save(join(store.of(MARIA), third, a_proof(minutes=1)))
    assert len(store.of(MARIAS_MAIL).contact_points) == 3


def test_of_two_who_get_to_know_a_stranger_at_once_one_is_told_to_look_again(store: Both) -> None:
    stranger_now = a_constituent()
    store.keep(stranger_now)
    with pytest.raises(ConcurrentChangeError):
        store.keep(stranger_now)
    with pytest.raises(ConcurrentChangeError):
        store.constituents.save(join(stranger_now, a_constituent(MARIAS_MAIL)))


def test_a_message_that_makes_its_sender_known_is_stored_with_it_or_not_at_all(store: Both) -> None:
    known = a_constituent()
    change = ConstituentChange(before=(known,), after=(known.with_profile(MARIA, a_profile(zip_code="80203")),))
    assert store.messages.receive(a_receipt(constituents=change))
    assert store.of(MARIA).zip_code == "80203"
    later = a_record(message=a_message(provider_id="provider-2"))
    receipt = a_receipt(later, known=store.messages.situation(RIVERBEND, MARIA).contact, constituents=change)
    with pytest.raises(ConcurrentChangeError):
        store.messages.receive(receipt)
    assert store.messages.record(later.message.ref) is None


def test_a_forged_message_leads_to_nobody(store: Both) -> None:
    receipt = a_receipt(contact=None)
    assert store.messages.receive(receipt)
    situation = store.messages.situation(RIVERBEND, MARIA)
    assert (situation.contact, situation.constituent) == (None, None)


def test_a_constituent_is_asked_for_the_zip_code_once(store: Both) -> None:
    assert store.messages.receive(a_receipt())
    asking = a_decision(zip_question_key="system.ask_zip/sms/en/v1")
    assert not store.messages.standing(a_message()).is_zip_asked
    assert store.messages.decide(a_record(decision=asking), None)
    assert store.messages.standing(a_message()).is_zip_asked
    assert store.of(MARIA).zip_asked_at == asking.decided_at
    second = a_record(message=a_message(provider_id="provider-2"), decision=asking)
    contact = store.messages.situation(RIVERBEND, MARIA).contact
    assert store.messages.receive(a_receipt(replace(second, decision=None), known=contact, opens_conversation=True))
    with pytest.raises(ConcurrentChangeError):
        store.messages.decide(second, None)


def test_that_somebody_was_asked_outlives_what_is_learnt_of_them(store: Both) -> None:
    assert store.messages.receive(a_receipt())
    assert store.messages.decide(a_record(decision=a_decision(zip_question_key="key")), None)
    known = store.of(MARIA)
    told = known.with_profile(MARIA, a_profile(zip_code="80203"))
    store.constituents.save(ConstituentChange(before=(known,), after=(told,)))
    assert (store.of(MARIA).zip_code, store.of(MARIA).zip_asked_at) == ("80203", known.zip_asked_at)


def named(point: Any, name: str, external_id: str = "") -> Constituent:
    return a_constituent(point).with_profile(point, a_profile(name=name, external_id=external_id))


def test_constituents_are_found_by_the_beginning_of_their_first_or_last_name(store: Both) -> None:
    store.keep(named(MARIA, "María López"), named(a_person(1), "Mark Lee"), named(a_person(2), "Lopez, Ana"))
    assert {one.name for one in store.constituents.named(RIVERBEND, "lop", 10)} == {"María López", "Lopez, Ana"}
    assert [one.name for one in store.constituents.named(RIVERBEND, "Maria L", 10)] == ["María López"]
    assert len(store.constituents.named(RIVERBEND, "m", 1)) == 1
    assert store.constituents.named(RIVERBEND, "!", 10) == ()
    assert store.constituents.named(OfficeId("lakeside"), "lop", 10) == ()


def test_constituents_are_found_by_the_id_of_the_offices_list_until_that_is_taken_back(store: Both) -> None:
    store.keep(named(MARIA, "Maria Lopez", "V-100"))
    known = store.of(MARIA)
    assert store.constituents.by_external_id(RIVERBEND, "V-100") == (known,)
    store.constituents.save(ConstituentChange(before=(known,), after=(known.without_source("import:1"),)))
    assert store.constituents.by_external_id(RIVERBEND, "V-100") == ()
    assert store.constituents.named(RIVERBEND, "maria", 10) == ()


def test_a_constituent_of_whom_nothing_is_left_is_forgotten(store: Both) -> None:
    store.keep(named(MARIA, "Maria Lopez"))
    known = store.of(MARIA)
    store.constituents.save(ConstituentChange(before=(known,), after=(replace(known, members=()),)))
    assert store.constituents.of(RIVERBEND, MARIA) is None
    assert store.constituents.by_id(RIVERBEND, known.constituent_id) is None


def test_a_conversation_tells_whose_it_is(store: Both) -> None:
    from civicline.domain.received.conversation import Clues

    receipt = a_receipt()
    assert store.messages.receive(receipt)
    clues = Clues(foreign_conversation_id=receipt.record.message.conversation_id)
    assert store.messages.situation(RIVERBEND, MARIAS_MAIL, clues).token_owner == MARIA
    assert store.messages.situation(RIVERBEND, MARIAS_MAIL).token_owner is None


def test_since_when_somebody_is_known_is_since_their_first_message(store: Both) -> None:
    assert store.messages.receive(a_receipt())
    known = store.messages.situation(RIVERBEND, MARIA).contact
    later = a_record(message=a_message(provider_id="provider-2", received_at=NOW + timedelta(days=3)))
    assert store.messages.receive(a_receipt(later, known=known, opens_conversation=True))
    assert store.of(MARIA).members[0].since == NOW
