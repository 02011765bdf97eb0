"""The edge of `classify`: references in, classified messages out."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice.app import Blueprint

from civicline.runtime import bootstrap
from civicline.runtime.batches import process_queue
from civicline.runtime.jobs import parse_job
from civicline.runtime.observability import logger, metrics
from functions.classify.classify_message import ClassifyMessage

blueprint = Blueprint(__name__)


@blueprint.lambda_function(name="classify")
@metrics.log_metrics
@logger.inject_lambda_context(clear_state=True)
def classify(event: dict[str, Any], context: LambdaContext) -> Any:
    """Classify a batch of messages; a record that fails is delivered again without its neighbours."""
    return process_queue(event, context, handle)


def handle(record: SQSRecord) -> None:
    """Classify one message."""
    ref = parse_job(record.body)
    ports = bootstrap.classify()
    classify_message = ClassifyMessage(
        messages=ports.messages, campaigns=ports.campaigns, classifiers=ports.classifiers, to_reply=ports.to_reply
    )
    classified = classify_message(ref)
    found, campaign, concern = classified.classification, classified.campaign, classified.concern
    logger.info(
        "message classified",
        extra={
            "office_id": ref.office_id,
            "message_id": ref.message_id,
            "topic_id": found.named_topic_id,
            "confidence": round(found.confidence, 4),
            "model_version": found.model_version,
            "campaign_id": campaign and campaign.campaign_id,
            "campaign_people": campaign and campaign.people,
            "concern_id": concern and concern.campaign_id,
            "concern_people": concern and concern.people,
            "is_new": classified.is_new,
        },
    )
    metrics.add_metric("MessagesClassified", MetricUnit.Count, 1)
    metrics.add_metric("MessagesConfident", MetricUnit.Count, int(found.is_confident))
    metrics.add_metric("MessagesOfCampaigns", MetricUnit.Count, int(bool(campaign and campaign.is_declared)))
