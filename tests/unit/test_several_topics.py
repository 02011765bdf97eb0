"""The parts of a message, and the topics that they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.topics.classification import TopicScore
from civicline.domain.topics.message_parts import FEWEST_WORDS, MOST_PARTS, split_parts
from civicline.domain.topics.several_topics import topics_found

PARTS = {
    "two sentences": (
        "There is a pothole on Elm. My trash was missed.",
        ("There is a pothole on Elm.", "My trash was missed."),
    ),
    "a sentence without a capital, as people text": (
        "theres a pothole on elm. trash wasnt picked up",
        ("theres a pothole on elm.", "trash wasnt picked up"),
    ),
    "lines": (
        "pothole on elm street\ntrash not picked up",
        ("pothole on elm street", "trash not picked up"),
    ),
    "a numbered list": (
        "1. pothole on elm\n2) trash not picked up",
        ("pothole on elm", "trash not picked up"),
    ),
    "a list with bullets": (
        "Please help:\n- pothole on elm\n• trash not picked up",
        ("pothole on elm", "trash not picked up"),
    ),
    "a line that a mail program wrapped": (
        "I would like to report a pothole in the right lane of\nHarmon Road near the station. Thank you so much!",
        ("I would like to report a pothole in the right lane of Harmon Road near the station.", "Thank you so much!"),
    ),
    "also": (
        "The light on 5th is out and also you missed my trash",
        ("The light on 5th is out", "you missed my trash"),
    ),
    "another thing": (
        "Fix the pothole please, another thing: my trash was missed",
        ("Fix the pothole please", "another thing: my trash was missed"),
    ),
    "and, before a clause of its own": (
        "pothole on elm street and my trash wasnt picked up",
        ("pothole on elm street", "my trash wasnt picked up"),
    ),
    "and, within one matter": ("trash and recycling were not collected", ("trash and recycling were not collected",)),
    "a comma between two matters": (
        "pothole on elm street, trash not picked up",
        ("pothole on elm street", "trash not picked up"),
    ),
    "a comma in an address": ("pothole at 12 Elm St, Riverbend", ("pothole at 12 Elm St, Riverbend",)),
    "además": (
        "Hay un bache en la calle Roble y además no recogieron mi basura",
        ("Hay un bache en la calle Roble", "no recogieron mi basura"),
    ),
    "también, without its accent": (
        "hay un bache en mi calle tambien se fue la luz",
        ("hay un bache en mi calle", "se fue la luz"),
    ),
    "y, before a clause of its own": (
        "Hay un bache enorme y mi basura sigue aquí",
        ("Hay un bache enorme", "mi basura sigue aquí"),
    ),
    "an abbreviated street": (
        "The light at Elm St. and 5th Ave. is out again",
        ("The light at Elm St. and 5th Ave. is out again",),
    ),
    "a title and an initial": ("Mr. J. Smith fell on the sidewalk", ("Mr. J. Smith fell on the sidewalk",)),
    "greeting and thanks, too short to stand alone": (
        "Hello! The light on 5th is out. Thanks a lot!",
        ("The light on 5th is out.", "Thanks a lot!"),
    ),
    "also, with too little behind it": ("the street light is also out", ("the street light is also out",)),
    "no words": ("👍 911 !!!", ()),
    "nothing": ("", ()),
}


@pytest.mark.parametrize(("text", "parts"), PARTS.values(), ids=PARTS.keys())
def test_a_message_is_split_where_its_writer_turns_to_something_else(text: str, parts: tuple[str, ...]) -> None:
    assert split_parts(text) == parts


def test_of_a_long_mail_the_longest_parts_are_read_in_their_order() -> None:
    mail = " ".join(f"Sentence number {word} says {'more ' * count}here." for count, word in enumerate("abcdefghijkl"))
    parts = split_parts(mail)
    assert [part.split()[2] for part in parts] == list("ghijkl")
    assert len(parts) == MOST_PARTS


@given(st.text(alphabet=st.sampled_from("ab .,!?\n-1\u200b¿é;"), max_size=400) | st.text(max_size=200))
def test_parts_are_few_long_enough_and_said_by_the_writer(text: str) -> None:
    parts = split_parts(text)
    said = "".join(text.split())
    assert len(parts) <= MOST_PARTS
    assert all(len(part.split()) >= 1 and "".join(part.split()) in said for part in parts)


@pytest.mark.parametrize(
    "piece",
    ["also ", "a. ", "and my word here ", "!", "1", "1a ", "x", ", ", "\n", "('", "on top of ", "a" * 60 + "\n"],
)
def test_a_text_that_never_ends_is_split_too(piece: str) -> None:
    assert len(split_parts(piece * (20_000 // len(piece)))) <= MOST_PARTS


def sure(topic: str, confidence: float = 0.999) -> TopicScore:
    return TopicScore(topic_id=topic, confidence=confidence)


GROUPS = {"pothole": "streets", "sinkhole": "streets", "missed_trash": "waste", "noise": "neighborhood"}
FOUND = {
    "one topic, said twice": (sure("pothole"), [sure("pothole"), sure("pothole", 0.97)], ["pothole"]),
    "a second topic in a part": (sure("pothole"), [sure("pothole"), sure("missed_trash")], ["pothole", "missed_trash"]),
    "background, of which the model is not sure": (sure("pothole"), [sure("noise", 0.6), sure("pothole")], ["pothole"]),
    "a whole that is torn between what its parts say": (
        sure("pothole", 0.5),
        [sure("noise", 0.96), sure("missed_trash", 0.98)],
        ["missed_trash", "noise"],
    ),
    "one sure part in an unsure whole is not enough": (sure("pothole", 0.5), [sure("pothole"), sure("noise", 0.3)], []),
    "a neighbour of the group, not sure enough": (
        sure("pothole"),
        [sure("pothole"), sure("sinkhole", 0.97)],
        ["pothole"],
    ),
    "a neighbour of the group, as sure as a reply": (
        sure("pothole"),
        [sure("pothole"), sure("sinkhole")],
        ["pothole", "sinkhole"],
    ),
    "a topic of no known group": (sure("pothole"), [sure("ufo", 0.96)], ["pothole", "ufo"]),
    "three topics": (
        sure("pothole", 0.4),
        [sure("noise", 0.96), sure("missed_trash", 0.97), sure("pothole", 0.98)],
        ["pothole", "missed_trash", "noise"],
    ),
    "no parts": (sure("pothole"), [], ["pothole"]),
    "nothing sure": (sure("pothole", 0.3), [], []),
}


@pytest.mark.parametrize(("whole", "parts", "topics"), FOUND.values(), ids=FOUND.keys())
def test_a_message_has_the_topics_that_its_parts_are_sure_of(
    whole: TopicScore, parts: list[TopicScore], topics: list[str]
) -> None:
    found = topics_found(whole, parts, threshold=0.995, groups=GROUPS)
    assert [one.topic_id for one in found] == topics


def test_an_easy_office_needs_no_more_of_a_part_than_of_the_whole() -> None:
    parts = [sure("pothole", 0.9), sure("noise", 0.85)]
    assert len(topics_found(sure("pothole", 0.6), parts, threshold=0.8, groups=GROUPS)) == 2


def test_a_part_has_at_least_three_words() -> None:
    assert FEWEST_WORDS == 3
