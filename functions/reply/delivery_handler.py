"""The edge of `delivery`: the providers' events in, settled replies and suppressions out."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice.app import Blueprint

from civicline.domain.channel import Channel
from civicline.domain.replies.delivery import DeliveryStatus
from civicline.runtime import bootstrap
from civicline.runtime.batches import process_queue
from civicline.runtime.observability import logger, metrics
from functions.reply.provider_events import read_event
from functions.reply.settle_delivery import SettleDelivery

blueprint = Blueprint(__name__)

_METRICS = {
    (Channel.EMAIL, DeliveryStatus.DELIVERED): "MailsDelivered",
    (Channel.EMAIL, DeliveryStatus.PERMANENT_FAILURE): "MailsBounced",
    (Channel.EMAIL, DeliveryStatus.COMPLAINED): "MailsComplained",
    (Channel.SMS, DeliveryStatus.DELIVERED): "TextsDelivered",
    (Channel.SMS, DeliveryStatus.PERMANENT_FAILURE): "TextsFailed",
}


@blueprint.lambda_function(name="delivery")
@metrics.log_metrics
@logger.inject_lambda_context(clear_state=True)
def delivery(event: dict[str, Any], context: LambdaContext) -> Any:
    """Take in a batch of events; a record that fails is delivered again without its neighbours."""
    return process_queue(event, context, handle)


def handle(record: SQSRecord) -> None:
    """Settle one event. One that cannot be read raises, and ends among the dead letters, where an alarm sees it."""
    event = read_event(record.body)
    settled = SettleDelivery(messages=bootstrap.delivery().messages)(event)
    message = settled.record.message if settled.record else None
    logger.info(
        "delivery settled" if message else "delivery of nothing of ours",
        extra={
            "office_id": message and message.office_id,
            "message_id": message and message.message_id,
            "channel": event.channel,
            "delivery_status": event.delivery.status,
            "is_new": settled.is_new,
            "is_suppressed": settled.is_suppressed,
        },
    )
    metrics.add_metric("DeliveryEvents", MetricUnit.Count, 1)
    name = _METRICS.get((event.channel, event.delivery.status))
    if settled.is_new and name:
        metrics.add_metric(name, MetricUnit.Count, 1)
