"""What reports may rely on of `Aggregates`, on the fake and on DynamoDB alike."""

from dataclasses import replace
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicline.adapters.dynamo.aggregates import DynamoAggregates
from civicline.domain.going_live.counted_evidence import EvidenceSlice
from civicline.domain.going_live.evidence import Evidence
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.reports.measures import Period, Tally, changes, merged, tallies_of
from civicline.ports.reports import Aggregates, CountedChange
from tests.builders import NOW, RIVERBEND, a_decision, a_message, a_record, an_answered_record
from tests.fakes import FakeAggregates

ZONE = ZoneInfo("America/New_York")
_FREE_NUMBERS = count(1_000, 100)
DAY = ("2026-11-22", "2026-11-22")


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def aggregates(request: pytest.FixtureRequest) -> Aggregates:
    if request.param == "fake":
        return FakeAggregates()
    client: Any = request.getfixturevalue(request.param)
    return DynamoAggregates(client, "AggregatesTable")


def a_change(number: int, new: MessageRecord | None, old: MessageRecord | None = None) -> CountedChange:
    return CountedChange(change_id=f"change-{number}", changed_at=NOW, tallies=changes(old, new, ZONE))


def numbered(number: int) -> MessageRecord:
    return a_record(message=a_message(provider_id=f"provider-{number}"))


def received(aggregates: Aggregates, period: Period = Period.DAY, span: tuple[str, str] = DAY) -> int:
    found = aggregates.tallies(RIVERBEND, period, *span)
    return sum(tally.messages for part, tally in found.items() if part.outcome == "received")


def test_a_change_that_comes_again_counts_once(aggregates: Aggregates) -> None:
    aggregates.add([a_change(1, numbered(1)), a_change(2, numbered(2))])
    aggregates.add([a_change(2, numbered(2)), a_change(3, numbered(3))])
    aggregates.add([a_change(1, numbered(1))])
    assert received(aggregates) == 3


def test_a_large_batch_counts_every_change(aggregates: Aggregates) -> None:
    batch = [a_change(number, numbered(number)) for number in range(250)]
    aggregates.add(batch)
    aggregates.add(batch[100:])
    assert received(aggregates) == 250
    assert received(aggregates, Period.HOUR, ("2026-11-22T17", "2026-11-22T17")) == 250


def test_the_stages_of_one_message_add_up_to_its_last_state(aggregates: Aggregates) -> None:
    first, last = a_record(), an_answered_record()
    aggregates.add([a_change(1, first), a_change(2, last, old=first)])
    assert aggregates.tallies(RIVERBEND, Period.DAY, *DAY) == {
        part: tally for part, tally in tallies_of(last, ZONE).items() if part.period is Period.DAY
    }


def test_a_deleted_message_leaves_nothing(aggregates: Aggregates) -> None:
    aggregates.add([a_change(1, an_answered_record()), a_change(2, None, old=an_answered_record())])
    assert aggregates.tallies(RIVERBEND, Period.DAY, *DAY) == {}


def test_months_years_and_offices_are_apart(aggregates: Aggregates) -> None:
    aggregates.add([a_change(1, numbered(1))])
    assert received(aggregates, span=("2026-11-01", "2027-02-28")) == 1
    assert received(aggregates, span=("2025-01-01", "2026-11-21")) == 0
    assert received(aggregates, span=("2026-11-23", "2027-01-01")) == 0
    assert aggregates.tallies(OfficeId("lakeside"), Period.DAY, *DAY) == {}


def test_nothing_is_asked_of_the_table_for_changes_without_meaning(aggregates: Aggregates) -> None:
    aggregates.add([a_change(1, numbered(1), old=numbered(1))])
    aggregates.add([])
    assert aggregates.tallies(RIVERBEND, Period.DAY, *DAY) == {}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(st.integers(0, 20), max_size=12), max_size=6))
def test_any_order_and_repetition_of_changes_counts_each_once(aggregates: Aggregates, batches: list[list[int]]) -> None:
    before, first = received(aggregates), next(_FREE_NUMBERS)
    for batch in batches:
        aggregates.add([a_change(first + number, numbered(number)) for number in batch])
    assert received(aggregates) - before == len({number for batch in batches for number in batch})


def test_tallies_cancel_out() -> None:
    tallies = tallies_of(an_answered_record(), ZONE)
    negative = {part: Tally() - tally for part, tally in tallies.items()}
    assert merged([tallies, negative]) == {}


def test_what_the_model_was_unsure_of_is_added_and_taken_back(aggregates: Aggregates) -> None:
    undecided = numbered(1)
    unsure = replace(undecided, decision=a_decision(Action.SUGGEST, Reason.LOW_CONFIDENCE))
    aggregates.add([a_change(1, undecided), a_change(2, unsure, undecided)])
    (waiting,) = [
        tally for part, tally in aggregates.tallies(RIVERBEND, Period.DAY, *DAY).items() if part.outcome == "waiting"
    ]
    assert (waiting.messages, waiting.unsure) == (1, 1)
    aggregates.add([a_change(3, undecided, unsure)])
    assert received(aggregates) == 1
    assert not [part for part in aggregates.tallies(RIVERBEND, Period.DAY, *DAY) if part.outcome == "waiting"]


def test_evidence_counts_once_and_comes_newest_first(aggregates: Aggregates) -> None:
    def seen(number: int, day: str, **counts: int) -> CountedChange:
        part = EvidenceSlice(office_id=RIVERBEND, subject_id="pothole", day=day, model_version="v1")
        evidence = {part: Evidence(**counts)}
        return CountedChange(change_id=f"evidence-{number}", changed_at=NOW, tallies={}, evidence=evidence)

    first, second = seen(1, "2026-11-21", audited_right=2, sent=40), seen(2, "2026-11-22", audited_wrong=1, sent=1)
    aggregates.add([first, second])
    aggregates.add([second, seen(3, "2026-11-22", audited_wrong=-1, audited_right=1)])
    found = aggregates.evidence(RIVERBEND, "pothole", 400)
    assert [(day.day, day.model_version) for day in found] == [("2026-11-22", "v1"), ("2026-11-21", "v1")]
    assert [day.evidence for day in found] == [
        Evidence(audited_right=1, sent=1),
        Evidence(audited_right=2, sent=40),
    ]
    assert aggregates.evidence(OfficeId("lakeside"), "pothole", 400) == ()
