"""`civicline explain`: why a message got what it got."""

from pathlib import Path

import click

from civicline.domain.ids import MessageId, OfficeId
from civicline.domain.message import MessageRef
from tools.cli.described import described
from tools.cli.output import json_option, print_fields, print_json
from tools.cli.running_stack import RunningStack, stack_option


@click.command()
@click.argument("message_id")
@click.option("--office", "office_id", help="The office's id; without it, the stack's sample office.")
@stack_option
@json_option
def explain(message_id: str, office_id: str | None, stack_file: Path, as_json: bool) -> None:
    """Show what came in, what the model said, what was decided and why, and what was sent."""
    stack = RunningStack.read(stack_file)
    ref = MessageRef(office_id=OfficeId(office_id or stack.office.id), message_id=MessageId(message_id))
    record = stack.messages.record(ref)
    if record is None:
        raise click.ClickException(f"office {ref.office_id} has no message {message_id}")
    (print_json if as_json else print_fields)(described(record))
