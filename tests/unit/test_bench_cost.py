"""What the benchmarks reckon of capacity and money."""

import json
from typing import Any

import pytest

from tools.bench import prices
from tools.bench.capacity import StoredItem, Units, item_bytes, stored, units_of
from tools.bench.cost import Idle, StageUse, idle_month, thousand_messages, total

TABLE = "records"
STATE = {"pk": {"S": "MESSAGE#1"}, "sk": {"S": "STATE"}}
OPT_OUT = {"pk": {"S": "CONTACT#1"}, "sk": {"S": "SUPPRESSION"}}


def items(size_bytes: int, indexes: int = 0) -> dict[tuple[str, str, str], StoredItem]:
    return {(TABLE, "MESSAGE#1", "STATE"): StoredItem(size_bytes=size_bytes, indexes=indexes)}


def an_update(**more: Any) -> dict[str, Any]:
    return {"TableName": TABLE, "Key": STATE, "UpdateExpression": "SET a = :a", **more}


def a_stage(**changes: Any) -> StageUse:
    stage: dict[str, Any] = {
        "invocations": 1,
        "memory_mb": 1024,
        "processor_seconds": 0.010,
        "cold_seconds": 2.0,
        "calls": {"sqs:SendMessage": 1},
        "units": Units(read=1, write=2),
        "log_bytes": 600,
    }
    return StageUse(**{**stage, **changes})


@pytest.mark.parametrize(
    ("size_bytes", "indexes", "expected"),
    [
        pytest.param(1, 0, 1, id="a small item takes one unit"),
        pytest.param(1024, 0, 1, id="a kilobyte still takes one"),
        pytest.param(1025, 0, 2, id="a byte more takes another"),
        pytest.param(1025, 3, 8, id="each index that holds the item takes as many again"),
    ],
)
def test_a_write_takes_a_unit_a_kilobyte(size_bytes: int, indexes: int, expected: float) -> None:
    assert units_of("dynamodb:UpdateItem", an_update(), items(size_bytes, indexes)) == Units(write=expected)


def test_a_transaction_writes_the_table_twice_and_its_indexes_once() -> None:
    request = {"TransactItems": [{"Update": an_update()}]}

    assert units_of("dynamodb:TransactWriteItems", request, items(1500, indexes=3)) == Units(write=4 + 6)


def test_a_check_that_nobody_opted_out_takes_the_units_of_a_small_write() -> None:
    check = {"ConditionCheck": {"TableName": TABLE, "Key": OPT_OUT, "ConditionExpression": "attribute_not_exists(pk)"}}

    assert units_of("dynamodb:TransactWriteItems", {"TransactItems": [check]}, items(10, indexes=3)) == Units(write=2)


@pytest.mark.parametrize(
    ("size_bytes", "expected"),
    [pytest.param(4096, 1, id="four kilobytes take one unit"), pytest.param(4097, 2, id="a byte more takes another")],
)
def test_a_consistent_read_takes_a_unit_for_four_kilobytes(size_bytes: int, expected: float) -> None:
    request = {"TableName": TABLE, "Key": STATE}

    assert units_of("dynamodb:GetItem", request, items(size_bytes)) == Units(read=expected)


def test_asking_for_what_is_not_there_takes_a_unit_too() -> None:
    request = {"RequestItems": {TABLE: {"Keys": [STATE, OPT_OUT]}}}

    assert units_of("dynamodb:BatchGetItem", request, items(10)) == Units(read=2)


def test_a_query_takes_half_a_unit_for_four_kilobytes_of_all_that_it_finds() -> None:
    request = {
        "TableName": TABLE,
        "ExpressionAttributeValues": {":partition": {"S": "OFFICE#1"}, ":prefix": {"S": "TOPIC#"}},
    }
    found = {(TABLE, "OFFICE#1", f"TOPIC#{number}"): StoredItem(size_bytes=1000, indexes=0) for number in range(5)}
    others = {(TABLE, "OFFICE#1", "PROFILE"): StoredItem(size_bytes=9000, indexes=0)}

    assert units_of("dynamodb:Query", request, {**found, **others}) == Units(read=1)


def test_an_operation_that_nobody_reckoned_with_is_an_error_and_not_free() -> None:
    with pytest.raises(KeyError, match="Scan"):
        units_of("dynamodb:Scan", {}, {})


def test_an_item_weighs_its_names_and_its_values() -> None:
    item = {"pk": {"S": "añb"}, "n": {"N": "1234"}, "m": {"M": {"k": {"BOOL": True}}}, "l": {"L": [{"S": "xy"}]}}

    assert item_bytes(item) == (2 + 4) + (1 + 3) + (1 + 3 + 1 + 1 + 1) + (1 + 3 + 2 + 1)


def test_an_item_with_any_index_key_is_written_to_every_index_at_some_time() -> None:
    kept = stored(
        {("t", "p", "s"): {"day_pk": {"S": "d"}}, ("t", "q", "s"): {"x": {"S": "d"}}}, ["day_pk", "waiting_pk"]
    )

    assert [one.indexes for one in kept.values()] == [2, 0]


def test_less_memory_makes_a_function_slower_but_its_waiting_no_longer() -> None:
    whole, half = a_stage(memory_mb=1769), a_stage(memory_mb=1769 // 2)

    assert whole.billed_seconds == pytest.approx(0.010 + 0.008)
    assert half.billed_seconds == pytest.approx(0.020 + 0.008, rel=0.01)


def test_a_quiet_office_pays_for_every_start_of_its_functions() -> None:
    warm = thousand_messages([a_stage()], is_mail=False, sms_segments=1, cold=False)
    cold = thousand_messages([a_stage()], is_mail=False, sms_segments=1, cold=True)

    assert total(cold) - total(warm) == pytest.approx(1000 * prices.LAMBDA_GB_SECOND.of(2.0))


def test_a_longer_reply_costs_a_text_for_each_segment() -> None:
    one = thousand_messages([a_stage()], is_mail=False, sms_segments=1, cold=False)
    three = thousand_messages([a_stage()], is_mail=False, sms_segments=3, cold=False)

    each = prices.SMS_OUT_SEGMENT.dollars + prices.SMS_OUT_CARRIER_FEE.dollars
    assert total(three) - total(one) == pytest.approx(2 * 1000 * each)


def test_a_mail_costs_no_carrier_anything() -> None:
    names = {line.name for line in thousand_messages([a_stage()], is_mail=True, sms_segments=3, cold=False)}

    assert {"mails in", "mails out"} <= names
    assert not any(name.startswith("texts") for name in names)


def test_an_idle_month_is_keys_alarms_polls_and_what_the_carriers_ask() -> None:
    lines = {
        line.name: line.dollars for line in idle_month(Idle(keys=1, secrets=1, alarms=17, polled_queues=3, numbers=1))
    }

    assert lines["encryption key"] == 1.00
    assert lines["alarms beyond the free ten"] == pytest.approx(0.70)
    assert lines["polls of idle queues beyond the free million"] == pytest.approx(0.3884)


def test_an_office_without_a_number_pays_no_carrier() -> None:
    lines = idle_month(Idle(keys=1, secrets=1, alarms=8, polled_queues=1, numbers=0))

    assert total(lines) == pytest.approx(1.40)


def test_every_price_names_the_page_that_lists_it() -> None:
    listed = [value for value in vars(prices).values() if isinstance(value, prices.Price)]

    assert listed
    assert all("Pricing" in price.source and price.dollars > 0 for price in listed)


def test_results_can_be_written_as_json() -> None:
    lines = thousand_messages([a_stage()], is_mail=True, sms_segments=1, cold=True)

    assert json.dumps([line.dollars for line in lines])
