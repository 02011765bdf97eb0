"""Keeps every event source of a template fed, a thread for each."""

import logging
import threading
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from tools.local.lambdas.failure_destination import FailureDestination
from tools.local.lambdas.filters import UnknownFilterError, patterns_of
from tools.local.lambdas.queue_source import QueueSource
from tools.local.lambdas.stream_source import StreamSettings, StreamSource
from tools.local.lambdas.workers import Invocable, Invocation
from tools.local.template.errors import TemplateError
from tools.local.template.loader import LoadedResource, LoadedTemplate
from tools.local.template.properties import Clients

LOG = logging.getLogger(__name__)
ERROR_PAUSE_SECONDS = 0.5
IDLE_POLL_SECONDS = 1.0


class Source(Protocol):
    """Something to poll."""

    def poll_once(self) -> bool:
        """Handle what is there; false if there was nothing."""


def source_of(
    mapping: LoadedResource, loaded: LoadedTemplate, functions: Mapping[str, Invocable], clients: Clients
) -> Source:
    """The source that an event source mapping describes; raises TemplateError on one it cannot play."""
    properties = mapping.properties
    function = functions[properties["FunctionName"].split(":")[-1]]
    arn = properties["EventSourceArn"]
    reports_failures = "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", [])
    service = arn.split(":")[2]
    if service == "sqs":
        queue = loaded.by_reference("AWS::SQS::Queue", arn)
        return QueueSource(
            clients("sqs"),
            function,
            queue_url=queue.created.reference,
            queue_arn=arn,
            batch_size=int(properties.get("BatchSize", 10)),
            reports_failures=reports_failures,
            patterns=patterns_of(properties),
        )
    if service == "dynamodb":
        settings = StreamSettings(
            batch_size=int(properties.get("BatchSize", 100)),
            retries=int(properties.get("MaximumRetryAttempts", -1)),
            bisects=bool(properties.get("BisectBatchOnFunctionError", False)),
            reports_failures=reports_failures,
            patterns=patterns_of(properties),
        )
        on_failure = properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        give_up = FailureDestination(
            clients=clients, function_arn=function.function.arn, stream_arn=arn, destination_arn=on_failure
        )
        streams = clients("dynamodbstreams")
        return StreamSource(streams, function, stream_arn=arn, settings=settings, give_up=give_up)
    raise TemplateError(f"{mapping.logical_id}: the laptop stack does not poll {service}")


class Activity:
    """Tells those who would otherwise poll often that a function has run, so something may be new."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def note(self) -> None:
        """Say that something has happened."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait(self, seen: int, timeout_seconds: float) -> int:
        """Wait until more has happened than was seen, or the time is over; returns the new count."""
        with self._changed:
            self._changed.wait_for(lambda: self._count != seen, timeout_seconds)
            return self._count


class Watched:
    """A function whose every call is noted as activity."""

    def __init__(self, inner: Invocable, activity: Activity) -> None:
        self._inner = inner
        self._activity = activity
        self.function = inner.function

    @property
    def is_stopped(self) -> bool:
        """Whether the function takes no more calls."""
        return self._inner.is_stopped

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        """Call the function."""
        try:
            return self._inner.invoke(event)
        finally:
            self._activity.note()


class EventHost:
    """Polls each source in a thread of its own until stopped.

    Queues answer by long polling, at once when a message arrives. Streams have nothing of the kind: they are
    read right after any function has run, and otherwise once a second, so an idle stack uses next to no processor.
    """

    def __init__(self, sources: Iterable[Source], activity: Activity) -> None:
        self._sources = list(sources)
        self._activity = activity
        self._stopping = threading.Event()

    def start(self) -> None:
        """Begin to poll."""
        for source in self._sources:
            threading.Thread(target=self._poll, args=(source,), daemon=True).start()

    def stop(self) -> None:
        """Poll no more; a batch in a function's hands is left to it."""
        self._stopping.set()
        self._activity.note()

    def _poll(self, source: Source) -> None:
        seen = 0
        while not self._stopping.is_set():
            try:
                if not source.poll_once() and isinstance(source, StreamSource):
                    seen = self._activity.wait(seen, IDLE_POLL_SECONDS)
            except (BotoCoreError, ClientError, UnknownFilterError) as error:
                if not self._stopping.is_set():
                    LOG.warning("a source cannot be read: %s", error)
                    self._stopping.wait(ERROR_PAUSE_SECONDS)
