"""`python -m tools.local`: run the whole of Civicline on this machine."""

import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

import click
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.logging import RichHandler

from tools.local import preparation
from tools.local.addresses_file import addresses, remove_addresses, write_addresses
from tools.local.lambdas.workers import WorkerStartError
from tools.local.overview import show_left_out, show_overview
from tools.local.ports import PortError, claim_ports
from tools.local.sample_office import install_sample, read_sample
from tools.local.stack import LOGS, Stack
from tools.local.template.errors import TemplateError
from tools.packaging.errors import PackagingError
from tools.packs import PackError

Result = TypeVar("Result")
FAILED = 1
EXPECTED_ERRORS = (
    PortError,
    PackError,
    PackagingError,
    preparation.PreparationError,
    TemplateError,
    WorkerStartError,
    BotoCoreError,
    ClientError,
)


@click.command()
@click.option("--fresh", is_flag=True, help="Build the layer and the package anew.")
@click.option("--sample-office/--no-sample-office", default=True, help="Install the sample office (default: yes).")
@click.option(
    "--ports",
    type=click.Choice(["fixed", "free"]),
    default="fixed",
    help="fixed: 5050, 8000, 8001, 2525, 8002 or what CIVICLINE_PORT_* say; free: any free ones.",
)
@click.option("--verbose", is_flag=True, help="Also tell what the template declares and a laptop has no use for.")
def main(*, fresh: bool, sample_office: bool, ports: str, verbose: bool) -> None:
    """Run the whole of Civicline on this machine, without an account; Ctrl-C ends it."""
    console = Console()
    _log_to(console)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        run(console, fresh=fresh, sample_office=sample_office, any_free=ports == "free", verbose=verbose)
    except KeyboardInterrupt:
        console.print("Stopped.")
    except EXPECTED_ERRORS as error:
        console.print(f"[bold red]The stack cannot run:[/] {error}", highlight=False)
        sys.exit(FAILED)
    finally:
        remove_addresses()


def run(console: Console, *, fresh: bool, sample_office: bool, any_free: bool, verbose: bool) -> None:
    """Start everything, say where it is, and wait to be interrupted."""
    sample = read_sample()
    with Stack(claim_ports(os.environ, any_free=any_free)) as stack:
        stack.start_aws()
        stack.start_login(json.dumps(sample.staff))
        if fresh:
            preparation.forget_earlier_builds()
        layer = _step(console, "Classifier layer", preparation.build_layer)
        made = _step(console, "Package", lambda: preparation.build_package(layer))
        prepared = _step(console, "Template", lambda: preparation.prepared_from(made, layer))
        loaded = _step(console, "Resources", lambda: stack.load_template(prepared, sample))
        if sample_office:
            table = loaded.resources["RecordsTable"].created.reference
            _step(console, "Sample office", lambda: install_sample(sample, stack.clients, table))
        _step(console, "Functions", lambda: stack.start_functions(loaded, prepared))
        stack.start_events(loaded)
        _step(console, "Doors", lambda: stack.start_doors(loaded, sample))
        if verbose:
            show_left_out(console, loaded)
        contents = addresses(loaded, stack.ports, sample)
        write_addresses(contents)
        show_overview(console, contents, sample)
        try:
            signal.pause()
        finally:
            # A second Ctrl-C must not leave anything behind.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            remove_addresses()


def _step(console: Console, name: str, act: Callable[[], Result]) -> Result:
    started = time.monotonic()
    with console.status(f"{name} ..."):
        result = act()
    console.print(f"[green]✓[/] {name} [dim]{time.monotonic() - started:.1f} s[/]", highlight=False)
    return result


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _log_to(console: Console) -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    for earlier in LOGS.glob("*.log"):
        earlier.unlink()
    handler = RichHandler(console=console, show_path=False, log_time_format="%H:%M:%S")
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[handler])


if __name__ == "__main__":
    main()
