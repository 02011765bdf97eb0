"""`civicline constituents import`: bring along a list of constituents, look before, go on, take it back."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from civicline.domain.ids import ImportId, OfficeId
from civicline.domain.people.constituent_import import ConstituentImport, ImportedRow, ImportStatus, RowFate
from tools.cli.deployment import Deployment, by_option, deployment_options
from tools.cli.output import json_option, print_json
from tools.constituent_lists.importing import CheckedList, ImportList, check_list
from tools.constituent_lists.reading import ConstituentList, ListUnreadableError, read_list, spreadsheet_safe
from tools.constituent_lists.rows import RowError

_MOST_SHOWN = 20


@click.command(name="import")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what each row would do; write nothing.")
@click.option("--undo", "undo_id", metavar="IMPORT_ID", help="Take an import back.")
@click.option("--constituents", "is_listed", is_flag=True, help="Everybody on the list is a constituent of the office.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write rows left out, and why, as CSV.")
@click.option("--at-once", type=click.IntRange(1, 32), default=8, show_default=True, help="Rows written side by side.")
@deployment_options
@by_option
@json_option
def import_list(
    file: Path | None,
    dry_run: bool,
    undo_id: str | None,
    is_listed: bool,
    report: Path | None,
    at_once: int,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Import a list of constituents from a CSV FILE: name, phone, email, zip, address, language, tags, id.

    A row with a number and an address joins the two. Another name on record, or in the list, is a conflict: such a row
    is left out and reported. The same file again goes on where it broke off. Exit code 1 if rows were left out.
    """
    if (file is None) == (undo_id is None):
        raise click.UsageError("give a FILE, or the id of an import with --undo")
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    use_case = ImportList(constituents=deployment.constituents, imports=deployment.constituent_imports, at_once=at_once)
    if undo_id:
        _undo(use_case, office.office_id, ImportId(undo_id), as_json)
        return
    given = _read(file)
    checked = check_list(given)
    one = use_case.begin(office.office_id, given, by, datetime.now(UTC))
    is_repeated = one.status is ImportStatus.DONE
    step = use_case.preview if dry_run else use_case.run
    rows = _with_progress("Checking" if dry_run else "Importing", step(one, checked.rows, is_listed=is_listed), checked)
    outcome = _outcome(one, given, checked, rows) | {"dry_run": dry_run, "was_done_before": is_repeated}
    if report:
        _write_report(report, outcome["left_out"])
    print_json(outcome) if as_json else _print(outcome)
    if outcome["left_out"]:
        raise click.exceptions.Exit(1)


def _read(file: Path | None) -> ConstituentList:
    try:
        return read_list(file or Path())
    except ListUnreadableError as error:
        raise click.ClickException(str(error)) from None


def _undo(use_case: ImportList, office_id: OfficeId, import_id: ImportId, as_json: bool) -> None:
    one = use_case.imports.of(office_id, import_id)
    if one is None:
        raise click.ClickException(f"office {office_id} has no import {import_id}")
    done = 0
    if one.status is not ImportStatus.UNDONE:
        done = len(_with_progress("Taking back", use_case.undo(one), None))
    outcome = {"import_id": import_id, "office_id": office_id, "rows_taken_back": done, "status": ImportStatus.UNDONE}
    print_json(outcome) if as_json else click.echo(f"import {import_id} is undone, {done} rows taken back")


def _with_progress(label: str, rows: Iterable[ImportedRow], checked: CheckedList | None) -> list[ImportedRow]:
    """Progress on standard error, which is a terminal's or nobody's, so that standard output is the report alone."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    done: list[ImportedRow] = []
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=len(checked.rows) if checked else None)
        for row in rows:
            done.append(row)
            progress.advance(task)
    return done


def _outcome(
    one: ConstituentImport, given: ConstituentList, checked: CheckedList, rows: Sequence[ImportedRow]
) -> dict[str, Any]:
    fates = Counter(row.fate for row in rows)
    left_out = [_left_out(RowFate.REFUSED, error) for error in checked.errors]
    left_out += [_left_out(RowFate.CONFLICT, error) for error in checked.conflicts]
    left_out += [
        _left_out(RowFate.CONFLICT, RowError(line=row.line, column="name", problem=row.because))
        for row in rows
        if row.fate is RowFate.CONFLICT
    ]
    return {
        "import_id": one.import_id,
        "office_id": one.office_id,
        "rows": len(given.rows),
        "encoding": given.encoding,
        "delimiter": given.delimiter,
        "ignored_columns": list(given.ignored),
        **{fate.value: fates[fate] for fate in (RowFate.ADDED, RowFate.UPDATED, RowFate.JOINED, RowFate.UNCHANGED)},
        "done_before": len(checked.rows) - len(rows),
        "left_out": sorted(left_out, key=lambda row: (row["line"], row["column"])),
    }


def _left_out(fate: RowFate, error: RowError) -> dict[str, Any]:
    return {"line": error.line, "column": error.column, "fate": fate.value, "problem": error.problem}


def _write_report(path: Path, left_out: list[dict[str, Any]]) -> None:
    """A CSV that a spreadsheet opens without taking anything in it for a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "column", "fate", "problem"))
        writer.writerows([spreadsheet_safe(str(value)) for value in row.values()] for row in left_out)


def _print(outcome: dict[str, Any]) -> None:
    verb = "would be " if outcome["dry_run"] else ""
    counts = ", ".join(f"{outcome[name]} {verb}{name}" for name in ("added", "updated", "joined", "unchanged"))
    click.echo(f"{outcome['rows']} rows ({outcome['encoding']}): {counts}, {outcome['done_before']} done before")
    if outcome["ignored_columns"]:
        click.echo(f"columns that mean nothing here: {', '.join(outcome['ignored_columns'])}")
    left_out = outcome["left_out"]
    for row in left_out[:_MOST_SHOWN]:
        column = f", {row['column']}" if row["column"] else ""
        click.echo(f"line {row['line']}{column}: {row['fate']}: {row['problem']}")
    if len(left_out) > _MOST_SHOWN:
        click.echo(f"and {len(left_out) - _MOST_SHOWN} more: write them to a file with --report")
    if not outcome["dry_run"]:
        click.echo(f"import {outcome['import_id']}: take it back with --undo {outcome['import_id']}")
