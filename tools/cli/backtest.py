"""`civicline backtest`: how many of an office's own messages would have been answered, and how many wrongly."""

from pathlib import Path

import click

from tools.backtest.plan import DEFAULT_SHOTS, DEFAULT_TESTS, Plan, PlanError
from tools.cli.output import json_option, print_json, ready_folder
from tools.cli.training_options import budget_option, say_progress, seed_option


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--text", metavar="COL", help="CSV: the column with the message.")
@click.option("--topic", metavar="COL", help="The column with its topic; with --labels it is 'topic' unless given.")
@click.option("--time", "time_column", metavar="COL", help="CSV: the column with the time; mail has its own Date.")
@click.option(
    "--labels",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="FILE is mail, and this CSV file tells topics: columns message-id or file, and topic.",
)
@click.option(
    "--shots", type=click.IntRange(min=2), help=f"Train on N messages of each topic.  [default: {DEFAULT_SHOTS}]"
)
@click.option("--first-half", is_flag=True, help="Train on the first half in time, test on the second.")
@click.option("--out-of-scope", multiple=True, metavar="TOPIC", help="A topic that stands for none. Repeatable.")
@click.option(
    "--tests", type=click.IntRange(min=1), default=DEFAULT_TESTS, show_default=True, help="Test on so many at most."
)
@seed_option
@budget_option
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Also write a report to read.")
@json_option
def backtest(
    file: Path,
    text: str | None,
    topic: str | None,
    time_column: str | None,
    labels: Path | None,
    shots: int | None,
    first_half: bool,
    out_of_scope: tuple[str, ...],
    tests: int,
    seed: int,
    budget: float,
    page: Path | None,
    as_json: bool,
) -> None:
    """Train on part of FILE, an office's own messages with their topics, and test on the rest.

    FILE is CSV (--text and --topic name its columns), or mail: an mbox file or a folder of .eml files, with --labels.
    Nothing leaves this machine, and the report holds no message. docs/backtest.md explains each figure.
    """
    if shots and first_half:
        raise click.UsageError("--shots and --first-half are two ways to split: choose one")
    try:
        plan = Plan(
            file=file,
            text=text,
            topic=topic or ("topic" if labels else ""),
            time=time_column,
            labels=labels,
            shots=None if first_half else shots or DEFAULT_SHOTS,
            out_of_scope=out_of_scope,
            tests=tests,
            seed=seed,
            budget=budget,
        )
    except PlanError as error:
        raise click.UsageError(str(error)) from None
    _run(plan, page, as_json)


def _run(plan: Plan, page: Path | None, as_json: bool) -> None:
    # Numeric libraries and templates: only for this command, so that the others start at once.
    from layers.classifier.train import TrainingDataError
    from tools.backtest.messages import BacktestError, MissingColumnError
    from tools.backtest.page import render
    from tools.backtest.report import as_data, for_people
    from tools.backtest.running import run
    from tools.cli.encoder import load_layer_encoder

    if page:
        ready_folder(page.parent)
    try:
        report = run(plan, load_layer_encoder, say_progress)
    except MissingColumnError as error:
        raise click.UsageError(str(error)) from None
    except (BacktestError, TrainingDataError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        print_json(as_data(report))
    else:
        click.echo("\n".join(for_people(report)))
    if page:
        _write(page, render(report))


def _write(page: Path, html: str) -> None:
    try:
        page.write_text(html, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{page} cannot be written: {error.strerror}") from None
    say_progress(f"report written: {page}")
