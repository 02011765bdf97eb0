"""The token in a Reply-To address: whom it admits, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.ids import ConversationId, OfficeId
from civicline.domain.people.contact import ContactPoint
from civicline.mail.thread_token import TOKEN_CHARS, VALID_FOR, Thread, is_token, return_address, sign, verified

NOW = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
OFFICE = OfficeId("riverbend")
MARIA = ContactPoint.mail("maria.lopez@example.net")
CONVERSATION = ConversationId("0f8fad5b-d9cb-469f-a165-70867728950e")
THREAD = Thread(office_id=OFFICE, contact_point=MARIA, conversation_id=CONVERSATION)
KEY = "k" * 64
TOKEN = sign(THREAD, KEY, NOW)


@given(
    st.uuids(),
    st.emails(),
    st.text(min_size=1),
    st.integers(0, 60_000).map(lambda days: datetime(2020, 1, 2, tzinfo=UTC) + timedelta(days=days)),
)
def test_a_token_opens_the_conversation_that_it_was_made_for(
    conversation: UUID, address: str, key: str, moment: datetime
) -> None:
    contact = ContactPoint.mail(address)
    thread = Thread(office_id=OFFICE, contact_point=contact, conversation_id=ConversationId(str(conversation)))
    token = sign(thread, key.encode("utf-8", "replace").decode(), moment)
    assert is_token(token)
    keys = ["another key", key.encode("utf-8", "replace").decode()]
    assert verified(token, OFFICE, contact, keys, moment) == str(conversation)


REFUSED = {
    "of another office": (TOKEN, OfficeId("lakeside"), MARIA, [KEY]),
    "of another sender": (TOKEN, OFFICE, ContactPoint.mail("mallory@example.net"), [KEY]),
    "of another channel": (TOKEN, OFFICE, ContactPoint.phone(MARIA.value), [KEY]),
    "signed with another key": (TOKEN, OFFICE, MARIA, ["another key"]),
    "without any key": (TOKEN, OFFICE, MARIA, []),
    "cut": (TOKEN[:-1], OFFICE, MARIA, [KEY]),
    "lengthened": (f"{TOKEN}a", OFFICE, MARIA, [KEY]),
    "in capital letters": (TOKEN.upper(), OFFICE, MARIA, [KEY]),
    "empty": ("", OFFICE, MARIA, [KEY]),
    "not of its letters": ("1" * TOKEN_CHARS, OFFICE, MARIA, [KEY]),
}


@pytest.mark.parametrize(("token", "office", "contact", "keys"), REFUSED.values(), ids=REFUSED)
def test_a_token_is_refused(token: str, office: OfficeId, contact: ContactPoint, keys: list[str]) -> None:
    assert verified(token, office, contact, keys, NOW) is None


@given(st.integers(0, TOKEN_CHARS - 1), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_no_letter_of_a_token_can_be_changed(place: int, letter: str) -> None:
    changed = TOKEN[:place] + letter + TOKEN[place + 1 :]
    opened = verified(changed, OFFICE, MARIA, [KEY], NOW)
    assert (opened == CONVERSATION) == (changed == TOKEN)


@pytest.mark.parametrize(
    ("age", "is_open"),
    [
        (timedelta(0), True),
        (VALID_FOR, True),
        (VALID_FOR + timedelta(days=1), False),
        (timedelta(days=-1), True),
        (timedelta(days=-2), False),
    ],
    ids=["new", "on its last day", "expired", "from a clock ahead of ours", "from the future"],
)
def test_a_token_is_good_for_a_time(age: timedelta, is_open: bool) -> None:
    assert (verified(TOKEN, OFFICE, MARIA, [KEY], NOW + age) is not None) == is_open


def test_a_rotated_key_is_honoured_until_the_next_rotation() -> None:
    assert verified(TOKEN, OFFICE, MARIA, ["second", KEY], NOW) == CONVERSATION
    assert verified(TOKEN, OFFICE, MARIA, ["third", "second"], NOW) is None


def test_the_return_address_is_a_sub_address_of_the_offices_own() -> None:
    address = return_address("help@riverbend.example", THREAD, KEY, NOW)
    assert address == f"help+{TOKEN}@riverbend.example"
    assert ContactPoint.mail(address).label == TOKEN
    assert ContactPoint.mail(address).without_label == ContactPoint.mail("help@riverbend.example")


@pytest.mark.parametrize(("length", "has_room"), [(18, True), (19, False)])
def test_an_address_without_room_gets_no_token(length: int, has_room: bool) -> None:
    address = return_address(f"{'a' * length}@riverbend.example", THREAD, KEY, NOW)
    assert (address is not None) == has_room
    assert address is None or len(address.partition("@")[0]) <= 64


def test_a_conversation_without_a_uuid_cannot_be_signed() -> None:
    with pytest.raises(ValueError, match="UUID"):
        sign(replace(THREAD, conversation_id=ConversationId("conversation-1")), KEY, NOW)
