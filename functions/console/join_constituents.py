"""Joining and splitting constituents on somebody's word: behind the console, the API and the command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.errors import CiviclineError, ConcurrentChangeError
from civicline.domain.ids import ConstituentId, JoinId, OfficeId
from civicline.domain.people.constituent import Constituent, Proof
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.joining import Evidence, joined, split
from civicline.ports.people import Constituents
from functions.console.find_constituents import find_one

LONGEST_REASON = 500
_ATTEMPTS = 3


class ConstituentUnknownError(CiviclineError):
    """There is no such constituent in this office."""


class ReasonMissingError(CiviclineError):
    """Nobody joins or splits people without saying why, in at most 500 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinConstituents:
    """The use case: of two changes at once exactly one is stored, and the other looks again."""

    constituents: Constituents
    clock: Callable[[], datetime]

    def find(self, office_id: OfficeId, whom: ConstituentId | ContactPoint) -> Constituent:
        """A constituent by id, or by a number or address. Raises ConstituentUnknownError."""
        found = find_one(self.constituents, office_id, whom)
        if found is None:
            raise ConstituentUnknownError("This office knows no such constituent.")
        return found

    def merge(
        self,
        office_id: OfficeId,
        whom: tuple[ConstituentId | ContactPoint, ConstituentId | ContactPoint],
        *,
        by: str,
        because: str,
    ) -> Constituent:
        """Two constituents are one person. Raises JoiningError, ConstituentUnknownError, ReasonMissingError.

        Raises ConcurrentChangeError if others keep changing them.
        """
        evidence = Evidence(proof=Proof.STAFF, evidence=_reason(because), by=by, at=self.clock())
        for _ in range(_ATTEMPTS):
            first, second = self.find(office_id, whom[0]), self.find(office_id, whom[1])
            change = joined(first, second, (_point(first, whom[0]), _point(second, whom[1])), evidence)
            try:
                self.constituents.save(change)
            except ConcurrentChangeError:
                continue
            return change.after[0]
        raise ConcurrentChangeError("the constituents kept changing")

    def split(
        self, office_id: OfficeId, whom: ConstituentId | ContactPoint, join_id: JoinId, *, by: str, because: str
    ) -> tuple[Constituent, Constituent]:
        """Undo a join of a constituent: they are two people. Raises as `merge`."""
        reason = _reason(because)
        for _ in range(_ATTEMPTS):
            found = self.find(office_id, whom)
            change = split(found, join_id, by=by, because=reason, at=self.clock())
            try:
                self.constituents.save(change)
            except ConcurrentChangeError:
                continue
            return change.after[0], change.after[1]
        raise ConcurrentChangeError("the constituent kept changing")


def _point(constituent: Constituent, whom: ConstituentId | ContactPoint) -> ContactPoint:
    return whom if isinstance(whom, ContactPoint) else constituent.members[0].contact_point


def _reason(because: str) -> str:
    reason = " ".join(because.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise ReasonMissingError(f"Say why, in at most {LONGEST_REASON} characters.")
    return reason
