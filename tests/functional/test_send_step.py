"""The time between decision and sending: staff can stop a reply, and what happened since is looked at again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from civicline.domain.approved.approval import retired
from civicline.domain.channel import Channel
from civicline.domain.errors import SendThrottledError
from civicline.domain.history.record import Outcome
from civicline.domain.office import TopicMode
from civicline.domain.office_rules import OfficeRules
from civicline.domain.replies.decision import Reason
from civicline.domain.replies.reply import Reply, ReplyStatus
from tests.builders import (
    APPROVER,
    MARIAS_MAIL,
    POTHOLE,
    RIVERBEND,
    a_classification,
    a_message,
    a_record,
    a_screening,
    a_suppression,
    a_topic,
    an_approved_message,
    an_office,
)
from tests.functional.reply_office import Office

UNDO = timedelta(seconds=30)


@pytest.fixture
def office() -> Office:
    """With one mail in it that will be answered."""
    return Office(a_record(message=a_message(Channel.EMAIL), classification=a_classification()))


def reply_of(office: Office) -> Reply:
    assert office.record.reply
    return office.record.reply


def test_a_mail_is_answered_half_a_minute_later(office: Office) -> None:
    office.send_reply(office.ref)
    assert office.sender.sent == []
    assert reply_of(office).status is ReplyStatus.SCHEDULED
    assert office.queue.delays == [30]
    assert office.record.needs_staff, "staff see it while it waits"
    office.clock.advance(UNDO)
    office.send_reply(office.ref)
    assert len(office.sender.sent) == 1
    assert office.record.outcome is Outcome.ANSWERED


def test_a_job_that_comes_too_early_is_put_back_for_the_rest_of_the_time(office: Office) -> None:
    office.send_reply(office.ref)
    office.clock.advance(timedelta(seconds=12))
    office.send_reply(office.ref)
    assert office.queue.delays == [30, 18]
    assert office.sender.sent == []


def test_a_text_is_answered_at_once() -> None:
    office = Office()
    office.send_reply(office.ref)
    assert len(office.sender.sent) == 1
    assert office.queue.jobs == []


def test_an_office_may_wait_longer_than_a_queue_can(office: Office) -> None:
    office.offices.by_id[RIVERBEND] = an_office(rules=OfficeRules(undo_seconds_email=1_200))
    office.send_reply(office.ref)
    assert office.queue.delays == [900]
    office.clock.advance(timedelta(seconds=900))
    office.send_reply(office.ref)
    assert office.queue.delays == [900, 300]


def test_a_reply_that_staff_stopped_is_never_sent(office: Office) -> None:
    office.send_reply(office.ref)
    record, reply = office.record, reply_of(office)
    assert office.messages.settle(office.with_reply(record, reply.stopped("staff-1")), reply)
    office.clock.advance(UNDO)
    office.send_reply(office.ref)
    assert office.sender.sent == []
    assert office.record.outcome is Outcome.WAITING


def opts_out(office: Office) -> None:
    office.messages.suppressions[RIVERBEND, MARIAS_MAIL] = a_suppression(contact_point=MARIAS_MAIL)


def pauses(office: Office) -> None:
    office.offices.by_id[RIVERBEND] = an_office(is_paused=True)


def topic_in(mode: TopicMode) -> Callable[[Office], None]:
    def happens(office: Office) -> None:
        office.offices.topic_list[POTHOLE] = a_topic(mode=mode)

    return happens


def takes_up(office: Office) -> None:
    office.messages.staff[RIVERBEND, office.record.message.conversation_id] = office.clock()


def approves_other_words(office: Office) -> None:
    office.offices.approved.append(an_approved_message(channel=Channel.EMAIL, version=2, text="Other words."))


def retires_the_words(office: Office) -> None:
    office.offices.approved[:] = [
        retired(version, APPROVER, office.clock(), "Wrong.") if version.channel is Channel.EMAIL else version
        for version in office.offices.approved
    ]


def exchanges_the_words(office: Office) -> None:
    office.offices.approved[:] = [replace(version, text="Behind one's back.") for version in office.offices.approved]


def closes_down(office: Office) -> None:
    office.offices.by_id.clear()


@pytest.mark.parametrize(
    ("happens", "because"),
    [
        pytest.param(opts_out, "opted_out", id="the person opts out"),
        pytest.param(pauses, "office_paused", id="the office is paused"),
        pytest.param(topic_in(TopicMode.PAUSED), "topic_paused", id="the topic is paused"),
        pytest.param(topic_in(TopicMode.SHADOW), "topic_in_shadow", id="the topic falls back to shadow"),
        pytest.param(takes_up, "staff_in_conversation", id="staff take up the conversation"),
        pytest.param(approves_other_words, "approved_words_changed", id="other words are approved"),
        pytest.param(retires_the_words, "no_approved_message", id="the words are retired"),
        pytest.param(
            exchanges_the_words, "no_approved_message", id="the words are exchanged behind the approver's back"
        ),
        pytest.param(closes_down, "unknown_office", id="the office is no longer set up"),
    ],
)
def test_what_happens_while_a_reply_waits_keeps_it_back(
    office: Office, happens: Callable[[Office], None], because: str
) -> None:
    office.send_reply(office.ref)
    happens(office)
    office.clock.advance(UNDO)
    office.send_reply(office.ref)
    assert office.sender.sent == []
    assert (reply_of(office).status, reply_of(office).failure) == (ReplyStatus.STOPPED, because)
    assert office.record.outcome is Outcome.WAITING


def test_a_backlog_does_not_go_out_at_night(office: Office) -> None:
    office.send_reply(office.ref)
    office.clock.advance(timedelta(hours=4, seconds=1))
    office.send_reply(office.ref)
    assert office.sender.sent == []
    assert reply_of(office).failure == "too_late"


def test_the_provider_is_told_how_long_it_may_try() -> None:
    office = Office()
    office.send_reply(office.ref)
    (sent,) = office.sender.sent
    assert sent.lifetime == timedelta(hours=4)


def test_a_provider_that_puts_off_for_hours_gets_less_and_less_and_in_the_end_staff_get_it() -> None:
    office = Office()
    office.sender.errors = [SendThrottledError("Throttling") for _ in range(100)]
    office.send_reply(office.ref)
    while reply_of(office).status is ReplyStatus.RELEASED:
        office.clock.advance(timedelta(seconds=office.queue.delays[-1]))
        office.send_reply(office.ref)
    assert office.queue.delays[:8] == [5, 10, 20, 40, 80, 160, 320, 640]
    assert set(office.queue.delays[8:]) == {900}
    assert office.sender.sent == []
    assert office.record.outcome is Outcome.WAITING


def test_a_person_who_writes_on_and_on_is_answered_ten_times_and_then_by_a_person() -> None:
    office = Office()
    office.send_reply(office.ref)
    for number in range(12):
        message = a_message(provider_id=f"again-{number}")
        office.send_reply(
            office.receive(a_record(message=message, classification=a_classification()), f"words {number}")
        )
    reasons = [record.decision.reason for record in office.messages.records.values() if record.decision]
    assert reasons == [Reason.CONFIDENT] * 10 + [Reason.LOOP_BUDGET] * 3
    assert len(office.sender.sent) == 10


def test_the_same_words_from_many_people_are_answered_twenty_times() -> None:
    office = Office()
    office.send_reply(office.ref)
    for number in range(24):
        office.send_reply(office.receive_from(number))
    reasons = [record.decision.reason for record in office.messages.records.values() if record.decision]
    assert reasons == [Reason.CONFIDENT] * 20 + [Reason.FLOOD] * 5


def test_a_message_to_an_office_that_is_gone_waits_with_the_reason(office: Office) -> None:
    office.offices.by_id.clear()
    office.send_reply(office.ref)
    assert office.record.decision
    assert office.record.decision.reason is Reason.UNKNOWN_OFFICE
    assert office.record.outcome is Outcome.WAITING


def test_a_message_without_words_takes_nothing_from_the_flood_shield() -> None:
    office = Office(a_record(screening=a_screening(), classification=a_classification()), words="")
    office.send_reply(office.ref)
    assert office.messages.repeats == {}
