"""People text public lines in emergencies: each is noticed, in the languages of the office's constituents."""

import csv
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.emergencies.emergency import EmergencyKind, detect_emergency
from civicline.domain.emergencies.emergency_lexicon import LEXICONS
from civicline.domain.phrases import READ_LIMIT, read

TABLES = json.loads(Path(__file__).with_name("emergency_cases.json").read_text("utf-8"))
EMERGENCIES: dict[str, dict[str, list[str]]] = TABLES["emergency"]
"""What people in danger, or dangerous ones, write: by language and kind."""
OTHER: list[str] = list(chain.from_iterable(TABLES["no emergency"].values()))
"""What people write to offices every day with words of danger in it."""

SHARED_BY_LANGUAGES = {"socorro"}
"""Words of two languages, of which the one more often written to offices is named."""


def cases() -> Iterator[object]:
    for language, kinds in EMERGENCIES.items():
        for kind, texts in kinds.items():
            for text in texts:
                yield pytest.param(text, language, EmergencyKind(kind), id=f"{language}: {text}")


@pytest.mark.parametrize(("text", "language", "kind"), cases())
def test_an_emergency_is_noticed_with_its_kind_and_language(text: str, language: str, kind: EmergencyKind) -> None:
    emergency = detect_emergency(text)
    assert emergency is not None
    assert emergency.kind is kind
    assert emergency.language == language or text in SHARED_BY_LANGUAGES


@pytest.mark.parametrize("text", OTHER, ids=str)
def test_an_ordinary_message_with_a_word_of_danger_pages_nobody(text: str) -> None:
    assert detect_emergency(text) is None


def test_every_language_that_offices_support_has_a_lexicon_and_cases() -> None:
    assert {lexicon.language for lexicon in LEXICONS} == set(EMERGENCIES)
    assert set(EMERGENCIES) == {"en", "es", "ht", "zh", "vi", "fr", "pt", "ar", "ru", "ko"}


def test_each_danger_of_a_language_has_its_own_name() -> None:
    for lexicon in LEXICONS:
        senses = [danger.sense for danger in lexicon.dangers]
        assert len(senses) == len(set(senses)), lexicon.language


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("I want to die, I will kill you first", EmergencyKind.SELF_HARM, id="before a threat"),
        pytest.param("I will kill you. My house is on fire", EmergencyKind.LIFE_THREATENING, id="before anything"),
    ],
)
def test_a_life_in_danger_comes_first(text: str, kind: EmergencyKind) -> None:
    emergency = detect_emergency(text)
    assert emergency is not None
    assert emergency.kind is kind


def test_the_senders_own_words_are_kept_as_evidence() -> None:
    emergency = detect_emergency("Hi. I think I'm having a STROKE please help")
    assert emergency is not None
    assert emergency.evidence == "having a STROKE"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("MY HOUSE IS ON FIRE!!!", id="capitals"),
        pytest.param("my house is on fire 🔥🔥", id="emoji"),
        pytest.param("my ho\u200buse is\u202e on fire", id="invisible characters"),
        pytest.param("ｍｙ　ｈｏｕｓｅ　ｉｓ　ｏｎ　ｆｉｒｅ", id="full-width letters"),
        pytest.param("he’s got a gun", id="a curly apostrophe"),
        pytest.param("mi casa se esta quemando", id="no accents"),
        pytest.param(
            "Hello,\n\nmy water bill is wrong. Also my dad isn't breathing\nplease", id="in passing, in a letter"
        ),
    ],
)
def test_how_an_emergency_is_written_makes_no_difference(text: str) -> None:
    assert detect_emergency(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "there is a man with a gun at my job",
        "someone is shooting in the library parking lot",
        "man with a gun at the baseball game",
        "he is shooting at people I have video",
        "having a heart attack at 12 Main St",
        "doing CPR on my dad he is not breathing",
        "my kid is missing from school",
        "call 911 and get here now",
        "the house is on fire with people inside",
        "I want to die this month",
        "I have a rope and I am going to hang myself",
        "jump in front of a train",
        "I lost my job and I'm bringing my gun to your office",
        "this is an emergency contact the police",
        "me quiere matar por la renta",
        "tiroteio em curso na escola",
    ],
    ids=str,
)
def test_everyday_words_beside_an_emergency_excuse_nothing(text: str) -> None:
    assert detect_emergency(text) is not None


@given(st.text(max_size=300))
def test_any_text_is_read_and_evidence_comes_from_it(text: str) -> None:
    emergency = detect_emergency(text)
    assert emergency is None or emergency.evidence in read(text).text


@given(
    st.sampled_from([text for kinds in EMERGENCIES.values() for texts in kinds.values() for text in texts]),
    st.sampled_from(["", "\n", "Hello. "]),
    st.sampled_from(["", "!!!", " 🙏", ". Thank you"]),
)
def test_courtesy_around_an_emergency_hides_nothing(text: str, before: str, after: str) -> None:
    assert detect_emergency(before + text + after) is not None


def test_of_a_text_of_a_hundred_thousand_words_only_so_much_is_read() -> None:
    filler = "we are glad " * 100_000
    assert detect_emergency("my house is on fire. " + filler) is not None
    assert detect_emergency(filler + ". my house is on fire") is not None
    assert detect_emergency("x " * READ_LIMIT + ". my house is on fire. " + filler) is None


LOOKS_LIKE_AN_EMERGENCY = {"call 911"}
"""Texts of the data sets below that nobody could tell from an emergency."""


@pytest.mark.data
def test_hardly_any_ordinary_request_is_taken_for_an_emergency(shared_data: Path) -> None:
    """CLINC150 and Banking77 hold no emergency, but people who call a blocked card one."""
    files = {"clinc150/data_full.csv": 1, "banking77/train.csv": 0, "banking77/test.csv": 0}
    texts = [text for name, column in files.items() for text in _column(shared_data / name, column)]
    alarms = [text for text in texts if detect_emergency(text) and text not in LOOKS_LIKE_AN_EMERGENCY]
    assert len(texts) > 36_000
    assert len(alarms) <= len(texts) * 0.001, alarms


def _column(path: Path, column: int) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.reader(file)][1:]
