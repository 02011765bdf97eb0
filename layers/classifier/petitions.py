"""Public petitions as letters that arrive, and which of them moderators took for duplicates."""

import csv
import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

COPIED_RUN = 12
"""Words; who shares so many in a row has copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A text that arrives: a petition's number, its title and words."""

    petition: int
    subject: str
    body: str


@dataclass(slots=True)
class Groups:
    """Petitions that are duplicates of one another, directly or through a third (union-find)."""

    parents: dict[int, int] = field(default_factory=dict)

    def of(self, petition: int) -> int:
        """The representative of a petition's group."""
        root = petition
        while self.parents.get(root, root) != root:
            root = self.parents[root]
        self.parents[petition] = root
        return root

    def join(self, one: int, other: int) -> None:
        """Put two petitions into one group."""
        self.parents[self.of(one)] = self.of(other)


def is_copied(one: Letter, other: Letter) -> bool:
    """Whether two texts have at least `COPIED_RUN` words in a row in common."""
    matcher = SequenceMatcher(None, one.body.split(), other.body.split(), autojunk=False)
    return matcher.find_longest_match().size >= COPIED_RUN


def read_petitions(folder: Path) -> list[Letter]:
    """The petitions in the order of their arrival."""
    with (folder / "petitions.jsonl").open(encoding="utf-8") as file:
        rows = sorted(map(json.loads, file), key=lambda row: row["created_at"])
    return [
        Letter(
            petition=row["id"],
            subject=row["action"],
            body="\n".join(part for part in (row["background"], row["additional_details"]) if part),
        )
        for row in rows
    ]


def read_pairs(folder: Path) -> list[tuple[int, int]]:
    """Petitions and what they duplicate, as moderators said; some of these are not in the set."""
    with (folder / "duplicate_pairs.csv").open(encoding="utf-8", newline="") as file:
        return [(int(row["petition_id"]), int(row["duplicate_of"])) for row in csv.DictReader(file)]
