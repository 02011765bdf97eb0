"""The functions on moto, deployed into an empty account with one office in it."""

import json
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from civicline.adapters.dynamo.approved_messages import DynamoApprovedMessages
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.adapters.quarantine import StoredQuarantine
from civicline.domain import ids
from civicline.domain.approved.approved_message import MessageVersion, versions_of
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord
from civicline.domain.office_rules import OfficeRules
from civicline.domain.received.message import MessageRef
from civicline.domain.received.quarantine import QuarantineEntry
from civicline.domain.topics.classification import Classification
from civicline.ports.approved import MessageChange
from civicline.runtime import bootstrap
from functions.inbound.handler import inbound
from functions.inbound.quarantine import REPLAYED_ITEM
from functions.reply.handler import reply
from tests.builders import OFFICE_ADDRESS, OFFICE_NUMBER, RIVERBEND, a_topic, an_approved_message, an_office
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
        boto3.client("secretsmanager", REGION).create_secret(Name="thread", SecretString="key-1")
        self.queues = {name: self.sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("classify", "reply")}
        self.offices = DynamoOffices(self.dynamodb, "RecordsTable")
        self.approved_messages = DynamoApprovedMessages(self.dynamodb, "RecordsTable")
        self.messages = DynamoMessages(self.dynamodb, "RecordsTable")
        self.quarantine = StoredQuarantine(self.s3, "mail", self.dynamodb, "RecordsTable")
        self.offices.save_office(an_office(rules=OfficeRules(undo_seconds_email=0)))
        self.offices.save_topics(RIVERBEND, [a_topic()])
        for name, value in self._environment().items():
            monkeypatch.setenv(name, value)
        bootstrap.forget()

    def approve(self, **changes: Any) -> MessageVersion:
        message = an_approved_message(**changes)
        known = self.approved_messages.versions(RIVERBEND, message.topic_id)
        earlier = tuple(versions_of(known, message.channel, message.language))
        self.approved_messages.save(RIVERBEND, [MessageChange(versions=earlier, changed=message)])
        return message

    def deliver(self, *bodies: str, replaying: str | None = None) -> list[str]:
        """A batch of the inbound queue; the ids of those to be delivered again."""
        attribute = {REPLAYED_ITEM: {"dataType": "String", "stringValue": replaying}}
        return self.run(inbound, bodies, attribute if replaying else {})

    def classify(self, ref: MessageRef, classification: Classification) -> None:
        """What the model says of a message."""
        record = self.messages.record(ref)
        assert record
        assert self.messages.classify(record, classification)

    def decide(self, *refs: MessageRef) -> list[str]:
        """A batch of the reply queue."""
        bodies = [json.dumps({"office_id": ref.office_id, "message_id": ref.message_id}) for ref in refs]
        return self.run(reply, bodies)

    def run(self, handler: Any, bodies: Any, attributes: Any = None) -> list[str]:
        records = [
            {
                "messageId": f"queue-{number}",
                "body": body,
                "eventSource": "aws:sqs",
                "messageAttributes": attributes or {},
            }
            for number, body in enumerate(bodies)
        ]
        answer = handler({"Records": records}, CONTEXT)
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def forget_thread_key(self) -> None:
        """Delete the secret that signs Reply-To addresses."""
        boto3.client("secretsmanager", REGION).delete_secret(SecretId="thread", ForceDeleteWithoutRecovery=True)

    def record(self, provider_id: str, channel: Channel = Channel.SMS) -> MessageRecord:
        ref = ref_of(provider_id, channel)
        record = self.messages.record(ref)
        assert record
        return record

    def quarantined(self) -> list[QuarantineEntry]:
        """What is open in quarantine, of the office and of nobody."""
        return [entry for office in (RIVERBEND, None) for entry in self.quarantine.waiting(office, 10).entries]

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
            "CIVICLINE_THREAD_SECRET_ID": "thread",
        }


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


def a_mail(
    account: Account,
    raw: bytes,
    provider_id: str = "ses-1",
    recipient: str = OFFICE_ADDRESS.value,
    source: str = "maria.lopez@example.net",
) -> str:
    account.s3.put_object(Bucket="mail", Key=f"mail/{provider_id}", Body=raw)
    receipt = {
        "notificationType": "Received",
        "receipt": {
            "recipients": [recipient],
            "action": {"type": "S3", "bucketName": "mail", "objectKey": f"mail/{provider_id}"},
        },
        "mail": {"messageId": provider_id, "source": source},
    }
    return notified(MAIL_TOPIC, receipt)


def written(words: str = "There is a deep pothole on Elm St.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Maria Lopez <maria.lopez@example.net>", "Subject": "Pothole", **headers}.items():
        message[name.replace("_", "-")] = value
    message["To"] = OFFICE_ADDRESS.value
    if "Message-ID" not in message:
        message["Message-ID"] = "<1@example.net>"
    message.set_content(words)
    return message
