"""Reply: decided once, sent exactly once, and whatever cannot be settled goes to staff."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.channel import Channel
from civicline.domain.errors import (
    MessageNotFoundError,
    ReplyInProgressError,
    SendRefusedError,
    SendThrottledError,
    SendUnsettledError,
)
from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.ids import MessageId
from civicline.domain.opting_out.suppression import SuppressionChange
from civicline.domain.received.conversation import Clues
from civicline.domain.received.message import MessageRef
from civicline.domain.received.screening import Gate
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply import Reply, ReplyStatus
from tests.builders import (
    MARIA,
    NOW,
    OFFICE_NUMBER,
    RIVERBEND,
    a_classification,
    a_message,
    a_record,
    a_screening,
    a_suppression,
    about_two_things,
    an_approved_message,
    sure_of_the_group,
)
from tests.fakes import FakeMessages
from tests.functional.reply_office import Office

STOP = a_screening(Gate.OPT_OUT, evidence="STOP", opt_out_evidence="STOP", scopes=(Channel.SMS,))


class CrashError(Exception):
    """The process dies here."""


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_sure_message_is_answered_from_the_number_that_was_written_to(office: Office) -> None:
    answered = office.send_reply(office.ref)
    (sent,) = office.sender.sent
    assert (sent.recipient, sent.sender) == (MARIA, OFFICE_NUMBER)
    assert sent.text == "Riverbend 311: thanks, a crew will look at the pothole."
    assert answered.record == office.record
    assert office.record.outcome is Outcome.ANSWERED
    assert office.record.reply
    assert office.record.reply.provider_id == "provider-reply-1"


def test_a_message_that_is_sure_of_its_group_only_gets_the_groups_answer() -> None:
    office = Office(a_record(classification=sure_of_the_group()))
    office.send_reply(office.ref)
    (sent,) = office.sender.sent
    assert sent.text == "Riverbend 311: Your message is with the people for Streets and sidewalks."
    assert office.record.decision
    assert office.record.decision.reason is Reason.CONFIDENT_OF_GROUP


def test_a_sure_topic_costs_no_read_for_its_group(office: Office) -> None:
    office.send_reply(office.ref)
    assert office.offices.asked == ["pothole"]


def test_a_message_about_two_things_waits_for_staff_with_both_on_record() -> None:
    office = Office(a_record(classification=about_two_things()))
    office.send_reply(office.ref)
    assert office.sender.sent == []
    assert office.record.needs_staff
    assert office.record.decision
    assert (office.record.decision.topic_id, office.record.decision.also_topic_ids) == ("pothole", ("graffiti",))


def test_a_redelivered_job_sends_nothing(office: Office) -> None:
    office.send_reply(office.ref)
    again = office.send_reply(office.ref)
    assert not again.is_new
    assert len(office.sender.sent) == 1


def test_an_unsure_message_waits_with_its_suggestion() -> None:
    office = Office(a_record(classification=a_classification(confidence=0.5)))
    office.send_reply(office.ref)
    assert office.sender.sent == []
    assert office.record.outcome is Outcome.WAITING
    assert office.record.needs_staff
    assert office.record.decision
    assert office.record.decision.text == "Riverbend 311: thanks, a crew will look at the pothole."


def test_an_answering_mail_is_known_by_the_ids_under_which_it_left() -> None:
    record = a_record(message=a_message(Channel.EMAIL), classification=a_classification())
    office = Office(record)
    office.send_reply(office.ref)
    office.clock.advance(timedelta(seconds=30))
    office.send_reply(office.ref)
    (sent,) = office.sender.sent
    assert sent.text == "Hello Maria, a crew will look."
    found = office.messages.situation(
        RIVERBEND, record.message.sender, Clues(mail_ids=("<provider-reply-1@provider.example>",))
    )
    assert found.named
    assert found.named.conversation_id == record.message.conversation_id


def test_stop_is_confirmed_exactly_once_and_silences_what_follows(office: Office) -> None:
    def stop(number: int) -> MessageRef:
        message = a_message(provider_id=f"stop-{number}")
        return office.receive(a_record(message=message, screening=STOP))

    for number in range(3):
        office.send_reply(stop(number))
    office.send_reply(office.ref)
    assert [reply.text for reply in office.sender.sent] == ["Riverbend 311: You will get no more texts."]
    assert office.record.decision
    assert office.record.decision.reason is Reason.OPTED_OUT
    suppression = office.messages.situation(RIVERBEND, MARIA).suppression
    assert suppression
    assert suppression.evidence == "STOP"


class OvertakingMessages(FakeMessages):
    """The sender opts out between the load and the claim of the first decision."""

    def __init__(self) -> None:
        super().__init__()
        self.is_overtaken = False

    def decide(self, record: MessageRecord, *changes: Any) -> MessageRecord | None:
        if not self.is_overtaken:
            self.is_overtaken = True
            self.suppressions[RIVERBEND, MARIA] = a_suppression()
        return super().decide(record, *changes)


def test_an_opt_out_that_overtakes_a_reply_stops_it() -> None:
    office = Office(messages=OvertakingMessages())
    office.send_reply(office.ref)
    assert office.sender.sent == []
    assert office.record.decision
    assert office.record.decision.reason is Reason.OPTED_OUT


def test_a_throttled_reply_is_released_and_sent_by_the_next_delivery(office: Office) -> None:
    office.sender.errors = [SendThrottledError("Throttling"), SendThrottledError("Throttling")]
    office.send_reply(office.ref)
    assert office.record.reply
    assert office.record.reply.status is ReplyStatus.RELEASED
    assert office.record.needs_staff
    for _ in range(2):
        office.clock.advance(timedelta(seconds=office.queue.delays[-1]))
        office.send_reply(office.ref)
    assert office.queue.delays == [5, 10], "each pause is longer than the one before"
    assert len(office.sender.sent) == 1
    assert office.record.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SendRefusedError("MessageRejected"), ReplyStatus.REFUSED),
        (SendUnsettledError("ReadTimeoutError"), ReplyStatus.UNKNOWN),
    ],
    ids=["refused for good", "no answer from the provider"],
)
def test_a_reply_that_failed_goes_to_staff_and_is_not_sent_again(
    office: Office, error: Exception, status: ReplyStatus
) -> None:
    office.sender.errors = [error]
    office.send_reply(office.ref)
    office.send_reply(office.ref)
    assert office.sender.sent == []
    assert office.record.reply
    assert office.record.reply.status is status
    assert office.record.outcome is Outcome.WAITING


def test_a_crash_while_sending_goes_to_staff_and_is_never_sent_again(office: Office) -> None:
    office.sender.errors = [CrashError()]
    with pytest.raises(CrashError):
        office.send_reply(office.ref)
    with pytest.raises(ReplyInProgressError):
        office.send_reply(office.ref)
    office.clock.advance(timedelta(minutes=3))
    office.send_reply(office.ref)
    assert office.sender.sent == []
    assert office.record.reply
    assert (office.record.reply.status, office.record.reply.failure) == (ReplyStatus.UNKNOWN, "interrupted")


class ForgetfulMessages(FakeMessages):
    """The process dies after the provider took the reply and before that was stored."""

    def settle(
        self,
        record: MessageRecord,
        expected: Reply,
        mail_ids: Sequence[str] = (),
        suppression: SuppressionChange | None = None,
    ) -> MessageRecord | None:
        if record.reply and record.reply.status is ReplyStatus.SENT:
            raise CrashError
        return super().settle(record, expected, mail_ids, suppression)


def test_a_crash_after_sending_never_sends_twice() -> None:
    office = Office(messages=ForgetfulMessages())
    with pytest.raises(CrashError):
        office.send_reply(office.ref)
    office.clock.advance(timedelta(minutes=3))
    office.send_reply(office.ref)
    assert len(office.sender.sent) == 1
    assert office.record.outcome is Outcome.WAITING


def test_two_deliveries_at_once_send_once(office: Office) -> None:
    stale = office.record
    office.send_reply(office.ref)
    decided = replace(stale, decision=office.record.decision, reply=office.record.reply)
    assert not office.messages.decide(decided, None)
    assert len(office.sender.sent) == 1


def test_a_job_for_a_message_that_is_not_there_is_told(office: Office) -> None:
    with pytest.raises(MessageNotFoundError):
        office.send_reply(MessageRef(office_id=RIVERBEND, message_id=MessageId("nowhere")))


def test_an_expired_approved_message_waits_for_staff(office: Office) -> None:
    office.offices.approved = [an_approved_message(expires_at=NOW - timedelta(days=1))]
    office.send_reply(office.ref)
    assert office.record.decision
    assert (office.record.decision.action, office.record.decision.reason) == (
        Action.SUGGEST,
        Reason.EXPIRED_APPROVED_MESSAGE,
    )
