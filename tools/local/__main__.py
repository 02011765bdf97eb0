"""`python -m tools.local`: run the whole of Civicline on this machine."""

import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.logging import RichHandler
from rich.text import Text

from tools.local import preparation
from tools.local.addresses_file import (
    ADDRESSES_FILE,
    FolderTakenError,
    addresses,
    remove_addresses,
    taken,
    write_addresses,
)
from tools.local.lambdas.workers import WorkerStartError
from tools.local.overview import show_left_out, show_overview
from tools.local.ports import PortError, claim_ports
from tools.local.sample_office import Sample, install_sample, read_sample
from tools.local.stack import Stack
from tools.local.template.errors import TemplateError
from tools.local.template.loader import LoadedTemplate
from tools.packaging.errors import PackagingError
from tools.packs import PackError

Result = TypeVar("Result")
FAILED = 1
EXPECTED_ERRORS = (
    FolderTakenError,
    PortError,
    PackError,
    PackagingError,
    preparation.PreparationError,
    TemplateError,
    WorkerStartError,
    BotoCoreError,
    ClientError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks for."""

    fresh: bool
    sample_office: bool
    ports: str
    folder: Path
    verbose: bool

    @property
    def logs(self) -> Path:
        """Where the functions' output goes."""
        return self.folder / "logs"

    @property
    def addresses(self) -> Path:
        """The file that says where everything is."""
        return self.folder / ADDRESSES_FILE.name


@click.command()
@click.option("--fresh", is_flag=True, help="Build the layer and the package anew.")
@click.option("--sample-office/--no-sample-office", default=True, help="Install the sample office (default: yes).")
@click.option(
    "--ports",
    type=click.Choice(["fixed", "free"]),
    default="fixed",
    help="fixed: 5050, 8000, 8001, 2525, 8002 or what CIVICLINE_PORT_* say; free: any free ones.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=ADDRESSES_FILE.parent,
    show_default="build",
    help="Where local.json and logs/ go; a second stack beside the first needs its own.",
)
@click.option("--verbose", is_flag=True, help="Also tell what the template declares and a laptop has no use for.")
def main(**given: Any) -> None:
    """Run the whole of Civicline on this machine, without an account; Ctrl-C ends it."""
    console = Console()
    options = Options(**given)
    # SIGINT as well: a shell that runs a command in the background has it ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        with taken(options.folder):
            remove_addresses(options.addresses)
            _log_to(console, options.logs)
            run(console, options)
    except KeyboardInterrupt:
        console.print("Stopped.")
    except EXPECTED_ERRORS as error:
        console.print("[bold red]The stack cannot run:[/]", Text(str(error)), soft_wrap=True)
        sys.exit(FAILED)


def run(console: Console, options: Options) -> None:
    """Start everything, say where it is, and wait to be interrupted."""
    sample = read_sample()
    with Stack(claim_ports(os.environ, any_free=options.ports == "free"), options.logs) as stack:
        try:
            loaded = _start(console, stack, sample, options)
            if options.verbose:
                show_left_out(console, loaded)
            contents = addresses(loaded, stack.ports, sample)
            write_addresses(contents, options.addresses)
            show_overview(console, contents, sample, options.logs)
            signal.pause()
        finally:
            # A second Ctrl-C must not leave anything behind.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            remove_addresses(options.addresses)


def _start(console: Console, stack: Stack, sample: Sample, options: Options) -> LoadedTemplate:
    stack.start_aws()
    stack.start_login(json.dumps(sample.staff))
    if options.fresh:
        preparation.forget_earlier_builds()
    layer = _step(console, "Classifier layer", preparation.build_layer)
    made = _step(console, "Package", lambda: preparation.build_package(layer))
    prepared = _step(console, "Template", lambda: preparation.prepared_from(made, layer))
    loaded = _step(console, "Resources", lambda: stack.load_template(prepared, sample))
    if options.sample_office:
        table = loaded.resources["RecordsTable"].created.reference
        _step(console, "Sample office", lambda: install_sample(sample, stack.clients, table))
    _step(console, "Functions", lambda: stack.start_functions(loaded, prepared))
    stack.start_events(loaded)
    _step(console, "Doors", lambda: stack.start_doors(loaded, sample))
    return loaded


def _step(console: Console, name: str, act: Callable[[], Result]) -> Result:
    started = time.monotonic()
    with console.status(f"{name} ..."):
        result = act()
    console.print(f"[green]✓[/] {name} [dim]{time.monotonic() - started:.1f} s[/]", highlight=False)
    return result


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _log_to(console: Console, logs: Path) -> None:
    logs.mkdir(parents=True, exist_ok=True)
    for earlier in logs.glob("*.log"):
        earlier.unlink()
    handler = RichHandler(console=console, show_path=False, log_time_format="%H:%M:%S")
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[handler])


if __name__ == "__main__":
    main()
