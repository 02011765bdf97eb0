"""Messages through the API, as the operator's command reads them."""

from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.channel import Channel
from civicline.domain.received.message import Attachment
from civicline.domain.received.screening import Gate
from civicline.domain.replies.decision import Action, Reason
from tests.builders import (
    NOW,
    a_classification,
    a_decision,
    a_message,
    a_record,
    a_screening,
    a_text,
    an_answered_record,
    an_approved_message,
)
from tests.console_fakes import Answer, Stage, a_member


@pytest.fixture
def stage() -> Stage:
    return Stage()


def ask(stage: Stage, query: str = "") -> Answer:
    return stage.browser(a_member()).get(f"/api/v1/messages{query}")


def test_a_message_is_told_with_its_decision_and_the_reason_for_it(stage: Stage) -> None:
    record = stage.hold(an_answered_record(), a_text("There is a pothole on Elm St"))
    answer = ask(stage, f"/{record.message.message_id}")
    found = answer.data
    assert answer.headers["Cache-Control"] == "no-store"
    assert (found["message_id"], found["channel"], found["outcome"]) == (record.message.message_id, "sms", "answered")
    assert (found["sender"], found["destination"]) == ("+12025550188", "+12025550143")
    assert found["received_at"] == "2026-11-22T17:05:03.123456Z"
    assert found["needs_staff"] is False
    assert found["text"]["full"] == "There is a pothole on Elm St"
    assert found["classification"]["topic_id"] == "pothole"
    assert found["classification"]["confidence"] == 0.97
    assert found["classification"]["threshold"] == 0.8
    assert found["decision"] == {
        "action": "send",
        "reason": "confident",
        "sentence": Reason.CONFIDENT.sentence,
        "decided_at": "2026-11-22T17:05:04.123456Z",
        "topic_id": "pothole",
        "message_key": "pothole/sms/en/v1",
        "approver": "Sam Okafor",
        "fingerprint": an_approved_message().fingerprint,
        "text": "Riverbend 311: thanks, a crew will look at the pothole.",
        "zip_question_key": None,
        "answered_question_key": None,
        "needs_staff": False,
        "is_drawn_for_audit": False,
        "also_topic_ids": [],
        "group_id": None,
    }
    assert (found["reply"]["status"], found["reply"]["provider_id"]) == ("sent", "provider-reply-1")


def test_a_message_that_is_not_decided_yet_has_nulls_where_it_will_have_more(stage: Stage) -> None:
    record = stage.hold(a_record())
    found = ask(stage, f"/{record.message.message_id}").data
    assert (found["outcome"], found["needs_staff"]) == ("received", True)
    assert (found["classification"], found["decision"], found["reply"]) == (None, None, None)


def test_an_email_is_told_with_its_subject_and_attachments(stage: Stage) -> None:
    photo = Attachment(filename="a.jpg", content_type="image/jpeg", size_bytes=3)
    record = stage.hold(a_record(message=a_message(Channel.EMAIL)), a_text("See photo", attachments=(photo,)))
    found = ask(stage, f"/{record.message.message_id}").data
    assert (found["subject"], found["sender_name"]) == ("Pothole", "Maria Lopez")
    assert found["text"]["attachments"] == [
        {"filename": "a.jpg", "content_type": "image/jpeg", "size_bytes": 3, "is_dangerous": False}
    ]


def test_the_list_tells_what_each_message_met_but_not_its_whole_text(stage: Stage) -> None:
    stage.hold(a_record(screening=a_screening(Gate.HELP, evidence="HELP")))
    stage.hold(
        a_record(
            message=a_message(provider_id="2"),
            classification=a_classification(confidence=0.5),
            decision=a_decision(Action.SUGGEST, Reason.LOW_CONFIDENCE),
        )
    )
    found = ask(stage).data
    assert (found["office_id"], found["day"], found["next_cursor"]) == ("riverbend", "2026-11-22", None)
    assert {message["screening"]["gate"] for message in found["messages"]} == {"help", "none"}
    assert all("text" not in message for message in found["messages"])


def test_a_day_is_read_page_by_page(stage: Stage) -> None:
    held = [
        stage.hold(a_record(message=a_message(provider_id=f"p{n}", received_at=NOW - timedelta(minutes=n))))
        for n in range(7)
    ]
    stage.hold(a_record(message=a_message(provider_id="older", received_at=NOW - timedelta(days=1))))
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        found = ask(stage, f"?day=2026-11-22&limit=3&cursor={cursor}").data
        seen += [message["message_id"] for message in found["messages"]]
        cursor = found["next_cursor"]
    assert seen == [record.message.message_id for record in held]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?day=today", "day"),
        ("?limit=0", "limit"),
        ("?limit=101", "limit"),
        ("?limit=many", "limit"),
        ("?cursor=made-up", "cursor"),
        ("?order=oldest", "order"),
        ("?office=..%2F", "office"),
    ],
)
def test_a_question_that_cannot_be_understood_names_its_field(stage: Stage, query: str, field: str) -> None:
    answer = ask(stage, query)
    if field == "office":
        assert answer.status == 403
        return
    assert (answer.status, answer.data["field"]) == (422, field)


@pytest.mark.parametrize("message_id", ["7", "not-an-id", str(a_message(provider_id="never").message_id)])
def test_a_message_that_is_not_there_is_not_found(stage: Stage, message_id: str) -> None:
    answer = ask(stage, f"/{message_id}")
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_scripts_may_not_write(stage: Stage) -> None:
    answer: Any = stage.browser(a_member()).fetch(
        "POST", "/api/v1/messages", {"content-type": "application/json"}, "{}"
    )
    assert answer.status == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
