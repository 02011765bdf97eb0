"""A journal proves that nothing in it was altered, removed, added or swapped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.history.journal import Fact, JournalEntry, JournalEvent, JournalHead, JournalNote, keyed_digest
from civicline.domain.received.message import MessageRef
from civicline.journal_chain import begun, broken_link, entered, read_entry
from tests.builders import NOW, a_message

REF = a_message().ref

_facts: st.SearchStrategy[Fact] = st.recursive(
    st.text(max_size=12)
    | st.integers(-(2**50), 2**50)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_notes = st.builds(
    JournalNote,
    event=st.sampled_from(JournalEvent),
    facts=st.dictionaries(st.text(max_size=8), _facts, max_size=4),
    by=st.sampled_from(["civicline", "staff-1", "operator:ada"]),
)


def a_chain(notes: list[JournalNote], ref: MessageRef = REF) -> tuple[list[JournalEntry], JournalHead]:
    entries, head = entered(ref, begun("salt"), notes, NOW)
    return list(entries), head


def some_notes(number: int = 4) -> list[JournalNote]:
    return [JournalNote(event=JournalEvent.JUDGED, facts={"number": place}) for place in range(number)]


@given(st.lists(_notes, max_size=6))
def test_an_untouched_journal_holds(notes: list[JournalNote]) -> None:
    entries, head = a_chain(notes)
    assert broken_link(REF, entries, head) is None
    assert [read_entry(entry)["facts"].keys() for entry in entries] == [note.facts.keys() for note in notes]


@given(st.lists(_notes, min_size=1, max_size=6), st.data())
def test_any_single_altered_character_is_found(notes: list[JournalNote], data: st.DataObject) -> None:
    entries, head = a_chain(notes)
    place = data.draw(st.integers(0, len(entries) - 1))
    content = entries[place].content
    at = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda character: character != content[at]))
    entries[place] = replace(entries[place], content=content[:at] + other + content[at + 1 :])
    broken = broken_link(REF, entries, head)
    assert broken
    assert broken.sequence == place + 1


@given(st.lists(_notes, min_size=1, max_size=6), st.data())
def test_an_entry_that_was_hashed_anew_is_found_at_the_one_after_it(
    notes: list[JournalNote], data: st.DataObject
) -> None:
    entries, head = a_chain(notes)
    place = data.draw(st.integers(0, len(entries) - 1))
    before = a_chain(notes[:place])[1]
    forged = JournalNote(event=JournalEvent.JUDGED, facts={"forged": True})
    (entries[place],), _ = entered(REF, before, [forged], NOW)
    broken = broken_link(REF, entries, head)
    assert broken
    assert broken.sequence == place + 2


@given(st.lists(_notes, min_size=1, max_size=6), st.data())
def test_any_single_removed_entry_is_found(notes: list[JournalNote], data: st.DataObject) -> None:
    entries, head = a_chain(notes)
    del entries[data.draw(st.integers(0, len(entries) - 1))]
    assert broken_link(REF, entries, head)


@given(st.lists(_notes, min_size=2, max_size=6), st.data())
def test_any_two_swapped_entries_are_found(notes: list[JournalNote], data: st.DataObject) -> None:
    entries, head = a_chain(notes)
    first, second = data.draw(st.lists(st.integers(0, len(entries) - 1), min_size=2, max_size=2, unique=True))
    one, other = entries[first], entries[second]
    entries[first], entries[second] = replace(other, sequence=one.sequence), replace(one, sequence=other.sequence)
    broken = broken_link(REF, entries, head)
    assert broken
    assert broken.sequence == min(first, second) + 1


@given(st.lists(_notes, max_size=5))
def test_an_added_entry_is_found(notes: list[JournalNote]) -> None:
    entries, head = a_chain(notes)
    added, _ = entered(REF, head, some_notes(1), NOW)
    assert broken_link(REF, [*entries, *added], head)


@pytest.mark.parametrize(
    ("tamper", "sequence"),
    [
        pytest.param(lambda entries: entries[:-1], 4, id="the last entry is cut off"),
        pytest.param(lambda _: [], 1, id="the whole journal is gone"),
        pytest.param(lambda entries: a_chain(some_notes(), a_message(provider_id="other").ref)[0], 1, id="another's"),
        pytest.param(lambda entries: [*entries[:2], entries[1], *entries[2:]], 3, id="one stands twice"),
    ],
)
def test_a_journal_that_was_tampered_with_tells_where(
    tamper: Callable[[list[JournalEntry]], list[JournalEntry]], sequence: int
) -> None:
    entries, head = a_chain(some_notes())
    broken = broken_link(REF, tamper(entries), head)
    assert broken
    assert broken.sequence == sequence


def test_a_record_without_a_journal_is_told() -> None:
    assert broken_link(REF, [], None)


def test_entries_of_another_time_are_other_entries() -> None:
    later, _ = entered(REF, begun("salt"), some_notes(1), NOW + timedelta(microseconds=1))
    assert later[0].sha256 != a_chain(some_notes(1))[0][0].sha256


def test_words_that_no_encoding_can_hold_are_entered_all_the_same() -> None:
    note = JournalNote(event=JournalEvent.DELIVERY, facts={"detail": "half a smile \ud83d"})
    entries, head = entered(REF, begun("salt"), [note], NOW)
    assert broken_link(REF, entries, head) is None


def test_a_telephone_number_cannot_be_found_by_trying_all_of_them_without_the_key() -> None:
    assert keyed_digest("key", "+12025550188") != keyed_digest("other key", "+12025550188")
