"""Constituents, and who must not be written to."""

from dataclasses import dataclass
from typing import Protocol

from civicline.domain.ids import ConstituentId, OfficeId
from civicline.domain.opting_out.suppression import LiftedSuppression, Suppression
from civicline.domain.people.constituent import Constituent, ConstituentChange
from civicline.domain.people.contact import ContactPoint


class Constituents(Protocol):
    """Who is behind contact points."""

    def of(self, office_id: OfficeId, point: ContactPoint) -> Constituent | None:
        """The constituent behind a contact point; None for one that nobody knows."""

    def by_id(self, office_id: OfficeId, constituent_id: ConstituentId) -> Constituent | None:
        """The stored constituent of an id, or the one that it was joined into."""

    def by_external_id(self, office_id: OfficeId, external_id: str) -> tuple[Constituent, ...]:
        """The constituents whom the office's lists name by this id."""

    def named(self, office_id: OfficeId, beginning: str, limit: int) -> tuple[Constituent, ...]:
        """The constituents whose name, or last name, begins so."""

    def save(self, change: ConstituentChange) -> None:
        """Store a change as a whole. Raises ConcurrentChangeError if a constituent is no longer as it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionPage:
    """Some suppressions, newest first, and where the next page goes on."""

    suppressions: tuple[Suppression, ...]
    next_cursor: str | None


class Suppressions(Protocol):
    """The ledger of whom an office must not write to."""

    def listed(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> SuppressionPage:
        """The suppressions that hold, newest first."""

    def current(self, office_id: OfficeId, point: ContactPoint) -> Suppression | None:
        """The suppression that holds of a contact point, read consistently."""

    def lifted(self, office_id: OfficeId, point: ContactPoint) -> tuple[LiftedSuppression, ...]:
        """Those of a contact point that no longer hold, oldest first."""

    def add(self, office_id: OfficeId, suppression: Suppression, by: str) -> None:
        """Suppress a contact point by staff's hand; the opt-out in the message that it rests on is honoured then.

        Raises ConcurrentChangeError if it is suppressed already.
        """

    def lift(self, office_id: OfficeId, lifted: LiftedSuppression) -> None:
        """End a suppression and keep it. Raises ConcurrentChangeError if it is no longer as it was read."""
