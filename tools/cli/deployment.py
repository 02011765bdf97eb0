"""A deployment of Civicline, on a laptop or in AWS, as the commands that learn see it."""

from __future__ import annotations

import functools
import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from civicline.adapters.dynamo.aggregates import DynamoAggregates
from civicline.adapters.dynamo.approved_messages import DynamoApprovedMessages
from civicline.adapters.dynamo.clearances import DynamoClearances
from civicline.adapters.dynamo.constituent_imports import DynamoConstituentImports
from civicline.adapters.dynamo.constituents import DynamoConstituents
from civicline.adapters.dynamo.heads import DynamoHeads
from civicline.adapters.dynamo.inbox import DynamoInbox
from civicline.adapters.dynamo.journals import DynamoJournals
from civicline.adapters.dynamo.judgements import DynamoJudgements
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.adapters.dynamo.suppressions import DynamoSuppressions
from civicline.adapters.head_store import S3HeadStore
from civicline.domain.ids import OfficeId
from civicline.domain.office import Office
from tools.cli.running_stack import RunningStack, stack_option
from tools.local.template.properties import Clients

F = TypeVar("F", bound=Callable[..., Any])
_WHICH_OFFICE = "The office's id; else the laptop stack's sample office."
_OUTPUTS = ("RecordsTableName", "AggregatesTableName", "ModelsBucketName")


@dataclass(frozen=True)
class Deployment:
    """The tables and the bucket of one stack; `sample_office` is a laptop's office, which needs not be named."""

    clients: Clients
    records_table: str
    aggregates_table: str
    models_bucket: str
    sample_office: str | None = None

    @classmethod
    def find(cls, stack_file: Path, aws_stack: str | None) -> Deployment:
        """The CloudFormation stack of that name, else the laptop stack. Raises click.ClickException."""
        if aws_stack:
            return _in_aws(aws_stack)
        stack = RunningStack.read(stack_file)
        return cls(
            clients=stack.client,
            records_table=stack.tables["records"],
            aggregates_table=stack.tables["aggregates"],
            models_bucket=stack.buckets["models"],
            sample_office=stack.office.id,
        )

    @cached_property
    def offices(self) -> DynamoOffices:
        """Offices and their topics."""
        return DynamoOffices(self.clients("dynamodb"), self.records_table)

    @cached_property
    def approved_messages(self) -> DynamoApprovedMessages:
        """Approved messages with their versions."""
        return DynamoApprovedMessages(self.clients("dynamodb"), self.records_table)

    @cached_property
    def inbox(self) -> DynamoInbox:
        """What staff look at."""
        return DynamoInbox(self.clients("dynamodb"), self.records_table)

    @cached_property
    def judgements(self) -> DynamoJudgements:
        """What people said messages are about."""
        return DynamoJudgements(self.clients("dynamodb"), self.records_table)

    @cached_property
    def messages(self) -> DynamoMessages:
        """The record of messages."""
        return DynamoMessages(self.clients("dynamodb"), self.records_table)

    @cached_property
    def journals(self) -> DynamoJournals:
        """What happened to messages, entry by entry."""
        return DynamoJournals(self.clients("dynamodb"), self.records_table)

    @cached_property
    def suppressions(self) -> DynamoSuppressions:
        """Whom an office must not write to."""
        return DynamoSuppressions(self.clients("dynamodb"), self.records_table)

    @cached_property
    def constituents(self) -> DynamoConstituents:
        """Who is behind contact points."""
        return DynamoConstituents(self.clients("dynamodb"), self.records_table)

    @cached_property
    def constituent_imports(self) -> DynamoConstituentImports:
        """Which lists were imported."""
        return DynamoConstituentImports(self.clients("dynamodb"), self.records_table)

    @cached_property
    def clearances(self) -> DynamoClearances:
        """How far topics have earned automation, and the switches."""
        return DynamoClearances(self.clients("dynamodb"), self.records_table)

    @cached_property
    def heads(self) -> DynamoHeads:
        """Which heads were trained and promoted."""
        return DynamoHeads(self.clients("dynamodb"), self.records_table)

    @cached_property
    def head_store(self) -> S3HeadStore:
        """The files of heads."""
        return S3HeadStore(self.clients("s3"), self.models_bucket)

    @cached_property
    def aggregates(self) -> DynamoAggregates:
        """The counters behind the reports."""
        return DynamoAggregates(self.clients("dynamodb"), self.aggregates_table)

    def office(self, office_id: str | None) -> Office:
        """The office of that id, else a laptop's sample office. Raises click.ClickException."""
        wanted = office_id or self.sample_office
        if wanted is None:
            raise click.UsageError("a stack in AWS may have several offices: name one with --office")
        office = self.offices.office(OfficeId(wanted))
        if office is None:
            raise click.ClickException(
                f"there is no office {wanted!r}: set it up with `civicline init`, or check its id"
            )
        return office


def _in_aws(name: str) -> Deployment:
    clients, outputs = stack_in_aws(name, _OUTPUTS)
    return Deployment(clients, *outputs)


def stack_in_aws(name: str, wanted: Sequence[str]) -> tuple[Clients, tuple[str, ...]]:
    """Clients for the account of a CloudFormation stack, and outputs of it. Raises click.ClickException."""
    session = boto3.session.Session()
    found = session.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
    if missing := [output for output in wanted if output not in outputs]:
        raise click.ClickException(f"stack {name} has no output {', '.join(missing)}: deploy this version of Civicline")
    client: Any = functools.cache(session.client)
    return client, tuple(outputs[output] for output in wanted)


def aws_told(function: F) -> F:
    """What AWS refuses is told in a sentence."""

    @functools.wraps(function)
    def telling(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (BotoCoreError, ClientError) as error:
            raise click.ClickException(f"AWS refuses: {error}. Check stack, region and credentials.") from None

    told: Any = telling
    return cast(F, told)


aws_stack_option = click.option(
    "--aws-stack", metavar="NAME", help="A CloudFormation stack in AWS, instead of --stack."
)


def deployment_options(function: F) -> F:
    """The options `--office`, `--stack` and `--aws-stack`, the same on every command that looks at an office."""
    office_option = click.option(
        "--office", "office_id", help="The office's id; else the laptop stack's sample office."
    )
    return office_option(aws_stack_option(stack_option(aws_told(function))))


by_option = click.option(
    "--by",
    default=lambda: f"operator:{getpass.getuser()}",
    show_default="operator: and your login name",
    help="Who is on record for this.",
)
