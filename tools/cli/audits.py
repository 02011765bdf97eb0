"""`civicline audits`: the sent replies that were drawn for an audit, and the verdicts on them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from civicline.domain.errors import CiviclineError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId, TopicId
from functions.console.audit_replies import AuditReplies, Verdict
from functions.console.record_json import record_json
from tools.cli.deployment import Deployment, by_option, deployment_options
from tools.cli.output import json_option, print_fields, print_json


@click.group()
def audits() -> None:
    """List the sent replies to audit, and say whether they were right."""


@audits.command("list")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True, help="How many, oldest first.")
@deployment_options
@json_option
def list_audits(limit: int, office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """The replies that were drawn and nobody has judged, with the first words of what they answer."""
    deployment = Deployment.find(stack_file, aws_stack)
    found = _auditing(deployment).listed(deployment.office(office_id), limit).records[:limit]
    if as_json:
        print_json([record_json(record) for record in found])
        return
    for record in found:
        click.echo(f"{record.message.message_id}  {_about(record)}")
        click.echo(f"  {record.message.preview}")
        click.echo(f"  answered: {record.decision.text if record.decision else ''}")
    if not found:
        click.echo("No reply waits for an audit.", err=True)


@audits.command()
@click.argument("message_id")
@click.option("--right/--wrong", "is_right", default=None, help="Whether the reply was the right one.")
@click.option("--topic", help="What the message is about; it can be left out where a reply on a topic was right.")
@click.option("--none", "is_none", is_flag=True, help="The message is about none of the office's topics.")
@deployment_options
@by_option
@json_option
def judge(
    message_id: str,
    is_right: bool | None,
    topic: str | None,
    is_none: bool,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Say whether a sent reply was right. A wrong one names its topic: another, none, or the same with wrong words."""
    if is_right is None or (topic and is_none):
        raise click.UsageError("say --right or --wrong, and the topic with --topic or --none, not both")
    deployment = Deployment.find(stack_file, aws_stack)
    verdict = Verdict(
        is_right=is_right, topic_id=TopicId(topic) if topic else None, is_topic_said=bool(topic) or is_none
    )
    try:
        record = _auditing(deployment).judge(deployment.office(office_id), MessageId(message_id), verdict, by)
    except CiviclineError as error:
        raise click.ClickException(str(error)) from None
    told: dict[str, Any] = {"message_id": message_id, "about": _about(record), "is_right": is_right, "judged_by": by}
    (print_json if as_json else print_fields)(told)


def _auditing(deployment: Deployment) -> AuditReplies:
    return AuditReplies(
        offices=deployment.offices,
        inbox=deployment.inbox,
        judgements=deployment.judgements,
        clock=lambda: datetime.now(UTC),
    )


def _about(record: MessageRecord) -> str:
    decision = record.decision
    return str((decision.group_id or decision.topic_id) if decision else "")
