"""`report` on moto, and what all handlers leave in logs and tables."""

import sys
from io import StringIO
from logging import StreamHandler
from typing import Any, TextIO, cast

import pytest

from civicline.runtime.observability import logger
from functions.reply.handler import reply
from functions.report.handler import report
from tests.builders import NOW, a_classification
from tests.functional.deployed import CONTEXT, Account, a_mail, a_text_message, ref_of, written


@pytest.fixture
def account(deployed: Account) -> Account:
    return deployed


def stream_event(*images: dict[str, Any]) -> dict[str, Any]:
    def change(number: int, image: dict[str, Any]) -> dict[str, Any]:
        keys = {name: image[name] for name in ("pk", "sk")}
        moment = NOW.timestamp()
        return {
            "eventID": f"event-{number}",
            "dynamodb": {
                "ApproximateCreationDateTime": moment,
                "Keys": keys,
                "NewImage": image,
                "SequenceNumber": str(number),
            },
        }

    return {"Records": [change(number, image) for number, image in enumerate(images)]}


def stored_items(account: Account) -> list[dict[str, Any]]:
    return account.dynamodb.scan(TableName="RecordsTable")["Items"]


def test_the_stream_counts_message_records_and_nothing_else(account: Account) -> None:
    account.deliver(a_text_message("sms-1"), a_text_message("sms-2"))
    event = stream_event(*stored_items(account))
    assert report(event, CONTEXT) == {"batchItemFailures": []}
    assert report(event, CONTEXT) == {"batchItemFailures": []}
    counted = account.dynamodb.scan(TableName="AggregatesTable")["Items"]
    assert {item["messages"]["N"] for item in counted if "messages" in item} == {"2"}


def test_a_stream_record_that_cannot_be_read_is_told_and_those_before_it_count(account: Account) -> None:
    account.deliver(a_text_message("sms-1"))
    (state,) = [item for item in stored_items(account) if item["sk"]["S"] == "STATE"]
    broken = {**state, "message": {"S": "not a message"}}
    assert report(stream_event(state, broken), CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    counted = account.dynamodb.scan(TableName="AggregatesTable")["Items"]
    assert any("messages" in item for item in counted)


def test_logs_and_metrics_name_no_person_and_quote_nobody(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    log = StringIO()
    usual = cast("StreamHandler[TextIO]", logger.registered_handler).setStream(log)
    account.approve()
    nobodys = a_text_message(destinationNumber="+12025550111")
    account.deliver(a_text_message(), a_mail(account, written().as_bytes()), "{", nobodys)
    account.classify(ref_of("sms-1"), a_classification())
    account.decide(ref_of("sms-1"))
    account.run(reply, ['{"office_id": "my secret pothole on Elm St"}'])
    cast("StreamHandler[TextIO]", logger.registered_handler).setStream(usual or sys.stdout)
    spoken = log.getvalue() + capsys.readouterr().out
    assert spoken.count("message_id") >= 3
    for secret in ("12025550188", "maria", "Maria", "Lopez", "pothole on", "Elm St", "12025550111"):
        assert secret not in spoken


def test_a_classification_of_the_model_is_read_back_exactly(account: Account) -> None:
    account.deliver(a_text_message())
    opinion = a_classification(confidence=0.123456789012345)
    account.classify(ref_of("sms-1"), opinion)
    assert account.record("sms-1").classification == opinion
