"""Approved messages for scripts: reading with a token or a session, changing with a token only."""

import json
from typing import Any

import pytest

from civicline.domain.approved.approved_message import VersionStatus
from tests.builders import POTHOLE, a_draft, a_topic, an_approved_message
from tests.console_fakes import Answer, Stage, a_member

API = "/api/v1/approved-messages"
MESSAGE = f"{API}/pothole.sms.en"
WORDS = "Riverbend 311: a crew will look at it."


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.offices.topic_list[POTHOLE] = a_topic()
    for name, role in (("rosa", "agent"), ("sam", "approver"), ("vic", "viewer")):
        member = a_member(f"riverbend/{role}", subject=f"staff-{name}", name=name.title())
        stage.identity.tokens[name] = member
    return stage


def get(stage: Stage, path: str, who: str = "vic") -> Answer:
    return stage.browser().get(path, authorization=f"Bearer {who}")


def put(stage: Stage, path: str, body: Any, who: str = "rosa") -> Answer:
    headers = {"content-type": "application/json", "authorization": f"Bearer {who}"}
    return stage.browser().fetch("PUT", path, headers, body if isinstance(body, str) else json.dumps(body))


def test_a_script_writes_submits_and_another_person_approves_and_retires(stage: Stage) -> None:
    written = put(stage, f"{MESSAGE}/versions/1", {"text": WORDS, "variants": ["Riverbend 311: ok."]})
    assert (written.status, written.data["status"]) == (200, "draft")
    assert put(stage, f"{MESSAGE}/versions/1/status", {"status": "submitted"}).data["status"] == "submitted"
    approval = {"status": "approved", "fingerprint": written.data["fingerprint"]}
    assert put(stage, f"{MESSAGE}/versions/1/status", approval, "rosa").status == 403
    approved = put(stage, f"{MESSAGE}/versions/1/status", approval, "sam")
    assert (approved.status, approved.data["approver"]) == (200, {"name": "Sam", "subject": "staff-sam"})
    retired = put(stage, f"{MESSAGE}/versions/1/status", {"status": "retired", "because": "Old."}, "sam")
    assert [one["because"] for one in retired.data["steps"]] == ["", "", "Old."]


def test_writing_the_same_again_is_harmless_and_another_number_is_not_taken(stage: Stage) -> None:
    for _ in range(2):
        assert put(stage, f"{MESSAGE}/versions/1", {"text": WORDS}).status == 200
    assert len(stage.offices.approved) == 1
    assert put(stage, f"{MESSAGE}/versions/1", {"text": "Riverbend 311: other."}).status == 409
    assert put(stage, f"{MESSAGE}/versions/3", {"text": "Riverbend 311: other."}).status == 409
    assert len(stage.offices.approved) == 1


def test_an_agent_does_not_approve_and_a_viewer_does_not_write(stage: Stage) -> None:
    stage.offices.approved.append(a_draft())
    approval = {"status": "approved", "fingerprint": a_draft().fingerprint}
    assert put(stage, f"{MESSAGE}/versions/1/status", approval, "rosa").status == 403
    assert put(stage, f"{MESSAGE}/versions/2", {"text": WORDS}, "vic").status == 403
    assert stage.offices.approved == [a_draft()]


def test_a_browsers_session_changes_nothing_through_the_api(stage: Stage) -> None:
    browser = stage.browser(a_member("riverbend/approver"))
    headers = {"content-type": "application/json"}
    assert browser.fetch("PUT", f"{MESSAGE}/versions/1", headers, json.dumps({"text": WORDS})).status == 403
    assert stage.browser().fetch("PUT", f"{MESSAGE}/versions/1", headers, json.dumps({"text": WORDS})).status == 401


BODIES = {
    "no JSON": ("{", 422),
    "no text": ({}, 422),
    "something else beside it": ({"text": WORDS, "by": "me"}, 422),
    "a time without its zone": ({"text": WORDS, "expires_at": "2027-01-01T00:00:00"}, 422),
    "words that cannot be used": ({"text": "Dear {first_name},"}, 422),
    "no words": ({"text": " "}, 422),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_body_that_cannot_be_taken_writes_nothing(stage: Stage, body: Any, status: int) -> None:
    assert put(stage, f"{MESSAGE}/versions/1", body).status == status
    assert stage.offices.approved == []


STEPS = {
    "other words": ({"status": "approved", "fingerprint": "abc"}, 409),
    "no fingerprint": ({"status": "approved"}, 409),
    "no reason": ({"status": "retired"}, 422),
    "back to a draft": ({"status": "draft"}, 409),
    "no state": ({"status": "published"}, 422),
}


@pytest.mark.parametrize(("body", "status"), STEPS.values(), ids=STEPS.keys())
def test_a_step_that_may_not_be_taken_is_told(stage: Stage, body: Any, status: int) -> None:
    stage.offices.approved.append(a_draft())
    assert put(stage, f"{MESSAGE}/versions/1/status", body, "sam").status == status
    assert stage.offices.approved[0].status is VersionStatus.DRAFT


def test_the_list_and_one_message_are_read_page_by_page(stage: Stage) -> None:
    stage.offices.approved += [an_approved_message(), a_draft(version=2), a_draft(language="es")]
    first = get(stage, f"{API}?limit=1").data
    assert [(one["id"], one["version"], one["approved_version"]) for one in first["messages"]] == [
        ("pothole.sms.en", 2, 1)
    ]
    rest = get(stage, f"{API}?limit=1&cursor={first['next_cursor']}").data
    assert [one["id"] for one in rest["messages"]] == ["pothole.sms.es"]
    versions = get(stage, MESSAGE).data["versions"]
    assert [(one["version"], one["status"]) for one in versions] == [(1, "approved"), (2, "draft")]


def test_a_preview_says_length_segments_and_encoding(stage: Stage) -> None:
    stage.offices.approved.append(a_draft(text=WORDS))
    answer = get(stage, f"{MESSAGE}/preview?limit=3").data
    assert answer["previews"] == [
        {
            "message_id": None, "received_at": None, "language": "en", "text": WORDS, "length": 38, "wording": 0,
            "has_english_line": False, "encoding": "GSM-7", "segments": 1, "problem": None, "sentence": None,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{API}/pothole.sms.es", 404),
        (f"{API}/pothole", 404),
        (f"{MESSAGE}/preview?version=7", 404),
        (f"{MESSAGE}/preview?limit=99", 422),
        (f"{API}?limit=0", 422),
        (f"{API}?cursor=x", 422),
    ],
)
def test_what_is_not_there_is_told_to_scripts(stage: Stage, path: str, status: int) -> None:
    stage.offices.approved.append(a_draft())
    assert get(stage, path).status == status
