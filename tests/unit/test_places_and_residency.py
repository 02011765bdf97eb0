"""Where somebody lives: what a text says of it, and what makes a constituent of the office."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.people.constituent import Profile
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.place_in_text import Mention, places_in, zip_answer
from civicline.domain.people.residency import Basis, Clues, Residency, ServiceArea, residency_of
from tests.constituent_builders import a_constituent, a_profile

AREA = ServiceArea(zips=("80203", "811"), partial_zips=("80249",), places=("Riverbend, CO",))
OURS, ELSEWHERE, UNKNOWN = Residency.CONSTITUENT, Residency.OTHER, Residency.UNKNOWN

TEXTS = {
    "a ZIP code where they live": ("I live in 80203 and the street is dark", OURS, Basis.STATED),
    "a ZIP code by its name": ("My zip is 80203.", OURS, Basis.STATED),
    "a ZIP code by its name, with four digits more": ("Zip code: 80203-1234", OURS, Basis.STATED),
    "a ZIP code in Spanish": ("Mi código postal es 80203", OURS, Basis.STATED),
    "where they live, in Spanish": ("Vivo en 62701 y estoy en contra", ELSEWHERE, Basis.STATED),
    "a section of ZIP codes that is all the office's": ("I live in 81144", OURS, Basis.STATED),
    "a ZIP code elsewhere": ("I live in 62701", ELSEWHERE, Basis.STATED),
    "a ZIP code that is partly the office's": ("I live in 80249", UNKNOWN, Basis.STATED),
    "the town where they live": ("As a resident of Riverbend, CO I am against it", OURS, Basis.STATED),
    "a town in another state": ("As a homeowner in Springfield, IL I am for it", ELSEWHERE, Basis.STATED),
    "another town in the same state, which may be a name for a part": ("I live in Elmwood, CO", UNKNOWN, Basis.STATED),
    "an address": ("A pole is down at 12 Elm St, Riverbend, CO 80203", OURS, Basis.ADDRESS),
    "an address over two lines": ("Maria Lopez\n12 Elm Street\nRiverbend, CO 80203", OURS, Basis.ADDRESS),
    "an address without a ZIP code": ("There is a hole at 9 N Oak Avenue Apt 4, Riverbend, Colorado", OURS, Basis.ADDRESS),
    "a ZIP code after a street": ("12 Main Street 80203", OURS, Basis.ADDRESS),
    "a town with its state and ZIP code": ("Write to me in Springfield, IL 62701", ELSEWHERE, Basis.ADDRESS),
    "what they say of themselves before an address": (
        "I'm a resident of 62701. My mother is at 1 Elm St, Riverbend, CO 80203", ELSEWHERE, Basis.STATED,
    ),
    "two homes, inside and outside": ("I live in 80203. We live in 62701 as well", UNKNOWN, Basis.CONFLICT),
    "where they used to live": ("I used to live in 80203", UNKNOWN, Basis.NOTHING),
    "where they do not live": ("I don't live in 80203", UNKNOWN, Basis.NOTHING),
    "a permit": ("permit 80203 was refused", UNKNOWN, Basis.NOTHING),
    "a price": ("I paid $80203 for it", UNKNOWN, Basis.NOTHING),
    "a number of people": ("80203 people signed", UNKNOWN, Basis.NOTHING),
    "a case number": ("ticket 80203-1234", UNKNOWN, Basis.NOTHING),
    "a telephone number of the area": ("call me at (303) 555-0143", UNKNOWN, Basis.NOTHING),
    "a small word that is also a state": ("Put it in or 80203 times ok", UNKNOWN, Basis.NOTHING),
    "nothing": ("There is a pothole", UNKNOWN, Basis.NOTHING),
}  # fmt: skip


@pytest.mark.parametrize(("text", "residency", "basis"), TEXTS.values(), ids=TEXTS.keys())
def test_a_text_tells_where_its_writer_lives_by(text: str, residency: Residency, basis: Basis) -> None:
    found = residency_of(AREA, Clues(mentions=places_in(text)))
    assert (found.residency, found.basis) == (residency, basis)


@pytest.mark.parametrize(
    ("text", "zip_code"),
    [
        ("80203", "80203"),
        (" 80203.\n", "80203"),
        ("80203-1111", "80203"),
        ("my zip is 80203 thanks!", "80203"),
        ("Es 80203, gracias", "80203"),
        ("hi, 80203", "80203"),
        ("80203 potholes", ""),
        ("$80203", ""),
        ("802033", ""),
        ("my zip is secret", ""),
        ("", ""),
    ],
)
def test_an_answer_is_a_zip_code_and_nothing_else(text: str, zip_code: str) -> None:
    assert zip_answer(text) == zip_code


@pytest.mark.parametrize("area_code", ["202", "303", "217", "787"])
def test_nobody_is_a_constituent_by_their_area_code(area_code: str) -> None:
    somebody = a_constituent(ContactPoint.phone(f"+1{area_code}5550143"))
    found = residency_of(AREA, Clues(known=somebody))
    assert (found.residency, found.basis) == (UNKNOWN, Basis.NOTHING)


RECORDS = {
    "a ZIP code on record": (a_profile(zip_code="80203"), OURS, Basis.RECORD),
    "a ZIP code elsewhere on record": (a_profile(zip_code="62701"), ELSEWHERE, Basis.RECORD),
    "the office's list of constituents": (a_profile(is_listed=True, zip_code="62701"), OURS, Basis.LISTED),
    "a list that says neither": (a_profile(name="Maria Lopez"), ELSEWHERE, Basis.ADDRESS),
}


@pytest.mark.parametrize(("profile", "residency", "basis"), RECORDS.values(), ids=RECORDS.keys())
def test_what_is_on_record_comes_before_an_address_that_a_message_names(
    profile: Profile, residency: Residency, basis: Basis
) -> None:
    somebody = a_constituent()
    known = somebody.with_profile(somebody.members[0].contact_point, profile)
    found = residency_of(AREA, Clues(known=known, mentions=places_in("Springfield, IL 62701")))
    assert (found.residency, found.basis) == (residency, basis)


def test_what_people_say_of_themselves_comes_before_what_is_on_record() -> None:
    somebody = a_constituent()
    known = somebody.with_profile(somebody.members[0].contact_point, a_profile(zip_code="62701"))
    assert residency_of(AREA, Clues(known=known, mentions=places_in("I live in 80203"))).residency is OURS
    assert residency_of(AREA, Clues(known=known, answer="80203")).basis is Basis.ANSWERED


def test_of_a_forged_sender_nothing_is_said() -> None:
    somebody = a_constituent()
    known = somebody.with_profile(somebody.members[0].contact_point, a_profile(zip_code="80203"))
    forged = Clues(known=known, mentions=places_in("I live in 80203"), answer="80203", is_forged=True)
    found = residency_of(AREA, forged)
    assert (found.residency, found.basis, found.zip_code) == (UNKNOWN, Basis.FORGED, "")


def test_an_office_without_zip_codes_calls_nobody_an_outsider_by_theirs() -> None:
    towns = ServiceArea(places=("Riverbend, CO",))
    assert residency_of(towns, Clues(answer="62701")).residency is UNKNOWN
    assert residency_of(towns, Clues(mentions=places_in("I live in Riverbend, CO 80203"))).residency is OURS


@given(st.text(max_size=400))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    for mention in places_in(text):
        assert isinstance(mention, Mention)
        assert mention.zip_code == "" or len(mention.zip_code) == 5
