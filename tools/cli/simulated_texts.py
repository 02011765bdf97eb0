"""Text messages to play: read from a file, and published as the carrier's notification."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tools.cli.faults import faults_of
from tools.cli.running_stack import RunningStack

_NUMBERS_OF_STRANGERS = "+1202555{:04d}"


class SimulatedText(BaseModel):
    """One text message and the number it comes from; a file may leave the number out."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    text: str
    sender: str | None = Field(default=None, alias="from")


def read_texts(file: Path) -> list[SimulatedText]:
    """The messages of a file. Raises click.ClickException naming file and line."""
    try:
        rows = list(_rows(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise click.ClickException(f"{file}: {error}") from None
    return [_parsed(file, line, row) for line, row in rows]


def send_text(stack: RunningStack, text: SimulatedText) -> str:
    """Publish a message as End User Messaging does, and return the id that it carries."""
    provider_id = str(uuid4())
    notification = {
        "originationNumber": text.sender or _NUMBERS_OF_STRANGERS.format(uuid4().int % 10_000),
        "destinationNumber": stack.office.number,
        "messageKeyword": "KEYWORD",
        "messageBody": text.text,
        "inboundMessageId": provider_id,
    }
    stack.client("sns").publish(TopicArn=stack.inbound_sms_topic, Message=json.dumps(notification))
    return provider_id


def _rows(file: Path) -> Iterator[tuple[int, object]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        match file.suffix.lower():
            case ".csv":
                reader = csv.DictReader(lines)
                yield from ((reader.line_num, row) for row in reader)
            case ".jsonl" | ".ndjson":
                yield from _filled(lines)
            case _:
                yield from ((number, {"text": line}) for number, line in _filled(lines))


def _filled(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((number, line.strip()) for number, line in enumerate(lines, 1) if line.strip())


def _parsed(file: Path, line: int, row: object) -> SimulatedText:
    try:
        return SimulatedText.model_validate_json(row) if isinstance(row, str) else SimulatedText.model_validate(row)
    except ValidationError as error:
        raise click.ClickException(f"{file}, line {line}: {'; '.join(faults_of(error))}") from None
