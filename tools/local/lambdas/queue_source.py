"""Feeds a function from an SQS queue, as an event source mapping does.

Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from tools.local.lambdas.filters import Pattern, is_wanted, with_parsed_body
from tools.local.lambdas.partial_results import failed_identifiers
from tools.local.lambdas.workers import Invocable

LOG = logging.getLogger(__name__)
RECEIVE_LIMIT = 10  # what one receive call of SQS returns at most


class QueueSource:
    """One queue and the function it feeds.

    A message that fails stays in the queue and is seen again after the visibility timeout; the queue's own redrive
    policy moves it to the dead-letter queue.
    """

    def __init__(
        self,
        sqs: Any,
        function: Invocable,
        *,
        queue_url: str,
        queue_arn: str,
        batch_size: int = 10,
        reports_failures: bool = False,
        patterns: Sequence[Pattern] = (),
        wait_seconds: int = 5,
    ) -> None:
        self._sqs = sqs
        self._function = function
        self._url = queue_url
        self._arn = queue_arn
        self._batch_size = min(batch_size, RECEIVE_LIMIT)
        self._reports_failures = reports_failures
        self._patterns = patterns
        self._wait_seconds = wait_seconds

    def poll_once(self) -> bool:
        """Wait for messages and handle one batch; false if there were none."""
        received = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=self._batch_size,
            WaitTimeSeconds=self._wait_seconds,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if not received:
            return False
        records = [queue_record(message, self._arn) for message in received]
        wanted = [r for r in records if is_wanted(with_parsed_body(r), self._patterns)]
        failed = self._call(wanted) if wanted else set()
        self._delete([record for record in records if record["messageId"] not in failed])
        return True

    def _call(self, records: list[dict[str, Any]]) -> set[str]:
        invocation = self._function.invoke({"Records": records})
        identifiers = [record["messageId"] for record in records]
        failed = failed_identifiers(invocation, identifiers, reports_failures=self._reports_failures)
        if failed:
            LOG.warning("%s failed for %d message(s)", self._function.function.name, len(failed))
        return failed

    def _delete(self, records: list[dict[str, Any]]) -> None:
        entries = [
            {"Id": str(number), "ReceiptHandle": record["receiptHandle"]} for number, record in enumerate(records)
        ]
        if entries:
            self._sqs.delete_message_batch(QueueUrl=self._url, Entries=entries)


def queue_record(message: Mapping[str, Any], queue_arn: str) -> dict[str, Any]:
    """A received message in the form in which Lambda hands it to a function."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": {
            name: _record_attribute(value) for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }


def _record_attribute(value: Mapping[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {"stringListValues": [], "binaryListValues": [], "dataType": value["DataType"]}
    if "StringValue" in value:
        record["stringValue"] = value["StringValue"]
    if "BinaryValue" in value:
        record["binaryValue"] = value["BinaryValue"].decode("latin-1")
    return record
