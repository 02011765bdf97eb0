"""Constituents in the console and the API: finding, merging, splitting, and who may."""

import json
import logging
from typing import Any

import pytest

from civicline.domain.channel import Channel
from civicline.domain.people.constituent import Constituent, ConstituentChange, Proof
from civicline.domain.people.residency import Basis, Residency, ResidencyFinding
from tests.builders import MARIA, MARIAS_MAIL, RIVERBEND, a_message, a_receipt, a_record
from tests.console_fakes import Answer, Browser, Stage, a_member
from tests.constituent_builders import MARIAS_WORK_MAIL, a_constituent, a_profile, a_proof, join


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    named = a_constituent(MARIA, days=9).with_profile(MARIA, a_profile(name="Maria Lopez", zip_code="80203"))
    for one in (named, a_constituent(MARIAS_MAIL, days=3)):
        stage.messages.save(ConstituentChange(before=(), after=(one,)))
    stage.identity.tokens["good"] = a_member(subject="robot-1")
    stage.identity.tokens["viewer"] = a_member("riverbend/viewer")
    stage.identity.tokens["lakeside"] = a_member("lakeside/agent")
    return stage


def maria(stage: Stage) -> Constituent:
    found = stage.messages.of(RIVERBEND, MARIA)
    assert found
    return found


def post(browser: Browser, path: str, **form: str) -> Answer:
    return browser.post(path, {"csrf_token": "csrf-1", **form})


def call(stage: Stage, method: str, path: str, body: Any = None, who: str = "good") -> Answer:
    headers = {"authorization": f"Bearer {who}", "content-type": "application/json"}
    return stage.browser().fetch(method, f"/api/v1/constituents{path}", headers, body and json.dumps(body))


def merge(stage: Stage, **changes: str) -> Answer:
    form = {"other": MARIAS_MAIL.value, "reason": "she called", **changes}
    return post(stage.browser(a_member()), f"/constituents/{maria(stage).constituent_id}/merge", **form)


@pytest.mark.parametrize("wanted", ["(202) 555-0188", "lopez", "Maria"])
def test_an_agent_finds_a_constituent_by_what_is_at_hand(stage: Stage, wanted: str) -> None:
    browser = stage.browser(a_member())
    assert "Find" in browser.get("/constituents").text
    page = post(browser, "/constituents", wanted=wanted).text
    assert "Maria Lopez" in page
    assert "ZIP code 80203" in page


def test_somebody_who_only_ever_wrote_is_found_and_merged(stage: Stage) -> None:
    stage.messages.receive(a_receipt(a_record(message=a_message(Channel.EMAIL, sender=MARIAS_WORK_MAIL))))
    browser = stage.browser(a_member())
    assert (
        "Nothing is on record but their messages." in post(browser, "/constituents", wanted=MARIAS_WORK_MAIL.value).text
    )
    form = {"first": MARIAS_WORK_MAIL.value, "other": MARIA.value, "reason": "she called"}
    answer = post(browser, "/constituents/merge", **form)
    assert browser.get(answer.location.removeprefix("/api")).status == 200
    assert maria(stage).contact_points == {MARIA, MARIAS_WORK_MAIL}
    token = call(stage, "POST", "/merge", {**form, "first": MARIAS_MAIL.value})
    assert len(token.data["contact_points"]) == 3
    assert post(browser, "/constituents/merge", other=MARIA.value, reason="x").status == 422


def test_a_message_tells_whether_its_writer_lives_in_the_area(stage: Stage) -> None:
    finding = ResidencyFinding(
        residency=Residency.CONSTITUENT, basis=Basis.STATED, evidence="I live in 80203", zip_code="80203"
    )
    record = stage.hold(a_record(residency=finding))
    browser = stage.browser(a_member())
    assert (
        "yes, I live in 80203. By where the message says" in browser.get(f"/messages/{record.message.message_id}").text
    )


def test_staff_read_in_words_who_told_what_and_why_two_are_one() -> None:
    stage = Stage()
    told = a_constituent(MARIA).with_profile(MARIA, a_profile("message:m-1", zip_code="80203"))
    first = join(told, a_constituent(MARIAS_MAIL), a_proof(Proof.IMPORT, evidence="list-7")).after[0]
    whole = join(first, a_constituent(MARIAS_WORK_MAIL), a_proof(Proof.REPLY_TOKEN, 1, evidence="m-2")).after[0]
    stage.messages.save(ConstituentChange(before=(), after=(whole,)))
    page = stage.browser(a_member()).get(f"/constituents/{whole.constituent_id}")
    assert "+1 202 555 0188 Known since" in page.text
    assert "Told by a message of theirs, 2026-11-22" in page.text
    assert "one row of a list, import list-7, by staff-1" in page.text
    assert "an answer to our mail to the other, by staff-1" in page.text
    links = [link.get("href") for link in page.document.iter("a")]
    assert {"/api/messages/m-1", "/api/messages/m-2"} <= {*links}


def test_nobody_fits_is_said(stage: Stage) -> None:
    assert "Nobody fits." in post(stage.browser(a_member()), "/constituents", wanted="zzz").text


def test_an_agent_merges_two_constituents_and_splits_them_again(stage: Stage) -> None:
    before = (maria(stage), stage.messages.of(RIVERBEND, MARIAS_MAIL))
    answer = merge(stage)
    whole = maria(stage)
    assert (answer.status, answer.location) == (303, f"/api/constituents/{whole.constituent_id}")
    assert whole.contact_points == {MARIA, MARIAS_MAIL}
    browser = stage.browser(a_member())
    page = browser.get(f"/constituents/{whole.constituent_id}").text
    assert "staff, “she called”, by staff-1" in page
    path = f"/constituents/{whole.constituent_id}/split"
    assert post(browser, path, join_id=whole.joins[0].join_id, reason="her sister").status == 303
    after = (maria(stage), stage.messages.of(RIVERBEND, MARIAS_MAIL))
    assert [one and (one.constituent_id, one.members) for one in after] == [
        one and (one.constituent_id, one.members) for one in before
    ]
    assert "Undone by staff-1: “her sister”" in browser.get(f"/constituents/{whole.constituent_id}").text


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        pytest.param({"reason": " "}, 422, "Say why", id="no reason"),
        pytest.param({"other": "Maria"}, 422, "should be the number", id="a name"),
        pytest.param({"other": "+12025550199"}, 422, "knows no such", id="a stranger"),
        pytest.param({"other": MARIA.value}, 409, "one constituent already", id="herself"),
        pytest.param({"csrf_token": "csrf-2"}, 403, "did not come from the console", id="a form of another site"),
    ],
)
def test_a_merge_is_refused_with_a_reason(stage: Stage, changes: dict[str, str], status: int, told: str) -> None:
    path = f"/constituents/{maria(stage).constituent_id}/merge"
    form = {"csrf_token": "csrf-1", "other": MARIAS_MAIL.value, "reason": "she called", **changes}
    answer = stage.browser(a_member()).post(path, form)
    assert answer.status == status
    assert told in answer.text
    assert maria(stage).contact_points == {MARIA}


def test_a_viewer_sees_nobody_and_changes_nothing(stage: Stage) -> None:
    viewer = stage.browser(a_member("riverbend/viewer"))
    constituent_id = maria(stage).constituent_id
    assert viewer.get("/constituents").status == 403
    assert viewer.get(f"/constituents/{constituent_id}").status == 403
    assert post(viewer, "/constituents", wanted="maria").status == 403
    assert post(viewer, f"/constituents/{constituent_id}/merge", other=MARIAS_MAIL.value, reason="x").status == 403
    assert call(stage, "GET", f"/{constituent_id}", who="viewer").status == 403
    assert "Constituents" not in viewer.get("/").text


def test_another_offices_constituent_is_not_there(stage: Stage) -> None:
    assert call(stage, "GET", f"/{maria(stage).constituent_id}", who="lakeside").status in {403, 404}


def test_a_script_finds_merges_and_splits_with_a_token(stage: Stage) -> None:
    (found,) = call(stage, "GET", "?q=lopez").data["constituents"]
    assert (found["name"], found["zip_code"]) == ("Maria Lopez", "80203")
    constituent_id = found["constituent_id"]
    whole = call(stage, "POST", f"/{constituent_id}/merge", {"other": MARIAS_MAIL.value, "reason": "a letter"}).data
    (made,) = whole["joins"]
    assert (made["proof"], made["joined_by"], made["stands"]) == ("staff", "robot-1", True)
    halves = call(stage, "POST", f"/{constituent_id}/split", {"join_id": made["join_id"], "reason": "no"}).data
    assert len(halves["constituents"]) == 2
    assert call(stage, "GET", f"/{constituent_id}").data["joins"][0]["undone_by"] == "robot-1"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/merge", {"other": "x"}, 422),
        ("/merge", [], 422),
        ("/merge", {"other": MARIAS_WORK_MAIL.value, "reason": "x"}, 422),
        ("/split", {"join_id": "x", "reason": "x"}, 409),
        ("/split", {"join_id": 7, "reason": "x"}, 422),
    ],
)
def test_a_script_is_told_what_it_did_wrong(stage: Stage, path: str, body: Any, status: int) -> None:
    assert call(stage, "POST", f"/{maria(stage).constituent_id}{path}", body or [1]).status == status


def test_a_session_is_no_token(stage: Stage) -> None:
    browser = stage.browser(a_member())
    path = f"/api/v1/constituents/{maria(stage).constituent_id}/merge"
    body = json.dumps({"other": MARIAS_MAIL.value, "reason": "x"})
    assert browser.fetch("POST", path, {"content-type": "application/json"}, body).status == 403


@pytest.mark.parametrize("path", ["/not-an-id", "/6b0a1c56-5e0b-5b59-9d2f-0f6d2a4f7c11"])
def test_who_is_not_there_is_not_found(stage: Stage, path: str) -> None:
    assert call(stage, "GET", path).status == 404


@pytest.mark.parametrize("query", ["", "?q=", "?q=+", "?name=maria"])
def test_a_search_without_a_word_is_refused(stage: Stage, query: str) -> None:
    assert call(stage, "GET", query).status == 422


def test_who_looks_at_whom_is_logged_without_a_name_or_a_number(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    from civicline.runtime.observability import logger

    stream = logging.getLogger(logger.name or "")
    stream.addHandler(caplog.handler)
    try:
        call(stage, "GET", "?q=lopez")
    finally:
        stream.removeHandler(caplog.handler)
    record = next(one for one in caplog.records if one.message == "constituents looked at")
    assert record.__dict__["staff"] == "robot-1"
    assert record.__dict__["constituent_ids"] == [maria(stage).constituent_id]
    assert "Lopez" not in str(record.__dict__)
    assert MARIA.value not in str(record.__dict__)
