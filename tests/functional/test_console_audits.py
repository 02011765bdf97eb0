"""Staff audit sent replies that were drawn by lot, in the console, through the API and from the command line."""

import json
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner

from civicline.adapters.dynamo.inbox import DynamoInbox
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import TopicId
from civicline.domain.office_rules import OfficeRules
from civicline.domain.replies.decision import Reason
from tests.builders import (
    NOW,
    POTHOLE,
    RIVERBEND,
    STREETS,
    a_decision,
    a_group,
    a_message,
    a_receipt,
    a_record,
    a_reply,
    a_topic,
    an_answered_record,
)
from tests.console_fakes import Answer, Browser, Stage, a_member
from tests.functional.test_topics_commands import STACK, Deployed
from tools.cli import main

GRAFFITI = TopicId("graffiti")


@pytest.fixture
def stage() -> Stage:
    stage = Stage(rules=OfficeRules(audits_per_week=0))
    stage.offices.topic_list.update({POTHOLE: a_topic(), GRAFFITI: a_topic(GRAFFITI, names={"en": "Graffiti"})})
    stage.offices.group_list[STREETS] = a_group()
    stage.identity.tokens["amal"] = a_member()
    return stage


def answered(number: int, **changes: Any) -> MessageRecord:
    decision = a_decision(**{"is_drawn": True, **changes})
    return an_answered_record(message=a_message(provider_id=f"provider-{number}"), decision=decision)


def judge(browser: Browser, record: MessageRecord, verdict: str, topic: str = POTHOLE) -> Answer:
    form = {"csrf_token": "csrf-1", "verdict": verdict, "topic": topic}
    return browser.post(f"/audits/{record.message.message_id}", form)


def put(stage: Stage, record: MessageRecord, body: Any) -> Answer:
    headers = {"content-type": "application/json", "authorization": "Bearer amal"}
    return stage.browser().fetch("PUT", f"/api/v1/audits/{record.message.message_id}", headers, json.dumps(body))


def listed(stage: Stage) -> list[str]:
    found = stage.browser().get("/api/v1/audits", authorization="Bearer amal").data
    return [one["message_id"] for one in found["messages"]]


def test_a_reply_that_was_drawn_waits_for_its_audit(stage: Stage) -> None:
    drawn = stage.hold(answered(1))
    stage.hold(answered(2, is_drawn=False))
    assert listed(stage) == [drawn.message.message_id]
    page = stage.browser(a_member()).get("/audits").text
    assert "“There is a pothole on Elm St”" in page
    assert "“Riverbend 311: thanks, a crew will look at the pothole.”" in page


@pytest.mark.parametrize(
    ("verdict", "topic", "stored"),
    [
        pytest.param("right", POTHOLE, (POTHOLE, True), id="right"),
        pytest.param("wrong", GRAFFITI, (GRAFFITI, False), id="about something else"),
        pytest.param("wrong", "-", (None, False), id="about nothing of ours"),
        pytest.param("wrong", POTHOLE, (POTHOLE, False), id="the right topic, the wrong words"),
    ],
)
def test_a_verdict_is_kept_and_the_reply_leaves_the_list(
    stage: Stage, verdict: str, topic: str, stored: tuple[TopicId | None, bool]
) -> None:
    record = stage.hold(answered(1))
    assert judge(stage.browser(a_member()), record, verdict, topic).status == 303
    judgement = stage.messages.records[record.message.ref].judgement
    assert judgement
    assert (judgement.topic_id, judgement.reply_fits, judgement.is_audit) == (*stored, True)
    assert listed(stage) == []


def test_nobody_chooses_what_is_audited(stage: Stage) -> None:
    record = stage.hold(answered(1, is_drawn=False))
    assert judge(stage.browser(a_member()), record, "right").status == 409
    drawn = stage.hold(answered(2))
    judge(stage.browser(a_member()), drawn, "right")
    assert judge(stage.browser(a_member()), drawn, "wrong").status == 409


def test_a_viewer_audits_nothing_and_neither_does_another_site(stage: Stage) -> None:
    record = stage.hold(answered(1))
    assert judge(stage.browser(a_member("riverbend/viewer")), record, "right").status == 403
    answer = stage.browser(a_member()).post(f"/audits/{record.message.message_id}", {"verdict": "right"})
    assert answer.status == 403


def test_a_quiet_topic_has_its_number_of_audits_a_week_by_lot(stage: Stage) -> None:
    stage.offices.by_id[RIVERBEND] = replace(stage.office, rules=OfficeRules(audits_per_week=3))
    for number in range(9):
        stage.hold(answered(number, is_drawn=number == 0))
    first = listed(stage)
    assert len(first) == 3
    for message_id in first:
        record = next(r for r in stage.messages.records.values() if r.message.message_id == message_id)
        assert judge(stage.browser(a_member()), record, "right").status == 303
    assert listed(stage) == []


def test_the_api_takes_a_verdict(stage: Stage) -> None:
    record = stage.hold(answered(1))
    told = put(stage, record, {"is_right": True}).data["judgements"][-1]
    assert (told["topic_id"], told["reply_fits"], told["is_audit"]) == (POTHOLE, True, True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"is_right": False}, 422, id="wrong, without a topic"),
        pytest.param({"is_right": "yes"}, 422, id="no verdict"),
        pytest.param({}, 422, id="nothing"),
        pytest.param({"is_right": False, "topic_id": "parade"}, 422, id="an unknown topic"),
    ],
)
def test_the_api_refuses_half_a_verdict(stage: Stage, body: Any, status: int) -> None:
    assert put(stage, stage.hold(answered(1)), body).status == status


def test_of_a_groups_answer_the_topic_must_be_said(stage: Stage) -> None:
    record = stage.hold(answered(1, reason=Reason.CONFIDENT_OF_GROUP, group_id=STREETS))
    assert put(stage, record, {"is_right": True}).status == 422
    assert put(stage, record, {"is_right": True, "topic_id": GRAFFITI}).status == 200


def test_the_table_keeps_the_list_of_audits_and_the_command_works_it_off(account: None) -> None:
    deployed = Deployed()
    messages = DynamoMessages(deployed.dynamodb, "RecordsTable")
    new = a_record(message=a_message(received_at=NOW))
    assert messages.receive(a_receipt(new))
    received = messages.record(new.message.ref)
    assert received
    decided = messages.decide(replace(received, decision=a_decision(is_drawn=True), reply=a_reply()), None)
    assert decided
    assert decided.reply
    inbox = DynamoInbox(deployed.dynamodb, "RecordsTable")
    assert inbox.to_audit(RIVERBEND, 10).records == ()
    messages.settle(replace(decided, reply=decided.reply.sent("provider-1", NOW)), decided.reply)
    assert [one.message.message_id for one in inbox.to_audit(RIVERBEND, 10).records] == [new.message.message_id]

    def run(*arguments: str) -> Any:
        command = ["audits", *arguments, "--aws-stack", STACK, "--office", RIVERBEND]
        return CliRunner().invoke(main, command)

    assert new.message.message_id in run("list").stdout
    done = run("judge", new.message.message_id, "--right", "--json")
    assert done.exit_code == 0, done.output
    assert inbox.to_audit(RIVERBEND, 10).records == ()
    assert run("judge", new.message.message_id, "--right").exit_code == 1
    assert run("judge", new.message.message_id).exit_code == 2
