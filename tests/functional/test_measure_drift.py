"""Once a day every office's drift becomes a metric; the counters know it, no message is read again."""

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import pytest

from civicline.adapters.dynamo.aggregates import DynamoAggregates
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.ids import OfficeId
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.reports.measures import changes
from civicline.ports.reports import Aggregates, CountedChange
from civicline.runtime import bootstrap
from functions.report.handler import drift
from functions.report.measure_drift import MeasureDrift
from tests.builders import NOW, RIVERBEND, a_decision, a_message, a_record, an_answered_record, an_office
from tests.fakes import FakeAggregates, FakeClock, FakeOffices
from tests.functional.laptop import REGION
from tests.tables import create_tables

LAKESIDE = OfficeId("lakeside")


def count(aggregates: Aggregates, days_ago: int, *, unsure: int, sure: int, now: Any = NOW) -> None:
    """Messages of one day, of some of which the model was unsure."""
    changed = []
    for number in range(unsure + sure):
        message = a_message(provider_id=f"{days_ago}-{number}", received_at=now - timedelta(days=days_ago))
        record = an_answered_record(message=message)
        if number < unsure:
            record = a_record(message=message, decision=a_decision(Action.SUGGEST, Reason.LOW_CONFIDENCE))
        tallies = changes(None, record, ZoneInfo("America/New_York"))
        changed.append(CountedChange(change_id=message.message_id, changed_at=now, tallies=tallies))
    aggregates.add(changed)


def test_a_week_of_abstentions_is_noticed_in_the_office_that_has_it() -> None:
    aggregates = FakeAggregates()
    for days_ago in range(1, 36):
        count(aggregates, days_ago, unsure=15 if days_ago <= 7 else 2, sure=10)
    lakeside = replace(an_office(), office_id=LAKESIDE)
    offices = FakeOffices([an_office(), lakeside])
    found = MeasureDrift(offices=offices, aggregates=aggregates, clock=FakeClock())()
    assert found[RIVERBEND].is_abstaining_more
    assert found[RIVERBEND].recent.abstention_share == pytest.approx(0.6)
    assert found[RIVERBEND].before.abstention_share == pytest.approx(1 / 6)
    assert not found[RIVERBEND].has_shifted_topics
    assert not found[LAKESIDE].is_drifting


def test_today_is_not_over_and_does_not_count() -> None:
    aggregates = FakeAggregates()
    count(aggregates, 0, unsure=5, sure=5)
    count(aggregates, 1, unsure=1, sure=3)
    count(aggregates, 36, unsure=9, sure=0)
    found = MeasureDrift(offices=FakeOffices([an_office()]), aggregates=aggregates, clock=FakeClock())()
    assert (found[RIVERBEND].recent.messages, found[RIVERBEND].before.messages) == (4, 0)


@pytest.fixture
def deployed(account: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    client = boto3.client("dynamodb", REGION)
    create_tables(client)
    DynamoOffices(client, "RecordsTable").save_office(an_office())
    for name, value in {
        "CIVICLINE_RECORDS_TABLE": "RecordsTable",
        "CIVICLINE_AGGREGATES_TABLE": "AggregatesTable",
        "POWERTOOLS_SERVICE_NAME": "drift",
    }.items():
        monkeypatch.setenv(name, value)
    bootstrap.forget()
    yield client
    bootstrap.forget()


def test_each_office_has_metrics_of_its_own_and_one_counts_those_that_drift(
    deployed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    aggregates, now = DynamoAggregates(deployed, "AggregatesTable"), bootstrap.now()
    for days_ago in (1, 2, 3):
        count(aggregates, days_ago, unsure=20, sure=0, now=now)
    for days_ago in (9, 15, 21, 30):
        count(aggregates, days_ago, unsure=0, sure=20, now=now)
    context = SimpleNamespace(
        function_name="drift", memory_limit_in_mb=512, invoked_function_arn="arn", aws_request_id="1"
    )
    assert drift({"source": "aws.events"}, context) == {"offices": 1, "drifting": 1}  # type: ignore[arg-type]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    by_office = {name: line for line in lines for name in line if line.get("office") == RIVERBEND}
    assert by_office["AbstentionShare"]["AbstentionShare"] == [100.0]
    assert by_office["AbstentionShareBefore"]["AbstentionShareBefore"] == [0.0]
    assert by_office["IsDrifting"]["IsDrifting"] == [1.0]
    assert "TopicShiftBits" in by_office
    (total,) = [line for line in lines if "OfficesDrifting" in line]
    assert total["OfficesDrifting"] == [1.0]
    assert "office" not in total
