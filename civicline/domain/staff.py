"""Staff: who works for which offices, and how much they may do there.

An agency's own identity provider says who somebody is and which groups they belong to. A group named
`<office_id>/<role>` gives a role in an office; every other group means nothing here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from civicline.domain.ids import OfficeId


class Role(IntEnum):
    """What a staff member may do in an office; each role may do all that the ones before it may."""

    VIEWER = 1
    AGENT = 2
    APPROVER = 3
    MANAGER = 4
    ADMIN = 5

    @property
    def label(self) -> str:
        """The word that stands in group names and on screens."""
        return self.name.lower()


_GROUP = re.compile(r"(?P<office>[a-z0-9][a-z0-9_-]{0,62})/(?P<role>[a-z]+)")
_ROLES = {role.label: role for role in Role}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One role in one office."""

    office_id: OfficeId
    role: Role

    @classmethod
    def parse(cls, group: str) -> "Grant | None":
        """The grant that a group's name stands for, such as `riverbend/agent`; None for any other group."""
        match = _GROUP.fullmatch(group)
        role = _ROLES.get(match["role"]) if match else None
        return cls(office_id=OfficeId(match["office"]), role=role) if match and role else None

    def __str__(self) -> str:
        return f"{self.office_id}/{self.role.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """Somebody whom the identity provider vouches for. `subject` is the provider's never reused id (OIDC `sub`)."""

    subject: str
    name: str
    grants: tuple[Grant, ...]

    def role_in(self, office_id: OfficeId) -> Role | None:
        """The role in an office; None where there is none."""
        return next((grant.role for grant in self.grants if grant.office_id == office_id), None)


def grants_of(groups: Iterable[str]) -> tuple[Grant, ...]:
    """The grants that group names stand for: one an office, the highest, offices in the order first named."""
    highest: dict[OfficeId, Grant] = {}
    for grant in filter(None, map(Grant.parse, groups)):
        known = highest.get(grant.office_id)
        if known is None or grant.role > known.role:
            highest[grant.office_id] = grant
    return tuple(highest.values())
