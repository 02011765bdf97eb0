"""The floor under end-to-end times: the same hops through the same stand-in for AWS, with nobody thinking on the way.

A message goes from a topic through three queues to the provider, as Civicline's do, and at each stage the table is read
and written as often as the fewest calls of tools/bench/calls.py say; a mail is also stored and fetched. Nothing is
parsed, classified, decided or counted.
"""

import json
import time
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

from civicline.domain.channel import Channel
from tools.bench.office import sample_mail
from tools.cli.running_stack import RunningStack

_HOPS = 3
_ITEMS = 4  # what one text writes: state, words, contact, conversation
_RECIPIENT = "+12025550199"
_SENDER = "relay@example.net"


@dataclass(slots=True)
class _Passing:
    accepted: dict[str, float] = field(default_factory=dict)
    handed_over: dict[str, float] = field(default_factory=dict)


class Relay:
    """One topic and three queues of its own, used in a `with` block, which removes them."""

    def __init__(self, stack: RunningStack, *, bucket: str, table: str) -> None:
        self._sns, self._sqs = stack.client("sns"), stack.client("sqs")
        self._s3, self._ses = stack.client("s3"), stack.client("sesv2")
        self._office = stack.office
        self._dynamodb = stack.client("dynamodb")
        self._table = table
        self._bucket = bucket
        self._topic = ""
        self._queues: list[str] = []

    def __enter__(self) -> Self:
        name = f"relay-{uuid4().hex[:8]}"
        self._topic = self._sns.create_topic(Name=name)["TopicArn"]
        self._queues = [self._sqs.create_queue(QueueName=f"{name}-{hop}")["QueueUrl"] for hop in range(_HOPS)]
        first = self._sqs.get_queue_attributes(QueueUrl=self._queues[0], AttributeNames=["QueueArn"])
        self._sns.subscribe(
            TopicArn=self._topic,
            Protocol="sqs",
            Endpoint=first["Attributes"]["QueueArn"],
            Attributes={"RawMessageDelivery": "true"},
        )
        return self

    def __exit__(self, *_: object) -> None:
        for queue in self._queues:
            self._sqs.delete_queue(QueueUrl=queue)
        self._sns.delete_topic(TopicArn=self._topic)

    def seconds(self, channel: Channel, count: int, *, at_once: bool) -> list[float]:
        """Seconds from acceptance to hand-over of each message, sent one by one or all at once."""
        passing = _Passing()
        for number in range(count):
            self._accept(channel, passing)
            if not at_once or number == count - 1:
                self._pass_on(channel, passing)
        self._forget(channel, passing)
        return [moment - passing.accepted[name] for name, moment in passing.handed_over.items()]

    def _accept(self, channel: Channel, passing: _Passing) -> None:
        name = uuid4().hex
        if channel is Channel.EMAIL:
            self._s3.put_object(Bucket=self._bucket, Key=f"relay/{name}", Body=self._mail())
        self._sns.publish(TopicArn=self._topic, Message=json.dumps({"message_id": name}))
        passing.accepted[name] = time.monotonic()

    def _pass_on(self, channel: Channel, passing: _Passing) -> None:
        while len(passing.handed_over) < len(passing.accepted):
            for hop, queue in enumerate(self._queues):
                self._hop(channel, passing, hop, queue)

    def _hop(self, channel: Channel, passing: _Passing, hop: int, queue: str) -> None:
        found = self._sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        for message in found:
            body = message["Body"]
            name = json.loads(body)["message_id"]
            if hop == 0 and channel is Channel.EMAIL:
                self._s3.get_object(Bucket=self._bucket, Key=f"relay/{name}")["Body"].read()
            self._record(hop, name)
            if hop + 1 < _HOPS:
                self._sqs.send_message(QueueUrl=self._queues[hop + 1], MessageBody=body)
            else:
                self._hand_over(channel)
                self._update(name, hop + 1)
                passing.handed_over[name] = time.monotonic()
        self._delete(queue, found)

    def _record(self, hop: int, name: str) -> None:
        """Inbound stores in one transaction, classify adds to the record, reply claims."""
        self._dynamodb.get_item(TableName=self._table, Key=_key(name, 0), ConsistentRead=True)
        if hop:
            self._update(name, hop)
            return
        items = [{"Put": {"TableName": self._table, "Item": _key(name, part)}} for part in range(_ITEMS)]
        self._dynamodb.transact_write_items(TransactItems=items)

    def _update(self, name: str, step: int) -> None:
        self._dynamodb.update_item(
            TableName=self._table,
            Key=_key(name, 0),
            UpdateExpression="SET step = :step",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":step": {"N": str(step)}},
        )

    def _forget(self, channel: Channel, passing: _Passing) -> None:
        """Leave nothing behind, when all times have been taken."""
        for name in passing.accepted:
            for part in range(_ITEMS):
                self._dynamodb.delete_item(TableName=self._table, Key=_key(name, part))
            if channel is Channel.EMAIL:
                self._s3.delete_object(Bucket=self._bucket, Key=f"relay/{name}")

    def _hand_over(self, channel: Channel) -> None:
        if channel is Channel.SMS:
            self._sns.publish(PhoneNumber=_RECIPIENT, Message="relay")
            return
        self._ses.send_email(
            FromEmailAddress=self._office.address,
            Destination={"ToAddresses": [_SENDER]},
            Content={"Raw": {"Data": self._mail()}},
        )

    def _delete(self, queue: str, messages: list[dict[str, Any]]) -> None:
        entries = [{"Id": str(n), "ReceiptHandle": one["ReceiptHandle"]} for n, one in enumerate(messages)]
        if entries:
            self._sqs.delete_message_batch(QueueUrl=queue, Entries=entries)

    def _mail(self) -> bytes:
        return sample_mail(self._office.address, _SENDER, "relay", "relay")


def _key(name: str, part: int) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"RELAY#{name}"}, "sk": {"S": f"RELAY#{part}"}}
