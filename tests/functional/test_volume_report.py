"""The volume report: honest sums, in the office's days, and a query that says what is wrong with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from civicline.domain.channel import Channel
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply import ReplyStatus
from tests.builders import a_decision, a_message, a_record, a_reply
from tests.console_fakes import Answer, Stage, a_member

ROWS = ("start", "channel", "topic_id", "outcome", "messages")


@pytest.fixture
def stage() -> Stage:
    """An office in New York on the evening of 22 November, with a week behind it."""
    stage = Stage()
    stage.clock.moment = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    return stage


def hold(
    stage: Stage,
    at: str,
    *,
    channel: Channel = Channel.SMS,
    topic: str | None = "pothole",
    outcome: str = "answered",
    seconds: float = 2,
) -> None:
    """One message received at a moment, and how it stands."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    number = len(stage.messages.records)
    message = a_message(channel, provider_id=f"volume-{number}", received_at=moment)
    action = {"answered": Action.SEND, "waiting": Action.SUGGEST, "silent": Action.SILENT}.get(outcome)
    decision = a_decision(action, Reason.CONFIDENT, topic_id=topic) if action else None
    reply = a_reply(ReplyStatus.SENT, sent_at=moment + timedelta(seconds=seconds)) if outcome == "answered" else None
    stage.hold(a_record(message=message, decision=decision, reply=reply))


def ask(stage: Stage, query: str = "") -> Answer:
    return stage.browser(a_member()).get(f"/api/v1/reports/volume{query}")


def rows(answer: Answer) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in ROWS) for row in answer.data["rows"]]


def test_without_a_question_the_report_is_about_today(stage: Stage) -> None:
    hold(stage, "2026-11-22T17:05")
    hold(stage, "2026-11-22T18:05", channel=Channel.EMAIL, topic=None, outcome="silent")
    hold(stage, "2026-11-21T17:05")
    answer = ask(stage)
    assert {name: answer.data[name] for name in ("office_id", "from", "to", "by", "time_zone")} == {
        "office_id": "riverbend",
        "from": "2026-11-22",
        "to": "2026-11-22",
        "by": "day",
        "time_zone": "America/New_York",
    }
    assert rows(answer) == [
        ("2026-11-22", "email", None, "received", 1),
        ("2026-11-22", "email", None, "silent", 1),
        ("2026-11-22", "sms", None, "received", 1),
        ("2026-11-22", "sms", "pothole", "answered", 1),
    ]
    totals = answer.data["totals"]
    assert {name: totals[name] for name in ("received", "answered", "waiting", "silent")} == {
        "received": 2,
        "answered": 1,
        "waiting": 0,
        "silent": 1,
    }


def test_an_office_without_messages_has_an_empty_report(stage: Stage) -> None:
    answer = ask(stage)
    assert answer.data["rows"] == []
    assert answer.data["totals"] == {
        "received": 0,
        "answered": 0,
        "waiting": 0,
        "silent": 0,
        "duplicate": 0,
        "response_seconds": None,
    }


def test_a_day_is_the_offices_day(stage: Stage) -> None:
    """Half past four in the morning UTC belongs to the evening before in New York."""
    hold(stage, "2026-11-22T04:30")
    hold(stage, "2026-11-22T05:30")
    assert ask(stage, "?from=2026-11-21&to=2026-11-21").data["totals"]["received"] == 1
    assert ask(stage, "?from=2026-11-22&to=2026-11-22").data["totals"]["received"] == 1
    assert ask(stage, "?from=2026-11-21&to=2026-11-22").data["totals"]["received"] == 2


@pytest.mark.parametrize(
    ("zone", "day", "inside", "outside"),
    [
        pytest.param(
            "America/New_York",
            "2026-11-21",
            ["2026-11-21T05:00", "2026-11-22T04:59"],
            ["2026-11-21T04:59", "2026-11-22T05:00"],
            id="an ordinary day",
        ),
        pytest.param(
            "America/New_York",
            "2026-11-01",
            ["2026-11-01T04:00", "2026-11-02T04:59"],
            ["2026-11-01T03:59", "2026-11-02T05:00"],
            id="the day of twenty-five hours",
        ),
        pytest.param(
            "America/New_York",
            "2026-03-08",
            ["2026-03-08T05:00", "2026-03-09T03:59"],
            ["2026-03-08T04:59", "2026-03-09T04:00"],
            id="the day of twenty-three hours",
        ),
        pytest.param(
            "Asia/Kolkata",
            "2026-11-21",
            ["2026-11-20T19:00", "2026-11-21T18:59"],
            ["2026-11-20T18:45", "2026-11-21T19:00"],
            id="half an hour off: an hour belongs to the day in which it begins",
        ),
    ],
)
def test_the_hours_of_a_day_are_those_that_begin_in_it(
    zone: str, day: str, inside: list[str], outside: list[str]
) -> None:
    stage = Stage(time_zone=zone)
    stage.offices.by_id["riverbend"] = stage.office
    for moment in inside + outside:
        hold(stage, moment)
    answer = ask(stage, f"?by=hour&from={day}&to={day}")
    assert answer.data["totals"]["received"] == len(inside)
    assert rows(answer)[0][0] == inside[0][:13] + ":00:00Z"


@pytest.mark.parametrize(
    ("query", "totals"),
    [
        pytest.param("", (5, 2, 1, 1), id="everything"),
        pytest.param("channel=sms", (4, 2, 1, 0), id="texts"),
        pytest.param("channel=email", (1, 0, 0, 1), id="e-mails"),
        pytest.param("outcome=waiting", (None, None, 1, None), id="what waits"),
        pytest.param("outcome=received", (5, None, None, None), id="what came in"),
        pytest.param("topic=pothole", (None, 1, 1, 0), id="a topic, which nobody knows on receipt"),
        pytest.param("topic=graffiti&outcome=answered", (None, 1, None, None), id="a topic's answers"),
        pytest.param("topic=unheard-of", (None, 0, 0, 0), id="a topic that never came up"),
        pytest.param("topic=pothole&outcome=received", (None, None, None, None), id="what nobody can say"),
        pytest.param("topic=-", (5, 0, 0, 1), id="without a topic"),
    ],
)
def test_what_a_filter_leaves_out_is_null_and_not_nothing(
    stage: Stage, query: str, totals: tuple[int | None, ...]
) -> None:
    hold(stage, "2026-11-22T17:05")
    hold(stage, "2026-11-22T17:06", topic="graffiti")
    hold(stage, "2026-11-22T17:07", outcome="waiting")
    hold(stage, "2026-11-22T17:08", outcome="received")
    hold(stage, "2026-11-22T17:09", channel=Channel.EMAIL, topic=None, outcome="silent")
    found = ask(stage, f"?{query}").data["totals"]
    assert tuple(found[name] for name in ("received", "answered", "waiting", "silent")) == totals


def test_response_times_are_within_one_percent_and_belong_to_their_row(stage: Stage) -> None:
    for second in range(1, 101):
        hold(stage, "2026-11-22T17:05", seconds=second)
    hold(stage, "2026-11-22T17:05", channel=Channel.EMAIL, seconds=1000)
    answer = ask(stage, "?outcome=answered")
    by_channel = {row["channel"]: row["response_seconds"] for row in answer.data["rows"]}
    assert by_channel["sms"] == pytest.approx({"p50": 50, "p90": 90, "p95": 95}, rel=0.011)
    assert by_channel["email"] == pytest.approx({"p50": 1000, "p90": 1000, "p95": 1000}, rel=0.011)
    assert answer.data["totals"]["response_seconds"] == pytest.approx({"p50": 51, "p90": 91, "p95": 96}, rel=0.011)


def test_messages_that_nobody_answered_have_no_response_time(stage: Stage) -> None:
    hold(stage, "2026-11-22T17:05", outcome="waiting")
    assert {row["response_seconds"] for row in ask(stage).data["rows"]} == {None}


@pytest.mark.parametrize(
    ("query", "span"),
    [
        pytest.param("", ("2026-11-22", "2026-11-22"), id="today"),
        pytest.param("from=2026-11-01", ("2026-11-01", "2026-11-22"), id="since a day"),
        pytest.param("to=2026-11-01", ("2026-11-01", "2026-11-01"), id="a day in the past"),
        pytest.param("from=2025-10-19", ("2025-10-19", "2026-11-22"), id="four hundred days"),
        pytest.param("by=hour&from=2026-10-23", ("2026-10-23", "2026-11-22"), id="thirty-one days of hours"),
    ],
)
def test_a_span_left_open_is_closed_sensibly(stage: Stage, query: str, span: tuple[str, str]) -> None:
    answer = ask(stage, f"?{query}")
    assert answer.status == 200
    assert (answer.data["from"], answer.data["to"]) == span


@pytest.mark.parametrize(
    ("query", "field"),
    [
        pytest.param("from=yesterday", "from", id="a word for a day"),
        pytest.param("from=2026-02-30", "from", id="a day that there is not"),
        pytest.param("from=1795366800", "from", id="seconds for a day"),
        pytest.param("to=2026-11-22T10:00", "to", id="a moment for a day"),
        pytest.param("from=1026-11-22&to=1026-11-22", "from", id="a day out of reach"),
        pytest.param("from=", "from", id="nothing for a day"),
        pytest.param("from=2026-11-23", "from", id="from after to"),
        pytest.param("from=2025-10-18", "from", id="more than four hundred days"),
        pytest.param("by=hour&from=2026-10-22", "from", id="more than thirty-one days of hours"),
        pytest.param("by=minute", "by", id="a period that there is not"),
        pytest.param("channel=fax", "channel", id="a channel that there is not"),
        pytest.param("outcome=lost", "outcome", id="an outcome that there is not"),
        pytest.param("topic=%3Cscript%3E", "topic", id="no topic's name"),
        pytest.param("chanel=sms", "chanel", id="a misspelt filter"),
        pytest.param("today=2020-01-01", "today", id="a day of one's own making"),
    ],
)
def test_a_question_that_cannot_be_understood_is_answered_with_the_field_that_is_wrong(
    stage: Stage, query: str, field: str
) -> None:
    answer = ask(stage, f"?{query}")
    assert answer.status == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.data["field"] == field
    assert answer.data["detail"].startswith(f"“{field}”")
