"""The functions behind their queues, run as Lambda runs them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from civicline.adapters.dynamo.campaigns import DynamoCampaigns
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.job_queue import SqsJobQueue
from civicline.runtime.batches import process_queue
from civicline.runtime.jobs import parse_job
from functions.classify.classify_message import ClassifyMessage
from functions.inbound.handler import inbound
from functions.reply.delivery_handler import delivery
from functions.reply.handler import reply
from tools.chaos.account import RECORDS
from tools.chaos.cloud.queues import Parcel, Queue
from tools.chaos.office import KeywordClassifier

CONTEXT: Any = SimpleNamespace(
    function_name="civicline",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:civicline",
    aws_request_id="00000000-0000-0000-0000-000000000000",
)
VISIBILITY = {
    "inbound": timedelta(seconds=360),
    "classify": timedelta(seconds=180),
    "reply": timedelta(seconds=180),
    "delivery": timedelta(seconds=180),
}
"""VisibilityTimeout in infra/messaging.yaml."""

Handler = Callable[[dict[str, Any], Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One function and the queue that feeds it."""

    name: str
    queue: Queue
    handler: Handler

    def run(self, batch: Sequence[Parcel]) -> set[int]:
        """Run the function on a batch; the numbers of those to be delivered again."""
        records = [
            {
                "messageId": str(parcel.number),
                "body": parcel.body,
                "eventSource": "aws:sqs",
                "messageAttributes": {},
            }
            for parcel in batch
        ]
        answer = self.handler({"Records": records}, CONTEXT)
        return {int(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]}


def stages(queues: Mapping[str, Queue]) -> dict[str, Stage]:
    """The four functions that queues feed."""
    handlers: dict[str, Handler] = {
        "inbound": inbound,
        "classify": classifying,
        "reply": reply,
        "delivery": delivery,
    }
    return {name: Stage(name=name, queue=queues[name], handler=handler) for name, handler in handlers.items()}


def classifying(event: dict[str, Any], context: Any) -> Mapping[str, Any]:
    """`classify` on the model of key words: its use case and adapters; only its handler's few lines are left out."""
    answer: Mapping[str, Any] = process_queue(event, context, _classify)
    return answer


def _classify(record: SQSRecord) -> None:
    import boto3

    dynamodb, sqs = boto3.client("dynamodb"), boto3.client("sqs")
    classify = ClassifyMessage(
        messages=DynamoMessages(dynamodb, RECORDS),
        campaigns=DynamoCampaigns(dynamodb, RECORDS),
        classifiers=KeywordClassifier(),
        to_reply=SqsJobQueue(sqs, "reply"),
    )
    classify(parse_job(record.body))
