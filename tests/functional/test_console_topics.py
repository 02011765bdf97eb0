"""Managers put topics live and at rest in the console and through the API; everybody sees why not yet."""

import json
from typing import Any

import pytest

from civicline.domain.going_live.clearance import ClearanceAction, Wish, stepped
from civicline.domain.going_live.counted_evidence import EvidenceSlice
from civicline.domain.going_live.evidence import Assessment, Evidence
from civicline.domain.ids import TopicId
from civicline.domain.office import TopicMode
from civicline.ports.reports import CountedChange
from tests.builders import NOW, POTHOLE, RIVERBEND, STREETS, a_group, a_promotion, a_topic
from tests.console_fakes import Answer, Browser, Stage, a_member

EVICTION = TopicId("eviction")
MANAGER, ADMIN = a_member("riverbend/manager"), a_member("riverbend/admin")


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    shadow = TopicMode.SHADOW
    stage.offices.topic_list[POTHOLE] = a_topic(mode=shadow)
    stage.offices.topic_list[EVICTION] = a_topic(EVICTION, mode=shadow, is_sensitive=True, names={"en": "Evictions"})
    stage.offices.group_list[STREETS] = a_group(mode=shadow)
    stage.identity.tokens["mona"] = MANAGER
    stage.identity.tokens["ada"] = ADMIN
    stage.identity.tokens["amal"] = a_member("riverbend/agent")
    return stage


def judge(stage: Stage, model_version: str = "v1", **counts: int) -> None:
    part = EvidenceSlice(office_id=RIVERBEND, subject_id=POTHOLE, day="2026-11-20", model_version=model_version)
    evidence = {part: Evidence(**counts)}
    change = CountedChange(change_id=f"seen-{model_version}", changed_at=NOW, tallies={}, evidence=evidence)
    stage.aggregates.add([change])


def step(browser: Browser, action: str, because: str = "Rosa read them", form_of: str = "csrf-1") -> Answer:
    return browser.post(f"/topics/{POTHOLE}", {"csrf_token": form_of, "action": action, "because": because})


def put(stage: Stage, path: str, body: Any, who: str = "mona") -> Answer:
    headers = {"content-type": "application/json", "authorization": f"Bearer {who}"}
    return stage.browser().fetch("PUT", f"/api/v1{path}", headers, json.dumps(body))


def get(stage: Stage, path: str) -> Any:
    return stage.browser().get(f"/api/v1{path}", authorization="Bearer amal").data


def mode(stage: Stage) -> TopicMode:
    return stage.offices.topic_list[POTHOLE].mode


def test_the_page_says_what_is_measured_and_what_is_missing(stage: Stage) -> None:
    judge(stage, shadow_right=100, shadow_wrong=1, not_helped=3)
    page = stage.browser(a_member()).get("/topics").text
    assert "1 of 101 judged replies wrong, so at most 4.6 % (95 %)." in page
    assert "135 more judged replies, all right, would clear the budget." in page
    assert "constituents: 0 helped, 3 not." in page
    assert "Evictions Sensitive: never answered automatically." in page
    assert "Change Potholes" not in page, "an agent only looks"


def test_a_manager_puts_a_topic_live_that_clears_its_budget(stage: Stage) -> None:
    judge(stage, shadow_right=149)
    browser = stage.browser(MANAGER)
    assert "It may go live." in browser.get("/topics").text
    answer = step(browser, "go_live")
    assert (answer.status, answer.location) == (303, "/api/topics")
    assert mode(stage) is TopicMode.LIVE
    assert "Live. staff-1, 2026-11-22 12:05: “Rosa read them”" in browser.get("/topics").text


def test_a_topic_that_does_not_clear_is_refused_with_the_numbers(stage: Stage) -> None:
    judge(stage, shadow_right=100)
    browser = stage.browser(MANAGER)
    refused = step(browser, "go_live")
    assert refused.status == 409
    assert "49 more judged replies, all right, would clear it." in refused.text
    assert mode(stage) is TopicMode.SHADOW


def test_what_an_older_head_earned_counts_for_nothing_once_another_was_promoted(stage: Stage) -> None:
    judge(stage, shadow_right=149)
    stage.console.heads.promote(a_promotion())
    assert step(stage.browser(MANAGER), "go_live").status == 409


@pytest.mark.parametrize(
    ("member", "form_of", "status"),
    [
        pytest.param(a_member("riverbend/approver"), "csrf-1", 403, id="an approver"),
        pytest.param(MANAGER, "another", 403, id="a form of another site"),
        pytest.param(None, "csrf-1", 303, id="nobody"),
    ],
)
def test_others_change_nothing(stage: Stage, member: Any, form_of: str, status: int) -> None:
    judge(stage, shadow_right=149)
    assert step(stage.browser(member), "go_live", form_of=form_of).status == status
    assert mode(stage) is TopicMode.SHADOW


def test_a_topic_rests_and_resumes(stage: Stage) -> None:
    browser = stage.browser(MANAGER)
    step(browser, "pause", "The text is wrong")
    assert mode(stage) is TopicMode.PAUSED
    assert "Paused by staff-1: “The text is wrong”" in browser.get("/topics").text
    assert step(browser, "pause").status == 409
    step(browser, "resume")
    assert mode(stage) is TopicMode.SHADOW


def test_a_step_without_a_reason_or_of_the_softwares_own_is_not_taken(stage: Stage) -> None:
    browser = stage.browser(MANAGER)
    assert step(browser, "pause", "").status == 422
    assert step(browser, "fall_back").status == 422
    assert step(browser, "declare_live").status == 422


def test_the_page_tells_that_a_topic_fell_back_or_was_declared_live(stage: Stage) -> None:
    topic, unmeasured = stage.offices.topic_list[POTHOLE], Assessment(evidence=Evidence(), budget=0.02)
    declared = Wish(action=ClearanceAction.DECLARE_LIVE, by="Sam Okafor", at=NOW, because="For demonstration")
    new, first = stepped(topic, None, declared, unmeasured)
    stage.clearances.save(RIVERBEND, topic, new, first)
    browser = stage.browser(MANAGER)
    assert "Live, by declaration: nobody has measured it." in browser.get("/topics").text
    fallen = Wish(action=ClearanceAction.FALL_BACK, by="civicline", at=NOW, because="Shown wrong")
    new, second = stepped(topic, new, fallen, unmeasured)
    stage.clearances.save(RIVERBEND, topic, new, second)
    assert "In shadow: it fell back by itself." in browser.get("/topics").text
    assert "1 topic fell back to shadow by itself." in browser.get("/").text


def test_the_page_of_a_production_stage_tells_that_a_declaration_means_nothing(stage: Stage) -> None:
    topic = stage.offices.topic_list[POTHOLE]
    declared = Wish(action=ClearanceAction.DECLARE_LIVE, by="Sam Okafor", at=NOW, because="For demonstration")
    stage.clearances.save(
        RIVERBEND, topic, *stepped(topic, None, declared, Assessment(evidence=Evidence(), budget=0.02))
    )
    stage.offices.topic_list[POTHOLE] = topic  # as the table tells it in production
    assert get(stage, f"/topics/{POTHOLE}")["mode"] == "shadow"


def switch(browser: Browser, scope: str, action: str) -> Answer:
    return browser.post("/pause", {"csrf_token": "csrf-1", "scope": scope, "action": action, "because": "Storm"})


def test_a_manager_pauses_the_office_and_only_an_admin_everything(stage: Stage) -> None:
    manager, admin = stage.browser(MANAGER), stage.browser(ADMIN)
    assert switch(manager, "office", "pause").status == 303
    assert stage.offices.by_id[RIVERBEND].is_paused
    assert "Automatic replies are paused." in manager.get("/").text
    assert "This office: paused Since 2026-11-22 12:05, by staff-1: “Storm”" in manager.get("/topics").text
    switch(manager, "office", "resume")
    assert not stage.offices.by_id[RIVERBEND].is_paused
    assert switch(manager, "everything", "pause").status == 403
    assert switch(admin, "everything", "pause").status == 303
    assert stage.offices.by_id[RIVERBEND].is_paused
    assert "All offices: paused" in manager.get("/topics").text
    assert switch(admin, "nothing", "pause").status == 422


def test_the_api_tells_topics_with_their_steps(stage: Stage) -> None:
    judge(stage, shadow_right=149)
    put(stage, f"/topics/{POTHOLE}/clearance", {"action": "go_live", "because": "Rosa read them"})
    listed = {one["id"]: one for one in get(stage, "/topics")["topics"]}
    assert (listed[POTHOLE]["mode"], listed[POTHOLE]["to_go_live"]["clears"]) == ("live", True)
    assert (listed[STREETS]["kind"], listed[EVICTION]["is_sensitive"]) == ("group", True)
    (taken,) = get(stage, f"/topics/{POTHOLE}")["steps"]
    assert (taken["action"], taken["by"], taken["because"]) == ("go_live", "staff-1", "Rosa read them")
    assert stage.browser().get("/api/v1/topics/parade", authorization="Bearer amal").status == 404


@pytest.mark.parametrize(
    ("path", "body", "who", "status"),
    [
        pytest.param(
            "/topics/pothole/clearance", {"action": "go_live", "because": "so"}, "mona", 409, id="no evidence"
        ),
        pytest.param("/topics/eviction/clearance", {"action": "go_live", "because": "so"}, "mona", 409, id="sensitive"),
        pytest.param("/topics/parade/clearance", {"action": "pause", "because": "so"}, "mona", 404, id="unknown topic"),
        pytest.param("/topics/pothole/clearance", {"action": "pause", "because": "so"}, "amal", 403, id="an agent"),
        pytest.param("/topics/pothole/clearance", {"action": "dance", "because": "so"}, "mona", 422, id="no action"),
        pytest.param("/topics/pothole/clearance", {"action": "pause"}, "mona", 422, id="no reason"),
        pytest.param("/topics/pothole/clearance", ["pause"], "mona", 422, id="no object"),
        pytest.param("/pause", {"scope": "office", "action": "resume", "because": "so"}, "mona", 409, id="not paused"),
        pytest.param("/pause", {"scope": "everything", "action": "pause", "because": "so"}, "mona", 403, id="no admin"),
    ],
)
def test_the_api_refuses_with_a_problem(stage: Stage, path: str, body: Any, who: str, status: int) -> None:
    refused = put(stage, path, body, who)
    assert (refused.status, refused.data["status"]) == (status, status)


def test_the_api_turns_the_switches(stage: Stage) -> None:
    assert put(stage, "/pause", {"scope": "everything", "action": "pause", "because": "Storm"}, "ada").status == 200
    told = get(stage, "/pause")
    assert (told["office"]["is_paused"], told["everything"]["pause"]["because"]) == (False, "Storm")
