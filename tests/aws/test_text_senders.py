"""Texts leave by SNS or by End User Messaging, and each provider's words mean the same to the ledger."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from civicline.adapters.end_user_messaging import EndUserMessagingSender
from civicline.adapters.sms import SnsSmsSender
from civicline.domain.errors import (
    RecipientOptedOutError,
    SendRefusedError,
    SendThrottledError,
    SendUnsettledError,
)
from civicline.domain.people.contact import ContactPoint
from civicline.domain.replies.reply import OutboundReply
from civicline.ports.sending import Sender
from tests.builders import MARIA, OFFICE_NUMBER, RIVERBEND, a_message, a_reply, an_approved_text

REPLY = OutboundReply(
    reply_id=a_reply().reply_id,
    office_id=RIVERBEND,
    message_id=a_message().message_id,
    conversation_id=a_message().conversation_id,
    sender=OFFICE_NUMBER,
    sender_name="City of Riverbend 311",
    recipient=MARIA,
    recipient_name="",
    words=an_approved_text(),
    mail=None,
    lifetime=timedelta(hours=4),
)
EXPECTED = {
    "DestinationPhoneNumber": MARIA.value,
    "OriginationIdentity": OFFICE_NUMBER.value,
    "MessageBody": REPLY.text,
    "MessageType": "TRANSACTIONAL",
    "Context": {"reply_id": REPLY.reply_id, "office_id": RIVERBEND, "message_id": REPLY.message_id},
    "TimeToLive": 4 * 3600,
}


@pytest.fixture
def texting(aws: None) -> Iterator[Stubber]:
    with Stubber(boto3.client("pinpoint-sms-voice-v2", "us-east-1")) as stubber:
        yield stubber


@pytest.fixture
def topics(aws: None) -> Iterator[Stubber]:
    with Stubber(boto3.client("sns", "us-east-1")) as stubber:
        yield stubber


def changed(**changes: Any) -> OutboundReply:
    return replace(REPLY, **changes)


def test_a_text_leaves_from_the_number_that_was_written_to_with_our_ids_and_its_lifetime(texting: Stubber) -> None:
    texting.add_response("send_text_message", {"MessageId": "eum-1"}, EXPECTED)
    assert EndUserMessagingSender(texting.client).send(REPLY).provider_id == "eum-1"
    texting.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("lifetime", "seconds"),
    [(timedelta(days=9), 259_200), (timedelta(seconds=5.9), 5)],
    ids=["at most 72 hours", "at least 5 seconds"],
)
def test_the_lifetime_is_what_the_provider_can_keep(texting: Stubber, lifetime: timedelta, seconds: int) -> None:
    texting.add_response("send_text_message", {"MessageId": "eum-1"}, {**EXPECTED, "TimeToLive": seconds})
    EndUserMessagingSender(texting.client).send(changed(lifetime=lifetime))
    texting.assert_no_pending_responses()


def test_what_is_too_old_is_not_handed_over_at_all(texting: Stubber) -> None:
    with pytest.raises(SendRefusedError):
        EndUserMessagingSender(texting.client).send(changed(lifetime=timedelta(seconds=4)))


@pytest.mark.parametrize("recipient", ["72345", "CITYBANK", "2025550104"])
def test_a_text_goes_to_a_number_in_e164_only(texting: Stubber, recipient: str) -> None:
    with pytest.raises(SendRefusedError, match="NotAPhoneNumber"):
        EndUserMessagingSender(texting.client).send(changed(recipient=ContactPoint.phone(recipient)))


def test_words_that_nobody_approved_are_not_handed_over(texting: Stubber, topics: Stubber) -> None:
    leak: Any = "Dear constituent"
    for sender in (EndUserMessagingSender(texting.client), SnsSmsSender(topics.client)):
        with pytest.raises(SendRefusedError, match="NotApproved"):
            sender.send(changed(words=leak))


def test_without_a_lifetime_the_providers_own_holds(texting: Stubber) -> None:
    expected = {name: value for name, value in EXPECTED.items() if name != "TimeToLive"}
    texting.add_response("send_text_message", {"MessageId": "eum-1"}, expected)
    EndUserMessagingSender(texting.client).send(changed(lifetime=None))
    texting.assert_no_pending_responses()


ERRORS = {
    "come back later": ("ThrottlingException", 400, {}, SendThrottledError),
    "nobody knows": ("InternalServerException", 500, {}, SendUnsettledError),
    "a number that takes no texts": ("ValidationException", 400, {"Reason": "INVALID_PARAMETER"}, SendRefusedError),
    "a number on the provider's list": (
        "ConflictException", 400, {"Reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT"}, RecipientOptedOutError,
    ),
    "another conflict": (
        "ConflictException", 400, {"Reason": "DESTINATION_PHONE_NUMBER_NOT_VERIFIED"}, SendRefusedError,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "status", "fields", "error"), ERRORS.values(), ids=ERRORS.keys())
def test_the_providers_words_become_the_ledgers(
    texting: Stubber, code: str, status: int, fields: dict[str, str], error: type[Exception]
) -> None:
    texting.add_client_error("send_text_message", code, http_status_code=status, modeled_fields=fields)
    with pytest.raises(error) as raised:
        EndUserMessagingSender(texting.client).send(REPLY)
    assert type(raised.value) is error


def test_sns_sends_from_the_same_number(topics: Stubber) -> None:
    sender: Sender = SnsSmsSender(topics.client)
    expected = {"PhoneNumber": MARIA.value, "Message": REPLY.text, "MessageAttributes": ANY}
    topics.add_response("publish", {"MessageId": "sns-1"}, expected)
    assert sender.send(REPLY).provider_id == "sns-1"


def test_sns_tells_of_opt_outs_that_it_keeps(topics: Stubber) -> None:
    topics.add_client_error("publish", "OptedOut", http_status_code=400)
    with pytest.raises(RecipientOptedOutError):
        SnsSmsSender(topics.client).send(REPLY)
