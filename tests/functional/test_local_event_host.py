"""Sources are polled until the stack ends, whatever goes wrong with one of them."""

import threading

import pytest
from botocore.exceptions import ClientError

from tests.functional.laptop import RecordingFunction, account_clients, load_sample
from tools.local.lambdas.event_host import Activity, EventHost, Watched, source_of
from tools.local.lambdas.queue_source import QueueSource
from tools.local.lambdas.stream_source import StreamSource
from tools.local.template.errors import TemplateError
from tools.local.template.intrinsics import Created
from tools.local.template.loader import LoadedResource

PATIENCE_SECONDS = 10


class FailingOnce:
    """A source that cannot be read the first time."""

    def __init__(self) -> None:
        self.polls = 0
        self.recovered = threading.Event()

    def poll_once(self) -> bool:
        """Fail, then have nothing."""
        self.polls += 1
        if self.polls == 1:
            raise ClientError({"Error": {"Code": "503", "Message": "busy"}}, "ReceiveMessage")
        self.recovered.set()
        return True


def test_a_source_that_fails_is_tried_again() -> None:
    source = FailingOnce()
    host = EventHost([source], Activity())
    host.start()
    try:
        assert source.recovered.wait(PATIENCE_SECONDS)
    finally:
        host.stop()


def test_whoever_waits_for_news_is_woken_when_a_function_has_run() -> None:
    activity = Activity()
    function = Watched(RecordingFunction(), activity)
    woken = threading.Event()

    def wait() -> None:
        activity.wait(0, PATIENCE_SECONDS)
        woken.set()

    threading.Thread(target=wait).start()
    function.invoke({"Records": []})
    assert woken.wait(PATIENCE_SECONDS)
    assert activity.wait(0, 0) == 1


def _mapping(arn: str) -> LoadedResource:
    return LoadedResource(
        logical_id="Mapping",
        resource_type="AWS::Lambda::EventSourceMapping",
        properties={"FunctionName": "office-inbound", "EventSourceArn": arn},
        created=Created(reference="Mapping"),
    )


@pytest.mark.usefixtures("account")
def test_a_mapping_is_played_by_the_source_of_its_kind_and_an_unknown_kind_is_refused() -> None:
    loaded = load_sample()
    functions = {"office-inbound": RecordingFunction()}
    queue = loaded.resources["Inbound"].created.attributes["Arn"]
    stream = loaded.resources["Records"].created.attributes["StreamArn"]
    assert isinstance(source_of(_mapping(queue), loaded, functions, account_clients()), QueueSource)
    assert isinstance(source_of(_mapping(stream), loaded, functions, account_clients()), StreamSource)
    with pytest.raises(TemplateError, match="does not poll kinesis"):
        source_of(_mapping("arn:aws:kinesis:us-east-1:1:stream/x"), loaded, functions, account_clients())
