"""Placeholders, and what may be said about a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.approved.personal import PLACEHOLDERS, first_name
from civicline.domain.approved.placeholders import fill
from civicline.domain.errors import MissingPlaceholderValueError

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
    assert fill(text, values, "pothole/sms/en/v1") == filled


@pytest.mark.parametrize(
    "text",
    ["Dear {first_name},", "Dear {first_name|},", "Dear {first_name|  },"],
    ids=["no fall-back", "an empty one", "a blank one"],
)
def test_nobody_is_greeted_with_dear_comma(text: str) -> None:
    with pytest.raises(MissingPlaceholderValueError, match="first_name"):
        fill(text, {}, "pothole/sms/en/v1")


BLANK = st.text(alphabet=" \t\n\u00a0", max_size=3)


@given(
    values=st.dictionaries(st.sampled_from(PLACEHOLDERS), BLANK | st.text(max_size=8)),
    name=st.sampled_from(PLACEHOLDERS),
    fallback=st.none() | BLANK | st.text(alphabet=st.characters(exclude_characters="{}|"), max_size=8),
)
def test_a_placeholder_becomes_words_or_the_message_goes_to_staff(
    values: dict[str, str], name: str, fallback: str | None
) -> None:
    placeholder = f"{{{name}}}" if fallback is None else f"{{{name}|{fallback}}}"
    try:
        greeted = fill(f"Dear {placeholder},", values, "pothole/sms/en/v1")
    except MissingPlaceholderValueError:
        assert not values.get(name, "").strip()
        assert not (fallback or "").strip()
    else:
        assert greeted.removeprefix("Dear ").removesuffix(",").strip()


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_a_text_without_placeholders_leaves_word_for_word(text: str) -> None:
    assert fill(text, {"first_name": "Maria"}, "pothole/sms/en/v1") == text


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
        ("Riverbend Towing LLC", ""),
        ("Elm Street Neighbors", ""),
        ("Lopez & Sons", ""),
        ("Customer Support", ""),
        ("Mr.", ""),
        ("", ""),
        ("💧", ""),
    ],
)
def test_a_first_name_is_used_only_where_it_is_certain(sender_name: str, expected: str) -> None:
    assert first_name(sender_name) == expected
