"""Staff stop a reply that has not left, and take conversations into their own hands."""

import json
from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.history.record import MessageRecord
from civicline.domain.replies.reply import Reply, ReplyStatus
from tests.builders import NOW, RIVERBEND, a_decision, a_record, a_reply, an_answered_record
from tests.console_fakes import Answer, Browser, Stage, a_member


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def waiting(stage: Stage) -> MessageRecord:
    """A message whose reply leaves in half a minute."""
    reply = a_reply(ReplyStatus.SCHEDULED, send_after=NOW + timedelta(seconds=30))
    return stage.hold(a_record(decision=a_decision(), reply=reply))


def page_of(record: MessageRecord) -> str:
    return f"/messages/{record.message.message_id}"


def press(browser: Browser, record: MessageRecord, button: str = "stop", form_of: str = "csrf-1") -> Answer:
    return browser.post(f"{page_of(record)}/{button}", {"csrf_token": form_of})


def put(browser: Browser, record: MessageRecord, body: Any, **headers: str) -> Answer:
    sent = {"content-type": "application/json", **headers}
    return browser.fetch("PUT", f"/api/v1{page_of(record)}/reply", sent, json.dumps(body))


def ledger(stage: Stage, record: MessageRecord) -> Reply:
    reply = stage.messages.records[record.message.ref].reply
    assert reply
    return reply


def test_the_page_says_when_a_reply_leaves_and_offers_to_stop_it(stage: Stage, waiting: MessageRecord) -> None:
    page = stage.browser(a_member()).get(page_of(waiting)).text
    assert "Reply about to be sent" in page
    assert "It is sent at 12:05:33." in page
    assert "Stop this reply" in page


def test_an_agent_stops_a_reply_and_the_conversation_is_theirs(stage: Stage, waiting: MessageRecord) -> None:
    browser = stage.browser(a_member())
    answer = press(browser, waiting)
    assert (answer.status, answer.location) == (303, f"/api{page_of(waiting)}")
    assert (ledger(stage, waiting).status, ledger(stage, waiting).stopped_by) == (ReplyStatus.STOPPED, "staff-1")
    standing = stage.messages.standing(waiting.message)
    assert standing.staff_active_at == stage.clock()
    page = browser.get(page_of(waiting)).text
    assert "Stopped; nothing was sent. A person stopped it." in page
    assert "Stop this reply" not in page


def test_stopping_twice_is_stopping_once(stage: Stage, waiting: MessageRecord) -> None:
    assert press(stage.browser(a_member()), waiting).status == 303
    assert press(stage.browser(a_member(subject="staff-7")), waiting).status == 303
    assert ledger(stage, waiting).stopped_by == "staff-1"


def test_a_reply_that_the_provider_put_off_can_be_stopped(stage: Stage) -> None:
    record = stage.hold(a_record(decision=a_decision(), reply=a_reply().released("Throttling", NOW)))
    assert press(stage.browser(a_member()), record).status == 303
    assert ledger(stage, record).status is ReplyStatus.STOPPED


@pytest.mark.parametrize("status", [ReplyStatus.SENT, ReplyStatus.CLAIMED, ReplyStatus.UNKNOWN], ids=str)
def test_what_has_left_or_may_have_left_cannot_be_stopped(stage: Stage, status: ReplyStatus) -> None:
    record = stage.hold(an_answered_record(reply=a_reply(status)))
    browser = stage.browser(a_member())
    assert "Stop this reply" not in browser.get(page_of(record)).text
    answer = press(browser, record)
    assert answer.status == 409
    assert "handed to the provider already" in answer.text
    assert ledger(stage, record).status is status


def test_a_message_without_a_reply_has_nothing_to_stop(stage: Stage) -> None:
    record = stage.hold(a_record())
    assert press(stage.browser(a_member()), record).status == 409


@pytest.mark.parametrize("button", ["stop", "take-up"])
def test_a_viewer_sees_no_button_and_cannot_act(stage: Stage, waiting: MessageRecord, button: str) -> None:
    viewer = stage.browser(a_member("riverbend/viewer"))
    page = viewer.get(page_of(waiting)).text
    assert "Stop this reply" not in page
    assert "Take it up myself" not in page
    assert press(viewer, waiting, button).status == 403
    assert ledger(stage, waiting).status is ReplyStatus.SCHEDULED
    assert stage.messages.staff == {}


@pytest.mark.parametrize("button", ["stop", "take-up"])
def test_a_form_of_another_site_does_nothing(stage: Stage, waiting: MessageRecord, button: str) -> None:
    assert press(stage.browser(a_member()), waiting, button, form_of="csrf-2").status == 403
    assert ledger(stage, waiting).status is ReplyStatus.SCHEDULED
    assert stage.messages.staff == {}


def test_staff_take_up_a_conversation(stage: Stage, waiting: MessageRecord) -> None:
    assert press(stage.browser(a_member()), waiting, "take-up").status == 303
    assert stage.messages.staff == {(RIVERBEND, waiting.message.conversation_id): stage.clock()}


def test_another_offices_reply_is_not_there(stage: Stage, waiting: MessageRecord) -> None:
    stranger = stage.browser(a_member("lakeside/agent"))
    assert press(stranger, waiting).status in {403, 404}
    assert ledger(stage, waiting).status is ReplyStatus.SCHEDULED


def test_a_script_stops_a_reply_with_a_token(stage: Stage, waiting: MessageRecord) -> None:
    stage.identity.tokens["good"] = a_member(subject="robot-1")
    answer = put(stage.browser(), waiting, {"status": "stopped"}, authorization="Bearer good")
    assert answer.status == 200
    assert (answer.data["reply"]["status"], answer.data["reply"]["stopped_by"]) == ("stopped", "robot-1")


@pytest.mark.parametrize("body", [{"status": "sent"}, {}, [], "stopped"], ids=["sent", "nothing", "a list", "a word"])
def test_a_script_can_do_nothing_else_to_a_reply(stage: Stage, waiting: MessageRecord, body: Any) -> None:
    stage.identity.tokens["good"] = a_member(subject="robot-1")
    assert put(stage.browser(), waiting, body, authorization="Bearer good").status == 422
    assert ledger(stage, waiting).status is ReplyStatus.SCHEDULED


def test_a_session_cannot_use_the_way_of_scripts(stage: Stage, waiting: MessageRecord) -> None:
    assert put(stage.browser(a_member()), waiting, {"status": "stopped"}).status in {401, 403}
    assert ledger(stage, waiting).status is ReplyStatus.SCHEDULED


def test_the_api_tells_when_a_reply_leaves(stage: Stage, waiting: MessageRecord) -> None:
    stage.identity.tokens["good"] = a_member()
    found = stage.browser().get(f"/api/v1{page_of(waiting)}", authorization="Bearer good").data["reply"]
    assert (found["status"], found["send_after"]) == ("scheduled", "2026-11-22T17:05:33.123456Z")
