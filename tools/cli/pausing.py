"""`civicline pause` and `civicline resume`: stop automatic replies within a minute: of a topic, an office, all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from civicline.domain.going_live.clearance import ClearanceAction
from functions.console.clearance_json import subject_json, switch_json
from tools.cli.deployment import aws_stack_option, aws_told, by_option
from tools.cli.output import json_option, print_json
from tools.cli.running_stack import stack_option
from tools.cli.topics import clearing, reason_option, refusals_told

_LIVE_WITHIN = "It takes effect within a minute; help, opt-outs and emergencies are still answered."


def _switching(name: str, action: ClearanceAction, explained: str) -> click.Command:
    """The command of one action."""

    @click.command(name, help=explained)
    @click.option("--all", "is_all", is_flag=True, help="Everything: all offices, with one write.")
    @click.option("--office", "office_id", help="An office; else the laptop stack's sample office.")
    @click.option("--topic", help="One topic or group of the office.")
    @reason_option
    @aws_stack_option
    @stack_option
    @aws_told
    @by_option
    @json_option
    @refusals_told
    def command(
        is_all: bool,
        office_id: str | None,
        topic: str | None,
        because: str,
        aws_stack: str | None,
        stack_file: Path,
        by: str,
        as_json: bool,
    ) -> None:
        if is_all and (office_id or topic):
            raise click.UsageError("--all is everything; leave out --office and --topic")
        deployment, clear = clearing(stack_file, aws_stack)
        office = None if is_all else deployment.office(office_id)
        if office and topic:
            told: dict[str, Any] = subject_json(clear.take(office, topic, action, by=by, because=because))
            what = f"topic {topic} of office {office.office_id}"
        else:
            turned = clear.turn(office.office_id if office else None, action, by=by, because=because)
            told, what = switch_json(turned), f"office {office.office_id}" if office else "everything"
        if as_json:
            print_json(told)
        else:
            click.echo(f"{what}: {name}d. {_LIVE_WITHIN if action is ClearanceAction.PAUSE else ''}".rstrip())

    return command


pause = _switching(
    "pause", ClearanceAction.PAUSE, "Stop automatic replies: of a topic, an office, or everything (--all)."
)
resume = _switching("resume", ClearanceAction.RESUME, "End a pause; what is paused otherwise stays so.")
