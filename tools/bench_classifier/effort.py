"""How much is measured: everything, or just enough to see that it runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tools.bench_classifier.encoders import Encoders

T = TypeVar("T")
QUICK_TEXTS = 300
QUICK_TOPICS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What every section needs: the data's folder, the encoders, the number of seeds, and where to tell progress."""

    data: Path
    encoders: Encoders
    seeds: int
    is_quick: bool
    progress: Callable[[str], None]

    def some(self, items: Sequence[T], most: int = QUICK_TEXTS) -> Sequence[T]:
        """All of `items`; when it must be quick, `most` of them from everywhere."""
        return items[:: max(1, len(items) // most)][:most] if self.is_quick else items

    def folder(self, name: str) -> Path:
        """A folder of the data. Raises `MissingDataError`."""
        folder = self.data / name
        if not folder.is_dir():
            raise MissingDataError(f"no {name} in {self.data}: name the folder of the test data with --data")
        return folder


class MissingDataError(Exception):
    """A benchmark's texts are not there; the message says what to do."""
