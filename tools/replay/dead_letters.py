"""Jobs from a dead-letter queue into the queue that they fell out of. Every stage bears repetition."""

from collections.abc import Iterator
from typing import Any

from tools.replay.plumbing import Pipe

_BATCH = 10


def waiting_in(sqs: Any, queue_url: str) -> int:
    """About how many jobs are in a queue."""
    name = "ApproximateNumberOfMessages"
    return int(sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=[name])["Attributes"][name])


def move(sqs: Any, pipe: Pipe) -> Iterator[int]:
    """Move what is in the dead-letter queue now; yields after each batch how many it moved.

    A job is sent before it is deleted, so an interruption may send it twice and never loses it. What fails again comes
    back, so no more are moved than there were.
    """
    left = waiting_in(sqs, pipe.dead)
    while left > 0:
        jobs = sqs.receive_message(
            QueueUrl=pipe.dead, MaxNumberOfMessages=min(_BATCH, left), MessageAttributeNames=["All"], WaitTimeSeconds=1
        ).get("Messages", [])
        if not jobs:
            return
        for job in jobs:
            attributes = {name: _sendable(value) for name, value in job.get("MessageAttributes", {}).items()}
            sqs.send_message(QueueUrl=pipe.live, MessageBody=job["Body"], MessageAttributes=attributes)
            sqs.delete_message(QueueUrl=pipe.dead, ReceiptHandle=job["ReceiptHandle"])
        left -= len(jobs)
        yield len(jobs)


def _sendable(value: dict[str, Any]) -> dict[str, Any]:
    """An attribute as it is sent; lists are reserved and always empty."""
    return {name: part for name, part in value.items() if name in {"DataType", "StringValue", "BinaryValue"}}
