"""The running laptop stack, as its address file describes it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel, ConfigDict, ValidationError

from civicline.adapters.dynamo.messages import DynamoMessages
from tools.local.addresses_file import ADDRESSES_FILE
from tools.local.clients import laptop_clients


class _SampleOffice(BaseModel):
    id: str
    number: str
    address: str


class _Addresses(BaseModel):
    model_config = ConfigDict(frozen=True)

    aws_endpoint: str
    region: str
    smtp: str
    sample_office: _SampleOffice
    topics: dict[str, str]
    queues: dict[str, str]
    tables: dict[str, str]
    buckets: dict[str, str]


class RunningStack:
    """What the commands need of a stack: its office, its topics, its table and its mail server."""

    def __init__(self, addresses: _Addresses) -> None:
        self.office = addresses.sample_office
        self.tables = addresses.tables
        self.buckets = addresses.buckets
        self.queues = addresses.queues
        self.inbound_sms_topic = addresses.topics["inbound_sms"]
        self.smtp_host, _, port = addresses.smtp.rpartition(":")
        self.smtp_port = int(port)
        self._addresses = addresses

    @classmethod
    def read(cls, path: Path = ADDRESSES_FILE) -> RunningStack:
        """The stack whose address file this is. Raises click.ClickException with the next step."""
        try:
            return cls(_Addresses.model_validate_json(path.read_bytes()))
        except FileNotFoundError:
            raise click.ClickException(f"no stack is running: {path} is not there. Start one with: make run") from None
        except (ValidationError, KeyError) as error:
            raise click.ClickException(f"{path} is not the address file of a running stack: {error}") from None

    @cached_property
    def messages(self) -> DynamoMessages:
        """The record of messages."""
        return DynamoMessages(self.client("dynamodb"), self._addresses.tables["records"])

    def client(self, service: str) -> Any:
        """A boto3 client at the stack's endpoint."""
        return laptop_clients(self._addresses.aws_endpoint, self._addresses.region)(service)


stack_option = click.option(
    "--stack",
    "stack_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=ADDRESSES_FILE,
    show_default="build/local.json",
    help="The address file of the running stack.",
)
