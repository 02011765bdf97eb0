"""`civicline topics`: how far topics have earned automation, and what puts them live, in shadow or at rest."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.going_live.clearance import ClearanceAction, ClearanceRefusedError
from civicline.domain.office import TopicMode
from functions.console.clear_topics import ClearTopics, SubjectUnknownError, SubjectView
from functions.console.clearance_json import step_json, subject_json
from tools.cli.deployment import Deployment, by_option, deployment_options
from tools.cli.output import json_option, print_fields, print_json

F = TypeVar("F", bound=Callable[..., Any])
reason_option = click.option("--reason", "because", required=True, help="Why; it stays on record.")


@click.group()
def topics() -> None:
    """List topics with their measured precision; put them live or in shadow; pause and resume them."""


def clearing(stack_file: Path, aws_stack: str | None) -> tuple[Deployment, ClearTopics]:
    """The deployment that the options name, and the use case on it."""
    deployment = Deployment.find(stack_file, aws_stack)
    return deployment, ClearTopics(
        offices=deployment.offices,
        clearances=deployment.clearances,
        aggregates=deployment.aggregates,
        heads=deployment.heads,
        clock=lambda: datetime.now(UTC),
    )


def refusals_told(function: F) -> F:
    """What may not be done is told in a sentence, with exit code 1."""

    @functools.wraps(function)
    def telling(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (ClearanceRefusedError, SubjectUnknownError, ConcurrentChangeError) as error:
            raise click.ClickException(str(error)) from None

    told: Any = telling
    return cast(F, told)


@topics.command("list")
@deployment_options
@json_option
def list_topics(office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """Every topic and group: mode, judged replies, bound of the wrong-reply rate, and what is missing to go live."""
    deployment, clear = clearing(stack_file, aws_stack)
    views = clear.views(deployment.office(office_id))
    if as_json:
        print_json([subject_json(view) for view in views])
        return
    width = max((len(view.subject_id) for view in views), default=0)
    for view in views:
        numbers = "" if view.is_sensitive else _numbers(view)
        click.echo(f"{view.subject_id:<{width}}  {_mode_in_words(view):<15}  {numbers}".rstrip())


@topics.command()
@click.argument("topic")
@deployment_options
@json_option
@refusals_told
def show(topic: str, office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """One topic or group, its evidence, and everything that was done to it."""
    deployment, clear = clearing(stack_file, aws_stack)
    office = deployment.office(office_id)
    view, steps = clear.view(office, topic), clear.steps(office, topic)
    if as_json:
        print_json({**subject_json(view), "steps": [step_json(step) for step in steps]})
        return
    seen = view.to_stay.evidence
    print_fields(
        {
            "id": view.subject_id,
            "name": view.subject.name_in("en"),
            "mode": _mode_in_words(view),
            "to go live": _numbers(view),
            "judged in shadow": f"{seen.shadow_right} right, {seen.shadow_wrong} wrong",
            "audited": f"{seen.audited_right} right, {seen.audited_wrong} wrong",
            "judged besides": f"{seen.found_right} right, {seen.found_wrong} wrong, of {seen.sent} sent",
            "constituents": f"{seen.helped} helped, {seen.not_helped} not helped",
            "steps": "\n".join(
                f"{step.at:%Y-%m-%d %H:%M} {step.action} by {step.by}: {step.because}" for step in steps
            ),
        }
    )


def _stepping(name: str, action: ClearanceAction, explained: str) -> None:
    """Add the command of one action."""

    @topics.command(name, help=explained)
    @click.argument("topic")
    @reason_option
    @deployment_options
    @by_option
    @json_option
    @refusals_told
    def command(
        topic: str,
        because: str,
        office_id: str | None,
        stack_file: Path,
        aws_stack: str | None,
        by: str,
        as_json: bool,
    ) -> None:
        deployment, clear = clearing(stack_file, aws_stack)
        _report(clear.take(deployment.office(office_id), topic, action, by=by, because=because), as_json)


_stepping(
    "go-live",
    ClearanceAction.GO_LIVE,
    "Answer the topic automatically. Refused, with the numbers, unless its evidence clears the wrong-reply budget.",
)
_stepping("to-shadow", ClearanceAction.TO_SHADOW, "Record the topic's replies instead of sending them.")
_stepping("pause", ClearanceAction.PAUSE, "Stop the topic's automatic replies within a minute.")
_stepping("resume", ClearanceAction.RESUME, "End the topic's pause; it is then as it was before.")


def _report(view: SubjectView, as_json: bool) -> None:
    if as_json:
        print_json(subject_json(view))
    else:
        click.echo(f"{view.subject_id} is {_mode_in_words(view)}; {_numbers(view)}")


def _mode_in_words(view: SubjectView) -> str:
    if view.is_sensitive:
        return "never automatic"
    clearance = view.clearance
    if clearance and clearance.is_declared and not clearance.pause:
        return "live (declared)"
    if clearance and clearance.has_fallen_back and not clearance.pause:
        return "fell back"
    return "in shadow" if view.mode is TopicMode.SHADOW else view.mode.value


def _numbers(view: SubjectView) -> str:
    seen = view.to_stay if view.is_live else view.to_go_live
    numbers = (
        f"{seen.evidence.wrong} of {seen.evidence.judged} wrong, at most {seen.bound:.1%} (budget {seen.budget:.1%})"
    )
    return numbers if seen.clears else f"{numbers}, {seen.missing} right judgements missing"
