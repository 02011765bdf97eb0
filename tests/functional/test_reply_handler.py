"""`reply` on moto: what is answered, what waits for staff, and what goes to the dead letters."""

from email import message_from_string
from typing import Any

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses import ses_backends

from civicline.domain.approved.approved_message import OPT_OUT_TOPIC
from civicline.domain.channel import Channel
from civicline.domain.history.record import Outcome
from civicline.domain.received.screening import Gate
from civicline.domain.replies.decision import Reason
from civicline.domain.replies.reply import ReplyStatus
from functions.reply.handler import reply
from tests.builders import NOW, OFFICE_ADDRESS, a_classification
from tests.functional.deployed import REGION, Account, a_mail, a_text_message, ref_of, written


@pytest.fixture
def account(deployed: Account) -> Account:
    return deployed


def test_a_sure_message_is_answered_and_counted(account: Account) -> None:
    account.approve()
    account.deliver(a_text_message())
    account.classify(ref_of("sms-1"), a_classification())
    assert account.decide(ref_of("sms-1")) == []
    assert account.record("sms-1").outcome is Outcome.ANSWERED


def test_a_reply_goes_to_the_sender_and_never_to_reply_to(account: Account) -> None:
    account.deliver(a_mail(account, written(Reply_To="victim@example.org").as_bytes()))
    assert account.record("ses-1", Channel.EMAIL).message.sender.value == "maria.lopez@example.net"


def test_a_mail_is_answered_in_its_thread(account: Account) -> None:
    account.approve(channel=Channel.EMAIL, text="Hello {first_name|neighbor}, a crew will look.")
    account.deliver(a_mail(account, written().as_bytes()))
    ref = ref_of("ses-1", Channel.EMAIL)
    account.classify(ref, a_classification())
    assert account.decide(ref) == []
    record = account.record("ses-1", Channel.EMAIL)
    assert record.outcome is Outcome.ANSWERED
    assert record.reply
    answer = written("Thank you!", In_Reply_To=f"<{record.reply.reply_id}@riverbend.example>")
    account.deliver(a_mail(account, answer.as_bytes(), "ses-2"))
    followed = account.record("ses-2", Channel.EMAIL)
    assert followed.message.conversation_id == record.message.conversation_id


def test_an_answer_whose_headers_are_lost_finds_its_conversation_by_the_address_it_went_to(account: Account) -> None:
    account.approve(channel=Channel.EMAIL, text="A crew will look.")
    account.deliver(a_mail(account, written().as_bytes()))
    ref = ref_of("ses-1", Channel.EMAIL)
    account.classify(ref, a_classification())
    account.decide(ref)
    (sent,) = sent_mails()
    address = str(message_from_string(sent)["Reply-To"]).rpartition("<")[2].rstrip(">")
    assert address.startswith("help+")
    answer = written("Thank you!", Subject="Re: Pothole", Message_ID="<2@example.net>")
    account.deliver(a_mail(account, answer.as_bytes(), "ses-2", recipient=address))
    first, followed = (account.record(provider_id, Channel.EMAIL).message for provider_id in ("ses-1", "ses-2"))
    assert followed.conversation_id == first.conversation_id
    assert followed.destination == OFFICE_ADDRESS
    assert followed.preview == "Thank you!", "what we wrote ourselves is not read as theirs"


def test_a_reply_waits_while_the_key_of_its_address_cannot_be_read(account: Account) -> None:
    account.approve(channel=Channel.EMAIL, text="A crew will look.")
    account.deliver(a_mail(account, written().as_bytes()))
    ref = ref_of("ses-1", Channel.EMAIL)
    account.classify(ref, a_classification())
    account.forget_thread_key()
    assert account.decide(ref) == [], "it comes back by itself"
    assert sent_mails() == []
    reply_row = account.record("ses-1", Channel.EMAIL).reply
    assert reply_row
    assert (reply_row.status, reply_row.failure) == (ReplyStatus.RELEASED, "ThreadKeysUnavailable")


def test_the_same_text_twice_is_answered_once_and_counted_apart(account: Account) -> None:
    account.approve()
    account.deliver(a_text_message("sms-1"), a_text_message("sms-2"))
    account.classify(ref_of("sms-1"), a_classification())
    assert account.decide(ref_of("sms-1"), ref_of("sms-2")) == []
    first, second = account.record("sms-1"), account.record("sms-2")
    assert (first.outcome, second.outcome) == (Outcome.ANSWERED, Outcome.DUPLICATE)
    assert second.decision
    assert (second.decision.reason, second.reply, second.needs_staff) == (Reason.DUPLICATE, None, False)


def test_an_answer_that_only_quotes_us_has_no_words_for_the_model(account: Account) -> None:
    quoting = written("> Hello Maria, thank you for reporting a pothole.\n", In_Reply_To="<ours@riverbend.example>")
    account.deliver(a_mail(account, quoting.as_bytes()))
    assert account.record("ses-1", Channel.EMAIL).screening.gate is Gate.EMPTY


def sent_mails() -> list[str]:
    """The mails that SES took, as they were handed to it."""
    backend = ses_backends[DEFAULT_ACCOUNT_ID][REGION]
    return [mail.raw_data for mail in backend.sent_messages]


REASONS_TO_WAIT = {
    "a topic that the office does not have": ({"topic_id": "ufo_sighting"}, {}, Reason.UNKNOWN_TOPIC),
    "a placeholder without a value": ({}, {"text": "Dear {first_name},"}, Reason.MISSING_PLACEHOLDER_VALUE),
    "an expired approved message": ({}, {"expires_at": NOW.replace(year=2020)}, Reason.EXPIRED_APPROVED_MESSAGE),
}


@pytest.mark.parametrize(("found", "approved", "reason"), REASONS_TO_WAIT.values(), ids=REASONS_TO_WAIT.keys())
def test_what_cannot_be_answered_waits_for_staff_with_the_reason(
    account: Account, found: dict[str, Any], approved: dict[str, Any], reason: Reason
) -> None:
    if "expires_at" in approved:
        approved = {**approved, "approved_at": NOW.replace(year=2019)}
    account.approve(**approved)
    account.deliver(a_text_message())
    account.classify(ref_of("sms-1"), a_classification(**found))
    assert account.decide(ref_of("sms-1")) == []
    record = account.record("sms-1")
    assert record.decision
    assert (record.outcome, record.decision.reason) == (Outcome.WAITING, reason)


def test_stop_is_honoured_and_confirmed_once(account: Account) -> None:
    account.approve(topic_id=OPT_OUT_TOPIC, text="You will get no more texts from us.")
    account.deliver(a_text_message("sms-1", "STOP"), a_text_message("sms-2", "STOP"))
    assert account.decide(ref_of("sms-1"), ref_of("sms-2")) == []
    reasons = [record.decision.reason for record in map(account.record, ("sms-1", "sms-2")) if record.decision]
    assert reasons == [Reason.OPT_OUT, Reason.ALREADY_OPTED_OUT]


@pytest.mark.parametrize(
    "body", ["", "{}", '{"office_id": "riverbend"}', "[1]"], ids=["empty", "no ids", "one id", "list"]
)
def test_a_job_that_names_nothing_goes_to_the_dead_letters(account: Account, body: str) -> None:
    assert account.run(reply, [body]) == ["queue-0"]
