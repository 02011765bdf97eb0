"""How the command speaks: a table or lines for people, JSON for programs."""

import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def json_option(command: F) -> F:
    """The option `--json`, the same on every command."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs instead of text for people.")(
        command
    )


def print_json(data: object) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=_plain))


def print_json_line(data: object) -> None:
    """One JSON document on one line, for streams of them."""
    click.echo(json.dumps(data, ensure_ascii=False, default=_plain))


def ready_folder(folder: Path) -> Path:
    """The folder that a result goes to, made where it is absent: told before the work that it cannot be written.

    Raises click.ClickException.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written ({error.strerror}): name another folder") from None


def print_fields(fields: dict[str, object]) -> None:
    """Names and values, aligned; several lines of a value stand under its name."""
    width = max(map(len, fields), default=0)
    for name, value in fields.items():
        first, *rest = str("-" if value is None or value == "" else value).splitlines() or ["-"]
        click.echo(f"{name:<{width}}  {first}")
        for line in rest:
            click.echo(f"{'':<{width}}  {line}")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not printable as JSON: {type(value).__name__}")
