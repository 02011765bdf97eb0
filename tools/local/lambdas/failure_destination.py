"""Where records go that a function could not handle.

Source: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html (example records)
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tools.local.lambdas.workers import Invocation
from tools.local.template.properties import Clients


class UnknownDestinationError(Exception):
    """A failure destination that is neither a queue nor a topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureDestination:
    """The queue or topic of a mapping; without one, records given up are only counted in the log."""

    clients: Clients
    function_arn: str
    stream_arn: str
    destination_arn: str | None

    def __call__(self, records: Sequence[Mapping[str, Any]], invocation: Invocation, attempts: int) -> None:
        """Tell the destination where in the stream the records are; their contents are not sent, as in AWS."""
        if self.destination_arn is None:
            return
        message = json.dumps(self._note(records, invocation, attempts))
        service, name = self.destination_arn.split(":")[2], self.destination_arn.split(":")[5]
        if service == "sqs":
            sqs = self.clients("sqs")
            sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"], MessageBody=message)
        elif service == "sns":
            self.clients("sns").publish(TopicArn=self.destination_arn, Message=message)
        else:
            raise UnknownDestinationError(self.destination_arn)

    def _note(self, records: Sequence[Mapping[str, Any]], invocation: Invocation, attempts: int) -> dict[str, Any]:
        first, last = records[0]["dynamodb"], records[-1]["dynamodb"]
        return {
            "requestContext": {
                "requestId": invocation.request_id,
                "functionArn": self.function_arn,
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": attempts,
            },
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled",
            },
            "version": "1.0",
            "timestamp": _iso(datetime.now(UTC)),
            "DDBStreamBatchInfo": {
                "shardId": "shardId-00000000000000000000-00000000",
                "startSequenceNumber": first["SequenceNumber"],
                "endSequenceNumber": last["SequenceNumber"],
                "approximateArrivalOfFirstRecord": _arrival(first),
                "approximateArrivalOfLastRecord": _arrival(last),
                "batchSize": len(records),
                "streamArn": self.stream_arn,
            },
        }


def _arrival(change: Mapping[str, Any]) -> str:
    return _iso(datetime.fromtimestamp(change["ApproximateCreationDateTime"], UTC))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
