"""Inbound: which conversation a mail belongs to, by its headers, by the token in its address, and by its subject."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from civicline.domain.channel import Channel
from civicline.domain.ids import ConversationId, OfficeId
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MailHeaders, MessageRef
from civicline.domain.received.screening import Gate
from civicline.mail.thread_token import Thread, return_address, sign
from civicline.mail.threading import bare_subject
from functions.inbound.arrival import Arrival
from functions.inbound.receive_message import ReceiveMessage
from tests.builders import MARIAS_MAIL, NOW, OFFICE_ADDRESS, RIVERBEND, an_arrival, an_office
from tests.fakes import FakeJobQueue, FakeMessages, FakeOffices, FakeThreadKeys

PARKS = an_office(office_id=OfficeId("parks"), numbers=(), addresses=("help+parks@riverbend.example",))
MALLORY = ContactPoint.mail("mallory@example.net")


class MailRoom:
    """Inbound on fakes, given one mail after the other."""

    def __init__(self) -> None:
        self.messages = FakeMessages()
        self.keys = FakeThreadKeys(("new key", "old key"))
        self.receive = ReceiveMessage(
            offices=FakeOffices([an_office(), PARKS]),
            messages=self.messages,
            constituents=self.messages,
            thread_keys=self.keys,
            to_classify=FakeJobQueue(),
            to_reply=FakeJobQueue(),
        )

    def conversation_of(self, arrival: Arrival, days: float = 0) -> ConversationId:
        (received,) = self.receive(arrival, NOW + timedelta(days=days))
        return self.messages.records[received.ref].message.conversation_id


@pytest.fixture
def room() -> MailRoom:
    return MailRoom()


def a_mail(number: int, subject: str = "Pothole", answers: tuple[int, ...] = (), **changes: Any) -> Arrival:
    """Mail `number` of a person, which answers others of the same numbering, the nearest first."""
    headers = MailHeaders(subject=subject, message_id=f"<{number}@example.net>", matter=bare_subject(subject))
    arrival = an_arrival(
        Channel.EMAIL,
        words=f"These are the words of mail {number}.",
        provider_id=f"ses-{number}",
        mail=headers,
        references=tuple(f"<{other}@example.net>" for other in answers),
    )
    return replace(arrival, **changes)


def token(
    room: MailRoom, conversation: ConversationId, key: str = "new key", contact: ContactPoint = MARIAS_MAIL
) -> str:
    return sign(Thread(office_id=RIVERBEND, contact_point=contact, conversation_id=conversation), key, NOW)


def to(label: str) -> tuple[ContactPoint, ...]:
    return (ContactPoint.mail(f"help+{label}@riverbend.example"),)


def test_an_answering_mail_joins_the_conversation_that_it_answers(room: MailRoom) -> None:
    first = room.conversation_of(a_mail(1))
    assert room.conversation_of(a_mail(2, "Re: Pothole", answers=(1,))) == first
    assert room.conversation_of(a_mail(3, "AW: RE: pothole", answers=(2, 1))) == first


def test_a_mail_that_answers_nothing_opens_a_conversation(room: MailRoom) -> None:
    assert room.conversation_of(a_mail(1)) != room.conversation_of(a_mail(2))


def test_a_changed_subject_opens_a_new_conversation_which_its_answers_join(room: MailRoom) -> None:
    first = room.conversation_of(a_mail(1))
    changed = room.conversation_of(a_mail(2, "Streetlight out", answers=(1,)))
    assert changed != first
    assert room.conversation_of(a_mail(3, "Re: Streetlight out", answers=(2, 1))) == changed
    assert room.conversation_of(a_mail(4, "Re: Pothole", answers=(1,))) == first


def test_the_subject_of_an_answer_is_read_only_if_it_is_a_new_one(room: MailRoom) -> None:
    room.conversation_of(a_mail(1))
    (same,) = room.receive(a_mail(2, "Re: Pothole", answers=(1,)), NOW)
    (new,) = room.receive(a_mail(3, "Streetlight out", answers=(1,)), NOW)
    assert room.messages.texts[same.ref].for_model == "These are the words of mail 2."
    assert room.messages.texts[new.ref].for_model == "Streetlight out\nThese are the words of mail 3."


def test_a_cry_for_help_in_a_changed_subject_is_heard(room: MailRoom) -> None:
    room.conversation_of(a_mail(1))
    (received,) = room.receive(a_mail(2, "someone is breaking into my house", answers=(1,)), NOW)
    assert room.messages.records[received.ref].screening.gate is Gate.EMERGENCY


def test_an_answer_without_a_subject_changes_none(room: MailRoom) -> None:
    assert room.conversation_of(a_mail(1)) == room.conversation_of(a_mail(2, "", answers=(1,)))


def test_a_stranger_who_names_anothers_mail_opens_a_conversation_of_their_own(room: MailRoom) -> None:
    first = room.conversation_of(a_mail(1))
    assert room.conversation_of(a_mail(2, "Re: Pothole", answers=(1,), sender=MALLORY)) != first


def test_a_mail_that_comes_after_its_answer_joins_it(room: MailRoom) -> None:
    answer = room.conversation_of(a_mail(2, "Re: Pothole", answers=(1,)))
    assert room.conversation_of(a_mail(1)) == answer
    assert room.conversation_of(a_mail(3, "Re: Pothole", answers=(1,))) == answer


@pytest.mark.parametrize("order", permutations((1, 2, 3)), ids=str)
def test_a_thread_is_one_conversation_in_whatever_order_it_comes(room: MailRoom, order: tuple[int, ...]) -> None:
    thread = {1: a_mail(1), 2: a_mail(2, "Re: Pothole", answers=(1,)), 3: a_mail(3, "Re: Pothole", answers=(2, 1))}
    assert len({room.conversation_of(thread[number]) for number in order}) == 1


@pytest.mark.parametrize("key", ["new key", "old key"])
def test_an_answer_without_headers_finds_its_conversation_by_its_address(room: MailRoom, key: str) -> None:
    first = room.conversation_of(a_mail(1))
    answer = a_mail(2, "Re: Pothole", destinations=to(token(room, first, key)))
    assert room.conversation_of(answer) == first
    message = room.messages.records[
        MessageRef(office_id=RIVERBEND, message_id=next(ref.message_id for ref in room.messages.records))
    ].message
    assert message.destination == OFFICE_ADDRESS


def test_a_changed_subject_opens_a_new_conversation_whatever_the_address(room: MailRoom) -> None:
    first = room.conversation_of(a_mail(1))
    assert room.conversation_of(a_mail(2, "Streetlight out", destinations=to(token(room, first)))) != first


def test_a_token_opens_nothing_to_another_sender(room: MailRoom) -> None:
    first = room.conversation_of(a_mail(1))
    assert room.conversation_of(a_mail(2, "Re: Pothole", sender=MALLORY, destinations=to(token(room, first)))) != first


def test_a_forged_or_expired_token_is_just_a_label(room: MailRoom) -> None:
    first = room.conversation_of(a_mail(1))
    forged = a_mail(2, "Re: Pothole", destinations=to(token(room, first, "guessed key")))
    assert room.conversation_of(forged) != first
    late = a_mail(3, "Re: Pothole", destinations=to(token(room, first)))
    assert room.conversation_of(late, days=181) != first


def test_headers_come_before_the_token(room: MailRoom) -> None:
    first, other = room.conversation_of(a_mail(1)), room.conversation_of(a_mail(2))
    answer = a_mail(3, "Re: Pothole", answers=(1,), destinations=to(token(room, other)))
    assert room.conversation_of(answer) == first


def test_the_address_of_a_reply_leads_back_to_it(room: MailRoom) -> None:
    first = room.conversation_of(a_mail(1))
    thread = Thread(office_id=RIVERBEND, contact_point=MARIAS_MAIL, conversation_id=first)
    address = return_address(OFFICE_ADDRESS.value, thread, "new key", NOW)
    assert address
    assert room.conversation_of(a_mail(2, destinations=(ContactPoint.mail(address.upper()),))) == first


def test_a_label_that_is_no_token_is_delivered_and_asks_for_no_key(room: MailRoom) -> None:
    (received,) = room.receive(a_mail(1, destinations=to("road-works")), NOW)
    assert room.messages.records[received.ref].message.destination == OFFICE_ADDRESS
    assert room.keys.fetched == 0


def test_an_address_with_a_label_that_is_set_up_belongs_to_its_own_office(room: MailRoom) -> None:
    (received,) = room.receive(a_mail(1, destinations=to("parks")), NOW)
    assert received.ref.office_id == PARKS.office_id


def test_an_office_that_writes_from_a_labelled_address_is_a_loop(room: MailRoom) -> None:
    (received,) = room.receive(a_mail(1, sender=to("anything")[0]), NOW)
    assert room.messages.records[received.ref].screening.evidence == "own_address"
