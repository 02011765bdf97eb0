"""Constituents with sensible defaults."""

from datetime import timedelta

from civicline.domain.people.constituent import Constituent, ConstituentChange, Profile, Proof, stranger
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.joining import Evidence, joined
from tests.builders import MARIA, MARIAS_MAIL, NOW, RIVERBEND

MARIAS_WORK_MAIL = ContactPoint.mail("m.lopez@work.example")


def a_constituent(point: ContactPoint = MARIA, days: int = 0) -> Constituent:
    """Somebody known by one contact point for some days."""
    return stranger(RIVERBEND, point, NOW - timedelta(days=days))


def a_proof(proof: Proof = Proof.STAFF, minutes: int = 0, evidence: str = "said so on the phone") -> Evidence:
    return Evidence(proof=proof, evidence=evidence, by="staff-1", at=NOW + timedelta(minutes=minutes))


def a_profile(source: str = "import:1", minutes: int = 0, **changes: str) -> Profile:
    return Profile(source=source, at=NOW + timedelta(minutes=minutes), **changes)


def join(first: Constituent, second: Constituent, proof: Evidence | None = None) -> ConstituentChange:
    points = (first.members[0].contact_point, second.members[0].contact_point)
    return joined(first, second, points, proof or a_proof())


def maria_joined() -> Constituent:
    """Maria with her number and her address."""
    return join(a_constituent(MARIA, days=9), a_constituent(MARIAS_MAIL, days=2)).after[0]
