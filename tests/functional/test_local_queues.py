"""Functions are fed from queues as Lambda feeds them."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.functional.laptop import RecordingFunction, account_clients, load_sample
from tools.local.lambdas.queue_source import QueueSource

pytestmark = pytest.mark.usefixtures("account")


class Office:
    """The small office's inbound queue, with a function that takes from it."""

    def __init__(self, answer: Callable[[Mapping[str, Any]], Any], **settings: Any) -> None:
        loaded = load_sample()
        self.sqs = account_clients()("sqs")
        self.url = loaded.resources["Inbound"].created.reference
        self.dead_url = loaded.resources["InboundDead"].created.reference
        self.function = RecordingFunction(answer)
        arn = loaded.resources["Inbound"].created.attributes["Arn"]
        self.source = QueueSource(
            self.sqs, self.function, queue_url=self.url, queue_arn=arn, wait_seconds=0, **settings
        )

    def send(self, *bodies: str) -> None:
        """Put messages into the queue."""
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body)

    def waiting(self, url: str) -> int:
        """Messages in a queue, whether in somebody's hands or not."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(counts[name]) for name in names)

    def make_visible(self, records: list[dict[str, Any]]) -> None:
        """End the visibility timeout of messages without waiting for it."""
        for record in records:
            self.sqs.change_message_visibility(
                QueueUrl=self.url, ReceiptHandle=record["receiptHandle"], VisibilityTimeout=0
            )


def _fail_those_that_say_bad(event: Mapping[str, Any]) -> dict[str, Any]:
    bad = [record["messageId"] for record in event["Records"] if record["body"] == "bad"]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in bad]}


def _fail(event: Mapping[str, Any]) -> None:
    raise ValueError("broken")


def test_messages_come_in_batches_and_go_when_they_are_handled() -> None:
    office = Office(lambda event: None, batch_size=2)
    office.send("one", "two", "three")
    assert [office.source.poll_once() for _ in range(3)] == [True, True, False]
    assert [[record["body"] for record in batch] for batch in office.function.records] == [["one", "two"], ["three"]]
    assert office.waiting(office.url) == 0


def test_a_record_looks_as_it_does_in_lambda() -> None:
    office = Office(lambda event: None)
    office.send("hello")
    office.source.poll_once()
    ((record,),) = office.function.records
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"].endswith(":office-Inbound")
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert set(record) == {
        "messageId",
        "receiptHandle",
        "body",
        "attributes",
        "messageAttributes",
        "md5OfBody",
        "eventSource",
        "eventSourceARN",
        "awsRegion",
    }


def test_one_bad_message_stays_and_its_neighbours_go() -> None:
    office = Office(_fail_those_that_say_bad, reports_failures=True)
    office.send("good", "bad", "good")
    office.source.poll_once()
    assert office.waiting(office.url) == 1


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        pytest.param(lambda event: None, 0, id="nothing: all done"),
        pytest.param(lambda event: {"batchItemFailures": []}, 0, id="an empty report: all done"),
        pytest.param(lambda event: {"batchItemFailures": [{"itemIdentifier": ""}]}, 2, id="an empty id: none done"),
        pytest.param(lambda event: {"batchItemFailures": [{"itemIdentifier": "?"}]}, 2, id="an unknown id: none done"),
        pytest.param(lambda event: {"batchItemFailures": [{}]}, 2, id="a report without ids: none done"),
        pytest.param(lambda event: "sorry", 2, id="no report at all: none done"),
        pytest.param(_fail, 2, id="an error: none done"),
    ],
)
def test_what_stays_in_the_queue_is_what_the_answer_says(answer: Callable[..., Any], left: int) -> None:
    office = Office(answer, reports_failures=True)
    office.send("one", "two")
    office.source.poll_once()
    assert office.waiting(office.url) == left


def test_a_function_that_does_not_report_has_handled_all_or_nothing() -> None:
    office = Office(_fail_those_that_say_bad, reports_failures=False)
    office.send("good", "bad")
    office.source.poll_once()
    assert office.waiting(office.url) == 0


def test_a_message_that_always_fails_ends_in_the_dead_letter_queue() -> None:
    office = Office(_fail, reports_failures=True)
    office.send("poison")
    for _ in range(2):  # maxReceiveCount
        assert office.source.poll_once()
        office.make_visible(office.function.records[-1])
    assert not office.source.poll_once()
    assert (office.waiting(office.url), office.waiting(office.dead_url)) == (0, 1)


def test_a_message_in_a_functions_hands_is_not_seen_by_anybody_else() -> None:
    office = Office(lambda event: None)
    seen: list[Any] = []
    office.function = RecordingFunction(
        lambda event: seen.append(office.sqs.receive_message(QueueUrl=office.url).get("Messages", []))
    )
    office.source = QueueSource(
        office.sqs, office.function, queue_url=office.url, queue_arn="arn:aws:sqs:us-east-1:1:q", wait_seconds=0
    )
    office.send("one")
    office.source.poll_once()
    assert seen == [[]]


def test_a_message_that_the_filter_does_not_want_is_dropped_as_in_lambda() -> None:
    office = Office(lambda event: None, patterns=[{"body": {"kind": ["text"]}}])
    office.send(json.dumps({"kind": "text"}), json.dumps({"kind": "mail"}), "no JSON")
    office.source.poll_once()
    assert [record["body"] for record in office.function.records[0]] == ['{"kind": "text"}']
    assert office.waiting(office.url) == 0
