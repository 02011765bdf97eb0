"""Constituents: one person behind one or several contact points, and how that came to be known.

Contact points are joined only by proof, each join a record of its own. The joins that stand form a forest: none is made
between contact points that belong together already, so that undoing any one parts a constituent into exactly two. What
is known of a person stays with the contact point that it was learnt of; joining mixes nothing, so splitting restores
everything. Joining and splitting are in `joining`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from civicline.domain import ids
from civicline.domain.ids import ConstituentId, JoinId, OfficeId
from civicline.domain.people.contact import ContactPoint

MOST_PROFILES = 5
"""Accounts of one contact point that are kept; of more, the oldest go."""


class Proof(StrEnum):
    """What proves that two contact points are one person's."""

    REPLY_TOKEN = "reply_token"  # noqa: S105 - a kind of proof, no token
    STAFF = "staff"
    IMPORT = "import"

    @property
    def is_automatic(self) -> bool:
        """Whether no person looked at this very join; such a join never overrules a split."""
        return self is not Proof.STAFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one source says of the person behind a contact point; "" and () for what it does not say.

    `source` is `import:<id>` or `message:<id>`. `is_listed` says that the source is a list of constituents of the
    office.
    """

    source: str
    at: datetime
    name: str = ""
    zip_code: str = ""
    address: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    external_id: str = ""
    is_listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A contact point of a constituent, since when it is known, and what is said of the person behind it."""

    contact_point: ContactPoint
    since: datetime
    profiles: tuple[Profile, ...] = ()

    def with_profile(self, profile: Profile) -> "Member":
        """The member with a source's account, in place of what the same source said before."""
        others = (one for one in self.profiles if one.source != profile.source)
        kept = sorted((*others, profile), key=lambda one: one.at)
        return replace(self, profiles=tuple(kept[-MOST_PROFILES:]))

    def without_source(self, source: str) -> "Member":
        """The member as if the source had said nothing."""
        return replace(self, profiles=tuple(one for one in self.profiles if one.source != source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """That two contact points are one person's: by what proof, on whose word, and whether it still stands.

    `evidence` is a message's id, an import's id, or the reason that staff gave. An undone join keeps who was on either
    side, `first_side` and `second_side`: no automatic proof brings them together again. `overruled_by` is the later
    join by which staff did.
    """

    join_id: JoinId
    first: ContactPoint
    second: ContactPoint
    proof: Proof
    evidence: str
    joined_by: str
    joined_at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None
    undone_because: str = ""
    first_side: tuple[ContactPoint, ...] = ()
    second_side: tuple[ContactPoint, ...] = ()
    overruled_by: JoinId | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody undid it."""
        return self.undone_at is None

    @property
    def keeps_apart(self) -> bool:
        """Whether it was undone, and nobody has overruled that."""
        return not self.stands and self.overruled_by is None

    def parts(self, points: frozenset[ContactPoint]) -> bool:
        """Whether some of these contact points are on one side of its undoing and some on the other."""
        return not points.isdisjoint(self.first_side) and not points.isdisjoint(self.second_side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constituent:
    """A person with their contact points and the joins that say so, those that were undone included.

    `version` counts changes, 0 for one that is not stored yet; a constituent without members was joined into another,
    `joined_into`. `zip_asked_at` is when the office asked for the ZIP code, which it does once.
    """

    office_id: OfficeId
    constituent_id: ConstituentId
    members: tuple[Member, ...]
    joins: tuple[Join, ...] = ()
    version: int = 0
    joined_into: ConstituentId | None = None
    zip_asked_at: datetime | None = None

    @property
    def contact_points(self) -> frozenset[ContactPoint]:
        """Where this person can be reached."""
        return frozenset(member.contact_point for member in self.members)

    @property
    def profiles(self) -> Iterator[Profile]:
        """What all sources say, the newest first."""
        every = (profile for member in self.members for profile in member.profiles)
        return iter(sorted(every, key=lambda profile: profile.at, reverse=True))

    @property
    def name(self) -> str:
        """The name by the newest source that gives one, "" for none."""
        return next((profile.name for profile in self.profiles if profile.name), "")

    @property
    def zip_code(self) -> str:
        """The ZIP code by the newest source that gives one, "" for none."""
        return next((profile.zip_code for profile in self.profiles if profile.zip_code), "")

    @property
    def is_listed(self) -> bool:
        """Whether a list of the office's constituents names this person."""
        return any(profile.is_listed for profile in self.profiles)

    @property
    def standing_joins(self) -> tuple[Join, ...]:
        """The joins that hold it together."""
        return tuple(join for join in self.joins if join.stands)

    def member(self, point: ContactPoint) -> Member | None:
        """The member of that contact point."""
        return next((member for member in self.members if member.contact_point == point), None)

    def with_profile(self, point: ContactPoint, profile: Profile) -> "Constituent":
        """The constituent with what a source says of the person behind a contact point."""
        changed = (one.with_profile(profile) if one.contact_point == point else one for one in self.members)
        return replace(self, members=tuple(changed))

    def without_source(self, source: str) -> "Constituent":
        """The constituent as if the source had said nothing."""
        return replace(self, members=tuple(member.without_source(source) for member in self.members))


def stranger(office_id: OfficeId, point: ContactPoint, since: datetime) -> Constituent:
    """Somebody of whom nothing is stored but one contact point."""
    return Constituent(
        office_id=office_id,
        constituent_id=ids.constituent_id(office_id, point),
        members=(Member(contact_point=point, since=since),),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstituentChange:
    """What is stored together or not at all: constituents as they were read, and as they shall be."""

    before: tuple[Constituent, ...]
    after: tuple[Constituent, ...]
