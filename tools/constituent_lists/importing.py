"""Importing a list row by row, again where it broke off, and taking an import back."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from civicline.adapters.dynamo.constituent_imports import DynamoConstituentImports
from civicline.domain import ids
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import OfficeId
from civicline.domain.people.constituent import Profile, Proof, stranger
from civicline.domain.people.constituent_import import (
    ConstituentImport,
    ImportedRow,
    ImportStatus,
    RowEffect,
    RowFate,
    effect_of,
    taken_back,
)
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.joining import Evidence
from civicline.domain.people.names import plain_name
from civicline.ports.people import Constituents
from tools.constituent_lists.reading import ConstituentList
from tools.constituent_lists.rows import ListRow, RowError, checked

_ATTEMPTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedList:
    """A list with every row checked: what can be imported, what is wrong, and which rows contradict one another."""

    rows: tuple[tuple[int, ListRow], ...]
    errors: tuple[RowError, ...]
    conflicts: tuple[RowError, ...]


def check_list(given: ConstituentList) -> CheckedList:
    """Check a whole list before anything is written."""
    rows: list[tuple[int, ListRow]] = []
    errors: list[RowError] = []
    conflicts: list[RowError] = []
    first_named: dict[ContactPoint, tuple[int, str]] = {}
    for raw in given.rows:
        row = checked(raw)
        if isinstance(row, list):
            errors += row
        elif conflict := _conflict_within(row, raw.line, first_named):
            conflicts.append(conflict)
        else:
            rows.append((raw.line, row))
    return CheckedList(rows=tuple(rows), errors=tuple(errors), conflicts=tuple(conflicts))


def _conflict_within(row: ListRow, line: int, first_named: dict[ContactPoint, tuple[int, str]]) -> RowError | None:
    """The same number or address under two names in one list; the first one counts."""
    for point in row.contact_points:
        earlier, name = first_named.get(point, (line, row.name))
        if name and row.name and plain_name(name) != plain_name(row.name):
            column = "phone" if point == row.contact_points[0] and row.phone else "email"
            return RowError(line=line, column=column, problem=f"line {earlier} has it under another name")
    for point in row.contact_points:
        first_named.setdefault(point, (line, row.name))
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportList:
    """The use case: each row by itself, so that a broken one, or a broken connection, costs nothing else.

    `at_once` rows are on their way at the same moment; two of the same person meet a condition and look again.
    """

    constituents: Constituents
    imports: DynamoConstituentImports
    at_once: int = 1

    def begin(self, office_id: OfficeId, given: ConstituentList, by: str, now: datetime) -> ConstituentImport:
        """The import of this file: the one that was begun before, or a new one after that was undone."""
        attempt = 1
        while True:
            import_id = ids.import_id(office_id, given.content, attempt)
            known = self.imports.of(office_id, import_id)
            if known is None:
                return ConstituentImport(
                    office_id=office_id,
                    import_id=import_id,
                    content=given.content,
                    attempt=attempt,
                    status=ImportStatus.RUNNING,
                    rows=len(given.rows),
                    started_at=now,
                    started_by=by,
                )
            if known.status is not ImportStatus.UNDONE:
                return known
            attempt += 1

    def run(
        self, one: ConstituentImport, rows: Sequence[tuple[int, ListRow]], *, is_listed: bool
    ) -> Iterator[ImportedRow]:
        """Import the rows that were not dealt with before, telling of each; finish the import."""
        if one.status is ImportStatus.DONE:
            return
        self.imports.save(one)
        before = {row.line for row in self.imports.rows(one)}
        left = [(line, row) for line, row in rows if line not in before]
        with ThreadPoolExecutor(self.at_once) as pool:
            yield from pool.map(lambda given: self._keep(one, given[0], given[1], is_listed), left)
        self.imports.save(replace(one, status=ImportStatus.DONE))

    def preview(
        self, one: ConstituentImport, rows: Sequence[tuple[int, ListRow]], *, is_listed: bool
    ) -> Iterator[ImportedRow]:
        """What `run` would do with each row, as the record is now; nothing is written."""
        for line, row in rows:
            effect = self._effect(one, row, is_listed)
            yield _told(line, row, effect)

    def undo(self, one: ConstituentImport) -> Iterator[ImportedRow]:
        """Take an import back, row by row; broken off, it goes on where it was."""
        self.imports.save(replace(one, status=ImportStatus.UNDOING))
        for row in self.imports.rows(one):
            for point in row.contact_points:
                self._take_back(one, point)
            yield row
        self.imports.save(replace(one, status=ImportStatus.UNDONE))

    def _keep(self, one: ConstituentImport, line: int, row: ListRow, is_listed: bool) -> ImportedRow:
        for _ in range(_ATTEMPTS):
            effect = self._effect(one, row, is_listed)
            try:
                if effect.change:
                    self.constituents.save(effect.change)
            except ConcurrentChangeError:
                continue
            done = _told(line, row, effect)
            self.imports.save_row(one, done)
            return done
        raise ConcurrentChangeError(f"line {line}: its constituents changed {_ATTEMPTS} times; run the import again")

    def _effect(self, one: ConstituentImport, row: ListRow, is_listed: bool) -> RowEffect:
        points = row.contact_points
        known = tuple(
            self.constituents.of(one.office_id, point) or stranger(one.office_id, point, one.started_at)
            for point in points
        )
        profile = Profile(
            source=one.source,
            at=one.started_at,
            name=row.name,
            zip_code=row.zip or "",
            address=row.address,
            language=row.language or "",
            tags=row.tags,
            external_id=row.id,
            is_listed=is_listed,
        )
        evidence = Evidence(proof=Proof.IMPORT, evidence=one.import_id, by=one.started_by, at=one.started_at)
        return effect_of(known, points, profile, evidence)

    def _take_back(self, one: ConstituentImport, point: ContactPoint) -> None:
        """Step by step, since a join's both halves must be looked at again."""
        for _ in range(_ATTEMPTS * 10):
            known = self.constituents.of(one.office_id, point)
            change = taken_back(known, one.source, one.import_id) if known and known.version else None
            if change is None:
                return
            try:
                self.constituents.save(change)
            except ConcurrentChangeError:
                continue
        raise ConcurrentChangeError("a constituent kept changing; run the undo again")


def _told(line: int, row: ListRow, effect: RowEffect) -> ImportedRow:
    points = () if effect.fate is RowFate.CONFLICT else row.contact_points
    return ImportedRow(line=line, fate=effect.fate, contact_points=points, because=effect.because)
