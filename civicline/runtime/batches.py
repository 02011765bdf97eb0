"""A batch of a queue, record by record: one that fails is told to Lambda and delivered again, alone."""

import traceback
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from civicline.runtime.observability import logger, metrics

RecordHandler = Callable[[SQSRecord], None]


class LoggedBatchProcessor(BatchProcessor):
    """Powertools' batch processor, which also tells what went wrong and where."""

    def failure_handler(self, record: Any, exception: Any) -> Any:
        """Log the kind of error and its place. Not its words: those of a parser quote what they could not parse."""
        kind, error, trace = exception
        logger.error(
            "record failed",
            extra={"item_id": record.message_id, "error": kind.__name__, "place": traceback.format_tb(trace)[-3:]},
        )
        metrics.add_metric("RecordsFailed", MetricUnit.Count, 1)
        return super().failure_handler(record, (kind, error, trace))


def process_queue(event: dict[str, Any], context: LambdaContext, handle: RecordHandler) -> Any:
    """Handle each record of an SQS event; the answer names those to be delivered again.

    Source: AWS, "Reporting batch item failures" for SQS event sources.
    """
    processor = LoggedBatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event, handle, processor, context)
