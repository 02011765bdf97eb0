"""What the built layer says about input that is no plain message, about two things at once, and about a group."""

from pathlib import Path

import pytest

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.adapters.classifier_head import NEVER_CONFIDENT, load_head
from layers.classifier.build import PROJECT
from tools.topic_examples import read_topic_examples

POTHOLE = "There is a pothole on Maple Street"
NOTHING = {
    "an empty text": "",
    "only white space": " \t\n\u00a0\u2003",
    "only emoji": "🔥👍🏽❤️🚒",
    "only digits": "555 0100",
    "only a link": "https://riverbend.example/report-a-pothole",
    "only a link without its scheme": "www.riverbend.example/pothole",
    "only links and emoji": "👉 https://a.example/pothole https://b.example/trash",
    "only invisible characters": "\u200b\u200d\u2060\ufeff\u00ad" * 1_000,
    "only direction marks": "\u202a\u202e\u2066\u2069\u200f",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_a_text_that_says_nothing_goes_to_staff(classifier: BundledClassifier, text: str) -> None:
    said = classifier.classify(text)
    assert (said.confidence, said.language, said.topics, said.group) == (0, "und", (), None)
    assert not said.is_confident
    assert not said.is_group_confident


DISGUISED = {
    "emoji around the words": "🚗🕳️ There is a pothole on Maple Street 😡😡",
    "a link beside the words": "There is a pothole on Maple Street https://photos.example/1",
    "letters joined by invisible characters": "There is a p\u200bo\u200dt\u2060h\u00adole on Maple Street",
    "words within direction marks": "\u2067There is a pothole on Maple Street\u2069",
    "right-to-left script beside the words": "There is a pothole on Maple Street \u202bشكرا\u202c",
    "a hundred thousand words": "There is a pothole on Maple Street. " * 16_000,
    "two languages on one matter": "There is a pothole on Maple Street, hay un bache en la calle Maple",
}


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED.keys())
def test_a_pothole_is_a_pothole_however_it_is_written(classifier: BundledClassifier, text: str) -> None:
    said = classifier.classify(text)
    assert said.topic_id == "pothole"
    assert said.language in ("en", "es", "und")
    assert said.also == ()


def test_endless_words_of_many_kinds_have_a_stated_result(classifier: BundledClassifier) -> None:
    said = classifier.classify("pothole basura 路 яма шум trash \u202e noise " * 14_000)
    assert 1 <= len(said.ranking) <= 5
    assert 0 <= said.confidence <= 1


SEVERAL = {
    "two sentences": (f"{POTHOLE}. Also, my trash was not picked up yesterday.", {"pothole", "missed_trash"}),
    "a comma": ("pothole on elm street, my trash was not picked up", {"pothole", "missed_trash"}),
    "a list": ("- pothole on Elm Street\n- graffiti on the bridge wall", {"pothole", "graffiti"}),
    "three things": (
        f"{POTHOLE}. Someone spray painted graffiti on the bridge. You missed my garbage pickup this morning.",
        {"pothole", "graffiti", "missed_trash"},
    ),
    "Spanish": ("Hay un bache en mi calle y además no recogieron mi basura hoy", {"pothole", "missed_trash"}),
    "a language each": ("Hay un bache en Elm. Also my trash was not picked up.", {"pothole", "missed_trash"}),
}


@pytest.mark.parametrize(("text", "topics"), SEVERAL.values(), ids=SEVERAL.keys())
def test_a_message_about_several_things_is_about_each(
    classifier: BundledClassifier, text: str, topics: set[str]
) -> None:
    said = classifier.classify(text)
    assert {one.topic_id for one in said.topics} == topics
    assert said.also == said.topics[1:]


@pytest.mark.parametrize(
    "text",
    [
        f"I have lived here for 20 years. {POTHOLE}.",
        f"Good morning! {POTHOLE}. Thank you so much for your help, have a nice day.",
        f"{POTHOLE}. It is a big pothole and it gets deeper every week. Please fix the pothole.",
        f"My name is Maria Lopez and I am 72 years old. {POTHOLE}. Please call me at 555-0100.",
    ],
    ids=["background", "courtesies", "the same thing three times", "about the writer"],
)
def test_a_message_about_one_thing_is_about_nothing_else(classifier: BundledClassifier, text: str) -> None:
    said = classifier.classify(text)
    assert said.chief_topic_id == "pothole"
    assert said.also == ()


def test_one_part_in_a_language_that_nobody_taught_gives_no_topic(classifier: BundledClassifier) -> None:
    assert classifier.classify("На нашей улице огромная яма. Мусор не вывозят уже неделю.").topics == ()


def test_a_group_is_surer_than_each_of_its_topics(classifier: BundledClassifier) -> None:
    said = classifier.classify("something is wrong with the road or the sidewalk here on Maple, please send someone")
    assert said.group
    assert said.group.group_id == "streets"
    assert said.group.confidence > said.confidence
    assert said.group_threshold


@pytest.mark.parametrize("pack", ["city-311", "legislator"])
def test_every_packs_head_knows_the_group_of_each_topic(pack: str, model_path: Path) -> None:
    head, _ = load_head(model_path / "heads" / pack)
    assert (
        dict(zip(head.topic_ids, head.groups, strict=True))
        == read_topic_examples(PROJECT / "packs" / pack / "topics.yaml").groups
    )
    assert head.group_threshold < NEVER_CONFIDENT
