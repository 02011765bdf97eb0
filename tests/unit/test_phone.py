"""A phone number is kept in one form, however it was typed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.people.phone import (
    PhoneNumberError,
    as_e164,
    is_e164,
    is_sender_name,
    is_short_code,
    parse_number,
)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("(202) 555-0104", id="as in an address book"),
        pytest.param("202.555.0104", id="with points"),
        pytest.param("2025550104", id="digits only"),
        pytest.param("1-202-555-0104", id="with the trunk prefix"),
        pytest.param("+1 202 555 0104", id="international"),
        pytest.param("001 202 555 0104", id="with the prefix most countries dial"),
        pytest.param("011 1 202 555 0104", id="with the prefix that Americans dial"),
        pytest.param("\u202a+1 (202) 555\u20110104\u202c\u200b", id="copied from a web page"),
    ],
)
def test_a_number_however_typed_is_kept_in_one_form(typed: str) -> None:
    assert parse_number(typed) == "+12025550104"


def test_a_number_without_country_code_is_of_the_offices_country() -> None:
    assert parse_number("07723 456789", "GB") == "+447723456789"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("", "digits", id="nothing"),
        pytest.param("call me", "digits", id="words"),
        pytest.param("202-555-0104 x12", "digits", id="an extension cannot get texts"),
        pytest.param("1-800-FLOWERS", "digits", id="letters for digits"),
        pytest.param("202-555-0104; DROP TABLE", "digits", id="more than a number"),
        pytest.param("(" * 10_000 + "2", "digits", id="a very long text"),
        pytest.param("12345", "short code", id="a short code"),
        pytest.param("555-0104", "not in use", id="no area code"),
        pytest.param("000-000-0000", "not in use", id="zeros"),
        pytest.param("+999 123 4567 890", "area code", id="no such country"),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(PhoneNumberError, match=sentence) as refused:
        parse_number(typed)
    assert isinstance(refused.value, ValueError)
    assert not typed or typed not in str(refused.value)


@pytest.mark.parametrize(
    ("sender", "e164", "short_code", "name"),
    [
        pytest.param("+15555550100", True, False, False, id="a number that a carrier reports, assigned or not"),
        pytest.param("67283", False, True, False, id="a short code"),
        pytest.param("911", False, True, False, id="an emergency number"),
        pytest.param("5550104", False, False, False, id="a local number is no short code"),
        pytest.param("SPRINGFIELD", False, False, True, id="a sender's name"),
        pytest.param("City311", False, False, True, id="a name with digits"),
        pytest.param("SPRINGFIELD CITY", False, False, False, id="too long a name"),
        pytest.param("٦٧٢٨٣", False, False, False, id="digits that carriers do not use"),
    ],
)
def test_kinds_of_senders_are_told_apart(sender: str, e164: bool, short_code: bool, name: bool) -> None:
    assert (is_e164(sender), is_short_code(sender), is_sender_name(sender)) == (e164, short_code, name)


@given(st.text(max_size=60))
def test_any_text_is_a_number_in_its_one_form_or_refused(text: str) -> None:
    try:
        number = parse_number(text)
    except PhoneNumberError:
        return
    assert is_e164(number)
    assert parse_number(number) == number


@pytest.mark.data
def test_public_vectors_of_numbers_are_read_as_they_say(shared_data: Path) -> None:
    for line in (shared_data / "phone" / "parse_vectors.jsonl").read_text(encoding="utf-8").splitlines():
        vector = json.loads(line)
        region = "US" if vector["region"] == "intl" else vector["region"]
        if vector["e164"]:
            assert parse_number(vector["input"], region) == vector["e164"]
        else:
            with pytest.raises(PhoneNumberError):
                parse_number(vector["input"], region)


@pytest.mark.data
def test_a_mobile_number_of_every_country_is_read(shared_data: Path) -> None:
    examples = json.loads((shared_data / "phone" / "libphonenumber_examples_mobile.json").read_text(encoding="utf-8"))
    for region, national in examples.items():
        assert parse_number(national, region).endswith(national)


@pytest.mark.parametrize(
    ("reported", "kept"),
    [
        pytest.param("+12025550104", "+12025550104", id="as carriers should"),
        pytest.param("12025550104", "+12025550104", id="without the plus"),
        pytest.param("(202) 555-0104", "+12025550104", id="as people write"),
        pytest.param("+525512345678", "+525512345678", id="of another country"),
        pytest.param("72345", "72345", id="a short code"),
        pytest.param("CITYBANK", "CITYBANK", id="a sender's name"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_a_carrier_reports_is_kept_in_e164_where_it_is_a_number(reported: str, kept: str) -> None:
    assert as_e164(reported) == kept
