"""A message in a language that nothing was learnt in: staff read why there is no suggestion, and no guess."""

import json
from typing import Any

import pytest

from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import TopicId
from civicline.domain.replies.decision import Action, Reason
from tests.builders import POTHOLE, a_decision, a_message, a_record, a_topic, in_an_untaught_language
from tests.console_fakes import Stage, a_member
from tests.functional.reply_office import Office
from tools.cli.described import described
from tools.cli.explain import told_of_entry
from tools.cli.outcomes import lines_of

SNOW = TopicId("snow_removal")
WHY = "No example teaches this language, so the model names no topic."


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.offices.topic_list[SNOW] = a_topic(SNOW, names={"en": "Snow and ice"})
    stage.offices.topic_list[POTHOLE] = a_topic()
    return stage


@pytest.fixture
def record() -> MessageRecord:
    """A pothole in Chinese, as the deployed steps leave it."""
    office = Office(a_record(message=a_message(preview="街上有个大坑"), classification=in_an_untaught_language()))
    office.offices.topic_list[SNOW] = a_topic(SNOW)
    office.send_reply(office.ref)
    assert office.sender.sent == []
    return office.record


def test_its_page_says_why_no_topic_is_suggested_and_lists_none(stage: Stage, record: MessageRecord) -> None:
    stage.hold(record)
    answer = stage.browser(a_member()).get(f"/messages/{record.message.message_id}")
    assert WHY in answer.text
    assert Reason.UNTAUGHT_LANGUAGE.sentence in answer.text
    assert "Language: Chinese." in answer.text
    assert "Topics by confidence" not in answer.text
    assert "sure, needs" not in answer.text
    assert "Likeliest first" not in answer.body


def test_whoever_judges_it_chooses_a_topic_and_is_not_offered_one(stage: Stage, record: MessageRecord) -> None:
    stage.hold(record)
    answer = stage.browser(a_member()).get(f"/messages/{record.message.message_id}")
    (chosen,) = answer.document.iterfind(".//select[@id='topic']//option[@selected]")
    assert (chosen.get("value"), chosen.text) == ("", "Choose a topic")


def test_the_list_shows_it_without_a_topic_and_without_a_share(stage: Stage, record: MessageRecord) -> None:
    stage.hold(record)
    page = stage.browser(a_member()).get("/").text
    assert Reason.UNTAUGHT_LANGUAGE.sentence in page
    assert "Snow and ice" not in page
    assert "sure, needs" not in page


def test_the_api_names_no_topic_and_says_why(stage: Stage, record: MessageRecord) -> None:
    stage.hold(record)
    (found,) = stage.browser(a_member()).get("/api/v1/messages?day=2026-11-22").data["messages"]
    said = found["classification"]
    assert (said["topic_id"], said["ranking"], said["unmeasured_because"]) == (None, [], "untaught_language")
    assert (said["confidence"], said["is_confident"], said["language"]) == (0, False, "zh")
    assert (found["decision"]["topic_id"], found["decision"]["reason"]) == (None, "untaught_language")
    assert (found["decision"]["action"], found["decision"]["text"]) == (Action.SUGGEST, None)


def test_an_operator_is_told_why_and_no_topic(record: MessageRecord) -> None:
    told = described(record)
    assert (told["topic"], told["confidence"], told["no_topic_because"]) == (None, None, WHY)
    shown = "\n".join(lines_of(record))
    assert WHY in shown
    assert "language zh" in shown
    assert "snow_removal" not in shown + json.dumps(told)


def test_a_record_from_before_that_names_a_topic_is_told_without_it(stage: Stage) -> None:
    decision = a_decision(Action.SUGGEST, Reason.LOW_CONFIDENCE, topic_id=SNOW)
    old = stage.hold(a_record(classification=in_an_untaught_language(), decision=decision))
    assert described(old)["topic"] is None
    assert "Topic Snow and ice" not in stage.browser(a_member()).get(f"/messages/{old.message.message_id}").text


@pytest.mark.parametrize(
    ("ranking", "is_told"),
    [
        pytest.param([{"topic_id": "snow_removal", "confidence": 0.0}], False, id="nothing was measured"),
        pytest.param([{"topic_id": "snow_removal", "confidence": 0.01}], True, id="little was measured"),
    ],
)
def test_the_journals_text_form_leaves_out_an_order_without_confidence(ranking: Any, is_told: bool) -> None:
    facts = {"model_version": "v1", "ranking": ranking, "threshold": 0.8, "language": "zh"}
    assert ("snow_removal" in told_of_entry(facts)) is is_told
    assert "language zh" in told_of_entry(facts)
