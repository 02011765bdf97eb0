"""Approved messages, their placeholders, and what may be said about a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.approved_message import newest
from civicline.domain.channel import Channel
from civicline.domain.errors import MissingPlaceholderValueError
from civicline.domain.personal import first_name
from tests.builders import an_approved_message

FILLED = {
    "a value": ("Hello {first_name}.", {"first_name": "Maria"}, "Hello Maria."),
    "a value before its fall-back": ("Hello {first_name|neighbor}.", {"first_name": "Maria"}, "Hello Maria."),
    "a fall-back": ("Hello {first_name|neighbor}.", {}, "Hello neighbor."),
    "a blank value is none": ("Hello {first_name|neighbor}.", {"first_name": "  "}, "Hello neighbor."),
    "no placeholder": ("Thanks.", {"first_name": "Maria"}, "Thanks."),
    "braces of other things stay": ("See {2} and {A}.", {}, "See {2} and {A}."),
    "a value is never read as a placeholder": ("Hi {first_name}", {"first_name": "{office_name}"}, "Hi {office_name}"),
}


@pytest.mark.parametrize(("text", "values", "filled"), FILLED.values(), ids=FILLED.keys())
def test_an_approved_text_is_filled_with(text: str, values: dict[str, str], filled: str) -> None:
    assert an_approved_message(text=text).fill(values) == filled


@pytest.mark.parametrize("text", ["Dear {first_name},", "Dear {first_name|},"], ids=["no fall-back", "an empty one"])
def test_nobody_is_greeted_with_dear_comma(text: str) -> None:
    with pytest.raises(MissingPlaceholderValueError, match="first_name"):
        an_approved_message(text=text).fill({})


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_a_text_without_placeholders_leaves_word_for_word(text: str) -> None:
    assert an_approved_message(text=text).fill({"first_name": "Maria"}) == text


def test_the_newest_version_of_the_right_channel_and_language_is_found() -> None:
    messages = [
        an_approved_message(version=1),
        an_approved_message(version=3, language="es"),
        an_approved_message(version=2),
        an_approved_message(version=4, channel=Channel.EMAIL),
    ]
    found = newest(messages, Channel.SMS, "en")
    assert found
    assert found.key == "pothole/sms/en/v2"
    assert newest(messages, Channel.SMS, "fr") is None


@pytest.mark.parametrize(
    ("sender_name", "expected"),
    [
        ("Maria Lopez", "Maria"),
        ("Lopez, Maria", "Maria"),
        ("Dr. Maria Lopez", "Maria"),
        ("María José Núñez", "María"),
        ("O'Brien, Jean-Luc", "Jean-Luc"),
        ("李 小龙", ""),
        ("MARIA LOPEZ", ""),
        ("maria", ""),
        ("M. Lopez", ""),
        ("maria.lopez@example.net", ""),
        ("Maria 2", ""),
        ("The Lopez Family Trust Of Riverbend", ""),
        ("Mr.", ""),
        ("", ""),
        ("💧", ""),
    ],
)
def test_a_first_name_is_used_only_where_it_is_certain(sender_name: str, expected: str) -> None:
    assert first_name(sender_name) == expected
