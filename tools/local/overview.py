"""What the stack says when it is ready."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.local.sample_office import Sample
from tools.local.template.loader import LoadedTemplate


def show_overview(console: Console, contents: dict[str, Any], sample: Sample, logs: Path) -> None:
    """The addresses, and what to try next."""
    office = sample.office
    table = Table(title=f"{office.name} is open", title_justify="left", show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(no_wrap=True)
    table.add_column(style="dim")
    table.add_row("Phone", contents["phone"], "write to the office as a constituent")
    table.add_row("Console", contents["console"], f"sign in as {sample.staff[0]['sub']}")
    table.add_row("Mail", contents["smtp"], f"SMTP, to {office.address}")
    table.add_row("AWS", contents["aws_endpoint"], f"{contents['region']}, any credentials")
    table.add_row("Logs", str(logs), "one file a function")
    console.print()
    console.print(table, highlight=False)
    console.print(f"\nText {office.number}: [italic]{sample.examples[0]}[/]", highlight=False, soft_wrap=True)
    console.print("Ctrl-C ends everything; nothing is kept.\n", style="dim", highlight=False)


def show_left_out(console: Console, loaded: LoadedTemplate) -> None:
    """What the template declares and a laptop has no use for, with the reason."""
    table = Table("Left out", "Why", box=None, pad_edge=False)
    for logical_id, reason in sorted(loaded.left_out.items()):
        table.add_row(logical_id, reason)
    console.print(table, highlight=False)
