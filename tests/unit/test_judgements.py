"""Each word of staff is kept, the latest counts."""

from datetime import timedelta

import pytest

from civicline.domain.going_live.judgement import MOST_JUDGEMENTS, JudgementRefusedError, RefusedBecause, with_judgement
from civicline.domain.ids import TopicId
from tests.builders import NOW, POTHOLE, a_judgement, a_record, a_topic

TOPICS = {POTHOLE: a_topic(), TopicId("graffiti"): a_topic(TopicId("graffiti"))}


def test_a_new_judgement_counts_and_the_earlier_one_stays() -> None:
    first, second = a_judgement(), a_judgement(TopicId("graffiti"), judged_by="staff-2")
    kept = with_judgement(with_judgement((), first, TOPICS), second, TOPICS)
    assert kept == (first, second)
    assert a_record(judgements=kept).judgement == second
    assert a_record().judgement is None


def test_none_of_the_topics_is_a_judgement() -> None:
    assert with_judgement((), a_judgement(None), TOPICS) == (a_judgement(None),)


def test_saying_the_same_again_adds_nothing() -> None:
    first = a_judgement()
    assert with_judgement((first,), a_judgement(judged_at=NOW + timedelta(days=1)), TOPICS) == (first,)


def test_another_person_who_agrees_is_heard() -> None:
    assert len(with_judgement((a_judgement(),), a_judgement(judged_by="staff-2"), TOPICS)) == 2


def test_a_topic_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(JudgementRefusedError) as refused:
        with_judgement((), a_judgement(TopicId("parking")), TOPICS)
    assert refused.value.reason is RefusedBecause.UNKNOWN_TOPIC


def test_a_record_has_a_size() -> None:
    known = tuple(a_judgement(judged_by=f"staff-{number}") for number in range(MOST_JUDGEMENTS))
    with pytest.raises(JudgementRefusedError, match="50 times"):
        with_judgement(known, a_judgement(judged_by="another"), TOPICS)
