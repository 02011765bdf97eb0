"""Inbound: what arrives is stored once, in the right conversation, for the office that owns the destination."""

from dataclasses import replace
from datetime import timedelta

import pytest

from civicline.domain.channel import Channel
from civicline.domain.errors import ConcurrentChangeError, NotificationUnreadableError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.conversation import SMS_WINDOW
from civicline.domain.received.screening import Gate, screen
from civicline.ports.records import Receipt
from functions.inbound.arrival import Arrival
from functions.inbound.receive_message import Received, ReceiveMessage
from tests.builders import MARIA, NOW, OFFICE_ADDRESS, OFFICE_NUMBER, a_text, an_arrival, an_office
from tests.fakes import FakeJobQueue, FakeMessages, FakeOffices, FakeThreadKeys

LAKESIDE = an_office(office_id=OfficeId("lakeside"), numbers=("+12025550199",), addresses=("info@lakeside.example",))


class Inbound:
    """The use case on fakes."""

    def __init__(self, messages: FakeMessages | None = None) -> None:
        self.messages = messages or FakeMessages()
        self.to_classify = FakeJobQueue()
        self.to_reply = FakeJobQueue()
        self.receive = ReceiveMessage(
            offices=FakeOffices([an_office(), LAKESIDE]),
            messages=self.messages,
            constituents=self.messages,
            thread_keys=FakeThreadKeys(),
            to_classify=self.to_classify,
            to_reply=self.to_reply,
        )

    def take(self, arrival: Arrival, minutes: float = 0) -> Received:
        (received,) = self.receive(arrival, NOW + timedelta(minutes=minutes))
        return received

    def record(self, received: Received) -> MessageRecord:
        return self.messages.records[received.ref]


@pytest.fixture
def inbound() -> Inbound:
    return Inbound()


def test_a_text_is_stored_and_handed_to_the_model(inbound: Inbound) -> None:
    received = inbound.take(an_arrival())
    message = inbound.record(received).message
    assert (message.sender, message.destination, message.received_at) == (MARIA, OFFICE_NUMBER, NOW)
    assert inbound.messages.texts[received.ref].new == "There is a pothole on Elm St"
    assert inbound.to_classify.jobs == [received.ref]
    assert inbound.to_reply.jobs == []


def test_a_second_delivery_is_one_record_and_is_handed_on_again(inbound: Inbound) -> None:
    first, second = inbound.take(an_arrival()), inbound.take(an_arrival())
    assert (first.is_new, second.is_new) == (True, False)
    assert len(inbound.messages.records) == 1
    assert inbound.to_classify.jobs == [first.ref, first.ref]


@pytest.mark.parametrize(
    ("arrival", "gate"),
    [
        pytest.param(an_arrival(words="STOP"), Gate.OPT_OUT, id="STOP"),
        pytest.param(an_arrival(words="HELP"), Gate.HELP, id="HELP"),
        pytest.param(an_arrival(words="START"), Gate.OPT_IN, id="START"),
        pytest.param(an_arrival(words="someone is breaking into my house help"), Gate.EMERGENCY, id="emergency"),
        pytest.param(an_arrival(automatic="auto_submitted"), Gate.AUTOMATIC_MAIL, id="a machine's mail"),
        pytest.param(an_arrival(distrust="failed dmarc check"), Gate.UNTRUSTED, id="a forged sender"),
        pytest.param(
            an_arrival(words="I will kill myself", distrust="failed dmarc check", is_forged=True),
            Gate.EMERGENCY,
            id="an emergency in a forged mail",
        ),
        pytest.param(an_arrival(words=" \n"), Gate.EMPTY, id="no words"),
    ],
)
def test_what_meets_a_gate_goes_past_the_model(inbound: Inbound, arrival: Arrival, gate: Gate) -> None:
    received = inbound.take(arrival)
    assert inbound.record(received).screening.gate is gate
    assert inbound.to_classify.jobs == []
    assert inbound.to_reply.jobs == [received.ref]


def test_a_threat_with_an_opt_out_is_both(inbound: Inbound) -> None:
    screening = inbound.record(inbound.take(an_arrival(words="stop texting me or I will kill you"))).screening
    assert screening.gate is Gate.EMERGENCY
    assert screening.opts_out_of(Channel.SMS)


def test_a_mail_with_its_keyword_in_the_subject_alone_opts_out(inbound: Inbound) -> None:
    received = inbound.take(an_arrival(Channel.EMAIL, text=a_text("", subject="Unsubscribe")))
    assert inbound.record(received).screening.gate is Gate.OPT_OUT


def test_an_office_that_writes_to_itself_is_a_loop(inbound: Inbound) -> None:
    received = inbound.take(an_arrival(Channel.EMAIL, sender=OFFICE_ADDRESS))
    assert inbound.record(received).screening == replace(
        inbound.record(received).screening, gate=Gate.AUTOMATIC_MAIL, evidence="own_address"
    )


def test_an_unknown_destination_is_refused_for_quarantine(inbound: Inbound) -> None:
    nobodys = an_arrival(destinations=(ContactPoint.phone("+12025550111"),))
    with pytest.raises(NotificationUnreadableError, match="unknown_destination"):
        inbound.receive(nobodys, NOW)
    assert inbound.messages.records == {}


def test_a_mail_to_two_offices_is_one_message_for_each(inbound: Inbound) -> None:
    both = (OFFICE_ADDRESS, ContactPoint.mail("info@lakeside.example"))
    received = inbound.receive(an_arrival(Channel.EMAIL, destinations=both), NOW)
    assert [message.ref.office_id for message in received] == ["riverbend", "lakeside"]
    assert len({message.ref.message_id for message in received}) == 2


def test_texts_of_one_person_within_the_window_are_one_conversation(inbound: Inbound) -> None:
    window = SMS_WINDOW.total_seconds() / 60
    first = inbound.take(an_arrival())
    second = inbound.take(an_arrival(provider_id="provider-2"), minutes=window)
    third = inbound.take(an_arrival(provider_id="provider-3"), minutes=2 * window + 1)
    conversations = [inbound.record(message).message.conversation_id for message in (first, second, third)]
    assert conversations[0] == conversations[1] != conversations[2]


def test_one_contact_point_is_one_constituent(inbound: Inbound) -> None:
    first = inbound.take(an_arrival())
    much_later = inbound.take(an_arrival(provider_id="provider-2"), minutes=60 * 24 * 90)
    other = inbound.take(an_arrival(provider_id="provider-3", sender=ContactPoint.phone("+12025550177")))
    people = [inbound.record(message).message.constituent_id for message in (first, much_later, other)]
    assert people[0] == people[1] != people[2]


class RacingMessages(FakeMessages):
    """Someone else changes the contact before each of the first writes."""

    def __init__(self, races: int) -> None:
        super().__init__()
        self.races = races

    def receive(self, receipt: Receipt) -> bool:
        if self.races:
            self.races -= 1
            raise ConcurrentChangeError
        return super().receive(receipt)


def test_a_race_for_the_contact_is_run_again() -> None:
    inbound = Inbound(RacingMessages(races=2))
    assert inbound.take(an_arrival()).is_new


def test_a_race_that_does_not_end_is_left_to_the_queue() -> None:
    inbound = Inbound(RacingMessages(races=100))
    with pytest.raises(ConcurrentChangeError):
        inbound.take(an_arrival())
    assert inbound.to_classify.jobs == []


def test_a_text_of_100_000_words_is_stored_shortened_and_says_so(inbound: Inbound) -> None:
    received = inbound.take(an_arrival(words="pothole " * 100_000))
    text = inbound.messages.texts[received.ref]
    assert text.is_shortened
    assert len(text.full.encode()) + len(text.new.encode()) < 390_000


def test_a_forged_threat_opts_nobody_out() -> None:
    words = a_text("stop texting me or I will kill you")
    honest = screen(words, Channel.SMS, automatic=None, distrust=None)
    forged = screen(words, Channel.SMS, automatic=None, distrust="failed dmarc check", is_forged=True)
    assert (honest.gate, honest.opts_out_of(Channel.SMS)) == (Gate.EMERGENCY, True)
    assert (forged.gate, forged.opts_out_of(Channel.SMS), forged.is_forged) == (Gate.EMERGENCY, False, True)
