"""The queues between the stages, on SQS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from civicline.domain.received.message import MessageRef

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsJobQueue:
    """The port `JobQueue`: a message's reference as JSON, nothing of what a constituent wrote."""

    def __init__(self, client: SQSClient, queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def put(self, ref: MessageRef, delay_seconds: int = 0) -> None:
        """Hand a message on; the queue keeps it back for `delay_seconds`."""
        body = json.dumps({"office_id": ref.office_id, "message_id": ref.message_id})
        self._client.send_message(QueueUrl=self._queue_url, MessageBody=body, DelaySeconds=delay_seconds)
