"""The edges of `report` (stream records in, aggregates out) and of `drift` (once a day, metrics out)."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice.app import Blueprint

from civicline.ports.reports import CountedChange
from civicline.runtime import bootstrap
from civicline.runtime.observability import NAMESPACE, logger, metrics
from functions.report.count_changes import CountChanges
from functions.report.measure_drift import MeasureDrift
from functions.report.watch_topics import WatchTopics

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
    logger.info("changes counted", extra={"received": len(batch.changes), "counted": len(counted)})
    metrics.add_metric("ChangesCounted", MetricUnit.Count, len(counted))
    _watch(ports, counted)
    if batch.unreadable is None:
        return {"batchItemFailures": []}
    logger.error("stream record unreadable", extra={"sequence_number": batch.unreadable})
    metrics.add_metric("ChangesUnreadable", MetricUnit.Count, 1)
    return {"batchItemFailures": [{"itemIdentifier": batch.unreadable}]}


def _watch(ports: bootstrap.ReportPorts, counted: tuple[CountedChange, ...]) -> None:
    """Put back what no longer clears its budget; an alarm watches the metric."""
    watch = WatchTopics(
        offices=ports.offices, aggregates=ports.aggregates, clearances=ports.clearances, clock=bootstrap.now
    )
    fallen = watch(counted)
    for one in fallen:
        where = {"office_id": one.office_id, "subject_id": one.subject_id, "because": one.because}
        logger.warning("topic fell back to shadow", extra=where)
    metrics.add_metric("TopicsFellBack", MetricUnit.Count, len(fallen))


@blueprint.lambda_function(name="drift")
@metrics.log_metrics
@logger.inject_lambda_context(clear_state=True)
def drift(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """Measure every office's drift as metrics of its own, and how many offices drift as one that an alarm watches."""
    ports = bootstrap.report()
    found = MeasureDrift(offices=ports.offices, aggregates=ports.aggregates, clock=bootstrap.now)()
    for office_id, measured in found.items():
        values = {
            "AbstentionShare": (MetricUnit.Percent, 100 * measured.recent.abstention_share),
            "AbstentionShareBefore": (MetricUnit.Percent, 100 * measured.before.abstention_share),
            "TopicShiftBits": (MetricUnit.Bits, measured.topic_shift_bits),
            "IsDrifting": (MetricUnit.Count, int(measured.is_drifting)),
        }
        for name, (unit, value) in values.items():
            with single_metric(name=name, unit=unit, value=value, namespace=NAMESPACE) as metric:
                metric.add_dimension(name="office", value=office_id)
        logger.info("drift measured", extra={"office_id": office_id, "is_drifting": measured.is_drifting})
    drifting = sum(measured.is_drifting for measured in found.values())
    metrics.add_metric("OfficesDrifting", MetricUnit.Count, drifting)
    return {"offices": len(found), "drifting": drifting}
