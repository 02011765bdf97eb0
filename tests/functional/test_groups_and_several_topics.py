"""Where staff and operators see the group of topics and the topics of a message: console, API, command, record."""

import json

import pytest

from civicline.adapters.dynamo import records
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import TopicId
from civicline.domain.replies.decision import Action, Reason
from tests.builders import (
    POTHOLE,
    STREETS,
    a_classification,
    a_decision,
    a_group,
    a_record,
    a_topic,
    about_two_things,
    an_answered_record,
    sure_of_the_group,
)
from tests.console_fakes import Answer, Stage, a_member
from tools.cli.described import described

GRAFFITI = TopicId("graffiti")


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.offices.topic_list[POTHOLE] = a_topic()
    stage.offices.topic_list[GRAFFITI] = a_topic(GRAFFITI, names={"en": "Graffiti"}, group_id="neighborhood")
    stage.offices.group_list[STREETS] = a_group()
    return stage


def answered_for_the_group() -> MessageRecord:
    decision = a_decision(Action.SEND, Reason.CONFIDENT_OF_GROUP, message_key="streets/sms/en/v1", group_id=STREETS)
    return an_answered_record(classification=sure_of_the_group(), decision=decision)


def about_two() -> MessageRecord:
    decision = a_decision(Action.SUGGEST, Reason.SEVERAL_TOPICS, also_topic_ids=(GRAFFITI,))
    return a_record(classification=about_two_things(), decision=decision)


def page(stage: Stage, record: MessageRecord) -> Answer:
    stage.hold(record)
    return stage.browser(a_member()).get(f"/messages/{record.message.message_id}")


def test_staff_see_the_group_that_was_answered_and_how_sure_the_model_was_of_it(stage: Stage) -> None:
    shown = page(stage, answered_for_the_group()).text
    assert "Answer for all of Streets and sidewalks" in shown
    assert "Group: Streets and sidewalks, 96 % (needs 90 %)." in shown
    assert "Topic Potholes" in shown


def test_a_group_that_cannot_be_sure_enough_is_shown_without_a_threshold(stage: Stage) -> None:
    record = a_record(classification=sure_of_the_group(group_threshold=1.01))
    assert "Streets and sidewalks, 96 % (no threshold keeps the budget)" in page(stage, record).text


def test_staff_see_every_topic_of_a_message_on_its_page_and_in_the_list(stage: Stage) -> None:
    shown = page(stage, about_two()).text
    assert "Topic Potholes Also about Graffiti" in shown
    assert Reason.SEVERAL_TOPICS.sentence in shown
    assert "Potholes + Graffiti" in stage.browser(a_member()).get("/").text


def test_a_message_from_before_groups_shows_none(stage: Stage) -> None:
    assert "Group:" not in page(stage, a_record(classification=a_classification())).text


def test_the_api_tells_topics_and_group(stage: Stage) -> None:
    stage.hold(about_two())
    (found,) = stage.browser(a_member()).get("/api/v1/messages?day=2026-11-22").data["messages"]
    assert [one["topic_id"] for one in found["classification"]["topics"]] == ["pothole", "graffiti"]
    assert found["classification"]["group"] is None
    assert found["decision"]["also_topic_ids"] == ["graffiti"]


def test_the_api_tells_the_group_that_was_answered(stage: Stage) -> None:
    stage.hold(answered_for_the_group())
    (found,) = stage.browser(a_member()).get("/api/v1/messages?day=2026-11-22").data["messages"]
    assert found["classification"]["group"] == {"group_id": "streets", "confidence": 0.96}
    assert (found["classification"]["group_threshold"], found["classification"]["is_group_confident"]) == (0.9, True)
    assert found["decision"]["group_id"] == "streets"


def test_an_operator_is_told_the_group_and_the_other_topics() -> None:
    told = described(answered_for_the_group())
    assert (told["answered_group"], told["group"]) == ("streets", "streets, confidence 0.960 (threshold 0.900)")
    assert described(about_two())["also_topics"] == "graffiti"
    assert described(a_record())["group"] is None
    json.dumps(told)


@pytest.mark.parametrize("record", [answered_for_the_group(), about_two()], ids=["a group", "two topics"])
def test_groups_and_topics_come_back_from_the_table(record: MessageRecord) -> None:
    assert records.record_in(records.state_item(record)) == record


def test_a_record_from_before_groups_is_still_read() -> None:
    item = records.state_item(an_answered_record())
    for part, added in (("classification", ("topics",)), ("decision", ("also_topic_ids",))):
        for name in added:
            del item[part][name]
    assert records.record_in(item) == an_answered_record()
