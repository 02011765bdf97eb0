"""Functions are fed from a table's stream as Lambda feeds them: in order, with retries, halving and giving up."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.functional.laptop import RecordingFunction, account_clients, load_sample
from tools.local.lambdas.failure_destination import FailureDestination
from tools.local.lambdas.stream_source import StreamSettings, StreamSource

pytestmark = pytest.mark.usefixtures("account")


class Office:
    """The small office's records, with a function that reads their changes."""

    def __init__(self, answer: Callable[[Mapping[str, Any]], Any] = lambda event: None, **settings: Any) -> None:
        loaded = load_sample()
        self.clients = account_clients()
        self.table = loaded.resources["Records"].created.reference
        self.dead_url = loaded.resources["InboundDead"].created.reference
        arn = loaded.resources["Records"].created.attributes["StreamArn"]
        self.function = RecordingFunction(answer)
        self.source = StreamSource(
            self.clients("dynamodbstreams"),
            self.function,
            stream_arn=arn,
            settings=StreamSettings(**settings),
            give_up=FailureDestination(
                clients=self.clients,
                function_arn=self.function.function.arn,
                stream_arn=arn,
                destination_arn=loaded.resources["InboundDead"].created.attributes["Arn"],
            ),
        )

    def write(self, *keys: str, **attributes: Any) -> None:
        """Write items, one after the other."""
        for key in keys:
            self.clients("dynamodb").put_item(TableName=self.table, Item={"pk": {"S": key}} | attributes)

    def calls(self) -> list[list[str]]:
        """The keys in each call."""
        return [[r["dynamodb"]["Keys"]["pk"]["S"] for r in batch] for batch in self.function.records]

    def given_up(self) -> list[dict[str, Any]]:
        """The notes in the dead-letter queue."""
        messages = self.clients("sqs").receive_message(QueueUrl=self.dead_url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in messages.get("Messages", [])]


def _fail_on(*bad: str, reports: bool) -> Callable[[Mapping[str, Any]], Any]:
    def answer(event: Mapping[str, Any]) -> Any:
        found = [r for r in event["Records"] if r["dynamodb"]["Keys"]["pk"]["S"] in bad]
        if found and not reports:
            raise ValueError("broken")
        numbers = [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]} for record in found]
        return {"batchItemFailures": numbers}

    return answer


def test_changes_come_once_and_in_order() -> None:
    office = Office(batch_size=2)
    office.write("a", "b", "c")
    assert [office.source.poll_once() for _ in range(3)] == [True, True, False]
    office.write("d")
    office.source.poll_once()
    assert office.calls() == [["a", "b"], ["c"], ["d"]]


def test_a_record_looks_as_it_does_in_lambda() -> None:
    office = Office()
    office.write("a", blob={"B": b"\x00\xff"}, names={"SS": ["x"]}, parts={"M": {"inner": {"B": b"\x01"}}})
    office.write("a")
    office.source.poll_once()
    first, second = office.function.records[0]
    assert json.loads(json.dumps(first))["dynamodb"]["NewImage"]["blob"] == {"B": "AP8="}
    assert first["dynamodb"]["NewImage"]["parts"] == {"M": {"inner": {"B": "AQ=="}}}
    assert isinstance(first["dynamodb"]["ApproximateCreationDateTime"], float)
    assert (first["eventName"], second["eventName"]) == ("INSERT", "MODIFY")
    assert second["dynamodb"]["OldImage"]["names"] == {"SS": ["x"]}


def test_only_what_the_filter_wants_is_seen() -> None:
    office = Office(patterns=[{"dynamodb": {"Keys": {"pk": {"S": ["STATE"]}}}}])
    office.write("BODY", "STATE", "OTHER")
    office.source.poll_once()
    assert office.calls() == [["STATE"]]


def test_a_reported_record_and_those_after_it_are_tried_again() -> None:
    office = Office(_fail_on("b", reports=True), reports_failures=True, retries=1)
    office.write("a", "b", "c")
    office.source.poll_once()
    assert office.calls() == [["a", "b", "c"], ["b", "c"]]


def test_halving_finds_the_one_bad_record_and_the_others_are_handled() -> None:
    office = Office(_fail_on("c", reports=False), bisects=True, retries=0)
    office.write("a", "b", "c", "d")
    office.source.poll_once()
    assert office.calls() == [["a", "b", "c", "d"], ["a", "b"], ["c", "d"], ["c"], ["d"]]
    (note,) = office.given_up()
    assert note["DDBStreamBatchInfo"]["batchSize"] == 1
    assert note["requestContext"]["condition"] == "RetryAttemptsExhausted"


def test_a_batch_is_given_up_after_its_retries_and_the_next_one_is_read() -> None:
    office = Office(_fail_on("a", reports=False), batch_size=1, retries=2)
    office.write("a", "b")
    office.source.poll_once()
    office.source.poll_once()
    assert office.calls() == [["a"], ["a"], ["a"], ["b"]]
    assert len(office.given_up()) == 1
