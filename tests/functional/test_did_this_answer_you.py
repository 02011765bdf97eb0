"""One question after an automatic answer, and never a loop."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from civicline.domain.approved.approved_message import (
    ASK_ANSWERED_TOPIC,
    ASK_ZIP_TOPIC,
    HELP_TOPIC,
    OPT_IN_TOPIC,
)
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord
from civicline.domain.office_rules import OfficeRules
from civicline.domain.received.screening import Gate
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply import ReplyStatus
from civicline.domain.reports.measures import Tallies, merged, tallies_of
from civicline.journal_proof import proof
from functions.inbound.receive_message import ReceiveMessage
from tests.builders import (
    MARIA,
    RIVERBEND,
    a_classification,
    an_approved_message,
    an_arrival,
)
from tests.builders import an_office as the_office
from tests.fakes import FakeJobQueue, FakeThreadKeys
from tests.functional.reply_office import APPROVED, Office

QUESTION = "Did this answer you? Reply YES or NO."
ANSWER = "Riverbend 311: thanks, a crew will look at the pothole."
FIXED = (
    an_approved_message(topic_id=ASK_ANSWERED_TOPIC, text=QUESTION),
    an_approved_message(topic_id=ASK_ANSWERED_TOPIC, text=QUESTION, channel=Channel.EMAIL),
    an_approved_message(topic_id=HELP_TOPIC, text="This is Riverbend 311."),
    an_approved_message(topic_id=OPT_IN_TOPIC, text="You get texts again."),
    an_approved_message(topic_id=ASK_ZIP_TOPIC, text="What is your ZIP code?"),
)


class Asking:
    """An office that asks, to which one person writes from the first word to the reply."""

    def __init__(self, **rules: Any) -> None:
        self.desk = Office()
        self.desk.messages.records.clear()
        self.desk.messages.contacts.clear()
        self.desk.messages.journals.clear()
        self.rules = OfficeRules(**({"asks_answered": True, "sms_segments": 3} | rules))
        self.desk.offices.by_id[RIVERBEND] = the_office(rules=self.rules)
        self.desk.offices.approved = [*APPROVED, *FIXED]
        self.written = 0
        self.receive = ReceiveMessage(
            offices=self.desk.offices,
            messages=self.desk.messages,
            constituents=self.desk.messages,
            thread_keys=FakeThreadKeys(),
            to_classify=FakeJobQueue(),
            to_reply=FakeJobQueue(),
        )

    @property
    def now(self) -> datetime:
        return self.desk.clock.moment

    def write(self, words: str, **said: Any) -> MessageRecord:
        """A text, as it is received, classified and decided."""
        self.written += 1
        (received,) = self.receive(an_arrival(words=words, provider_id=f"text-{self.written}"), self.now)
        ref = received.ref
        if self.desk.messages.records[ref].screening.needs_model:
            assert self.desk.messages.classify(self.desk.messages.records[ref], a_classification(**said))
        self.desk.send_reply(ref)
        return self.desk.messages.records[ref]

    def asked(self) -> list[str]:
        return [reply.text for reply in self.desk.sender.sent if QUESTION in reply.text]

    def told(self) -> Tallies:
        return merged(tallies_of(one, ZoneInfo("UTC")) for one in self.desk.messages.records.values())

    def helped(self) -> tuple[int, int]:
        """Of the days' slices of potholes: how many say that it helped, and that it did not."""
        own = [tally for part, tally in self.told().items() if part.topic_id == "pothole" and part.period == "day"]
        return sum(tally.helped for tally in own), sum(tally.not_helped for tally in own)

    def proven(self) -> bool:
        messages = self.desk.messages
        return all(
            proof(record, messages.texts[ref], messages.entries(ref)) is None
            for ref, record in messages.records.items()
        )


def reason(record: MessageRecord) -> Reason | None:
    return record.decision.reason if record.decision else None


def test_an_answer_ends_with_the_question() -> None:
    office = Asking()
    record = office.write("There is a pothole on Elm St")
    assert office.desk.sender.sent[0].text == f"{ANSWER}\n{QUESTION}"
    assert record.decision
    assert record.decision.answered_question_key == "system.ask_answered/sms/en/v1"


def test_an_office_that_did_not_say_so_does_not_ask() -> None:
    office = Asking(asks_answered=False)
    office.write("There is a pothole on Elm St")
    assert office.asked() == []
    assert OfficeRules().asks_answered is False


def test_a_topic_can_be_left_out() -> None:
    office = Asking(not_asked_topics=("pothole",))
    office.write("There is a pothole on Elm St")
    assert office.asked() == []


def test_yes_is_counted_and_gets_no_reply() -> None:
    office = Asking()
    office.write("There is a pothole on Elm St")
    record = office.write("Yes, thank you!")
    assert (record.screening.gate, reason(record)) == (Gate.ANSWER, Reason.SAID_YES)
    assert not record.needs_staff
    assert len(office.desk.sender.sent) == 1
    assert office.helped() == (1, 0)
    assert office.proven()


@pytest.mark.parametrize("words", ["NO", "No, I meant the recycling", "no el reciclaje", "нет"])
def test_no_goes_to_staff_with_the_message_before_and_is_no_new_question(words: str) -> None:
    office = Asking()
    first = office.write("There is a pothole on Elm St")
    record = office.write(words if words != "no el reciclaje" else "No, el reciclaje")
    assert reason(record) is Reason.SAID_NO
    assert record.needs_staff
    assert record.classification is None
    assert record.answer
    assert record.answer.about == first.message.message_id
    assert record.message.conversation_id == first.message.conversation_id
    assert len(office.desk.sender.sent) == 1
    assert office.helped() == (0, 1)


def test_yes_and_more_is_counted_and_read_by_a_person() -> None:
    office = Asking()
    office.write("There is a pothole on Elm St")
    record = office.write("Yes. When will they come?")
    assert reason(record) is Reason.SAID_YES_AND_MORE
    assert record.needs_staff
    assert office.helped() == (1, 0)


def test_a_second_yes_is_a_message_like_any_other() -> None:
    office = Asking()
    office.write("There is a pothole on Elm St")
    office.write("yes")
    assert office.write("YES!!").screening.gate is Gate.NONE
    assert office.helped() == (1, 0)


def test_the_question_comes_once_a_week_whatever_is_asked() -> None:
    office = Asking()
    for day in range(8):
        office.write(f"Another pothole, number {day}, on Elm St")
        office.desk.clock.advance(timedelta(days=1))
    assert len(office.asked()) == 2


def test_no_is_never_an_opt_out_and_stop_still_is() -> None:
    office = Asking()
    office.write("There is a pothole on Elm St")
    office.write("NO")
    assert office.desk.messages.current(RIVERBEND, MARIA) is None
    assert reason(office.write("STOP")) is Reason.OPT_OUT


def test_one_who_is_asked_for_the_zip_code_is_asked_nothing_else() -> None:
    office = Asking(asks_zip=True)
    office.write("There is a pothole on Elm St")
    assert office.asked() == []
    assert "ZIP" in office.desk.sender.sent[0].text


def test_yes_to_a_question_that_was_stopped_goes_to_staff() -> None:
    office = Asking()
    record = office.write("There is a pothole on Elm St")
    assert record.reply
    ref = record.message.ref
    office.desk.messages.records[ref] = replace(record, reply=record.reply.failed(ReplyStatus.REFUSED, "x"))
    answer = office.write("yes")
    assert (answer.decision and answer.decision.action, reason(answer)) == (Action.SUGGEST, Reason.UNCLASSIFIED)
    assert office.helped() == (0, 0)


def test_without_approved_words_nothing_is_asked() -> None:
    office = Asking()
    office.desk.offices.approved = list(APPROVED)
    office.write("There is a pothole on Elm St")
    assert office.desk.sender.sent[0].text == ANSWER


WORDS = st.sampled_from(
    [
        "yes ",
        " no ",
        " sí ",
        " No, I meant the recycling ",
        " Yes. When? ",
        " thanks ",
        " START ",
        " STOP ",
        " HELP ",
        " ",
        " no no no ",
        " YES NO ",
        " oui\n    ",
        " There is a pothole on Elm St ",
        " Another pothole ",
        " did this answer you? yes or no ",
        " Нет ",
        " 是",
    ]
)


class Correspondence(RuleBasedStateMachine):
    """Whatever a person or machine writes, and whenever: one question a week, no reply to an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Asking(replies_per_sender=50, replies_per_subject=50)
        self.asked_at: list[datetime] = []

    @rule(words=WORDS, minutes=st.sampled_from([0, 1, 11, 60, 1_500, 4_500, 10_081]))
    def writes(self, words: str, minutes: int) -> None:
        self.office.desk.clock.advance(timedelta(minutes=minutes))
        before, sent = len(self.office.asked()), len(self.office.desk.sender.sent)
        was_opted_out = self.office.desk.messages.current(RIVERBEND, MARIA) is not None
        record = self.office.write(words)
        if len(self.office.asked()) > before:
            assert not was_opted_out
            self.asked_at.append(self.office.now)
        if record.screening.gate is Gate.ANSWER:
            assert len(self.office.desk.sender.sent) == sent

    @rule(replies=st.integers(1, 4))
    def machine_echoes_our_replies(self, replies: int) -> None:
        """A machine that sends back whatever it gets is not asked again for it."""
        for _ in range(replies):
            if not self.office.desk.sender.sent:
                return
            self.writes(self.office.desk.sender.sent[-1].text, 0)

    @invariant()
    def nobody_is_asked_twice_in_a_week(self) -> None:
        pairs = zip(self.asked_at, self.asked_at[1:], strict=False)
        assert all(later - earlier >= timedelta(days=7) for earlier, later in pairs)

    @invariant()
    def each_question_is_answered_at_most_once(self) -> None:
        about = [r.answer.about for r in self.office.desk.messages.records.values() if r.answer]
        assert len(about) == len(set(about))

    def teardown(self) -> None:
        assert self.office.proven()


TestCorrespondence = Correspondence.TestCase
TestCorrespondence.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
