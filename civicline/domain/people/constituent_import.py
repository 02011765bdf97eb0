"""Imports of lists: what is known of one, and what a row of a list makes of the constituents it names."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from civicline.domain.ids import ImportId, OfficeId
from civicline.domain.people.constituent import Constituent, ConstituentChange, Profile, Proof
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.joining import Evidence, JoiningError, forgotten, joined
from civicline.domain.people.names import plain_name


class ImportStatus(StrEnum):
    """How far an import is."""

    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class RowFate(StrEnum):
    """What became of a row."""

    ADDED = "added"
    UPDATED = "updated"
    JOINED = "joined"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstituentImport:
    """One import of one file. `content` is a hash of its bytes; an import that was undone may be made again."""

    office_id: OfficeId
    import_id: ImportId
    content: str
    attempt: int
    status: ImportStatus
    rows: int
    started_at: datetime
    started_by: str

    @property
    def source(self) -> str:
        """How profiles name it."""
        return f"import:{self.import_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """What became of a row, and whom it names; `because` says why it was left out."""

    line: int
    fate: RowFate
    contact_points: tuple[ContactPoint, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEffect:
    """What a row does; without a change there is nothing to store."""

    fate: RowFate
    change: ConstituentChange | None = None
    because: str = ""


def effect_of(
    known: tuple[Constituent, ...], points: tuple[ContactPoint, ...], profile: Profile, evidence: Evidence
) -> RowEffect:
    """What a row makes of the constituents behind its contact points, one for each, where it names one or two.

    Another name on record, unless under the same id of the office's lists, or a split by staff, is a conflict: the row
    is left out, and people decide.
    """
    if other := _another_name(known, profile):
        return RowEffect(fate=RowFate.CONFLICT, because=f"on record under another name than the list's: {other}")
    told = tuple(one.with_profile(point, profile) for one, point in zip(known, points, strict=True))
    distinct = {one.constituent_id: one for one in told}
    if len(distinct) > 1:
        try:
            change = joined(told[0], told[1], (points[0], points[1]), evidence)
        except JoiningError as error:
            return RowEffect(fate=RowFate.CONFLICT, because=str(error))
        fate = RowFate.JOINED if any(one.version for one in known) else RowFate.ADDED
        return RowEffect(fate=fate, change=replace(change, before=known))
    merged = told[0] if len(told) == 1 else told[0].with_profile(points[1], profile)
    told_now = None if merged == known[0] else ConstituentChange(before=(known[0],), after=(merged,))
    if not known[0].version:
        return RowEffect(fate=RowFate.ADDED, change=told_now)
    return RowEffect(fate=RowFate.UNCHANGED if _says(known[0], points, profile) else RowFate.UPDATED, change=told_now)


def taken_back(known: Constituent, source: str, evidence: str) -> ConstituentChange | None:
    """One step towards a constituent as it was before an import; None once nothing of it is left.

    Joins go first, one at a time, then what the list said; of whom nothing else is known nothing remains.
    """
    for join in known.standing_joins:
        if join.proof is Proof.IMPORT and join.evidence == evidence:
            return forgotten(known, join.join_id)
    bare = known.without_source(source)
    if bare == known:
        return None
    is_empty = not bare.joins and not any(bare.profiles) and bare.zip_asked_at is None
    return ConstituentChange(before=(known,), after=(replace(bare, members=()) if is_empty else bare,))


def _another_name(known: tuple[Constituent, ...], given: Profile) -> str:
    plain = plain_name(given.name)
    others = (one for one in known if one.name and plain and plain_name(one.name) != plain)
    return next((one.name for one in others if not _has_id(one, given.external_id)), "")


def _has_id(known: Constituent, external_id: str) -> bool:
    return bool(external_id) and any(profile.external_id == external_id for profile in known.profiles)


def _says(known: Constituent, points: tuple[ContactPoint, ...], given: Profile) -> bool:
    """Whether some list said the very same before. It is kept once more: either import may be taken back."""
    members = (known.member(point) for point in points)
    said = ({replace(one, source="", at=given.at) for one in member.profiles} for member in members if member)
    return all(replace(given, source="") in profiles for profiles in said)
