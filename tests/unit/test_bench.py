"""What the benchmarks make of what they measured. How fast anything is, no test says."""

import json
from collections import Counter
from pathlib import Path

import pytest
from botocore.awsrequest import AWSPreparedRequest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.channel import Channel
from tools.bench.__main__ import write_results
from tools.bench.calls import LEAST, stage_calls
from tools.bench.latency import fictional_number
from tools.bench.office import Followed, Visit, sample_mail
from tools.bench.stack import running_pid
from tools.bench.stand_in import StandIn, UnrecordedCallError
from tools.bench.summaries import percentile, ratio, spread
from tools.bench.tables import operations_text, plain
from tools.bench.throughput import Case, batch_of, recorded
from tools.bench.wire import Exchange, operation_of

measurements = st.lists(st.floats(min_value=0, max_value=1e6), min_size=1)


def an_exchange(operation: str, request: bytes = b"{}", response: bytes = b"{}") -> Exchange:
    return Exchange(
        function="Inbound",
        operation=operation,
        path="/",
        request=request,
        status=200,
        headers={"content-type": "application/json"},
        response=response,
    )


def a_visit(stage: str, *operations: str) -> Visit:
    return Visit(stage=stage, event={}, exchanges=tuple(map(an_exchange, operations)), log="")


def a_request(body: bytes) -> AWSPreparedRequest:
    return AWSPreparedRequest("POST", "http://127.0.0.1/", {}, body, stream_output=False)


@given(measurements)
def test_a_percentile_is_one_of_the_measured_values_and_no_more_than_the_most(values: list[float]) -> None:
    found = spread(values)

    assert found.p95 in values
    assert min(values) <= found.p50 <= found.most == max(values)
    assert found.p50 <= found.p95 <= found.most


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        pytest.param(50, 50, id="the fiftieth of a hundred"),
        pytest.param(95, 95, id="the ninety-fifth of a hundred"),
        pytest.param(100, 100, id="the last"),
        pytest.param(0, 1, id="the first, never one before it"),
    ],
)
def test_percentiles_go_by_nearest_rank(percent: float, expected: float) -> None:
    assert percentile(list(range(100, 0, -1)), percent) == expected


def test_nothing_measured_is_an_error_and_not_a_zero() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        spread([])


def test_a_peer_that_takes_nothing_makes_an_infinite_ratio() -> None:
    assert ratio(1.0, 0.0) == float("inf")


def test_calls_are_counted_by_stage_apart_for_cold_and_warm() -> None:
    followed = Followed(
        channel=Channel.SMS,
        cold=(a_visit("Inbound", "dynamodb:GetItem", "sqs:SendMessage"), a_visit("Report", "dynamodb:GetItem")),
        warm=(a_visit("Inbound", "sqs:SendMessage"), a_visit("Report"), a_visit("Report", "dynamodb:GetItem")),
    )

    inbound, report = stage_calls(followed)

    assert inbound.cold == {"dynamodb:GetItem": 1, "sqs:SendMessage": 1}
    assert inbound.warm == {"sqs:SendMessage": 1}
    assert report.warm == {"dynamodb:GetItem": 1}


def test_every_stage_of_both_channels_says_the_fewest_calls_and_what_each_is_for() -> None:
    assert LEAST.keys() == {
        (channel, stage)
        for channel in (Channel.SMS, Channel.EMAIL)
        for stage in ("Inbound", "Classify", "Reply", "Report")
    }
    for least in LEAST.values():
        assert len(least.why.split(", ")) == least.calls


@pytest.mark.parametrize(
    ("service", "method", "target", "body", "expected"),
    [
        pytest.param(
            "dynamodb", "POST", "DynamoDB_20120810.GetItem", b"{}", "dynamodb:GetItem", id="named by a header"
        ),
        pytest.param("sns", "POST", "", b"Action=Publish&Message=x", "sns:Publish", id="named in the body"),
        pytest.param("s3", "GET", "", b"", "s3:GetObject", id="named by its method"),
    ],
)
def test_an_operation_is_known_from_what_is_on_the_wire(
    service: str, method: str, target: str, body: bytes, expected: str
) -> None:
    assert operation_of(service, method, target, body) == expected


def test_the_stand_in_answers_a_read_with_what_was_answered_to_that_very_read() -> None:
    first = an_exchange("dynamodb:GetItem", b'{"Key": 1}', b'{"Item": 1}')
    second = an_exchange("dynamodb:GetItem", b'{"Key": 2}', b'{"Item": 2}')
    stand_in = StandIn([recorded(first), recorded(second)])

    answer = stand_in("before-send.dynamodb.GetItem", a_request(b'{"Key": 1}'))

    assert answer.status_code == 200
    assert answer.content == b'{"Item": 1}'


def test_the_stand_in_answers_a_write_whatever_the_time_in_it() -> None:
    stand_in = StandIn([recorded(an_exchange("ses:SendEmail", b"at noon", b'{"MessageId": "m"}'))])

    assert stand_in("before-send.sesv2.SendEmail", a_request(b"at one")).content == b'{"MessageId": "m"}'


def test_the_stand_in_never_makes_an_answer_up() -> None:
    with pytest.raises(UnrecordedCallError, match="sqs:SendMessage"):
        StandIn([])("before-send.sqs.SendMessage", a_request(b"{}"))


@pytest.mark.parametrize(("is_stream", "name"), [(False, "messageId"), (True, "eventID")], ids=["a queue", "a stream"])
def test_each_record_of_a_batch_has_an_id_of_its_own(is_stream: bool, name: str) -> None:
    events = [{"Records": [{name: "a", "body": {}}]}, {"Records": [{name: "b", "body": {}}]}]

    records = batch_of(events, 3, is_stream=is_stream)["Records"]

    assert [record[name] for record in records] == ["a-0", "b-0", "a-1", "b-1", "a-2", "b-2"]
    assert records[0]["body"] is not records[2]["body"]


def test_results_for_programs_hold_what_is_derived_beside_what_was_measured() -> None:
    case = Case(calls_per_message=3, function_seconds=0.004, peer_seconds=0.002)

    assert plain([case]) == [
        {
            "calls_per_message": 3,
            "function_seconds": 0.004,
            "peer_seconds": 0.002,
            "messages_per_second": 250,
            "peer_per_second": 500,
            "times_peer": 2,
        }
    ]


def test_results_of_benchmarks_that_were_left_out_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    write_results(path, {"calls": 1, "cold": 1})

    write_results(path, {"cold": 2})

    assert json.loads(path.read_text(encoding="utf-8")) == {"calls": 1, "cold": 2}


def test_calls_are_told_in_words() -> None:
    assert operations_text(Counter({"dynamodb:GetItem": 1, "dynamodb:Query": 2})) == "GetItem, 2 Query"


def test_the_sample_mail_is_not_mistaken_for_a_machines() -> None:
    mail = sample_mail("ada1@example.net", "help@riverbend.example", "Pothole", "a hole on Elm Street")

    assert b"Auto-Submitted" not in mail
    assert b"Subject: Pothole" in mail


def test_nobody_writes_to_the_office_from_its_own_number() -> None:
    assert "+12025550143" not in {fictional_number(index, "+12025550143") for index in range(200)}


def test_a_stack_that_is_gone_is_not_taken_for_a_running_one(tmp_path: Path) -> None:
    assert running_pid(tmp_path / "local.json") is None
