"""`civicline constituents`: who is behind contact points: find, show, merge, split, and import a list."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from civicline.domain.errors import CiviclineError
from civicline.domain.ids import ConstituentId, JoinId
from civicline.domain.people.constituent import Constituent
from civicline.domain.people.contact import ContactPoint
from functions.console.constituent_json import constituent_json
from functions.console.find_constituents import find_constituents, named_directly
from functions.console.join_constituents import JoinConstituents
from tools.cli.constituent_import import import_list
from tools.cli.deployment import Deployment, by_option, deployment_options
from tools.cli.output import json_option, print_json


@click.group()
def constituents() -> None:
    """One person behind several numbers and addresses: look, join what is proven, split what is not, import a list."""


constituents.add_command(import_list)


@constituents.command()
@click.argument("wanted")
@deployment_options
@json_option
def find(wanted: str, office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """Find constituents by number, address, id, the id of a list, or the beginning of a first or last name."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    found = find_constituents(deployment.constituents, office.office_id, wanted)
    if as_json:
        print_json([constituent_json(one) for one in found])
        return
    for one in found:
        points = ", ".join(sorted(point.value for point in one.contact_points))
        click.echo(f"{one.constituent_id}  {one.name or '(no name)'}  {one.zip_code or '-'}  {points}")
    if not found:
        click.echo("Nobody fits.", err=True)


@constituents.command()
@click.argument("whom")
@deployment_options
@json_option
def show(whom: str, office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """Show a constituent with contact points, what each source says, and every join with its proof."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    try:
        one = _use_case(deployment).find(office.office_id, _named(whom))
    except CiviclineError as error:
        raise click.ClickException(str(error)) from None
    _print(one, as_json)


@constituents.command()
@click.argument("first")
@click.argument("second")
@click.option("--reason", required=True, help="What proves that these are one person; it stays on record.")
@deployment_options
@by_option
@json_option
def merge(
    first: str,
    second: str,
    reason: str,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Join two constituents, each given by number, address or id: they are one person. `split` undoes it."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    whom = (_named(first), _named(second))
    try:
        one = _use_case(deployment).merge(office.office_id, whom, by=by, because=reason)
    except CiviclineError as error:
        raise click.ClickException(str(error)) from None
    _print(one, as_json)


@constituents.command()
@click.argument("whom")
@click.argument("join_id")
@click.option("--reason", required=True, help="Why these are two people; it stays on record.")
@deployment_options
@by_option
@json_option
def split(
    whom: str,
    join_id: str,
    reason: str,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Undo one join of a constituent (its id is in `show`): both are again as if it had never been made."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    try:
        halves = _use_case(deployment).split(office.office_id, _named(whom), JoinId(join_id), by=by, because=reason)
    except CiviclineError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        print_json([constituent_json(one) for one in halves])
        return
    for one in halves:
        _print(one, as_json=False)


def _use_case(deployment: Deployment) -> JoinConstituents:
    return JoinConstituents(constituents=deployment.constituents, clock=lambda: datetime.now(UTC))


def _named(given: str) -> ConstituentId | ContactPoint:
    direct = named_directly(given)
    if direct is None:
        raise click.UsageError(f"{given!r} is no number, address or id; look for names with `constituents find`")
    return direct


def _print(one: Constituent, as_json: bool) -> None:
    if as_json:
        print_json(constituent_json(one))
        return
    click.echo(f"{one.constituent_id}  {one.name or '(no name)'}  ZIP {one.zip_code or '-'}")
    for member in one.members:
        sources = ", ".join(profile.source for profile in member.profiles) or "-"
        click.echo(f"  {member.contact_point.value}  since {member.since:%Y-%m-%d}  told by {sources}")
    for join in one.joins:
        click.echo(f"  {_line_of(constituent_json(one), join.join_id)}")


def _line_of(data: dict[str, Any], join_id: str) -> str:
    join = next(one for one in data["joins"] if one["join_id"] == join_id)
    undone = f", undone by {join['undone_by']}: {join['undone_because']}" if not join["stands"] else ""
    points = " and ".join(join["contact_points"])
    return f"join {join_id}  {points}  by {join['proof']} ({join['evidence']}), {join['joined_by']}{undone}"
