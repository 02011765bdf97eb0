"""The edge of `report`: stream records in, aggregates out."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice.app import Blueprint

from civicline.runtime import bootstrap
from civicline.runtime.observability import logger, metrics
from functions.report.count_changes import CountChanges

blueprint = Blueprint(__name__)


@blueprint.lambda_function(name="report")
@metrics.log_metrics
@logger.inject_lambda_context(clear_state=True)
def report(event: dict[str, Any], _context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """Count a batch of changes.

    The changes before one that cannot be read are counted; from it on the stream delivers again, and after its last
    attempt sets the record aside (AWS, "Reporting batch item failures" for DynamoDB streams).
    """
    ports = bootstrap.report()
    batch = ports.read_batch(event)
    counted = CountChanges(offices=ports.offices, aggregates=ports.aggregates)(batch.changes)
    logger.info("changes counted", extra={"received": len(batch.changes), "counted": counted})
    metrics.add_metric("ChangesCounted", MetricUnit.Count, counted)
    if batch.unreadable is None:
        return {"batchItemFailures": []}
    logger.error("stream record unreadable", extra={"sequence_number": batch.unreadable})
    metrics.add_metric("ChangesUnreadable", MetricUnit.Count, 1)
    return {"batchItemFailures": [{"itemIdentifier": batch.unreadable}]}
