"""Where the model has nothing to go by, no topic and no words are put before staff as if it had."""

from typing import Any

import pytest

from civicline.domain.ids import TopicId
from civicline.domain.office import TopicMode
from civicline.domain.office_rules import OfficeRules, UntranslatedRule
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply_facts import group_of, topic_of
from civicline.domain.replies.reply_policy import decide
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE, Unmeasured
from tests.builders import (
    POTHOLE,
    a_classification,
    a_judgement,
    a_screening,
    a_topic,
    an_approved_message,
    an_office,
    in_an_untaught_language,
    some_facts,
)

SNOW = TopicId("snow_removal")
WITHOUT_WORDS = in_an_untaught_language(UNDETERMINED_LANGUAGE)


def about_snow(**changes: Any) -> Any:
    """The topic that happens to stand first in the list is live, and has approved words."""
    words = tuple(an_approved_message(topic_id=SNOW, language=language) for language in ("en", "zh"))
    facts = {"classification": in_an_untaught_language(), "topics": {SNOW: a_topic(SNOW)}, "approved": words}
    return some_facts(**(facts | changes))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({}, Reason.UNTAUGHT_LANGUAGE, id="in Chinese, which no example teaches"),
        pytest.param({"classification": WITHOUT_WORDS}, Reason.EMPTY, id="nothing but an emoji"),
        pytest.param({"judgement": a_judgement(None)}, Reason.OUT_OF_SCOPE, id="staff said already that it is nothing"),
        pytest.param(
            {"topics": {SNOW: a_topic(SNOW, is_sensitive=True)}},
            Reason.UNTAUGHT_LANGUAGE,
            id="a sensitive topic happens to stand first",
        ),
        pytest.param(
            {"topics": {SNOW: a_topic(SNOW, mode=TopicMode.PAUSED)}},
            Reason.UNTAUGHT_LANGUAGE,
            id="a paused topic happens to stand first",
        ),
        pytest.param(
            {"office": an_office(rules=OfficeRules(untranslated=UntranslatedRule.ENGLISH))},
            Reason.UNTAUGHT_LANGUAGE,
            id="the office answers in English where a translation is missing",
        ),
    ],
)
def test_a_message_of_which_nothing_is_known_goes_to_staff_without_a_topic_and_without_a_suggestion(
    changes: dict[str, Any], reason: Reason
) -> None:
    facts = about_snow(**changes)
    decision = decide(facts)
    assert (decision.action, decision.reason, decision.needs_staff) == (Action.SUGGEST, reason, True)
    assert (decision.topic_id, decision.text, decision.message_key) == (None, None, None)


def test_the_words_of_a_topic_that_is_not_known_are_not_even_looked_up() -> None:
    assert topic_of(a_screening(), in_an_untaught_language()) is None
    assert group_of(a_screening(), in_an_untaught_language()) is None
    assert topic_of(a_screening(), a_classification(confidence=0.01)) == POTHOLE


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(a_classification(confidence=0.01), None, id="little is something"),
        pytest.param(in_an_untaught_language(), Unmeasured.UNTAUGHT_LANGUAGE, id="a language without examples"),
        pytest.param(WITHOUT_WORDS, Unmeasured.NO_WORDS, id="no words"),
    ],
)
def test_a_classification_says_why_it_names_no_topic(said: Any, expected: Unmeasured | None) -> None:
    assert said.unmeasured is expected
