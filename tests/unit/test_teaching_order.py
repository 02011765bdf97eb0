"""Which messages to judge first."""

from datetime import timedelta

from civicline.domain.history.record import MessageRecord
from civicline.domain.learning.teaching_order import margin, most_instructive
from civicline.domain.topics.classification import Classification, TopicScore
from tests.builders import NOW, a_classification, a_judgement, a_message, a_record


def said(*confidences: float, threshold: float = 0.8) -> Classification:
    ranking = tuple(TopicScore(topic_id=f"topic-{number}", confidence=one) for number, one in enumerate(confidences))
    return a_classification(ranking=ranking, threshold=threshold)


def held(name: str, classification: Classification | None, minutes: int = 0, **changes: object) -> MessageRecord:
    message = a_message(provider_id=name, received_at=NOW + timedelta(minutes=minutes))
    return a_record(message=message, classification=classification, **changes)


def order(*records: MessageRecord) -> list[str]:
    return [record.message.provider_id for record in most_instructive(records)]


def test_a_message_between_two_topics_comes_first() -> None:
    sure, torn, wavering = (
        held("sure", said(0.97, 0.01)), held("torn", said(0.41, 0.40)), held("wavering", said(0.5, 0.3)),
    )  # fmt: skip
    assert order(sure, torn, wavering) == ["torn", "wavering", "sure"]


def test_of_equal_margins_the_one_nearest_the_threshold_comes_first_then_the_newest() -> None:
    far, near = held("far", said(0.5, 0.25)), held("near", said(0.75, 0.5))
    assert order(far, near) == ["near", "far"]
    older, newer = held("older", said(0.5, 0.25)), held("newer", said(0.5, 0.25), minutes=5)
    assert order(older, newer) == ["newer", "older"]


def test_what_is_judged_or_unread_teaches_nothing_new() -> None:
    judged = held("judged", said(0.5, 0.4), judgements=(a_judgement(),))
    assert order(judged, held("unread", None), held("wordless", said(0.0, 0.0)), held("left", said(0.9, 0.1))) == [
        "left"
    ]


def test_a_model_of_one_topic_has_a_margin() -> None:
    assert margin(said(0.9)) == 0.9
