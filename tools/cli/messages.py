"""`civicline messages`: look at an office's approved messages, and what they would say to people who wrote."""

import difflib
from pathlib import Path
from typing import Any

import click

from civicline.domain.approved.approved_message import MessageName, MessageVersion, VersionStatus
from civicline.domain.approved.message_listing import ListedMessage
from civicline.domain.approved.message_preview import Audience, Preview
from civicline.domain.channel import Channel
from functions.console.approve_messages import version_in
from functions.console.approved_message_json import listed_json, preview_json, version_json
from functions.console.preview_message import MOST_PREVIEWS, PreviewMessage
from functions.console.version_lines import lines_of
from tools.cli.deployment import deployment_options
from tools.cli.message_desk import Desk, message_argument, refusals_told, version_option
from tools.cli.messages_steps import approve, retire, submit, write
from tools.cli.output import json_option, print_fields, print_json


@click.group()
def messages() -> None:
    """Write, approve, retire and look at the messages that may be sent automatically.

    A MESSAGE is named by topic, channel and language, such as pothole.sms.en.
    """


@messages.command("list")
@click.option("--topic", help="Of one topic or group only.")
@click.option("--channel", type=click.Choice([channel.value for channel in Channel]), help="Of one channel only.")
@click.option("--language", help="In one language only, such as es.")
@click.option(
    "--status",
    type=click.Choice([status.value for status in VersionStatus]),
    help="Whose newest version is in this state.",
)
@click.option("--limit", type=click.IntRange(1, 500), default=100, show_default=True, help="How many are looked at.")
@click.option("--cursor", help="Where the page before ended.")
@deployment_options
@json_option
@refusals_told
def list_messages(
    topic: str | None,
    channel: str | None,
    language: str | None,
    status: str | None,
    limit: int,
    cursor: str | None,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    as_json: bool,
) -> None:
    """List the messages in the order of their names, a page at a time."""
    desk = Desk.of(stack_file, aws_stack, office_id)
    page = desk.deployment.approved_messages.listed(desk.office.office_id, limit, cursor)
    wanted = {"topic_id": topic, "channel": channel, "language": language, "status": status}
    found = [line for line in page.messages if _fits(line, wanted)]
    if as_json:
        print_json({"messages": [listed_json(line) for line in found], "next_cursor": page.next_cursor})
        return
    for line in found:
        approved = f"v{line.approved_version} approved" if line.approved_version else "nothing approved"
        click.echo(f"{line.name!s:<40} v{line.version} {line.status:<10} {approved}")
    if page.next_cursor:
        click.echo(f"There are more: --cursor {page.next_cursor}", err=True)


@messages.command()
@message_argument
@version_option
@deployment_options
@json_option
@refusals_told
def show(
    message: MessageName,
    number: int | None,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    as_json: bool,
) -> None:
    """Show all versions of a MESSAGE, or one of them, with who did what to them and when."""
    desk = Desk.of(stack_file, aws_stack, office_id)
    versions = desk.versions(message)
    shown = versions if number is None else (version_in(versions, number),)
    if as_json:
        print_json({"id": str(message), "versions": [version_json(version) for version in shown]})
        return
    for version in shown:
        print_fields(_fields(version))
        click.echo()


@messages.command()
@message_argument
@click.option("--from", "first", type=click.IntRange(min=1), help="The older version; else the one before the newest.")
@click.option("--to", "second", type=click.IntRange(min=1), help="The newer version; else the newest.")
@deployment_options
@json_option
@refusals_told
def diff(
    message: MessageName,
    first: int | None,
    second: int | None,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    as_json: bool,
) -> None:
    """Compare two versions of a MESSAGE, line by line."""
    versions = Desk.of(stack_file, aws_stack, office_id).versions(message)
    newer = version_in(versions, second)
    older = version_in(versions, first or max(1, newer.version - 1))
    lines = list(
        difflib.unified_diff(lines_of(older), lines_of(newer), f"v{older.version}", f"v{newer.version}", lineterm="")
    )
    if as_json:
        print_json({"id": str(message), "from": older.version, "to": newer.version, "lines": lines})
        return
    click.echo("\n".join(lines) or f"v{older.version} and v{newer.version} say the same.")


@messages.command()
@message_argument
@version_option
@click.option("--limit", type=click.IntRange(0, MOST_PREVIEWS), default=5, show_default=True, help="How many people.")
@deployment_options
@json_option
@refusals_told
def preview(
    message: MessageName,
    number: int | None,
    limit: int,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    as_json: bool,
) -> None:
    """Show what a MESSAGE would say to people who wrote on its topic lately, and how many segments that takes."""
    desk = Desk.of(stack_file, aws_stack, office_id)
    version = desk.version(message, number)
    topics = desk.deployment.offices.topics(desk.office.office_id)
    audience = Audience(office=desk.office, topics=topics, version=version)
    look = PreviewMessage(inbox=desk.deployment.inbox, clock=desk.approving.clock)
    previews = look(audience, desk.approving.about(desk.office, message), limit)
    if as_json:
        print_json({**version_json(version), "previews": [preview_json(one) for one in previews]})
        return
    for one in previews:
        click.echo(_heading(one))
        click.echo(one.composed.text if one.composed else f"  {one.problem.sentence if one.problem else ''}")
        click.echo()


for command in (write, submit, approve, retire):
    messages.add_command(command)


def _fits(line: ListedMessage, wanted: dict[str, str | None]) -> bool:
    known: dict[str, Any] = listed_json(line)
    return all(known[field] == value for field, value in wanted.items() if value is not None)


def _fields(version: MessageVersion) -> dict[str, object]:
    steps = [
        f"{step.at.isoformat()}  {step.status} by {step.by.name}" + (f": {step.because}" if step.because else "")
        for step in version.steps
    ]
    return {
        "version": f"{version.key} ({version.status})",
        "text": version.text,
        "variants": "\n".join(version.variants),
        "english line": version.english_line,
        "valid from": version.starts_at or version.valid_from,
        "expires": version.expires_at,
        "written": f"{version.written_at.isoformat()}  by {version.author.name}",
        "since then": "\n".join(steps),
        "fingerprint": version.fingerprint,
    }


def _heading(one: Preview) -> str:
    who = (
        f"{one.message_id}, {one.received_at:%Y-%m-%d %H:%M}"
        if one.received_at
        else "somebody of whom nothing is known"
    )
    size = one.composed.size if one.composed else None
    length = f"{len(one.composed.text)} characters" if one.composed else "staff answer"
    segments = f", {size.segments} segment{'' if size.segments == 1 else 's'} of {size.encoding}" if size else ""
    return f"--- {who}, {one.language}: {length}{segments}"
