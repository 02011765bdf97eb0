"""Inbound: the same words from the same sender within ten minutes are stored, marked, and answered once."""

from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.channel import Channel
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.history.record import MessageRecord
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import Attachment, MailHeaders
from civicline.domain.received.screening import Gate
from civicline.ports.records import Receipt
from functions.inbound.arrival import Arrival
from functions.inbound.receive_message import ReceiveMessage
from tests.builders import NOW, a_text, an_arrival, an_office
from tests.fakes import FakeJobQueue, FakeMessages, FakeOffices, FakeThreadKeys


class Desk:
    """Inbound on fakes."""

    def __init__(self, messages: FakeMessages | None = None) -> None:
        self.messages = messages or FakeMessages()
        self.to_classify, self.to_reply = FakeJobQueue(), FakeJobQueue()
        self.receive = ReceiveMessage(
            offices=FakeOffices([an_office()]),
            messages=self.messages,
            constituents=self.messages,
            thread_keys=FakeThreadKeys(),
            to_classify=self.to_classify,
            to_reply=self.to_reply,
        )

    def take(self, arrival: Arrival, minutes: float = 0) -> MessageRecord:
        (received,) = self.receive(arrival, NOW + timedelta(minutes=minutes))
        return self.messages.records[received.ref]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def again(number: int = 2, **changes: Any) -> Arrival:
    return an_arrival(provider_id=f"provider-{number}", **changes)


@pytest.mark.parametrize("minutes", [0, 0.05, 9.9, 10], ids=["at once", "seconds", "minutes", "ten minutes"])
def test_the_same_words_again_are_stored_and_marked(desk: Desk, minutes: float) -> None:
    first = desk.take(an_arrival())
    second = desk.take(again(words="  There is a pothole\non Elm St "), minutes)
    assert (second.screening.gate, second.screening.duplicate_of) == (Gate.DUPLICATE, first.message.message_id)
    assert second.message.conversation_id == first.message.conversation_id
    assert (desk.to_classify.jobs, desk.to_reply.jobs) == ([first.message.ref], [second.message.ref])


NOT_REPEATED = {
    "more than ten minutes later": ({}, 10.1),
    "other words": ({"words": "There is a pothole on Oak St"}, 1.0),
    "another sender": ({"sender": ContactPoint.phone("+12025550177")}, 1.0),
}


@pytest.mark.parametrize(("changes", "minutes"), NOT_REPEATED.values(), ids=NOT_REPEATED)
def test_what_is_not_said_again_is_new(desk: Desk, changes: dict[str, Any], minutes: float) -> None:
    desk.take(an_arrival())
    assert desk.take(again(**changes), minutes).screening.gate is Gate.NONE


def test_the_ten_minutes_run_from_the_first_message(desk: Desk) -> None:
    desk.take(an_arrival())
    desk.take(again(2), 8)
    assert desk.take(again(3), 12).screening.gate is Gate.NONE
    assert desk.take(again(4), 13).screening.gate is Gate.DUPLICATE


def test_a_second_delivery_of_the_same_message_repeats_nothing(desk: Desk) -> None:
    first = desk.take(an_arrival())
    assert desk.take(an_arrival(), 1) == first
    assert desk.to_classify.jobs == [first.message.ref] * 2


@pytest.mark.parametrize(
    ("words", "gate"),
    [
        ("STOP", Gate.OPT_OUT),
        ("START", Gate.OPT_IN),
        ("HELP", Gate.HELP),
        ("someone broke into my house", Gate.EMERGENCY),
    ],
)
def test_a_keyword_or_an_emergency_is_taken_at_its_word_each_time(desk: Desk, words: str, gate: Gate) -> None:
    desk.take(an_arrival(words=words))
    assert desk.take(again(words=words), 1).screening.gate is gate


def test_a_forged_mail_does_not_make_the_real_one_look_repeated(desk: Desk) -> None:
    desk.take(an_arrival(Channel.EMAIL, distrust="failed dmarc check"))
    assert desk.take(an_arrival(Channel.EMAIL, provider_id="provider-2"), 1).screening.gate is Gate.NONE


def test_another_subject_or_another_picture_is_another_message(desk: Desk) -> None:
    picture = Attachment(filename="1.jpg", content_type="image/jpeg", size_bytes=100)
    texts = [
        a_text(),
        a_text(subject="Elm"),
        a_text(attachments=(picture,)),
        a_text("", attachments=(picture,)),
        a_text("", attachments=(picture,)),
    ]
    mails = [an_arrival(Channel.EMAIL, provider_id=f"ses-{n}", text=text, mail=None) for n, text in enumerate(texts)]
    gates = [desk.take(mail).screening.gate for mail in mails]
    assert gates == [Gate.NONE, Gate.NONE, Gate.NONE, Gate.EMPTY, Gate.EMPTY]


def test_a_mail_sent_twice_is_one_conversation(desk: Desk) -> None:
    first = desk.take(an_arrival(Channel.EMAIL))
    headers = MailHeaders(subject="Pothole", message_id="<2@example.net>", matter="pothole")
    second = desk.take(an_arrival(Channel.EMAIL, provider_id="provider-2", mail=headers), 1)
    assert second.message.conversation_id == first.message.conversation_id


class Overtaken(FakeMessages):
    """Between the look and the write of one message, its twin is stored."""

    def __init__(self) -> None:
        super().__init__()
        self.twin: Receipt | None = None

    def receive(self, receipt: Receipt) -> bool:
        if self.twin is None:
            self.twin = receipt
            desk = Desk(self)
            desk.take(again(99))
            raise ConcurrentChangeError
        return super().receive(receipt)


def test_of_two_at_the_same_moment_one_is_the_repetition() -> None:
    desk = Desk(Overtaken())
    desk.take(an_arrival())
    gates = sorted(record.screening.gate for record in desk.messages.records.values())
    assert gates == [Gate.DUPLICATE, Gate.NONE]


def test_a_delivery_that_comes_again_when_the_words_were_said_again_goes_where_it_went_first(desk: Desk) -> None:
    first = desk.take(an_arrival())
    later = desk.take(again(), 10.5)
    assert later.screening.gate is Gate.NONE, "more than ten minutes later it is a message of its own"
    desk.take(an_arrival(), 11)
    assert desk.to_classify.jobs == [first.message.ref, later.message.ref, first.message.ref]
    assert desk.to_reply.jobs == [], "what the model has not seen would be left to staff"
