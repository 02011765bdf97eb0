"""What `train` and `backtest` share: options, and how they tell their progress."""

import click

from tools.backtest.plan import DEFAULT_BUDGET

budget_option = click.option(
    "--budget",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=DEFAULT_BUDGET,
    show_default=True,
    help="The wrong-reply budget: the share of automatic replies that may be wrong.",
)
seed_option = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another number draws anew."
)


def say_progress(line: str) -> None:
    """A line on standard error, so that standard output holds the result alone."""
    click.echo(line, err=True)
