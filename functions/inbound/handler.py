"""The edge of `inbound`: queue records in, stored messages out, failures told one by one."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice.app import Blueprint

from civicline.domain.errors import NotificationUnreadableError
from civicline.domain.ids import QuarantineId
from civicline.runtime import bootstrap
from civicline.runtime.batches import process_queue
from civicline.runtime.observability import logger, metrics
from functions.inbound.quarantine import REPLAYED_ITEM, quarantined
from functions.inbound.read_notification import ReadNotification
from functions.inbound.receive_message import Received, ReceiveMessage

blueprint = Blueprint(__name__)


@blueprint.lambda_function(name="inbound")
@metrics.log_metrics
@logger.inject_lambda_context(clear_state=True)
def inbound(event: dict[str, Any], context: LambdaContext) -> Any:
    """Take in a batch of texts and mails; a record that fails is delivered again without its neighbours."""
    return process_queue(event, context, handle)


def handle(record: SQSRecord) -> None:
    """Store one notification, or keep it in quarantine if it can never be read."""
    ports, now = bootstrap.inbound(), bootstrap.now()
    try:
        received = _receive(ports, record.body, now)
    except NotificationUnreadableError as error:
        item = quarantined(record.body, error, ports.offices, now)
        ports.quarantine.keep(item)
        logger.warning("message quarantined", extra={"item_id": item.item_id, "reason": item.reason})
        metrics.add_metric("MessagesQuarantined", MetricUnit.Count, 1)
        return
    if replayed := record.raw_event.get("messageAttributes", {}).get(REPLAYED_ITEM):
        ports.quarantine.release(QuarantineId(replayed["stringValue"]), now)
    for message in received:
        ids = {"office_id": message.ref.office_id, "message_id": message.ref.message_id}
        logger.info("message received", extra={**ids, "gate": message.gate, "is_new": message.is_new})
        if message.is_joined:
            logger.info("contact points joined", extra={**ids, "proof": "reply_token"})
        metrics.add_metric("MessagesReceived" if message.is_new else "MessagesRepeated", MetricUnit.Count, 1)


def _receive(ports: bootstrap.InboundPorts, body: str, now: datetime) -> list[Received]:
    read = ReadNotification(
        sms_topic_arn=ports.sms_topic_arn, mail_topic_arn=ports.mail_topic_arn, raw_mail=ports.raw_mail
    )
    receive = ReceiveMessage(
        offices=ports.offices,
        messages=ports.messages,
        constituents=ports.constituents,
        thread_keys=ports.thread_keys,
        to_classify=ports.to_classify,
        to_reply=ports.to_reply,
    )
    return receive(read(body), now)
