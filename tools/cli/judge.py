"""`civicline judge` and `civicline unsure`: say what messages are about, those that teach most first."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from civicline.domain.errors import MessageNotFoundError
from civicline.domain.going_live.judgement import JudgementRefusedError, RefusedBecause
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId, OfficeId, TopicId
from civicline.domain.learning.teaching_order import margin, most_instructive
from functions.console.judge_message import JudgeMessage
from tools.cli.deployment import Deployment, by_option, deployment_options
from tools.cli.output import json_option, print_fields, print_json

_LONGEST_SEARCH = 1_000
"""Messages that wait for staff, oldest first, among which the most instructive are looked for."""
_PAGE = 100


@click.command()
@click.argument("message_id", required=False)
@click.option("--topic", help="The id of the topic that the message is about.")
@click.option("--none", "is_none", is_flag=True, help="It is about none of the office's topics.")
@click.option("--next", "wants_next", is_flag=True, help="Show the message that teaches most, with its words.")
@deployment_options
@by_option
@json_option
def judge(
    message_id: str | None,
    topic: str | None,
    is_none: bool,
    wants_next: bool,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Say what a message is about: a topic, or none of the office's. The classifier learns from it; nothing is sent.

    With --next the message that teaches most is shown first; judge it by its id.
    """
    _check_call(message_id, topic, is_none, wants_next)
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    if message_id:
        report = _judged(deployment, office.office_id, message_id, TopicId(topic) if topic else None, by)
    else:
        report = _most_instructive(deployment, office.office_id)
    (print_json if as_json else print_fields)(report)


@click.command()
@click.option("--limit", type=click.IntRange(1, _LONGEST_SEARCH), default=20, show_default=True, help="How many.")
@click.option("--text", "with_text", is_flag=True, help="Show their first words as well.")
@deployment_options
@json_option
def unsure(
    limit: int, with_text: bool, office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool
) -> None:
    """List the messages whose judgement teaches most: those between whose two likeliest topics the model wavers."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    found = [_line(record, with_text) for record in most_instructive(_waiting(deployment, office.office_id))[:limit]]
    if as_json:
        print_json(found)
        return
    for line in found:
        click.echo(f"{line['message_id']}  {' / '.join(line['topics'])}  margin {line['margin']:.3f}")
        if with_text:
            click.echo(f"  {line['preview']}")
    if not found:
        click.echo("Nothing waits that the model was unsure of and nobody has judged.", err=True)


def _check_call(message_id: str | None, topic: str | None, is_none: bool, wants_next: bool) -> None:
    """Raises click.UsageError unless one message is judged one way, or the next one is asked for."""
    if wants_next and (message_id or topic or is_none):
        raise click.UsageError("--next shows a message; judge it by its id once you have read it")
    if not wants_next and not message_id:
        raise click.UsageError("name a message, or look at the most instructive with --next")
    if not wants_next and bool(topic) == is_none:
        raise click.UsageError("say what the message is about with --topic, or with --none that it is no topic's")


def _judged(
    deployment: Deployment, office_id: OfficeId, message_id: str, topic_id: TopicId | None, by: str
) -> dict[str, Any]:
    judge_message = JudgeMessage(
        offices=deployment.offices,
        inbox=deployment.inbox,
        judgements=deployment.judgements,
        clock=lambda: datetime.now(UTC),
    )
    try:
        judged = judge_message(office_id, MessageId(message_id), topic_id=topic_id, judged_by=by)
    except MessageNotFoundError:
        raise click.ClickException(f"office {office_id} has no message {message_id}") from None
    except JudgementRefusedError as error:
        known = ", ".join(sorted(deployment.offices.topics(office_id)))
        remedy = f" It has: {known}" if error.reason is RefusedBecause.UNKNOWN_TOPIC else ""
        raise click.ClickException(f"{error}{remedy}") from None
    return {
        "message_id": message_id,
        "office_id": office_id,
        "topic": topic_id,
        "judged_by": by,
        "judgements": len(judged.record.judgements),
        "is_new": judged.is_new,
    }


def _most_instructive(deployment: Deployment, office_id: OfficeId) -> dict[str, Any]:
    found = most_instructive(_waiting(deployment, office_id))
    if not found:
        raise click.ClickException("nothing waits that the model was unsure of and nobody has judged")
    text = deployment.judgements.words(found[0].message.ref)
    topics = "\n".join(_topics(found[0]))
    return {**_line(found[0], with_text=False), "topics": topics, "text": text.for_model if text else ""}


def _waiting(deployment: Deployment, office_id: OfficeId) -> list[MessageRecord]:
    """What waits for staff, page by page up to a bound."""
    found: list[MessageRecord] = []
    cursor: str | None = None
    while len(found) < _LONGEST_SEARCH:
        page = deployment.inbox.waiting(office_id, _PAGE, cursor)
        found += page.records
        cursor = page.next_cursor
        if cursor is None:
            break
    return found


def _line(record: MessageRecord, with_text: bool) -> dict[str, Any]:
    said = record.classification
    line: dict[str, Any] = {
        "message_id": record.message.message_id,
        "received_at": record.message.received_at,
        "topics": _topics(record),
        "confidence": said and round(said.confidence, 4),
        "threshold": said and round(said.threshold, 4),
        "margin": margin(said) if said else None,
    }
    return line | ({"preview": record.message.preview} if with_text else {})


def _topics(record: MessageRecord) -> list[str]:
    return [score.topic_id for score in record.classification.ranking[:2]] if record.classification else []
