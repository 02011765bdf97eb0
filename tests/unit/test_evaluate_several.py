"""What the measurement of groups and several topics counts, on readings made up for it."""

from dataclasses import replace

import pytest

from civicline.adapters.classifier_head import Head
from civicline.adapters.topic_reading import TopicReading
from civicline.domain.topics.classification import GroupScore, TopicScore
from layers.classifier.evaluate_several import Written, answers, scores
from layers.classifier.train import train_head
from tests.classifier_fakes import WordEncoder, the_examples


@pytest.fixture(scope="module")
def head() -> Head:
    groups = {"pothole": "streets", "trees": "streets", "trash": "waste", "noise": "quiet", "water": "bills"}
    return replace(train_head(WordEncoder(), *the_examples(), groups=groups), threshold=0.9, group_threshold=0.8)


def about(*topics: str) -> Written:
    return Written(text="", topics=frozenset(topics))


def reading(topic: str, confidence: float, group: str, group_confidence: float) -> TopicReading:
    return TopicReading(
        ranking=(TopicScore(topic_id=topic, confidence=confidence),),
        group=GroupScore(group_id=group, confidence=group_confidence),
    )


def test_a_message_is_answered_for_its_group_only_where_its_topic_is_unsure(head: Head) -> None:
    counted = answers(
        head,
        [about("pothole"), about("pothole"), about("trees"), about("trash"), about(), about("noise")],
        [
            reading("pothole", 0.95, "streets", 0.97),
            reading("trees", 0.95, "streets", 0.97),
            reading("pothole", 0.5, "streets", 0.9),
            reading("pothole", 0.5, "streets", 0.9),
            reading("pothole", 0.5, "streets", 0.9),
            reading("noise", 0.5, "quiet", 0.7),
        ],
    )
    assert counted == {
        "messages": 6,
        "for_topic": 2,
        "for_topic_wrong": 1,
        "for_group_only": 3,
        "for_group_only_wrong": 2,
    }


def test_what_is_found_in_messages_of_two_topics_is_counted_apart() -> None:
    written = [about("pothole", "trash")] * 4
    found = [("pothole", "trash"), ("pothole", "noise"), ("trash",), ()]
    assert scores(written, found) == {
        "messages": 4,
        "several_found": 0.5,
        "all_found": 0.25,
        "wrong_topic_named": 0.25,
        "answered_as_one": 0.25,
    }
