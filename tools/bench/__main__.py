"""`python -m tools.bench`: run the benchmarks, print their tables, write build/bench.json."""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from tools.bench.errors import BenchmarkError
from tools.bench.measurements import FULL, QUICK, Measurements
from tools.bench.tables import NAMES, plain, show
from tools.local.lambdas.workers import WorkerStartError
from tools.local.preparation import PreparationError
from tools.packaging import folders
from tools.packaging.errors import PackagingError

FOLDER = folders.BUILD / "bench"
RESULTS = folders.BUILD / "bench.json"


@click.command()
@click.option("--only", type=click.Choice(NAMES), multiple=True, help="Run this one; may be given several times.")
@click.option("--quick", is_flag=True, help="Few repetitions: to see that it runs, not to quote.")
def main(*, only: tuple[str, ...], quick: bool) -> None:
    """Measure time, calls and cost, each beside its peer or limit; write build/bench.json."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    names = only or NAMES
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        results = run(console, names, quick=quick)
    except (BenchmarkError, PackagingError, PreparationError, WorkerStartError) as error:
        console.print(f"[bold red]No result:[/] {error}", highlight=False)
        sys.exit(1)
    write_results(RESULTS, results)
    console.print(f"Written to {RESULTS.relative_to(folders.PROJECT)}")


def run(console: Console, names: tuple[str, ...], *, quick: bool) -> dict[str, Any]:
    """The results by name, each printed as soon as it is there."""
    results = {}
    with (
        console.status("...") as status,
        Measurements(FOLDER, QUICK if quick else FULL, lambda step: status.update(f"{step} ...")) as measurements,
    ):
        for name in names:
            found = getattr(measurements, name)
            show(console, name, found)
            results[name] = {**machine(), "is_quick": quick, "results": plain(found)}
    return results


def machine() -> dict[str, Any]:
    """Where and when it was measured; numbers of two machines do not compare, ratios nearly do."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
    }


def write_results(path: Path, results: dict[str, Any]) -> None:
    """Write all results; those of benchmarks that were left out this time are kept from the last."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**known, **results}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
