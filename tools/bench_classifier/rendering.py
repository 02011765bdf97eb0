"""The results as tables for the terminal and as a page of the documentation; every number comes from the data."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

from tools.bench_classifier.results import Aim, Figure, Measured, Results, Section, Table, Unit, missed

TRIED = Path(__file__).with_name("tried.md")
_DECIMALS = {
    Unit.SCORE: 3,
    Unit.COUNT: 0,
    Unit.CONFIDENCE: 4,
    Unit.MILLISECONDS: 1,
    Unit.SECONDS: 2,
    Unit.MEGABYTES: 0,
}
_HEADER = """\
# Benchmarks of the classifier

Written by `make bench-classifier ARGUMENTS=--write-docs` from `build/bench-classifier.json`: no number is typed.
Numbers are the mean ± the sample standard deviation over the seeds; a single number stands alone. Shares are in
percent. "aim" is what was set as a goal beforehand, and whether the mean reached it.

Data: CLINC150 (Larson et al. 2019, CC BY 3.0), Banking77 (Casanueva et al. 2020, CC BY 4.0), petitions to the UK
Parliament (Open Government Licence v3.0; duplicate pairs mySociety, CC BY 4.0), We the People (2011 to 2013). None of
their texts is in this repository, and no encoder is measured on a benchmark of which it has seen a text, of any split.
"""


def number(value: float, unit: Unit, *, beside: float | None = None) -> str:
    """A number without its unit, shares in percent; as exact as the number that it stands `beside`."""
    if unit is Unit.SHARE:
        is_tiny = 0 < (value if beside is None else beside) < 0.001
        return f"{value * 100:.{2 if is_tiny else 1}f}"
    return f"{value:,.{_DECIMALS[unit]}f}"


def cell(one: Figure | None) -> str:
    """Mean, spread, and what came of the aim."""
    if one is None:
        return "–"
    text = number(one.mean, one.unit)
    if one.spread is not None:
        text += f" ± {number(one.spread, one.unit, beside=one.mean)}"
    return text + (f" ({_aim(one.aim, one.unit)}: {'met' if one.is_met else 'missed'})" if one.aim else "")


def _aim(aim: Aim, unit: Unit) -> str:
    return f"aim {'≥' if aim.bound == 'at least' else '≤'} {number(aim.value, unit)}"


def heading(table: Table, place: int) -> str:
    """The name of a measure with its unit, where all its figures share one."""
    units = {one.unit for row in table.rows if (one := row.figures[place])}
    shown = {Unit.SHARE: "%", Unit.MILLISECONDS: "ms", Unit.SECONDS: "s", Unit.MEGABYTES: "MB"}
    unit = shown.get(next(iter(units))) if len(units) == 1 else None
    return f"{table.measures[place]}, {unit}" if unit else table.measures[place]


def show(console: Console, section: Section) -> None:
    """Print one section."""
    console.print(f"\n[bold]{section.title}[/]", highlight=False)
    for note in section.notes:
        console.print(note, highlight=False, markup=False)
    for table in section.tables:
        rich = RichTable(title=table.title, title_justify="left")
        for label in table.labels:
            rich.add_column(label)
        for place in range(len(table.measures)):
            rich.add_column(heading(table, place), justify="right")
        for row in table.rows:
            rich.add_row(*row.labels, *map(cell, row.figures))
        console.print(rich)


def page(results: Results, order: Sequence[str]) -> str:
    """The page of the documentation, in Markdown."""
    known = [results.sections[name] for name in order if name in results.sections]
    return "\n".join([_HEADER, *_missed(results), *(line for one in known for line in _section(one))])


def _missed(results: Results) -> Iterator[str]:
    found = missed(results)
    yield "## Where the aim was missed\n"
    if not found:
        yield "Nowhere.\n"
        return
    for title, row, measure, one in found:
        yield f"- {title}: {', '.join(row.labels)}: {measure} {cell(one)}"
    yield f"\n{TRIED.read_text(encoding='utf-8').strip()}\n"


def _section(measured: Measured) -> Iterator[str]:
    section = measured.section
    yield f"## {section.title}\n"
    for note in section.notes:
        yield f"{note}\n"
    for table in section.tables:
        yield from markdown(table)
    seeds = f"{measured.seeds} seeds" if measured.seeds > 1 else "one seed"
    yield f"`--only {section.name}`, {seeds}, {measured.measured_at}, {measured.machine}.\n"


def markdown(table: Table) -> Iterator[str]:
    """The lines of a table in Markdown, under its title."""
    yield f"**{table.title}**\n"
    headings = (heading(table, place) for place in range(len(table.measures)))
    yield _line([*table.labels, *headings])
    yield _line(["---"] * len(table.labels) + ["---:"] * len(table.measures))
    for row in table.rows:
        yield _line([*row.labels, *map(cell, row.figures)])
    yield ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
