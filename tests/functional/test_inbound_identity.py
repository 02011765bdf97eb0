"""Inbound: who a sender is, where they live, and that a forged sender reaches nobody."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.domain import ids
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConversationId
from civicline.domain.office_rules import OfficeRules
from civicline.domain.people.constituent import ConstituentChange, Proof
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.joining import split
from civicline.domain.people.residency import Basis, Residency, ServiceArea
from civicline.domain.received.message import MailHeaders
from civicline.domain.received.screening import Gate
from civicline.mail.thread_token import Thread, sign
from functions.inbound.arrival import Arrival
from functions.inbound.receive_message import ReceiveMessage
from tests.builders import MARIA, MARIAS_MAIL, NOW, RIVERBEND, an_arrival, an_office
from tests.constituent_builders import MARIAS_WORK_MAIL, a_constituent, a_profile
from tests.fakes import FakeJobQueue, FakeMessages, FakeOffices, FakeThreadKeys

AREA = ServiceArea(zips=("80203",))
FORGED = {"is_forged": True, "is_authenticated": False, "distrust": "failed dmarc check"}


class FrontDesk:
    """Inbound on fakes, of an office that serves one ZIP code and asks for it."""

    def __init__(self) -> None:
        self.messages = FakeMessages()
        self.to_classify, self.to_reply = FakeJobQueue(), FakeJobQueue()
        self.receive = ReceiveMessage(
            offices=FakeOffices([an_office(area=AREA, rules=OfficeRules(asks_zip=True))]),
            messages=self.messages,
            constituents=self.messages,
            thread_keys=FakeThreadKeys(),
            to_classify=self.to_classify,
            to_reply=self.to_reply,
        )
        self.number = 0

    def take(self, arrival: Arrival, days: float = 0) -> MessageRecord:
        self.number += 1
        (received,) = self.receive(replace(arrival, provider_id=f"provider-{self.number}"), NOW + timedelta(days=days))
        return self.messages.records[received.ref]

    def residency(self, arrival: Arrival, days: float = 0) -> tuple[Residency, Basis]:
        found = self.take(arrival, days).residency
        assert found
        return found.residency, found.basis

    def ask(self, point: ContactPoint) -> None:
        """The office asked whoever is behind a contact point for the ZIP code."""
        known = self.messages.of(RIVERBEND, point)
        assert known
        self.messages.asked[RIVERBEND, known.constituent_id] = NOW

    def state(self) -> tuple[Any, ...]:
        """Everything on record about people."""
        messages = self.messages
        return (dict(messages.contacts), dict(messages.stored), dict(messages.members), dict(messages.references),
                dict(messages.asked), dict(messages.said))  # fmt: skip


@pytest.fixture
def desk() -> FrontDesk:
    return FrontDesk()


def a_mail(words: str = "There is a pothole.", sender: ContactPoint = MARIAS_MAIL, **changes: Any) -> Arrival:
    return an_arrival(Channel.EMAIL, words=words, sender=sender, **{"mail": MailHeaders(subject="Pothole"), **changes})


def answering(conversation: ConversationId, owner: ContactPoint = MARIAS_MAIL, **changes: Any) -> Arrival:
    """A mail from Maria's work, to the address with the token that was signed for somebody else."""
    thread = Thread(office_id=RIVERBEND, contact_point=owner, conversation_id=conversation)
    to = ContactPoint.mail(f"help+{sign(thread, changes.pop('key', 'key-1'), NOW)}@riverbend.example")
    return a_mail("Thank you.", **{"sender": MARIAS_WORK_MAIL, "destinations": (to,), **changes})


def test_whoever_answers_with_the_token_from_another_address_is_one_person(desk: FrontDesk) -> None:
    first = desk.take(a_mail())
    second = desk.take(answering(first.message.conversation_id), days=1)
    whole = desk.messages.of(RIVERBEND, MARIAS_WORK_MAIL)
    assert whole
    assert whole.contact_points == {MARIAS_MAIL, MARIAS_WORK_MAIL}
    (made,) = whole.joins
    assert (made.proof, made.evidence) == (Proof.REPLY_TOKEN, second.message.message_id)
    assert second.message.constituent_id == first.message.constituent_id == whole.constituent_id
    assert second.message.conversation_id != first.message.conversation_id


def test_a_token_of_a_conversation_by_text_joins_number_and_address(desk: FrontDesk) -> None:
    first = desk.take(an_arrival())
    desk.take(answering(first.message.conversation_id, owner=MARIA))
    assert desk.messages.of(RIVERBEND, MARIA) == desk.messages.of(RIVERBEND, MARIAS_WORK_MAIL)


NO_PROOF = {
    "its sender is forged": FORGED,
    "nobody can tell whether its sender is forged": {"is_authenticated": False},
    "it looks harmful": {"distrust": "failed virus check"},
    "it was written by a machine": {"automatic": "auto-submitted"},
    "others got it too and could have answered to all": {"is_to_office_alone": False},
    "its token was signed with another key": {"key": "guessed key"},
    "its token was signed for somebody else": {"owner": ContactPoint.mail("mallory@example.net")},
}


@pytest.mark.parametrize("changes", NO_PROOF.values(), ids=NO_PROOF.keys())
def test_a_token_proves_nothing_where(desk: FrontDesk, changes: dict[str, Any]) -> None:
    first = desk.take(a_mail())
    desk.take(answering(first.message.conversation_id, **changes))
    assert desk.messages.stored == {}
    assert desk.messages.members == {}


def test_a_token_does_not_bring_together_what_staff_split(desk: FrontDesk) -> None:
    first = desk.take(a_mail())
    desk.take(answering(first.message.conversation_id))
    whole = desk.messages.of(RIVERBEND, MARIAS_MAIL)
    assert whole
    desk.messages.save(split(whole, whole.joins[0].join_id, by="staff-1", because="her sister", at=NOW))
    desk.take(answering(first.message.conversation_id), days=1)
    assert desk.messages.of(RIVERBEND, MARIAS_MAIL) != desk.messages.of(RIVERBEND, MARIAS_WORK_MAIL)


def test_a_second_delivery_joins_nothing_twice(desk: FrontDesk) -> None:
    first = desk.take(a_mail())
    arrival = answering(first.message.conversation_id)
    for _ in range(2):
        desk.number = 7
        desk.take(arrival)
    whole = desk.messages.of(RIVERBEND, MARIAS_MAIL)
    assert whole
    assert len(whole.joins) == 1


FORGERIES = {
    "an ordinary mail": a_mail(**FORGED),
    "a mail that says where it comes from": a_mail("I live in 62701.", **FORGED),
    "a mail that gives the ZIP code asked for": a_mail("62701", **FORGED),
    "an emergency": a_mail("I am going to kill myself", **FORGED),
    "an opt-out": a_mail("STOP", **FORGED),
    "an answer to a mail of hers": a_mail(references=("<her-own@example.net>",), **FORGED),
    "the same words as hers": a_mail("The words of Maria.", **FORGED),
    "a signature with an address": a_mail(signature="12 Elm St\nSpringfield, IL 62701", **FORGED),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_sender_changes_nothing_and_reaches_nothing_of_the_person_named(
    desk: FrontDesk, forgery: Arrival
) -> None:
    own = MailHeaders(subject="Pothole", message_id="<her-own@example.net>")
    real = desk.take(a_mail("The words of Maria.", mail=own))
    known = desk.messages.of(RIVERBEND, MARIAS_MAIL)
    assert known
    told = known.with_profile(MARIAS_MAIL, a_profile(zip_code="80203"))
    desk.messages.save(ConstituentChange(before=(known,), after=(told,)))
    desk.ask(MARIAS_MAIL)
    before = desk.state()
    forged = desk.take(forgery)
    assert desk.state() == before
    assert forged.message.constituent_id == ids.forged_sender_id(RIVERBEND, MARIAS_MAIL)
    assert forged.message.conversation_id != real.message.conversation_id
    assert forged.screening.duplicate_of is None
    assert forged.residency
    assert (forged.residency.residency, forged.residency.basis) == (Residency.UNKNOWN, Basis.FORGED)


def test_what_somebody_says_of_where_they_live_counts_from_then_on(desk: FrontDesk) -> None:
    assert desk.residency(an_arrival(words="I live in 80203 and there is a pothole")) == (
        Residency.CONSTITUENT, Basis.STATED,
    )  # fmt: skip
    assert desk.residency(an_arrival(words="Another pothole"), days=1) == (Residency.CONSTITUENT, Basis.RECORD)


def test_what_an_unproven_sender_says_counts_for_that_mail_only(desk: FrontDesk) -> None:
    said = a_mail("I live in 80203.", is_authenticated=False)
    assert desk.residency(said) == (Residency.CONSTITUENT, Basis.STATED)
    assert desk.messages.stored == {}


def test_an_address_that_a_message_names_is_not_kept_as_its_writers(desk: FrontDesk) -> None:
    words = "A light is out at 12 Elm St, Springfield, IL 62701"
    assert desk.residency(an_arrival(words=words)) == (Residency.OTHER, Basis.ADDRESS)
    assert desk.messages.stored == {}


def test_the_address_in_a_signature_is_the_writers_own(desk: FrontDesk) -> None:
    signed = a_mail(signature="Maria Lopez\n12 Elm St\nRiverbend, CO 80203")
    assert desk.residency(signed) == (Residency.CONSTITUENT, Basis.STATED)


def test_nobody_is_a_constituent_by_their_number(desk: FrontDesk) -> None:
    assert desk.residency(an_arrival(sender=ContactPoint.phone("+13035550143"))) == (
        Residency.UNKNOWN, Basis.NOTHING,
    )  # fmt: skip


def test_the_zip_code_that_was_asked_for_is_kept_and_is_no_question_to_the_model(desk: FrontDesk) -> None:
    desk.take(an_arrival())
    desk.ask(MARIA)
    desk.to_classify.jobs.clear()
    answer = desk.take(an_arrival(words="80203, thanks"))
    assert answer.screening.gate is Gate.ZIP_ANSWER
    assert answer.residency
    assert (answer.residency.residency, answer.residency.basis) == (Residency.CONSTITUENT, Basis.ANSWERED)
    known = desk.messages.of(RIVERBEND, MARIA)
    assert known
    assert known.zip_code == "80203"
    assert (desk.to_classify.jobs, desk.to_reply.jobs) == ([], [answer.message.ref])


@pytest.mark.parametrize(
    ("words", "days", "is_asked"),
    [
        pytest.param("80203", 0, False, id="nobody asked"),
        pytest.param("80203", 31, True, id="it was asked long ago"),
        pytest.param("80203 has no streetlights", 0, True, id="it says more"),
    ],
)
def test_five_digits_are_a_message_like_any_other_where(
    desk: FrontDesk, words: str, days: float, is_asked: bool
) -> None:
    desk.take(an_arrival())
    if is_asked:
        desk.ask(MARIA)
    assert desk.take(an_arrival(words=words), days=days).screening.gate is Gate.NONE


def test_the_answer_by_another_channel_of_the_same_person_counts(desk: FrontDesk) -> None:
    first = desk.take(an_arrival())
    desk.take(answering(first.message.conversation_id, owner=MARIA))
    desk.ask(MARIA)
    assert desk.take(a_mail("80203", sender=MARIAS_WORK_MAIL)).screening.gate is Gate.ZIP_ANSWER
    assert desk.residency(an_arrival(words="A pothole on Oak St")) == (Residency.CONSTITUENT, Basis.RECORD)


def test_an_office_that_says_nothing_of_its_area_learns_nothing_of_where_people_live() -> None:
    desk = FrontDesk()
    desk.receive = replace(desk.receive, offices=FakeOffices([an_office()]))
    assert desk.take(an_arrival(words="I live in 80203")).residency is None
    assert desk.messages.stored == {}


def test_a_constituent_on_the_offices_list_is_known_at_their_first_message(desk: FrontDesk) -> None:
    known = a_constituent(MARIA).with_profile(MARIA, replace(a_profile(name="Maria Lopez"), is_listed=True))
    desk.messages.save(ConstituentChange(before=(), after=(known,)))
    assert desk.residency(an_arrival()) == (Residency.CONSTITUENT, Basis.LISTED)
