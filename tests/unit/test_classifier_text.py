"""What the classifier reads of a message."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.adapters.classifier_text import MAX_CHARACTERS, has_words, readable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "pot\u200bhole\u00ad on\u2060 Elm", "pothole on Elm", id="letters parted by zero-width characters"
        ),
        pytest.param("\u202epothole\u202c", "pothole", id="a direction override"),
        pytest.param("\u2066trash\u2069 day", "trash day", id="direction isolates"),
        pytest.param("ｐｏｔｈｏｌｅ", "pothole", id="full-width letters"),
        pytest.param("𝗽𝗼𝘁𝗵𝗼𝗹𝗲", "pothole", id="mathematical bold letters"),
        pytest.param("no\tlight\r\n\r\non  Elm", "no light on Elm", id="lines and tabs"),
        pytest.param("\ufefftrash", "trash", id="a byte order mark"),
        pytest.param("tra\ud800sh", "trash", id="half of a surrogate pair"),
        pytest.param("trash\x00\x07", "trash", id="control characters"),
        pytest.param("ho\u3164le", "hole", id="a filler that counts as a letter"),
        pytest.param("pot\u034fhole", "pothole", id="a joiner that counts as an accent"),
        pytest.param("Basura sin recoger, señor", "Basura sin recoger, señor", id="plain Spanish stays as it is"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_hidden_characters_and_disguises_are_read_as_a_person_reads_them(text: str, expected: str) -> None:
    assert readable(text) == expected


@given(st.text(st.characters(codec=None), max_size=300))
def test_what_is_read_holds_no_unseen_character_and_can_be_sent_as_utf_8(text: str) -> None:
    read = readable(text)
    read.encode("utf-8")
    assert not [one for one in read if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Cn"}]
    assert read == " ".join(read.split())


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    assert len(readable("\ufdfa" * 500_000)) <= MAX_CHARACTERS


@pytest.mark.parametrize("text", ["", "👍👍🏽", "12345", "?!", "555-0100"])
def test_emoji_digits_and_signs_are_no_words(text: str) -> None:
    assert not has_words(readable(text))


@pytest.mark.parametrize(
    "text",
    [
        "https://riverbend.example/pothole",
        "www.riverbend.example 👍",
        "riverbend.example/report?id=3",
        "<http://a.example> http://b.example",
    ],
)
def test_a_link_alone_is_no_word_of_its_sender(text: str) -> None:
    assert not has_words(readable(text))


@pytest.mark.parametrize("text", ["see https://riverbend.example/pothole", "Elm St./Main", "trash and/or recycling"])
def test_words_beside_a_link_or_with_a_stroke_are_words(text: str) -> None:
    assert has_words(readable(text))


@pytest.mark.parametrize("text", ["ok", "水", "ماء", "é 👍"])
def test_a_single_letter_of_any_script_is_a_word(text: str) -> None:
    assert has_words(readable(text))
