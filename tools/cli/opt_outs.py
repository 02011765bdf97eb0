"""`civicline opt-outs`: whom an office must not write to, on what evidence, and how one is undone."""

from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import click

from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import MessageId
from civicline.domain.opting_out.opt_out_clock import due_on
from civicline.domain.opting_out.opt_out_ledger import UndoReason, UndoRefusedError, UndoRequest, opted_out_by_staff
from civicline.domain.opting_out.suppression import SuppressionReason
from civicline.domain.people.contact import ContactPoint
from functions.console.access import InvalidParameterError
from functions.console.opt_out_json import lifted_json, suppression_json
from functions.console.opt_outs import contact_point
from functions.console.undo_suppression import UndoSuppression
from tools.cli.deployment import Deployment, by_option, deployment_options
from tools.cli.output import json_option, print_fields, print_json

_PAGE = 100


@click.group("opt-outs")
def opt_outs() -> None:
    """List, show, enter and undo opt-outs and other suppressions."""


@opt_outs.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many, newest first.")
@deployment_options
@json_option
def list_opt_outs(limit: int, office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """Whom the office does not write to, newest first."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while len(found) < limit:
        page = deployment.suppressions.listed(office.office_id, min(_PAGE, limit - len(found)), cursor)
        found += [suppression_json(one) for one in page.suppressions]
        cursor = page.next_cursor
        if cursor is None:
            break
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(f"{one['since']}  {one['contact']}  {one['reason']}: {one['evidence']}")
    if not found:
        click.echo("Nobody is suppressed.", err=True)


@opt_outs.command()
@click.argument("contact")
@deployment_options
@json_option
def show(contact: str, office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """The whole ledger of a number or address: what holds, and what was lifted, by whom and why."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    point = _point(contact)
    current = deployment.suppressions.current(office.office_id, point)
    ledger: dict[str, Any] = {
        "office": office.office_id,
        "contact": point.value,
        "current": suppression_json(current) if current else None,
        "lifted": [lifted_json(one) for one in deployment.suppressions.lifted(office.office_id, point)],
    }
    if current and current.reason is SuppressionReason.OPT_OUT:
        ledger["to_be_honoured_by"] = due_on(current.since, office.time_zone).isoformat()
    if as_json:
        print_json(ledger)
        return
    print_fields({**ledger, "current": _lines([ledger["current"]]), "lifted": _lines(ledger["lifted"])})


@opt_outs.command()
@click.argument("contact")
@click.option("--words", required=True, help="In which words the person opted out, when, where.")
@click.option("--message", "message_id", help="The id of the message that it rests on; its clock stops then.")
@deployment_options
@by_option
@json_option
def add(
    contact: str,
    words: str,
    message_id: str | None,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Enter an opt-out that no software saw: said by telephone, or by mail about a number that it does not name."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    point = _point(contact)
    known = deployment.suppressions.current(office.office_id, point)
    try:
        new = opted_out_by_staff(known, point, words, MessageId(message_id) if message_id else None, datetime.now(UTC))
        deployment.suppressions.add(office.office_id, new, by)
    except (UndoRefusedError, ConcurrentChangeError) as error:
        raise click.ClickException(str(error)) from None
    (print_json if as_json else print_fields)(suppression_json(new))


@opt_outs.command()
@click.argument("contact")
@click.option(
    "--reason", type=click.Choice([reason.value for reason in UndoReason]), required=True, help="Why it is undone."
)
@click.option("--note", required=True, help="Why, in a sentence that somebody understands years later.")
@click.option("--consent", default="", help="The person's own consent: which words, when, where. Bounces need none.")
@deployment_options
@by_option
@json_option
def undo(
    contact: str,
    reason: str,
    note: str,
    consent: str,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Undo a suppression; it stays in the ledger, and in the journal of the message that it rests on."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    undo_it = UndoSuppression(suppressions=deployment.suppressions, clock=lambda: datetime.now(UTC))
    request = UndoRequest(reason=UndoReason(reason), note=note, consent=consent, by=by)
    try:
        lifted = undo_it(office.office_id, _point(contact), request)
    except (UndoRefusedError, ConcurrentChangeError) as error:
        raise click.ClickException(str(error)) from None
    (print_json if as_json else print_fields)(lifted_json(lifted))


def _point(contact: str) -> ContactPoint:
    try:
        return contact_point(contact)
    except InvalidParameterError as error:
        raise click.ClickException(str(error)) from None


def _lines(many: list[dict[str, Any] | None]) -> str:
    told = ([f"{name}: {value}" for name, value in one.items()] for one in many if one)
    return "\n".join(chain.from_iterable(told))
