"""Going live, falling back and pausing as the deployed functions do it, on moto."""

from dataclasses import replace
from typing import Any

import pytest

from civicline.adapters.dynamo.clearances import DynamoClearances
from civicline.adapters.dynamo.judgements import DynamoJudgements
from civicline.domain.going_live.clearance import ClearanceAction, Wish, stepped
from civicline.domain.going_live.evidence import Assessment, Evidence
from civicline.domain.going_live.pause_switch import switched
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import TopicMode
from civicline.domain.replies.decision import Action, Reason
from civicline.runtime import bootstrap
from functions.report.handler import report
from tests.builders import NOW, POTHOLE, RIVERBEND, a_classification, a_judgement
from tests.functional.deployed import CONTEXT, Account, a_text_message, ref_of

GRAFFITI = TopicId("graffiti")


@pytest.fixture
def account(deployed: Account) -> Account:
    deployed.approve()
    return deployed


def decided(account: Account, name: str) -> tuple[Action, Reason]:
    account.deliver(a_text_message(name, f"There is a pothole on Elm St, {name}"))
    account.classify(ref_of(name), a_classification())
    assert account.decide(ref_of(name)) == []
    decision = account.record(name).decision
    assert decision
    return decision.action, decision.reason


def a_wish(action: ClearanceAction) -> Wish:
    return Wish(action=action, by="staff-1", at=NOW, because="Something is wrong")


def turn(account: Account, action: ClearanceAction, office_id: OfficeId | None) -> None:
    clearances = DynamoClearances(account.dynamodb, "RecordsTable")
    clearances.turn(office_id, *switched(clearances.switch(office_id), a_wish(action)))
    bootstrap.forget()


@pytest.mark.parametrize("office_id", [RIVERBEND, None], ids=["the office", "everything"])
def test_while_a_switch_pauses_a_message_goes_to_staff(account: Account, office_id: OfficeId | None) -> None:
    turn(account, ClearanceAction.PAUSE, office_id)
    assert decided(account, "sms-1") == (Action.SUGGEST, Reason.OFFICE_PAUSED)
    turn(account, ClearanceAction.RESUME, office_id)
    assert decided(account, "sms-2") == (Action.SEND, Reason.CONFIDENT)


def test_a_switch_that_cannot_be_understood_sends_nothing(account: Account) -> None:
    broken: Any = {"pk": {"S": "EVERYTHING"}, "sk": {"S": "EVERYTHING"}, "switch": {"S": "half a switch"}}
    account.dynamodb.put_item(TableName="RecordsTable", Item=broken)
    assert decided(account, "sms-1") == (Action.SUGGEST, Reason.OFFICE_PAUSED)


def test_in_production_a_topic_without_evidence_is_in_shadow(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_STAGE", "prod")
    bootstrap.forget()
    assert decided(account, "sms-1") == (Action.SUGGEST, Reason.TOPIC_IN_SHADOW)


def state(account: Account, name: str) -> dict[str, Any]:
    key = {"pk": {"S": f"OFFICE#{RIVERBEND}#MESSAGE#{ref_of(name).message_id}"}, "sk": {"S": "STATE"}}
    return account.dynamodb.get_item(TableName="RecordsTable", Key=key)["Item"]


def judge_wrong(account: Account, name: str) -> dict[str, Any]:
    """A staff member says that an answered message was about something else; the stream's record of it."""
    before, record = state(account, name), account.record(name)
    judged = replace(record, judgements=(a_judgement(GRAFFITI),))
    DynamoJudgements(account.dynamodb, "RecordsTable").save(judged, 0)
    after = state(account, name)
    return {
        "eventID": f"judged-{name}",
        "dynamodb": {
            "ApproximateCreationDateTime": NOW.timestamp(),
            "Keys": {part: after[part] for part in ("pk", "sk")},
            "OldImage": before,
            "NewImage": after,
            "SequenceNumber": name,
        },
    }


def test_two_wrong_replies_put_a_live_topic_back_and_the_next_message_goes_to_staff(account: Account) -> None:
    clearances = DynamoClearances(account.dynamodb, "RecordsTable")
    topic = replace(account.offices.topics(RIVERBEND)[POTHOLE], mode=TopicMode.SHADOW)
    enough = Assessment(evidence=Evidence(shadow_right=149), budget=0.02)
    clearances.save(RIVERBEND, topic, *stepped(topic, None, a_wish(ClearanceAction.GO_LIVE), enough))
    for name in ("sms-1", "sms-2"):
        assert decided(account, name) == (Action.SEND, Reason.CONFIDENT)
    events = [judge_wrong(account, name) for name in ("sms-1", "sms-2")]
    for event in events:
        for _ in range(2):
            assert report({"Records": [event]}, CONTEXT) == {"batchItemFailures": []}
    assert clearances.listed(RIVERBEND)[POTHOLE].has_fallen_back
    assert [step.action for step in clearances.steps(RIVERBEND, POTHOLE)] == ["go_live", "fall_back"]
    bootstrap.forget()
    assert decided(account, "sms-3") == (Action.SUGGEST, Reason.TOPIC_IN_SHADOW)
