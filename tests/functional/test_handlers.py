"""The handlers on moto, with events as Lambda delivers them: each bad input ends in a stated outcome."""

import json
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from io import StringIO
from logging import StreamHandler
from types import SimpleNamespace
from typing import Any, TextIO, cast

import boto3
import pytest
from moto import mock_aws

from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain import ids
from civicline.domain.approved_message import OPT_OUT_TOPIC, ApprovedMessage
from civicline.domain.channel import Channel
from civicline.domain.decision import Reason
from civicline.domain.message import MessageRef
from civicline.domain.record import MessageRecord, Outcome
from civicline.domain.screening import Gate
from civicline.runtime import bootstrap
from civicline.runtime.observability import logger
from functions.inbound.handler import inbound
from functions.reply.handler import reply
from functions.report.handler import report
from tests.builders import (
    NOW,
    OFFICE_ADDRESS,
    OFFICE_NUMBER,
    RIVERBEND,
    a_classification,
    a_topic,
    an_approved_message,
    an_office,
)
from tests.tables import create_tables

REGION = "us-east-1"
SMS_TOPIC = f"arn:aws:sns:{REGION}:123456789012:inbound-sms"
MAIL_TOPIC = f"arn:aws:sns:{REGION}:123456789012:inbound-mail"
CONTEXT = SimpleNamespace(
    function_name="civicline",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:civicline",
    aws_request_id="00000000-0000-0000-0000-000000000000",
)


class Account:
    """The functions, deployed into an empty account with one office in it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.dynamodb = boto3.client("dynamodb", REGION)
        self.sqs = boto3.client("sqs", REGION)
        self.s3 = boto3.client("s3", REGION)
        ses = boto3.client("sesv2", REGION)
        ses.create_email_identity(EmailIdentity=OFFICE_ADDRESS.value)
        ses.create_configuration_set(ConfigurationSetName="replies")
        create_tables(self.dynamodb)
        self.s3.create_bucket(Bucket="mail")
        self.queues = {name: self.sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("classify", "reply")}
        self.offices = DynamoOffices(self.dynamodb, "RecordsTable")
        self.messages = DynamoMessages(self.dynamodb, "RecordsTable")
        self.offices.save_office(an_office())
        self.offices.save_topics(RIVERBEND, [a_topic()])
        for name, value in self._environment().items():
            monkeypatch.setenv(name, value)
        bootstrap.forget()

    def approve(self, **changes: Any) -> ApprovedMessage:
        message = an_approved_message(**changes)
        assert self.offices.save_approved_message(RIVERBEND, message)
        return message

    def deliver(self, *bodies: str) -> list[str]:
        """A batch of the inbound queue; the ids of those to be delivered again."""
        return self._run(inbound, bodies)

    def decide(self, *refs: MessageRef) -> list[str]:
        """A batch of the reply queue."""
        bodies = [json.dumps({"office_id": ref.office_id, "message_id": ref.message_id}) for ref in refs]
        return self._run(reply, bodies)

    def _run(self, handler: Any, bodies: Any) -> list[str]:
        records = [
            {"messageId": f"queue-{number}", "body": body, "eventSource": "aws:sqs"}
            for number, body in enumerate(bodies)
        ]
        answer = handler({"Records": records}, CONTEXT)
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def record(self, provider_id: str, channel: Channel = Channel.SMS) -> MessageRecord:
        ref = ref_of(provider_id, channel)
        record = self.messages.record(ref)
        assert record
        return record

    def quarantined(self) -> list[dict[str, str]]:
        found = self.s3.list_objects_v2(Bucket="mail", Prefix="quarantine/").get("Contents", [])
        return [self.s3.head_object(Bucket="mail", Key=item["Key"])["Metadata"] for item in found]

    def jobs(self, queue: str) -> int:
        name = "ApproximateNumberOfMessages"
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.queues[queue], AttributeNames=[name])
        return int(attributes["Attributes"][name])

    def _environment(self) -> dict[str, str]:
        return {
            "CIVICLINE_RECORDS_TABLE": "RecordsTable",
            "CIVICLINE_AGGREGATES_TABLE": "AggregatesTable",
            "CIVICLINE_MAIL_BUCKET": "mail",
            "CIVICLINE_CLASSIFY_QUEUE_URL": self.queues["classify"],
            "CIVICLINE_REPLY_QUEUE_URL": self.queues["reply"],
            "CIVICLINE_INBOUND_SMS_TOPIC_ARN": SMS_TOPIC,
            "CIVICLINE_INBOUND_MAIL_TOPIC_ARN": MAIL_TOPIC,
            "CIVICLINE_SES_CONFIGURATION_SET": "replies",
        }


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Civicline")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "test")
    with mock_aws():
        yield Account(monkeypatch)
    bootstrap.forget()


def ref_of(provider_id: str, channel: Channel = Channel.SMS) -> MessageRef:
    return MessageRef(office_id=RIVERBEND, message_id=ids.message_id(RIVERBEND, channel, provider_id))


def notified(topic: str, message: object) -> str:
    words = message if isinstance(message, str) else json.dumps(message)
    return json.dumps({"Type": "Notification", "TopicArn": topic, "Message": words})


def a_text_message(provider_id: str = "sms-1", body: str = "There is a pothole on Elm St", **changes: str) -> str:
    message = {
        "originationNumber": "+12025550188",
        "destinationNumber": OFFICE_NUMBER.value,
        "messageKeyword": "KEYWORD",
        "messageBody": body,
        "inboundMessageId": provider_id,
    }
    return notified(SMS_TOPIC, {**message, **changes})


def a_mail(account: Account, raw: bytes, provider_id: str = "ses-1") -> str:
    account.s3.put_object(Bucket="mail", Key=f"mail/{provider_id}", Body=raw)
    receipt = {
        "notificationType": "Received",
        "receipt": {
            "recipients": [OFFICE_ADDRESS.value],
            "action": {"type": "S3", "bucketName": "mail", "objectKey": f"mail/{provider_id}"},
        },
        "mail": {"messageId": provider_id, "source": "maria.lopez@example.net"},
    }
    return notified(MAIL_TOPIC, receipt)


def written(words: str = "There is a deep pothole on Elm St.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Maria Lopez <maria.lopez@example.net>", "Subject": "Pothole", **headers}.items():
        message[name.replace("_", "-")] = value
    message["To"] = OFFICE_ADDRESS.value
    message["Message-ID"] = "<1@example.net>"
    message.set_content(words)
    return message


def test_a_text_and_a_mail_become_one_stored_message_each(account: Account) -> None:
    assert account.deliver(a_text_message(), a_mail(account, written().as_bytes())) == []
    assert account.record("sms-1").message.preview == "There is a pothole on Elm St"
    mail = account.record("ses-1", Channel.EMAIL).message
    assert (mail.sender_name, mail.mail and mail.mail.subject) == ("Maria Lopez", "Pothole")
    assert mail.raw_location == "s3://mail/mail/ses-1"
    assert account.jobs("classify") == 2


def test_a_duplicate_delivery_is_one_record(account: Account) -> None:
    assert account.deliver(a_text_message(), a_text_message()) == []
    first = account.record("sms-1")
    assert account.deliver(a_text_message(body="changed")) == []
    assert account.record("sms-1") == first


BAD_NOTIFICATIONS = {
    "malformed JSON in the queue": ("{", "not_an_sns_notification"),
    "malformed JSON in the topic": (notified(SMS_TOPIC, "{"), "not_a_text_message"),
    "a text without its fields": (notified(SMS_TOPIC, {}), "not_a_text_message"),
    "a receipt without its fields": (notified(MAIL_TOPIC, {"notificationType": "Received"}), "not_a_mail_receipt"),
    "a topic of someone else": (notified("arn:aws:sns:us-east-1:1:other", {}), "unknown_topic"),
    "an unknown destination": (a_text_message(destinationNumber="+12025550111"), "unknown_destination"),
}


@pytest.mark.parametrize(("body", "reason"), BAD_NOTIFICATIONS.values(), ids=BAD_NOTIFICATIONS.keys())
def test_what_cannot_be_read_is_kept_in_quarantine_and_counted(
    account: Account, body: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert account.deliver(body) == [], "it would be delivered again without end"
    (kept,) = account.quarantined()
    assert kept["reason"] == reason
    metrics = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [metric["MessagesQuarantined"] for metric in metrics] == [[1.0]]


def test_a_bad_neighbour_does_not_hold_up_a_good_message(account: Account) -> None:
    assert account.deliver("{", a_text_message()) == []
    assert account.record("sms-1")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"", "unreadable_mail"), (b"Subject: no sender\r\n\r\nhello", "mail_without_sender")],
    ids=["an empty mail", "a mail from nobody"],
)
def test_a_mail_that_nobody_could_answer_is_kept_in_quarantine(account: Account, raw: bytes, reason: str) -> None:
    assert account.deliver(a_mail(account, raw)) == []
    (kept,) = account.quarantined()
    assert kept["reason"] == reason


def test_an_undecodable_mail_is_stored_with_what_can_be_read(account: Account) -> None:
    raw = (
        b"From: maria.lopez@example.net\r\nSubject: =?utf-9?q?broken?=\r\n"
        b'Content-Type: text/plain; charset="no-such-charset"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        b"\xff\xfe not base64 at all \x80\x81"
    )
    assert account.deliver(a_mail(account, raw)) == []
    assert account.record("ses-1", Channel.EMAIL).message.sender.value == "maria.lopez@example.net"


def test_a_mail_of_40_mb_is_stored_with_its_words(account: Account) -> None:
    message = written()
    message.add_attachment(bytes(29_000_000), maintype="image", subtype="jpeg", filename="pothole.jpg")
    raw = message.as_bytes()
    assert 38_000_000 < len(raw) < 40 * 1024 * 1024
    assert account.deliver(a_mail(account, raw)) == []
    stored = account.messages.read(ref_of("ses-1", Channel.EMAIL))
    assert stored
    text = stored[1]
    assert text.new.startswith("There is a deep pothole")
    assert [(found.filename, found.size_bytes) for found in text.attachments] == [("pothole.jpg", 29_000_000)]


def test_a_mail_that_is_not_in_the_bucket_yet_is_delivered_again(account: Account) -> None:
    body = a_mail(account, b"x")
    account.s3.delete_object(Bucket="mail", Key="mail/ses-1")
    assert account.deliver(body) == ["queue-0"]
    assert account.quarantined() == []


def test_a_sure_message_is_answered_and_counted(account: Account) -> None:
    account.approve()
    account.deliver(a_text_message())
    account.messages.classify(ref_of("sms-1"), a_classification())
    assert account.decide(ref_of("sms-1")) == []
    assert account.record("sms-1").outcome is Outcome.ANSWERED


def test_a_reply_goes_to_the_sender_and_never_to_reply_to(account: Account) -> None:
    account.deliver(a_mail(account, written(Reply_To="victim@example.org").as_bytes()))
    assert account.record("ses-1", Channel.EMAIL).message.sender.value == "maria.lopez@example.net"


def test_a_mail_is_answered_in_its_thread(account: Account) -> None:
    account.approve(channel=Channel.EMAIL, text="Hello {first_name|neighbor}, a crew will look.")
    account.deliver(a_mail(account, written().as_bytes()))
    ref = ref_of("ses-1", Channel.EMAIL)
    account.messages.classify(ref, a_classification())
    assert account.decide(ref) == []
    record = account.record("ses-1", Channel.EMAIL)
    assert record.outcome is Outcome.ANSWERED
    assert record.reply
    answer = written("Thank you!", In_Reply_To=f"<{record.reply.reply_id}@riverbend.example>")
    account.deliver(a_mail(account, answer.as_bytes(), "ses-2"))
    followed = account.record("ses-2", Channel.EMAIL)
    assert followed.message.conversation_id == record.message.conversation_id


def test_an_answer_that_only_quotes_us_has_no_words_for_the_model(account: Account) -> None:
    quoting = written("> Hello Maria, thank you for reporting a pothole.\n", In_Reply_To="<ours@riverbend.example>")
    account.deliver(a_mail(account, quoting.as_bytes()))
    assert account.record("ses-1", Channel.EMAIL).screening.gate is Gate.EMPTY


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
    account.messages.classify(ref_of("sms-1"), a_classification(**found))
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
    assert account._run(reply, [body]) == ["queue-0"]


def stream_event(*images: dict[str, Any]) -> dict[str, Any]:
    def change(number: int, image: dict[str, Any]) -> dict[str, Any]:
        keys = {name: image[name] for name in ("pk", "sk")}
        moment = NOW.timestamp()
        return {
            "eventID": f"event-{number}",
            "dynamodb": {
                "ApproximateCreationDateTime": moment,
                "Keys": keys,
                "NewImage": image,
                "SequenceNumber": str(number),
            },
        }

    return {"Records": [change(number, image) for number, image in enumerate(images)]}


def stored_items(account: Account) -> list[dict[str, Any]]:
    return account.dynamodb.scan(TableName="RecordsTable")["Items"]


def test_the_stream_counts_message_records_and_nothing_else(account: Account) -> None:
    account.deliver(a_text_message("sms-1"), a_text_message("sms-2"))
    event = stream_event(*stored_items(account))
    assert report(event, CONTEXT) == {"batchItemFailures": []}
    assert report(event, CONTEXT) == {"batchItemFailures": []}
    counted = account.dynamodb.scan(TableName="AggregatesTable")["Items"]
    assert {item["messages"]["N"] for item in counted if "messages" in item} == {"2"}


def test_a_stream_record_that_cannot_be_read_is_told_and_those_before_it_count(account: Account) -> None:
    account.deliver(a_text_message("sms-1"))
    (state,) = [item for item in stored_items(account) if item["sk"]["S"] == "STATE"]
    broken = {**state, "message": {"S": "not a message"}}
    assert report(stream_event(state, broken), CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    counted = account.dynamodb.scan(TableName="AggregatesTable")["Items"]
    assert any("messages" in item for item in counted)


def test_logs_and_metrics_name_no_person_and_quote_nobody(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    log = StringIO()
    usual = cast("StreamHandler[TextIO]", logger.registered_handler).setStream(log)
    account.approve()
    nobodys = a_text_message(destinationNumber="+12025550111")
    account.deliver(a_text_message(), a_mail(account, written().as_bytes()), "{", nobodys)
    account.messages.classify(ref_of("sms-1"), a_classification())
    account.decide(ref_of("sms-1"))
    account._run(reply, ['{"office_id": "my secret pothole on Elm St"}'])
    cast("StreamHandler[TextIO]", logger.registered_handler).setStream(usual or sys.stdout)
    spoken = log.getvalue() + capsys.readouterr().out
    assert spoken.count("message_id") >= 3
    for secret in ("12025550188", "maria", "Maria", "Lopez", "pothole on", "Elm St", "12025550111"):
        assert secret not in spoken


def test_a_classification_of_the_model_is_read_back_exactly(account: Account) -> None:
    account.deliver(a_text_message())
    opinion = a_classification(confidence=0.123456789012345)
    account.messages.classify(ref_of("sms-1"), opinion)
    assert account.record("sms-1").classification == opinion
