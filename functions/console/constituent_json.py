"""The public JSON form of a constituent; documented in docs/api.md, and changed only by adding to it."""

from typing import Any

from civicline.domain.people.constituent import Constituent, Join, Member, Profile
from functions.console.record_json import timestamp

Json = dict[str, Any]


def constituent_json(one: Constituent) -> Json:
    """Who somebody is, how they can be reached, who says what of them, and by what proof that is one person."""
    return {
        "constituent_id": one.constituent_id,
        "office_id": one.office_id,
        "name": one.name or None,
        "zip_code": one.zip_code or None,
        "is_listed": one.is_listed,
        "zip_asked_at": timestamp(one.zip_asked_at),
        "contact_points": [_member(member) for member in one.members],
        "joins": [_join(join) for join in one.joins],
        "version": one.version,
    }


def _member(member: Member) -> Json:
    return {
        "channel": member.contact_point.channel,
        "value": member.contact_point.value,
        "since": timestamp(member.since),
        "profiles": [_profile(profile) for profile in member.profiles],
    }


def _profile(profile: Profile) -> Json:
    return {
        "source": profile.source,
        "at": timestamp(profile.at),
        "name": profile.name or None,
        "zip_code": profile.zip_code or None,
        "address": profile.address or None,
        "language": profile.language or None,
        "tags": list(profile.tags),
        "external_id": profile.external_id or None,
        "is_listed": profile.is_listed,
    }


def _join(join: Join) -> Json:
    return {
        "join_id": join.join_id,
        "contact_points": [join.first.value, join.second.value],
        "proof": join.proof,
        "evidence": join.evidence,
        "joined_by": join.joined_by,
        "joined_at": timestamp(join.joined_at),
        "stands": join.stands,
        "undone_by": join.undone_by,
        "undone_at": timestamp(join.undone_at),
        "undone_because": join.undone_because or None,
        "overruled_by": join.overruled_by,
    }
