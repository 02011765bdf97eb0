"""Answers to a group of topics, and messages about several topics at once."""

from dataclasses import replace

import pytest

from civicline.domain.ids import TopicId
from civicline.domain.office import TopicMode
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply_facts import Facts
from civicline.domain.replies.reply_policy import decide
from tests.builders import (
    GROUP_WORDS,
    NOW,
    POTHOLE,
    STREETS,
    a_classification,
    a_group,
    a_topic,
    about_two_things,
    an_office,
    facts_of_a_sure_group,
    neighbours,
    some_facts,
    sure_of_the_group,
)

TWO_TOPICS = {POTHOLE: a_topic(), TopicId("graffiti"): a_topic(TopicId("graffiti"), group_id="neighborhood")}
SECOND_SENSITIVE = {POTHOLE: a_topic(), TopicId("graffiti"): a_topic(TopicId("graffiti"), is_sensitive=True)}
BEYOND_THE_RANKING = {**neighbours(), TopicId("collapse"): a_topic(TopicId("collapse"), is_sensitive=True)}
SHORT_RANKING = sure_of_the_group(ranking=sure_of_the_group().ranking[:2])

DECISIONS = {
    "confidence in the group below its threshold waits for staff": (
        facts_of_a_sure_group(classification=sure_of_the_group(confidence=0.89)),
        Action.SUGGEST,
        Reason.LOW_CONFIDENCE,
    ),
    "a model that knows no groups waits for staff": (
        facts_of_a_sure_group(classification=a_classification(confidence=0.5)),
        Action.SUGGEST,
        Reason.LOW_CONFIDENCE,
    ),
    "a group without an approved message waits for staff": (
        facts_of_a_sure_group(group_approved=()),
        Action.SUGGEST,
        Reason.LOW_CONFIDENCE,
    ),
    "a group whose message has expired waits for staff": (
        facts_of_a_sure_group(group_approved=(replace(GROUP_WORDS, expires_at=NOW),)),
        Action.SUGGEST,
        Reason.LOW_CONFIDENCE,
    ),
    "a group that the office has not set up waits for staff": (
        facts_of_a_sure_group(groups={}),
        Action.SUGGEST,
        Reason.LOW_CONFIDENCE,
    ),
    "a group in shadow is recorded, not sent": (
        facts_of_a_sure_group(groups={STREETS: a_group(mode=TopicMode.SHADOW)}),
        Action.SUGGEST,
        Reason.TOPIC_IN_SHADOW,
    ),
    "a paused group is not answered": (
        facts_of_a_sure_group(groups={STREETS: a_group(mode=TopicMode.PAUSED)}),
        Action.SUGGEST,
        Reason.TOPIC_PAUSED,
    ),
    "a paused office answers no group": (
        facts_of_a_sure_group(office=an_office(is_paused=True)),
        Action.SUGGEST,
        Reason.OFFICE_PAUSED,
    ),
    "a group is not answered if a sensitive topic of it is possible": (
        facts_of_a_sure_group(topics=neighbours(is_sensitive=True)),
        Action.SUGGEST,
        Reason.LOW_CONFIDENCE,
    ),
    "a group is not answered if a paused topic of it is possible": (
        facts_of_a_sure_group(topics=neighbours(mode=TopicMode.PAUSED)),
        Action.SUGGEST,
        Reason.LOW_CONFIDENCE,
    ),
    "a group is answered if its sensitive topic is next to impossible": (
        facts_of_a_sure_group(topics=BEYOND_THE_RANKING),
        Action.SEND,
        Reason.CONFIDENT_OF_GROUP,
    ),
    "a group is not answered if its sensitive topic may stand just below the ranking": (
        facts_of_a_sure_group(topics=BEYOND_THE_RANKING, classification=SHORT_RANKING),
        Action.SUGGEST,
        Reason.LOW_CONFIDENCE,
    ),
    "a message whose second thing is sensitive goes to staff as that": (
        some_facts(classification=about_two_things(), topics=SECOND_SENSITIVE),
        Action.SUGGEST,
        Reason.SENSITIVE_TOPIC,
    ),
    "a message about two things of a sure group gets no answer for both": (
        facts_of_a_sure_group(classification=sure_of_the_group(topics=about_two_things("sinkhole").topics)),
        Action.SUGGEST,
        Reason.SEVERAL_TOPICS,
    ),
}


@pytest.mark.parametrize(("facts", "action", "reason"), DECISIONS.values(), ids=DECISIONS.keys())
def test_a_group_is_answered_only_where_that_is_right_for_each_of_its_topics(
    facts: Facts, action: Action, reason: Reason
) -> None:
    decision = decide(facts)
    assert (decision.action, decision.reason, decision.needs_staff) == (action, reason, action is Action.SUGGEST)


def test_a_groups_answer_names_the_group_and_keeps_the_likeliest_topic_on_record() -> None:
    decision = decide(facts_of_a_sure_group())
    assert decision.text == "Riverbend 311: Streets and sidewalks, thanks."
    assert (decision.topic_id, decision.group_id, decision.message_key) == (POTHOLE, STREETS, "streets/sms/en/v1")
    assert not decision.needs_staff


def test_what_a_group_in_shadow_would_have_got_is_shown_to_staff() -> None:
    decision = decide(facts_of_a_sure_group(groups={STREETS: a_group(mode=TopicMode.SHADOW)}))
    assert (decision.group_id, decision.message_key) == (STREETS, "streets/sms/en/v1")


def test_staff_see_every_topic_and_the_answer_to_the_first() -> None:
    decision = decide(some_facts(classification=about_two_things(), topics=TWO_TOPICS))
    assert (decision.topic_id, decision.also_topic_ids) == (POTHOLE, ("graffiti",))
    assert decision.message_key == "pothole/sms/en/v1"


def test_of_two_topics_in_the_parts_the_surer_is_recorded_and_not_the_whole_messages() -> None:
    torn = about_two_things(ranking=a_classification("noise", 0.4).ranking)
    topics = {**TWO_TOPICS, TopicId("noise"): a_topic(TopicId("noise"), group_id="neighborhood")}
    decision = decide(some_facts(classification=torn, topics=topics))
    assert (decision.topic_id, decision.reason) == (POTHOLE, Reason.SEVERAL_TOPICS)
