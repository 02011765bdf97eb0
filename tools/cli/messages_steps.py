"""`civicline messages write`, `submit`, `approve` and `retire`: what changes an office's approved messages."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from civicline.domain.approved.approval import ApprovalRefusedError
from civicline.domain.approved.approved_message import MessageName, MessageVersion, Signatory, VersionStatus
from civicline.domain.errors import ConcurrentChangeError
from functions.console.approve_messages import Words
from functions.console.approved_message_json import version_json
from tools.cli.deployment import by_option, deployment_options
from tools.cli.message_desk import Desk, NameOfMessage, message_argument, refusals_told, version_option
from tools.cli.output import json_option, print_json

_PAGE = 100


class Moment(click.ParamType[datetime]):
    """A time with its offset (RFC 3339), such as 2026-12-01T08:00:00-05:00."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time in UTC."""
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            self.fail("write a time such as 2026-12-01T08:00:00-05:00", param, ctx)
        if moment.tzinfo is None:
            self.fail("say which time zone is meant, such as 2026-12-01T08:00:00-05:00", param, ctx)
        return moment.astimezone(UTC)


@click.command()
@message_argument
@click.option("--text", help="The words, with placeholders as {name} or {name|fall-back}.")
@click.option(
    "--file", "text_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A file with them."
)
@click.option("--variant", "variants", multiple=True, help="A shorter wording of a text message; again for more.")
@click.option("--english-line", default="", help="A line in English after a text in another language.")
@click.option("--valid-from", type=Moment(), help="When it takes effect; else with its approval.")
@click.option("--expires-at", type=Moment(), help="The first moment at which it may not be sent any more.")
@deployment_options
@by_option
@json_option
@refusals_told
def write(
    message: MessageName,
    text: str | None,
    text_file: Path | None,
    variants: tuple[str, ...],
    english_line: str,
    valid_from: datetime | None,
    expires_at: datetime | None,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Write a new version of a MESSAGE. It is a draft, and nothing is sent of it."""
    if (text is None) == (text_file is None):
        raise click.UsageError("give the words with --text, or a file with --file")
    words = Words(
        wordings=(text if text is not None else _contents(text_file), *variants),
        english_line=english_line,
        valid_from=valid_from,
        expires_at=expires_at,
    )
    desk = Desk.of(stack_file, aws_stack, office_id)
    _report(desk.approving.write(desk.office, message, words, Signatory(name=by)), as_json)


@click.command()
@message_argument
@version_option
@deployment_options
@by_option
@json_option
@refusals_told
def submit(
    message: MessageName,
    number: int | None,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Ask for the approval of a draft of a MESSAGE."""
    desk = Desk.of(stack_file, aws_stack, office_id)
    _report(desk.approving.submit(desk.office, message, number, Signatory(name=by)), as_json)


@click.command()
@click.argument("message", type=NameOfMessage(), required=False)
@version_option
@click.option("--all", "everything", is_flag=True, help="The newest version of every message that is not approved yet.")
@click.option("--fingerprint", help="The words that were looked at, as `show` names them; others are refused.")
@deployment_options
@by_option
@json_option
@refusals_told
def approve(
    message: MessageName | None,
    number: int | None,
    everything: bool,
    fingerprint: str | None,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Sign off a version of a MESSAGE, which may be sent from then on. Its author cannot."""
    if everything == (message is not None) or (everything and (number or fingerprint)):
        raise click.UsageError("name one message, or say --all, which takes no --version and no --fingerprint")
    desk = Desk.of(stack_file, aws_stack, office_id)
    if message is None:
        _approve_all(desk, Signatory(name=by), as_json)
        return
    _report(desk.approving.approve(desk.office, message, number, Signatory(name=by), fingerprint), as_json)


@click.command()
@message_argument
@version_option
@click.option("--because", required=True, help="Why; it stays on record.")
@deployment_options
@by_option
@json_option
@refusals_told
def retire(
    message: MessageName,
    number: int | None,
    because: str,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Take a version of a MESSAGE out of use: within a minute nothing is sent of it."""
    desk = Desk.of(stack_file, aws_stack, office_id)
    _report(desk.approving.retire(desk.office, message, number, Signatory(name=by), because), as_json)


def _approve_all(desk: Desk, by: Signatory, as_json: bool) -> None:
    """Approve what waits, message by message; exit code 1 if one of them was refused."""
    approved: list[str] = []
    refused: dict[str, str] = {}
    for name in _unapproved(desk):
        try:
            approved.append(desk.approving.approve(desk.office, name, None, by).key)
        except (ApprovalRefusedError, ConcurrentChangeError) as error:
            refused[str(name)] = str(error)
    if as_json:
        print_json({"approved": approved, "refused": refused, "by": by.name})
    else:
        click.echo(f"{len(approved)} messages approved by {by.name}")
        for refused_name, why in refused.items():
            click.echo(f"{refused_name}: {why}", err=True)
    if refused:
        raise click.exceptions.Exit(1)


def _unapproved(desk: Desk) -> list[MessageName]:
    found: list[MessageName] = []
    cursor: str | None = None
    while True:
        page = desk.deployment.approved_messages.listed(desk.office.office_id, _PAGE, cursor)
        waiting = {VersionStatus.DRAFT, VersionStatus.SUBMITTED}
        found += [line.name for line in page.messages if line.status in waiting]
        cursor = page.next_cursor
        if cursor is None:
            return found


def _contents(file: Path | None) -> str:
    return file.read_text(encoding="utf-8").strip() if file else ""


def _report(version: MessageVersion, as_json: bool) -> None:
    told: dict[str, Any] = version_json(version)
    if as_json:
        print_json(told)
        return
    click.echo(f"{version.key}: {version.status}")
