"""What becomes of approved words on their way to a phone or mailbox."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.approved.approved_message import EMERGENCY_TOPIC, HELP_TOPIC, MessageVersion
from civicline.domain.approved.composing import Composed, Occasion, compose, compositions
from civicline.domain.approved.message_checks import Fault, problems_of
from civicline.domain.approved.segments import Encoding
from civicline.domain.channel import Channel
from civicline.domain.errors import MissingPlaceholderValueError, TooManySegmentsError
from civicline.domain.office_rules import OfficeRules
from tests.builders import a_draft, a_message, a_topic, an_office

LONG = "Riverbend 311: " + "a crew looks at each report of a pothole and repairs the most dangerous first. " * 7
SHORT = "Riverbend 311: a crew will look at it."


def occasion(channel: Channel = Channel.SMS, rules: OfficeRules | None = None, **changes: Any) -> Occasion:
    office = an_office(rules=rules or OfficeRules(), **changes)
    return Occasion(office=office, message=a_message(channel), about=a_topic())


def composed(version: MessageVersion, **rules: Any) -> Composed:
    return compose(version, occasion(version.channel, OfficeRules(**rules)))


def test_a_text_that_does_not_name_the_office_begins_with_its_name() -> None:
    assert composed(a_draft(text="Thanks.")).text == "Riverbend 311: Thanks."


@pytest.mark.parametrize(
    "text",
    ["{office_short_name}: thanks.", "Thanks from the {office_name}.", "RIVERBEND 311 thanks you."],
    ids=["its short name", "its name", "in capitals"],
)
def test_a_text_that_names_the_office_is_left_alone(text: str) -> None:
    assert "Riverbend 311: " not in composed(a_draft(text=text)).text.replace("Riverbend 311: thanks.", "")


def test_a_mail_is_signed_by_its_words_and_keeps_its_typography() -> None:
    mail = a_draft(channel=Channel.EMAIL, text="Thanks – “soon”.")
    assert composed(mail) == Composed(text="Thanks – “soon”.", wording=0, has_english_line=False, size=None)


def test_typography_is_made_plain_where_that_saves_segments_and_letters_never_are() -> None:
    assert composed(a_draft(text="Riverbend 311: Mon–Fri • “soon”…")).text == 'Riverbend 311: Mon-Fri - "soon"...'
    spanish = composed(a_draft(text="Riverbend 311: mañana, año"))
    assert (spanish.text, spanish.size and spanish.size.encoding) == ("Riverbend 311: mañana, año", Encoding.GSM_7)
    accented = composed(a_draft(text="Riverbend 311: llame aquí – ya"))
    assert (accented.text, accented.size and accented.size.encoding) == (
        "Riverbend 311: llame aquí – ya", Encoding.UCS_2,
    )  # fmt: skip


def test_the_shortest_wording_leaves_and_of_equals_the_authors_first() -> None:
    middling = SHORT.replace("it", "the pothole on your street soon")
    assert composed(a_draft(text=LONG, variants=(middling, SHORT))).text == middling
    assert composed(a_draft(text=SHORT, variants=(middling,))).wording == 0


def test_a_wording_that_cannot_be_filled_gives_way_to_one_that_can() -> None:
    version = a_draft(text="Dear {first_name}, Riverbend 311 thanks you.", variants=(SHORT,))
    assert composed(version).text == SHORT


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_reply_never_takes_more_segments_than_the_office_allows(most: int) -> None:
    with pytest.raises(TooManySegmentsError):
        composed(a_draft(text=LONG), sms_segments=most)
    assert composed(a_draft(text=LONG, variants=(SHORT,)), sms_segments=most).text == SHORT


def test_an_emergency_signpost_is_never_too_long() -> None:
    assert composed(a_draft(topic_id=EMERGENCY_TOPIC, text=LONG), sms_segments=1).segments > 1


SPANISH = a_draft(language="es", text="Riverbend 311: gracias.", english_line="English: about {topic_name}.")


def test_the_writers_language_comes_first_and_an_english_line_follows() -> None:
    assert composed(SPANISH).text == "Riverbend 311: gracias.\nEnglish: about Potholes."
    mail = a_draft(channel=Channel.EMAIL, language="es", text="Gracias.", english_line="English: {topic_name}.")
    assert composed(mail).text == "Gracias.\n\nEnglish: Potholes."


def test_an_office_may_do_without_the_english_line() -> None:
    assert composed(SPANISH, english_line=False).text == "Riverbend 311: gracias."


def test_the_english_line_is_left_out_where_there_is_no_room_for_it() -> None:
    full = a_draft(language="es", text="Riverbend 311: " + "g" * 145, english_line="English: call us.")
    assert composed(full, sms_segments=1).text == full.text


def test_an_english_line_without_a_value_goes_to_staff() -> None:
    version = a_draft(language="es", text=SHORT, english_line="Dear {first_name},")
    with pytest.raises(MissingPlaceholderValueError):
        composed(version)


@given(
    wordings=st.lists(st.text(min_size=1, max_size=400).filter(str.strip), min_size=1, max_size=3),
    most=st.integers(min_value=1, max_value=4),
)
def test_what_leaves_names_the_office_fits_and_is_among_what_the_version_says(wordings: list[str], most: int) -> None:
    text, *variants = (wording.replace("{", "(").replace("}", ")") for wording in wordings)
    version = a_draft(text=text, variants=tuple(variants))
    where = occasion(rules=OfficeRules(sms_segments=most))
    try:
        one = compose(version, where)
    except TooManySegmentsError:
        assert all(other.segments > most for other in compositions(version, where))
    else:
        assert one.segments <= most
        assert "riverbend 311" in one.text.casefold()
        assert one in compositions(version, where)


PROBLEMS = {
    "a placeholder that nobody knows": ({"text": "Hi {name|you}"}, Fault.UNKNOWN_PLACEHOLDER),
    "a placeholder in capitals": ({"text": "Hi {First_Name|you}"}, Fault.UNKNOWN_PLACEHOLDER),
    "a name without a fall-back": ({"text": "Dear {first_name},"}, Fault.NO_FALLBACK),
    "a name with a blank fall-back": ({"text": "Dear {first_name| },"}, Fault.NO_FALLBACK),
    "a brace too many": ({"text": "Hi {office_name}}"}, Fault.STRAY_BRACE),
    "a brace that is not closed": ({"text": "Hi {office_name"}, Fault.STRAY_BRACE),
    "a fault in a variant": ({"variants": ("Hi {name}",)}, Fault.UNKNOWN_PLACEHOLDER),
    "a fault in the English line": ({"language": "es", "english_line": "{x}"}, Fault.UNKNOWN_PLACEHOLDER),
    "a link shortener": ({"text": "See https://bit.ly/2Yz"}, Fault.LINK_SHORTENER),
    "no words": ({"text": "  "}, Fault.EMPTY),
    "a variant of a mail": ({"channel": Channel.EMAIL, "variants": ("Short.",)}, Fault.VARIANTS_OF_MAIL),
    "an English line of an English text": ({"english_line": "Hi."}, Fault.ENGLISH_LINE_OF_ENGLISH),
    "help that does not say how to stop": ({"topic_id": HELP_TOPIC, "text": "Call us."}, Fault.NO_WAY_OUT),
    "too many segments": ({"text": "x" * 500}, Fault.TOO_MANY_SEGMENTS),
    "a value that the office has not": ({"text": "Call {office_phone}"}, Fault.MISSING_VALUE),
}


@pytest.mark.parametrize(("changes", "fault"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_a_text_is_not_taken_with(changes: dict[str, Any], fault: Fault) -> None:
    where = Occasion(office=an_office(phone=""), message=None, about=a_topic())
    assert fault in [problem.fault for problem in problems_of(a_draft(**changes), where)]


@pytest.mark.parametrize(
    "text", ["Reply STOP to end.", "Riverbend.example/t.co/x", "{office_phone|us}, {first_name|you}"]
)
def test_a_good_text_has_no_problem(text: str) -> None:
    where = Occasion(office=an_office(phone=""), message=None, about=a_topic())
    assert problems_of(a_draft(text=text), where) == ()
