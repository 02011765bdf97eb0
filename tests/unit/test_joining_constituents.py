"""Joining constituents by proof, and splitting them again exactly."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain import ids
from civicline.domain.ids import JoinId
from civicline.domain.people.constituent import MOST_PROFILES, Constituent, Member, Proof
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.joining import (
    MOST_CONTACT_POINTS,
    AlreadyJoinedError,
    JoinUnknownError,
    SplitBeforeError,
    TooManyContactPointsError,
    forgotten,
    split,
)
from tests.builders import MARIA, MARIAS_MAIL, NOW, RIVERBEND, a_person
from tests.constituent_builders import (
    MARIAS_WORK_MAIL,
    a_constituent,
    a_profile,
    a_proof,
    join,
    maria_joined,
)


def undo(constituent: Constituent, join_id: JoinId) -> dict[str, Constituent]:
    change = split(constituent, join_id, by="staff-2", because="two people", at=NOW)
    return {one.constituent_id: one for one in change.after}


def test_a_joined_constituent_is_named_after_the_contact_point_known_longest() -> None:
    change = join(a_constituent(MARIAS_MAIL, days=2), a_constituent(MARIA, days=9))
    whole, gone = change.after
    assert whole.constituent_id == ids.constituent_id(RIVERBEND, MARIA)
    assert whole.contact_points == {MARIA, MARIAS_MAIL}
    assert (gone.constituent_id, gone.joined_into) == (ids.constituent_id(RIVERBEND, MARIAS_MAIL), whole.constituent_id)
    assert not gone.members


def test_a_join_keeps_who_said_so_when_and_on_what_evidence() -> None:
    (kept,) = maria_joined().joins
    assert (kept.proof, kept.joined_by, kept.joined_at) == (Proof.STAFF, "staff-1", NOW)
    assert (kept.evidence, kept.stands) == ("said so on the phone", True)


def test_what_is_known_stays_with_the_contact_point_that_it_was_learnt_of() -> None:
    by_phone = a_constituent(MARIA, days=9).with_profile(MARIA, a_profile(zip_code="80203"))
    by_mail = a_constituent(MARIAS_MAIL).with_profile(MARIAS_MAIL, a_profile(minutes=1, name="Maria Lopez"))
    whole = join(by_phone, by_mail).after[0]
    assert (whole.name, whole.zip_code) == ("Maria Lopez", "80203")
    halves = undo(whole, whole.joins[0].join_id)
    assert {(one.name, one.zip_code) for one in halves.values()} == {("", "80203"), ("Maria Lopez", "")}


def test_a_split_keeps_who_said_so_and_why_on_both_sides() -> None:
    whole = maria_joined()
    for half in undo(whole, whole.joins[0].join_id).values():
        (undone,) = half.joins
        assert (undone.undone_by, undone.undone_because, undone.undone_at) == ("staff-2", "two people", NOW)
        assert undone.keeps_apart


@pytest.mark.parametrize("proof", [Proof.REPLY_TOKEN, Proof.IMPORT])
def test_what_staff_split_is_not_joined_again_by_a_proof_that_nobody_looked_at(proof: Proof) -> None:
    whole = maria_joined()
    first, second = undo(whole, whole.joins[0].join_id).values()
    with pytest.raises(SplitBeforeError):
        join(first, second, a_proof(proof, minutes=5))


def test_what_staff_split_does_not_come_together_by_way_of_a_third_contact_point() -> None:
    whole = maria_joined()
    first, second = undo(whole, whole.joins[0].join_id).values()
    with_third = join(first, a_constituent(MARIAS_WORK_MAIL), a_proof(Proof.IMPORT, minutes=5)).after[0]
    with pytest.raises(SplitBeforeError):
        join(with_third, second, a_proof(Proof.IMPORT, minutes=6))


def test_staff_may_join_again_what_staff_split_and_the_old_split_is_overruled() -> None:
    whole = maria_joined()
    first, second = undo(whole, whole.joins[0].join_id).values()
    again = join(first, second, a_proof(minutes=5)).after[0]
    assert [one.keeps_apart for one in again.joins] == [False, False]
    assert [one.stands for one in again.joins] == [False, True]


def test_an_import_taken_back_leaves_no_word_that_the_two_are_different_people() -> None:
    whole = join(a_constituent(MARIA, days=9), a_constituent(MARIAS_MAIL), a_proof(Proof.IMPORT)).after[0]
    first, second = forgotten(whole, whole.joins[0].join_id).after
    assert (first.joins, second.joins) == ((), ())
    assert join(first, second, a_proof(Proof.IMPORT, minutes=5)).after[0].contact_points == whole.contact_points


def test_one_person_is_not_joined_with_themselves() -> None:
    whole = maria_joined()
    with pytest.raises(AlreadyJoinedError):
        join(whole, whole)


def test_a_shared_mailbox_does_not_gather_a_whole_town() -> None:
    whole = a_constituent(days=99)
    for number in range(1, MOST_CONTACT_POINTS):
        whole = join(whole, a_constituent(a_person(number)), a_proof(minutes=number)).after[0]
    with pytest.raises(TooManyContactPointsError):
        join(whole, a_constituent(a_person(99)), a_proof(minutes=99))


def test_a_join_is_undone_once() -> None:
    whole = maria_joined()
    half = next(iter(undo(whole, whole.joins[0].join_id).values()))
    with pytest.raises(JoinUnknownError):
        undo(half, whole.joins[0].join_id)
    with pytest.raises(JoinUnknownError):
        undo(whole, JoinId("another"))


def test_a_source_that_speaks_again_replaces_what_it_said_and_old_ones_go() -> None:
    member = Member(contact_point=MARIA, since=NOW)
    for minutes in range(MOST_PROFILES + 2):
        member = member.with_profile(a_profile(f"message:{minutes}", minutes=minutes))
    member = member.with_profile(a_profile("message:6", minutes=9, zip_code="80203"))
    assert [one.source for one in member.profiles] == [f"message:{n}" for n in (2, 3, 4, 5, 6)]
    assert member.profiles[-1].zip_code == "80203"


POINTS = [ContactPoint.mail(f"person-{number}@example.net") for number in range(6)]


def without_history(constituent: Constituent) -> tuple[object, ...]:
    """Who somebody is, apart from the joins that were undone."""
    return (constituent.constituent_id, constituent.members, frozenset(constituent.standing_joins))


@given(st.data())
def test_any_join_undone_leaves_everybody_as_if_it_had_never_been_made(data: st.DataObject) -> None:
    people = {point: a_constituent(point, days=day) for day, point in enumerate(POINTS)}
    everybody = list(people.values())
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(POINTS), st.sampled_from(POINTS)), max_size=8))
    for minutes, (left, right) in enumerate(pairs):
        first = next(one for one in everybody if left in one.contact_points)
        second = next(one for one in everybody if right in one.contact_points)
        if first is second:
            continue
        before = {without_history(first), without_history(second)}
        whole = join_at(first, second, left, right, minutes)
        after = undo(whole, whole.joins[-1].join_id).values()
        assert {without_history(one) for one in after} == before
        everybody = [one for one in everybody if one not in (first, second)] + [whole]


@given(st.permutations(range(5)), st.permutations(range(5)))
def test_whoever_is_joined_and_split_in_any_order_is_themselves_in_the_end(made: list[int], undone: list[int]) -> None:
    everybody = [a_constituent(point, days=day) for day, point in enumerate(POINTS)]
    start = {without_history(one) for one in everybody}
    joins: dict[int, JoinId] = {}
    for step in made:
        left, right = POINTS[step], POINTS[step + 1]
        first = next(one for one in everybody if left in one.contact_points)
        second = next(one for one in everybody if right in one.contact_points)
        whole = join_at(first, second, left, right, step)
        joins[step] = whole.joins[-1].join_id
        everybody = [one for one in everybody if one not in (first, second)] + [whole]
    assert len(everybody) == 1
    for step in undone:
        whole = next(one for one in everybody if any(j.stands and j.join_id == joins[step] for j in one.joins))
        everybody = [one for one in everybody if one is not whole] + list(undo(whole, joins[step]).values())
    assert {without_history(one) for one in everybody} == start


def join_at(first: Constituent, second: Constituent, left: ContactPoint, right: ContactPoint, step: int) -> Constituent:
    from civicline.domain.people.joining import joined

    return joined(first, second, (left, right), a_proof(minutes=step)).after[0]


def test_the_zip_code_is_asked_for_once_of_a_person_however_they_are_joined_and_split() -> None:
    from dataclasses import replace

    asked = replace(a_constituent(MARIA, days=9), zip_asked_at=NOW - timedelta(days=1))
    whole = join(asked, a_constituent(MARIAS_MAIL)).after[0]
    halves = undo(whole, whole.joins[0].join_id).values()
    assert {one.zip_asked_at for one in (whole, *halves)} == {NOW - timedelta(days=1)}
