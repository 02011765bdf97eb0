"""What staff say a message is about: by the form, by the API, and what stands on the page."""

import json
from typing import Any

import pytest

from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import TopicId
from civicline.domain.office import TopicGroup, TopicMode
from functions.console.judging import NONE
from tests.builders import POTHOLE, RIVERBEND, a_classification, a_judgement, a_message, a_topic, an_answered_record
from tests.console_fakes import Answer, Browser, Stage, a_member

GRAFFITI = TopicId("graffiti")


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.offices.topic_list |= {
        POTHOLE: a_topic(),
        GRAFFITI: a_topic(GRAFFITI, names={"en": "Graffiti"}, group_id="public-places"),
        TopicId("bench"): a_topic(TopicId("bench"), names={"en": "Park benches"}, group_id="public-places"),
    }
    stage.offices.group_list["public-places"] = TopicGroup(
        group_id="public-places", names={"en": "Public places"}, mode=TopicMode.LIVE
    )
    return stage


@pytest.fixture
def message(stage: Stage) -> MessageRecord:
    return stage.hold(an_answered_record())


def page_of(message: MessageRecord) -> str:
    return f"/messages/{message.message.message_id}"


def say(browser: Browser, message: MessageRecord, topic: str, form_of: str = "csrf-1") -> Answer:
    return browser.post(f"{page_of(message)}/topic", {"csrf_token": form_of, "topic": topic})


def put(browser: Browser, message: MessageRecord, body: Any, **headers: str) -> Answer:
    path = f"/api/v1{page_of(message)}/topic"
    sent = {"content-type": "application/json", **headers}
    return browser.fetch("PUT", path, sent, body if isinstance(body, str) else json.dumps(body))


def judgements(stage: Stage, message: MessageRecord) -> list[str | None]:
    return [one.topic_id for one in stage.messages.records[message.message.ref].judgements]


def test_an_agent_corrects_a_topic_and_comes_back_to_the_message(stage: Stage, message: MessageRecord) -> None:
    browser = stage.browser(a_member())
    answer = say(browser, message, GRAFFITI)
    assert (answer.status, answer.location) == (303, f"/api{page_of(message)}#judgement")
    (judged,) = stage.messages.judged(RIVERBEND, "2026-11")
    assert (judged.judgement, len(judged.judgements)) == (
        a_judgement(GRAFFITI, judged_by="staff-1", judged_at=stage.clock()), 1,
    )  # fmt: skip
    page = browser.get(page_of(message)).text
    assert "Graffiti, said by you on 2026-11-22 12:05" in page


def test_a_message_can_be_about_none_of_the_topics(stage: Stage, message: MessageRecord) -> None:
    browser = stage.browser(a_member())
    say(browser, message, NONE)
    assert judgements(stage, message) == [None]
    assert "None of our topics, said by you" in browser.get(page_of(message)).text


def test_a_later_word_counts_and_the_earlier_one_is_shown(stage: Stage, message: MessageRecord) -> None:
    say(stage.browser(a_member(subject="staff-7")), message, GRAFFITI)
    browser = stage.browser(a_member())
    say(browser, message, POTHOLE)
    assert judgements(stage, message) == [GRAFFITI, POTHOLE]
    page = browser.get(page_of(message)).text
    assert page.index("Potholes, said by you") < page.index("Before: Graffiti, said by staff-7")


def test_saying_the_same_twice_is_one_judgement(stage: Stage, message: MessageRecord) -> None:
    browser = stage.browser(a_member())
    for _ in range(2):
        assert say(browser, message, POTHOLE).status == 303
    assert judgements(stage, message) == [POTHOLE]


def test_the_models_topics_come_first_and_its_best_is_chosen(stage: Stage) -> None:
    message = stage.hold(an_answered_record(classification=a_classification(POTHOLE)))
    document = stage.browser(a_member()).get(page_of(message)).document
    select = document.find(".//select")
    groups = {group.get("label"): [option.get("value") for option in group] for group in select.iter("optgroup")}
    assert groups == {"Likeliest first": ["pothole", "graffiti"], "Public places": ["bench"]}
    assert [option.get("value") for option in select.iter("option") if option.get("selected") is not None] == [POTHOLE]
    assert document.find(".//label[@for='topic']") is not None


def test_a_message_that_no_model_has_read_can_be_judged(stage: Stage) -> None:
    message = stage.hold(an_answered_record(classification=None))
    assert say(stage.browser(a_member()), message, GRAFFITI).status == 303
    assert judgements(stage, message) == [GRAFFITI]


def test_a_viewer_sees_what_was_said_and_cannot_say(stage: Stage, message: MessageRecord) -> None:
    say(stage.browser(a_member()), message, GRAFFITI)
    viewer = stage.browser(a_member("riverbend/viewer", subject="staff-9"))
    page = viewer.get(page_of(message))
    assert "Graffiti, said by staff-1" in page.text
    assert page.document.find(".//select") is None
    refused = say(viewer, message, POTHOLE)
    assert refused.status == 403
    assert "role “agent”" in refused.text
    assert judgements(stage, message) == [GRAFFITI]


@pytest.mark.parametrize(
    ("topic", "csrf_token", "status"),
    [
        pytest.param("parking", "csrf-1", 422, id="a topic that the office has not"),
        pytest.param("", "csrf-1", 422, id="no topic"),
        pytest.param("pothole", "csrf-2", 403, id="a form of another site"),
        pytest.param("pothole", "", 403, id="a form without a token"),
    ],
)
def test_a_form_that_cannot_be_followed_saves_nothing(
    stage: Stage, message: MessageRecord, topic: str, csrf_token: str, status: int
) -> None:
    assert say(stage.browser(a_member()), message, topic, csrf_token).status == status
    assert judgements(stage, message) == []


def test_a_stranger_is_asked_to_sign_in(stage: Stage, message: MessageRecord) -> None:
    assert say(stage.browser(), message, POTHOLE).status == 303
    assert judgements(stage, message) == []


def test_another_offices_message_is_not_there(stage: Stage) -> None:
    other = a_message(provider_id="provider-77")
    assert say(stage.browser(a_member()), an_answered_record(message=other), POTHOLE).status == 404


@pytest.mark.parametrize(("topic", "kept"), [("graffiti", GRAFFITI), (None, None)])
def test_a_script_judges_with_a_token(stage: Stage, message: MessageRecord, topic: Any, kept: Any) -> None:
    stage.identity.tokens["good"] = a_member(subject="robot-1")
    answer = put(stage.browser(), message, {"topic_id": topic}, authorization="Bearer good")
    assert answer.status == 200
    assert answer.data["judgements"] == [
        {
            "topic_id": kept,
            "judged_by": "robot-1",
            "judged_at": "2026-11-22T17:05:03.123456Z",
            "reply_fits": None,
            "is_audit": False,
        }
    ]
    assert judgements(stage, message) == [kept]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param("{", "topic_id", id="no JSON"),
        pytest.param([], "topic_id", id="a list"),
        pytest.param({}, "topic_id", id="no topic"),
        pytest.param({"topic_id": 7}, "topic_id", id="a number"),
        pytest.param({"topic_id": "pothole", "by": "me"}, "topic_id", id="something else beside it"),
        pytest.param({"topic_id": "parking"}, "topic", id="a topic that the office has not"),
    ],
)
def test_a_body_that_cannot_be_understood_is_told_why(
    stage: Stage, message: MessageRecord, body: Any, field: str
) -> None:
    stage.identity.tokens["good"] = a_member()
    answer = put(stage.browser(), message, body, authorization="Bearer good")
    assert (answer.status, answer.data["field"]) == (422, field)
    assert judgements(stage, message) == []


def test_a_viewers_token_changes_nothing(stage: Stage, message: MessageRecord) -> None:
    stage.identity.tokens["good"] = a_member("riverbend/viewer")
    assert put(stage.browser(), message, {"topic_id": "pothole"}, authorization="Bearer good").status == 403


def test_a_browsers_session_does_not_open_the_api_for_changes(stage: Stage, message: MessageRecord) -> None:
    assert put(stage.browser(a_member()), message, {"topic_id": "pothole"}).status == 403
    assert put(stage.browser(), message, {"topic_id": "pothole"}).status == 401
    assert judgements(stage, message) == []
