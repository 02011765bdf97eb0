"""What is told when something of an office cannot be used and a fall-back stands in."""

from aws_lambda_powertools.metrics import MetricUnit

from civicline.domain.ids import OfficeId
from civicline.runtime.observability import logger, metrics


def head_refused(office_id: OfficeId, version: str, reason: str) -> None:
    """An office's own head could not be used for a message; the layer's was."""
    logger.error("head refused", extra={"office_id": office_id, "head": version, "reason": reason})
    metrics.add_metric("HeadsRefused", MetricUnit.Count, 1)
