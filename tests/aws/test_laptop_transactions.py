"""The laptop's own DynamoDB transactions keep the promises that the contract suites test on moto's."""

import threading
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from moto.dynamodb.models import DynamoDBBackend

from civicline.adapters.dynamo.aggregates import DynamoAggregates
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.opting_out.suppression import SuppressionChange
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply import ReplyStatus
from civicline.domain.reports.measures import Period, tallies_of
from civicline.ports.reports import CountedChange
from tests.builders import NOW, RIVERBEND, a_decision, a_message, a_receipt, a_record, a_reply, a_suppression
from tools.local.servers.transactions import one_at_a_time, transact


@pytest.fixture
def messages(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> DynamoMessages:
    monkeypatch.setattr(DynamoDBBackend, "transact_write_items", transact)
    return DynamoMessages(dynamodb, "RecordsTable")


def test_a_transaction_writes_all_of_its_items(messages: DynamoMessages, dynamodb: Any) -> None:
    assert messages.receive(a_receipt())
    kinds = {item["sk"]["S"] for item in dynamodb.scan(TableName="RecordsTable")["Items"]}
    assert kinds == {"STATE", "TEXT", "CONTACT", "CONVERSATION", "ENTRY#000001"}


def test_a_refused_transaction_writes_nothing_and_tells_which_condition_failed(
    messages: DynamoMessages, dynamodb: Any
) -> None:
    messages.receive(a_receipt())
    before = dynamodb.scan(TableName="RecordsTable")["Items"]
    assert not messages.receive(a_receipt(known=a_receipt().contact))
    with pytest.raises(ConcurrentChangeError):
        messages.receive(a_receipt(a_record(message=a_message(provider_id="provider-2"))))
    assert dynamodb.scan(TableName="RecordsTable")["Items"] == before


def test_claims_opt_outs_and_settlements_work_as_in_aws(messages: DynamoMessages) -> None:
    record = a_record()
    messages.receive(a_receipt(record))
    claimed = replace(record, decision=a_decision(), reply=a_reply())
    unsuppressed = SuppressionChange(expected=None, new=None)
    assert messages.decide(claimed, unsuppressed)
    assert not messages.decide(replace(record, decision=a_decision(Action.SILENT, Reason.EMPTY)), None)
    sent = replace(claimed, reply=a_reply(ReplyStatus.SENT))
    assert messages.settle(sent, a_reply(), ["<ours@ses.example>"])
    assert messages.record(record.message.ref) == sent


def test_an_opt_out_between_load_and_claim_is_noticed(messages: DynamoMessages) -> None:
    first, second = a_record(), a_record(message=a_message(provider_id="provider-2"))
    receipt = a_receipt(first)
    messages.receive(receipt)
    messages.receive(a_receipt(second, known=receipt.contact, opens_conversation=True))
    opt_out = SuppressionChange(expected=None, new=a_suppression())
    assert messages.decide(replace(first, decision=a_decision(reason=Reason.OPT_OUT)), opt_out)
    with pytest.raises(ConcurrentChangeError):
        messages.decide(
            replace(second, decision=a_decision(), reply=a_reply()), SuppressionChange(expected=None, new=None)
        )


def test_an_item_named_twice_is_refused(messages: DynamoMessages, dynamodb: Any) -> None:
    put = {"Put": {"TableName": "RecordsTable", "Item": {"pk": {"S": "a"}, "sk": {"S": "b"}}}}
    with pytest.raises(dynamodb.exceptions.ClientError, match="multiple operations on one item"):
        dynamodb.transact_write_items(TransactItems=[put, put])


def test_requests_to_dynamodb_wait_for_one_another_and_others_do_not() -> None:
    running, most = 0, 0
    started, goes_on = threading.Event(), threading.Event()

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        started.set()
        assert goes_on.wait(10)
        running -= 1
        return []

    serialised = one_at_a_time(application)
    threads = [
        threading.Thread(target=serialised, args=({"HTTP_X_AMZ_TARGET": "DynamoDB_20120810.PutItem"}, None))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    assert started.wait(10)
    goes_on.set()
    for thread in threads:
        thread.join()
    assert most == 1


def a_counted_change(change_id: str) -> CountedChange:
    return CountedChange(change_id=change_id, changed_at=NOW, tallies=tallies_of(a_record(), ZoneInfo("UTC")))


def test_the_aggregates_count_once_on_the_laptop_too(messages: DynamoMessages, dynamodb: Any) -> None:
    aggregates = DynamoAggregates(dynamodb, "AggregatesTable")
    aggregates.add([a_counted_change("change-1"), a_counted_change("change-2")])
    aggregates.add([a_counted_change("change-2"), a_counted_change("change-3")])
    found = aggregates.tallies(RIVERBEND, Period.DAY, "2026-11-22", "2026-11-22")
    assert [tally.messages for tally in found.values()] == [3]
