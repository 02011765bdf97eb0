"""The edge of `reply`: references in, decided and answered messages out."""

from random import SystemRandom
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice.app import Blueprint

from civicline.runtime import bootstrap
from civicline.runtime.batches import process_queue
from civicline.runtime.jobs import parse_job
from civicline.runtime.observability import logger, metrics
from functions.reply.gather_facts import GatherFacts
from functions.reply.hand_over import HandOver
from functions.reply.send_reply import SendReply

blueprint = Blueprint(__name__)


@blueprint.lambda_function(name="reply")
@metrics.log_metrics
@logger.inject_lambda_context(clear_state=True)
def reply(event: dict[str, Any], context: LambdaContext) -> Any:
    """Answer a batch of messages; a record that fails is delivered again without its neighbours."""
    return process_queue(event, context, handle)


def handle(record: SQSRecord) -> None:
    """Decide and answer one message."""
    ref = parse_job(record.body)
    answered = _send_reply(bootstrap.reply())(ref)
    decision, sent = answered.record.decision, answered.record.reply
    logger.info(
        "message decided",
        extra={
            "office_id": ref.office_id,
            "message_id": ref.message_id,
            "action": decision and decision.action,
            "reason": decision and decision.reason,
            "reply_status": sent and sent.status,
            "is_new": answered.is_new,
        },
    )
    metrics.add_metric(f"Messages{answered.record.outcome.capitalize()}", MetricUnit.Count, int(answered.is_new))
    if sent:
        metrics.add_metric(f"Replies{sent.status.capitalize()}", MetricUnit.Count, 1)


def _send_reply(ports: bootstrap.ReplyPorts) -> SendReply:
    return SendReply(
        messages=ports.messages,
        facts=GatherFacts(offices=ports.offices, messages=ports.messages, clock=bootstrap.now),
        hand_over=HandOver(
            messages=ports.messages,
            senders=ports.senders,
            to_reply=ports.to_reply,
            clock=bootstrap.now,
            jitter=SystemRandom().random,
        ),
        clock=bootstrap.now,
    )
