"""What was measured, as data: it is printed, kept as JSON, and made into the page of the documentation."""

import math
import statistics
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, computed_field


class Unit(StrEnum):
    """What a number counts; shares are from 0 to 1 and written in percent."""

    SHARE = "share"
    SCORE = "score"
    COUNT = "count"
    CONFIDENCE = "confidence"
    MILLISECONDS = "ms"
    SECONDS = "s"
    MEGABYTES = "MB"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Aim(_Data):
    """What a number should reach: at least or at most `value`."""

    value: float
    bound: Literal["at least", "at most"] = "at least"

    def is_met_by(self, mean: float) -> bool:
        """Whether a mean reaches it."""
        return mean >= self.value if self.bound == "at least" else mean <= self.value


class Figure(_Data):
    """One number for each seed, of which the mean and the sample standard deviation are told."""

    model_config = ConfigDict(
        extra="ignore", frozen=True
    )  # what is derived stands in the file beside what was measured

    values: tuple[float, ...]
    unit: Unit
    aim: Aim | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def mean(self) -> float:
        """The mean over the seeds."""
        return statistics.fmean(self.values)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def spread(self) -> float | None:
        """The sample standard deviation over the seeds; None for a single one."""
        return statistics.stdev(self.values) if len(self.values) > 1 else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def is_met(self) -> bool | None:
        """Whether the mean reaches the aim; None without one."""
        return self.aim.is_met_by(self.mean) if self.aim else None


class Row(_Data):
    """What the row is about, and a figure for each of the table's measures, None where there is nothing to tell."""

    labels: tuple[str, ...]
    figures: tuple[Figure | None, ...]


class Table(_Data):
    """Figures side by side."""

    title: str
    labels: tuple[str, ...]
    measures: tuple[str, ...]
    rows: tuple[Row, ...]


class Section(_Data):
    """One of the benchmark's parts; `notes` say how it was measured."""

    name: str
    title: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]


class Measured(_Data):
    """A section with where and when it was measured, and how long that took."""

    section: Section
    is_quick: bool
    seeds: int
    measured_at: str
    machine: str
    minutes: float


class Results(_Data):
    """The latest measurement of each section, by name."""

    sections: dict[str, Measured]


def figure(values: Iterable[float | None], unit: Unit = Unit.SHARE, aim: Aim | None = None) -> Figure | None:
    """The figure of those values that there are; None where there are none."""
    known = tuple(float(value) for value in values if value is not None and not math.isnan(value))
    return Figure(values=known, unit=unit, aim=aim) if known else None


def missed(results: Results) -> list[tuple[str, Row, str, Figure]]:
    """The figures below their aim: the title of the table, the row, the measure, the figure."""
    return [
        (table.title, row, measure, one)
        for measured in results.sections.values()
        for table in measured.section.tables
        for row in table.rows
        for measure, one in zip(table.measures, row.figures, strict=True)
        if one is not None and one.is_met is False
    ]
