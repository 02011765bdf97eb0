"""`civicline explain`: why a message got what it got, and everything that happened to it, in order."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from civicline.domain.history.journal import JournalEntry, JournalEvent
from civicline.domain.ids import MessageId
from civicline.domain.received.message import MessageRef
from civicline.journal_chain import read_entry
from civicline.journal_proof import proof
from tools.cli.deployment import Deployment, deployment_options
from tools.cli.described import described
from tools.cli.output import json_option, print_fields, print_json

_LEFT_OUT = ("_digest", "reply_id", "conversation_id")
"""Facts that say nothing to a reader of the text; --json has them all."""


@click.command()
@click.argument("message_id")
@deployment_options
@json_option
def explain(message_id: str, office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """Show what came in, what the model said, what was decided and why, what was sent, and the journal of it all."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    ref = MessageRef(office_id=office.office_id, message_id=_known_form(message_id))
    found = deployment.messages.read(ref)
    if found is None:
        raise click.ClickException(f"office {ref.office_id} has no message {message_id}")
    record, text = found
    entries = deployment.journals.entries(ref)
    broken = proof(record, text, entries)
    holds = "holds" if broken is None else f"BROKEN at entry {broken.sequence}: {broken.problem}"
    story = {**described(record), "came_in": record.message.preview, "journal_proof": holds}
    if as_json:
        print_json({**story, "journal": [{**read_entry(entry), "sha256": entry.sha256} for entry in entries]})
        return
    print_fields(story)
    click.echo("\nWhat happened, in order:")
    for entry in entries:
        click.echo(_line(entry))


def _known_form(message_id: str) -> MessageId:
    try:
        return MessageId(str(UUID(message_id)))
    except ValueError:
        raise click.ClickException(f"{message_id!r} is not the id of a message: it looks like {UUID(int=0)}") from None


def _line(entry: JournalEntry) -> str:
    said = read_entry(entry)
    what = JournalEvent(said["event"]).sentence
    return (
        f"{said['sequence']:>4}  {said['recorded_at']}  {what}  by {said['by']}\n      {told_of_entry(said['facts'])}"
    )


def told_of_entry(facts: Mapping[str, Any]) -> str:
    """The facts of an entry in one line, but what says nothing to its reader: digests, and an order without confidence.

    `--json` has them all, as the chain was made of them.
    """
    told = {name: fact for name, fact in facts.items() if not name.endswith(_LEFT_OUT)}
    if not any(one["confidence"] for one in told.get("ranking", ())):
        told.pop("ranking", None)
    return "; ".join(f"{name} {_short(fact)}" for name, fact in told.items())


def _short(fact: Any) -> str:
    if isinstance(fact, dict):
        return "(" + ", ".join(f"{name} {_short(one)}" for name, one in fact.items()) + ")"
    if isinstance(fact, list):
        return "[" + ", ".join(map(_short, fact)) + "]"
    return f"{fact:.4g}" if isinstance(fact, float) else str(fact)
