"""Joining constituents by proof, and splitting them: pure functions from constituents to constituents.

JoiningError
 +-- AlreadyJoinedError         the contact points belong to one constituent already
 +-- JoinUnknownError           there is no such join, or it was undone before
 +-- SplitBeforeError           somebody split these on purpose; only staff may join them again
 +-- TooManyContactPointsError  more than one person plausibly has
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from civicline.domain import ids
from civicline.domain.errors import CiviclineError
from civicline.domain.ids import JoinId, OfficeId
from civicline.domain.people.constituent import Constituent, ConstituentChange, Join, Member, Proof
from civicline.domain.people.contact import ContactPoint

MOST_CONTACT_POINTS = 20
"""A person with more is more likely a shared mailbox or a wrong list."""
MOST_JOINS = 60
"""Joins that are kept, undone ones included; beyond it the record would grow without bound."""


class JoiningError(CiviclineError):
    """Constituents cannot be joined or split as asked; the text may be shown."""


class AlreadyJoinedError(JoiningError):
    """The contact points belong to one constituent already."""


class JoinUnknownError(JoiningError):
    """There is no such join, or it was undone before."""


class SplitBeforeError(JoiningError):
    """Somebody split these on purpose, and only staff may join them again."""


class TooManyContactPointsError(JoiningError):
    """More contact points, or more joins, than one person plausibly has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """By what proof two contact points are joined, on whose word and when."""

    proof: Proof
    evidence: str
    by: str
    at: datetime


def joined(
    first: Constituent, second: Constituent, points: tuple[ContactPoint, ContactPoint], evidence: Evidence
) -> ConstituentChange:
    """Join two constituents, since `points`, one of each, are one person's. Raises JoiningError.

    The joined constituent has the id of its contact point that is known longest; the other id leads to it.
    """
    together = first.contact_points | second.contact_points
    _require_joinable(first, second, together, evidence.proof)
    join = Join(
        join_id=ids.join_id(points, evidence.at),
        first=points[0],
        second=points[1],
        proof=evidence.proof,
        evidence=evidence.evidence,
        joined_by=evidence.by,
        joined_at=evidence.at,
    )
    earlier = {one.join_id: one for one in (*first.joins, *second.joins)}.values()
    joins = tuple(
        replace(one, overruled_by=join.join_id) if one.keeps_apart and one.parts(together) else one for one in earlier
    )
    asked = min(filter(None, (first.zip_asked_at, second.zip_asked_at)), default=None)
    whole = _constituent(first.office_id, (*first.members, *second.members), (*joins, join), asked)
    return _change((first, second), (whole,))


def split(constituent: Constituent, join_id: JoinId, *, by: str, because: str, at: datetime) -> ConstituentChange:
    """Undo a join: two constituents as they would be if it had never been made. Raises JoinUnknownError."""
    first_side, second_side = sides_of(constituent, join_id)
    undone = tuple(
        replace(
            one,
            undone_by=by,
            undone_at=at,
            undone_because=because,
            first_side=_ordered(first_side),
            second_side=_ordered(second_side),
        )
        if one.join_id == join_id
        else one
        for one in constituent.joins
    )
    halves = (_half(constituent, side, undone) for side in (first_side, second_side))
    return _change((constituent,), tuple(halves))


def forgotten(constituent: Constituent, join_id: JoinId) -> ConstituentChange:
    """Take a join back as if it had never been made, without a word that the two are different people.

    For a list that was imported by mistake. Raises JoinUnknownError.
    """
    sides = sides_of(constituent, join_id)
    kept = tuple(one for one in constituent.joins if one.join_id != join_id)
    return _change((constituent,), tuple(_half(constituent, side, kept) for side in sides))


def sides_of(constituent: Constituent, join_id: JoinId) -> tuple[frozenset[ContactPoint], frozenset[ContactPoint]]:
    """The contact points on either side of a standing join. Raises JoinUnknownError."""
    join = next((one for one in constituent.standing_joins if one.join_id == join_id), None)
    if join is None:
        raise JoinUnknownError("This join does not exist or was undone before.")
    others = [one for one in constituent.standing_joins if one is not join]
    first_side = _reachable(join.first, others)
    return first_side, constituent.contact_points - first_side


def _require_joinable(first: Constituent, second: Constituent, together: frozenset[ContactPoint], proof: Proof) -> None:
    if first.constituent_id == second.constituent_id or first.contact_points & second.contact_points:
        raise AlreadyJoinedError("These are one constituent already.")
    if len(together) > MOST_CONTACT_POINTS or len(first.joins) + len(second.joins) >= MOST_JOINS:
        raise TooManyContactPointsError(f"One constituent has at most {MOST_CONTACT_POINTS} contact points.")
    apart = [one for one in (*first.joins, *second.joins) if one.keeps_apart and one.parts(together)]
    if proof.is_automatic and apart:
        raise SplitBeforeError("Staff split these constituents; only staff may join them again.")


def _reachable(start: ContactPoint, joins: Iterable[Join]) -> frozenset[ContactPoint]:
    """The contact points that standing joins tie to one."""
    reached, joins, grows = {start}, list(joins), True
    while grows:
        new = {point for join in joins for point in (join.first, join.second) if {join.first, join.second} & reached}
        grows = not new <= reached
        reached |= new
    return frozenset(reached)


def _half(whole: Constituent, side: frozenset[ContactPoint], joins: tuple[Join, ...]) -> Constituent:
    """One side of a split: its members, the joins within it, and those undone ones that keep it from others."""
    own = tuple(
        join
        for join in joins
        if (join.stands and join.first in side)
        or (not join.stands and not side.isdisjoint((*join.first_side, *join.second_side)))
    )
    members = tuple(member for member in whole.members if member.contact_point in side)
    return _constituent(whole.office_id, members, own, whole.zip_asked_at)


def _constituent(
    office_id: OfficeId, members: tuple[Member, ...], joins: tuple[Join, ...], zip_asked_at: datetime | None
) -> Constituent:
    """Whoever these members are: named after the contact point known longest, so that it is the same however made."""
    ordered = sorted(members, key=lambda one: (one.since, one.contact_point.channel, one.contact_point.value))
    return Constituent(
        office_id=office_id,
        constituent_id=ids.constituent_id(office_id, ordered[0].contact_point),
        members=tuple(ordered),
        joins=joins,
        zip_asked_at=zip_asked_at,
    )


def _change(before: tuple[Constituent, ...], after: tuple[Constituent, ...]) -> ConstituentChange:
    """An id that is left over leads to where its contact points went."""
    named = {one.constituent_id for one in after}
    gone = tuple(
        replace(one, members=(), joins=(), joined_into=after[0].constituent_id)
        for one in before
        if one.constituent_id not in named
    )
    return ConstituentChange(before=before, after=(*after, *gone))


def _ordered(points: frozenset[ContactPoint]) -> tuple[ContactPoint, ...]:
    return tuple(sorted(points, key=lambda point: (point.channel, point.value)))
