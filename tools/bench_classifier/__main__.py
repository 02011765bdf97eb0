"""`python -m tools.bench_classifier`: measure the classifier, print the tables, write build/bench-classifier.json."""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console

from layers.classifier.errors import BuildError
from layers.classifier.single_thread import single_threaded
from tools.bench_classifier.campaigns import campaigns_section
from tools.bench_classifier.effort import Bench, MissingDataError
from tools.bench_classifier.encoders import Encoders
from tools.bench_classifier.few_shots import banking77_section, clinc150_section
from tools.bench_classifier.lexical import lexical_section
from tools.bench_classifier.lexicons import emergency_section, opt_out_section
from tools.bench_classifier.packs import packs_section
from tools.bench_classifier.petitions import petitions_section
from tools.bench_classifier.rendering import page, show
from tools.bench_classifier.results import Measured, Results, Section
from tools.bench_classifier.several import several_section
from tools.bench_classifier.spanish import spanish_section
from tools.bench_classifier.speed import speed_section
from tools.bench_classifier.stances import stances_section
from tools.bench_classifier.variants import variants_section
from tools.pack_files import PackError
from tools.packaging.folders import BUILD, PROJECT

SECTIONS: Mapping[str, Callable[[Bench], Section]] = {
    "clinc150": clinc150_section,
    "banking77": banking77_section,
    "petitions": petitions_section,
    "spanish": spanish_section,
    "emergency": emergency_section,
    "opt-out": opt_out_section,
    "campaigns": campaigns_section,
    "packs": packs_section,
    "several": several_section,
    "stance": stances_section,
    "speed": speed_section,
    "lexical": lexical_section,
    "variants": variants_section,
}
RESULTS, QUICK_RESULTS = BUILD / "bench-classifier.json", BUILD / "bench-classifier-quick.json"
PAGE = PROJECT / "docs" / "benchmarks-classifier.md"


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 when everything asked for was measured, 1 with a reason when not, 2 for a wrong option."""
    options = _options(arguments)
    console = Console(width=None if sys.stdout.isatty() else 170)
    results = read_results(options.json)
    encoders = Encoders(_to_stderr)
    bench = Bench(
        data=options.data, encoders=encoders, seeds=options.seeds, is_quick=options.quick, progress=_to_stderr
    )
    try:
        for name in options.only:
            measured = measure(name, bench)
            show(console, measured.section)
            results = Results(sections={**results.sections, name: measured})
            write(options.json, results.model_dump_json(indent=1) + "\n")
        if options.write_docs:
            write_page(results)
    except (BuildError, MissingDataError, NotToQuoteError, OSError, PackError) as error:
        _to_stderr(f"not all was measured: {error}")
        return 1
    _to_stderr(f"written to {options.json}")
    return 0


def measure(name: str, bench: Bench) -> Measured:
    """Measure one section on one thread, as a function would run it."""
    started = time.monotonic()
    _to_stderr(f"{name}:")
    try:
        with single_threaded():
            section = SECTIONS[name](bench)
    finally:
        bench.encoders.save()
    return Measured(
        section=section,
        is_quick=bench.is_quick,
        seeds=bench.seeds,
        measured_at=datetime.now(UTC).date().isoformat(),
        machine=f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores",
        minutes=round((time.monotonic() - started) / 60, 2),
    )


def read_results(path: Path) -> Results:
    """What earlier runs measured; nothing where there is none, or none that this version understands."""
    try:
        return Results.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Results(sections={})
    except ValidationError:
        _to_stderr(f"{path} is of another version and is written anew")
        return Results(sections={})


class NotToQuoteError(Exception):
    """The page would hold numbers of a quick run, or lack some."""


def write_page(results: Results, path: Path = PAGE) -> None:
    """Write the page of the documentation. Raises `NotToQuoteError`."""
    quick = [name for name, measured in results.sections.items() if measured.is_quick]
    missing = [name for name in SECTIONS if name not in results.sections]
    if quick or missing:
        wanted = ",".join([*quick, *missing])
        raise NotToQuoteError(f"no page written: run these in full first: --only {wanted}")
    write(path, page(results, tuple(SECTIONS)))
    _to_stderr(f"written to {path}")


def write(path: Path, content: str) -> None:
    """Write a file, and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_classifier", description=__doc__)
    data = os.environ.get("CIVICLINE_DATA", str(PROJECT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=Path(data), help="folder of the test data (default: %(default)s)")
    parser.add_argument("--seeds", type=_positive, default=3, help="draws of each measurement (default: %(default)s)")
    parser.add_argument(
        "--only", type=_names, default=tuple(SECTIONS), help=f"some of {','.join(SECTIONS)}, separated by commas"
    )
    parser.add_argument("--quick", action="store_true", help="little of everything: to see that it runs, not to quote")
    parser.add_argument(
        "--json",
        type=Path,
        help=f"file of the results (default: {RESULTS}, or {QUICK_RESULTS.name})",
    )
    parser.add_argument("--write-docs", action="store_true", help=f"also write {PAGE.relative_to(PROJECT)}")
    options = parser.parse_args(arguments)
    options.json = options.json or (QUICK_RESULTS if options.quick else RESULTS)
    return options


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if unknown := [name for name in names if name not in SECTIONS]:
        raise argparse.ArgumentTypeError(f"there is no {unknown[0]!r}: choose from {', '.join(SECTIONS)}")
    return names


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of draws: give 1 or more")
    return int(text)


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
