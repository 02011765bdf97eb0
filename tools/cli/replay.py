"""`civicline replay`: what could not be read, or failed too often, goes through again."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from civicline.domain.ids import QuarantineId
from civicline.domain.received.quarantine import QuarantineEntry
from tools.cli.deployment import aws_stack_option, aws_told
from tools.cli.output import json_option, print_json
from tools.cli.running_stack import stack_option
from tools.replay.dead_letters import move, waiting_in
from tools.replay.plumbing import STAGES, Plumbing
from tools.replay.quarantined import Fate, Replayed, open_entries, send_again, watch

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_BAD = {Fate.FAILED_AGAIN, Fate.NO_ANSWER}


@click.command()
@click.argument("item", required=False)
@click.option("--all", "everything", is_flag=True, help="Everything that is open in quarantine.")
@click.option("--dead-letters", is_flag=True, help="The jobs in the dead-letter queues, back to their own queues.")
@click.option("--stage", type=click.Choice(STAGES), help="With --dead-letters: only those of one stage.")
@click.option("--dry-run", is_flag=True, help="Say what would be tried again, and touch nothing.")
@click.option(
    "--wait", "seconds", type=click.FloatRange(0), default=60, show_default=True, help="Seconds to watch for."
)
@aws_stack_option
@stack_option
@json_option
@aws_told
def replay(
    item: str | None,
    everything: bool,
    dead_letters: bool,
    stage: str | None,
    dry_run: bool,
    seconds: float,
    stack_file: Path,
    aws_stack: str | None,
    as_json: bool,
) -> None:
    """Try again an ITEM in quarantine (its id stands on its page in the console), or --all, or --dead-letters.

    Each original goes through the same door as when it first came; a message that is stored already is not stored,
    answered or counted again. Ends with 1 if something failed again or gave no answer in time.
    """
    if sum([item is not None, everything, dead_letters]) != 1:
        raise click.UsageError("give an ITEM, or --all, or --dead-letters")
    if stage and not dead_letters:
        raise click.UsageError("--stage goes with --dead-letters")
    plumbing = Plumbing.find(stack_file, aws_stack)
    if dead_letters:
        _dead_letters(plumbing, [stage] if stage else STAGES, dry_run=dry_run, as_json=as_json)
        return
    entries = (
        [_entry(plumbing, item)] if item else list(open_entries(plumbing.quarantine, plumbing.offices.office_ids()))
    )
    replayed = _replayed(plumbing, entries, dry_run=dry_run, seconds=seconds, is_quiet=as_json)
    _report(replayed, as_json=as_json)
    if any(one.fate in _BAD for one in replayed):
        raise click.exceptions.Exit(1)


def _entry(plumbing: Plumbing, item: str) -> QuarantineEntry:
    try:
        entry = plumbing.quarantine.entry(QuarantineId(str(UUID(item))))
    except ValueError:
        raise click.UsageError(f"{item!r} is not the id of an item in quarantine") from None
    if entry is None:
        raise click.ClickException(f"there is no item {item} in quarantine: look at `civicline replay --all --dry-run`")
    return entry


def _replayed(
    plumbing: Plumbing, entries: Sequence[QuarantineEntry], *, dry_run: bool, seconds: float, is_quiet: bool
) -> list[Replayed]:
    if dry_run:
        return [Replayed(entry=entry, fate=Fate.WOULD_SEND) for entry in entries]
    with _progress("Sending", len(entries), is_quiet) as sending:
        for entry in entries:
            send_again(plumbing.sqs, plumbing.pipes["inbound"].live, plumbing.quarantine, entry.item_id)
            sending.update(1)
    answers = watch(plumbing.quarantine, entries, seconds=seconds)
    replayed: list[Replayed] = []
    with _progress("Watching", len(entries), is_quiet) as watching:
        for one in answers:
            replayed.append(one)
            watching.update(1)
    return replayed


def _progress(label: str, length: int, is_quiet: bool) -> "ProgressBar[int]":
    """Progress on standard error, so that standard output is the report alone."""
    return click.progressbar(length=length, label=label, hidden=is_quiet, file=sys.stderr)


def _report(replayed: Sequence[Replayed], *, as_json: bool) -> None:
    if as_json:
        print_json([{**asdict(one.entry), "fate": one.fate} for one in replayed])
        return
    for one in replayed:
        entry = one.entry
        whose = entry.office_id or "no known office"
        click.echo(f"{entry.item_id}  {one.fate}  {entry.reason}, {whose}, {entry.first_failed_at:%Y-%m-%d %H:%M} UTC")
    counts = {fate: sum(one.fate is fate for one in replayed) for fate in Fate}
    click.echo(", ".join(f"{count} {fate}" for fate, count in counts.items() if count) or "nothing is in quarantine")


def _dead_letters(plumbing: Plumbing, stages: Sequence[str], *, dry_run: bool, as_json: bool) -> None:
    report: dict[str, Any] = {}
    for stage in stages:
        pipe = plumbing.pipes[stage]
        found = waiting_in(plumbing.sqs, pipe.dead)
        moved = 0 if dry_run or not found else _moved(plumbing, stage, found, is_quiet=as_json)
        report[stage] = {"found": found, "moved": moved}
        if not as_json:
            click.echo(f"{stage}: {found} {'would be moved' if dry_run else f'found, {moved} moved'}")
    if as_json:
        print_json(report)


def _moved(plumbing: Plumbing, stage: str, found: int, *, is_quiet: bool) -> int:
    moved = 0
    with _progress(f"Moving {stage}", found, is_quiet) as progress:
        for count in move(plumbing.sqs, plumbing.pipes[stage]):
            moved += count
            progress.update(count)
    return moved
