"""The queues of a stack, and its quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.adapters.quarantine import StoredQuarantine
from civicline.ports.arrivals import Quarantine
from civicline.ports.offices import Offices
from tools.cli.deployment import stack_in_aws
from tools.cli.running_stack import RunningStack
from tools.local.template.properties import Clients

STAGES = ("inbound", "classify", "reply", "delivery")
"""What is behind a queue of jobs. Where counting failed, a place in a stream is kept, which is no job to send again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipe:
    """The queue of a stage and its dead-letter queue, by their URLs."""

    live: str
    dead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plumbing:
    """What a replay needs of a stack."""

    sqs: Any
    quarantine: Quarantine
    offices: Offices
    pipes: Mapping[str, Pipe]

    @classmethod
    def find(cls, stack_file: Path, aws_stack: str | None) -> Plumbing:
        """The CloudFormation stack of that name, else the laptop stack. Raises click.ClickException."""
        return _in_aws(aws_stack) if aws_stack else _on_laptop(RunningStack.read(stack_file))


def _in_aws(name: str) -> Plumbing:
    queues = [f"{stage.capitalize()}{kind}QueueUrl" for stage in STAGES for kind in ("", "DeadLetter")]
    clients, outputs = stack_in_aws(name, ("RecordsTableName", "MailBucketName", *queues))
    table, bucket, *urls = outputs
    return _plumbing(clients, table, bucket, dict(zip(queues, urls, strict=True)), "{}QueueUrl", "{}DeadLetterQueueUrl")


def _on_laptop(stack: RunningStack) -> Plumbing:
    queues = {name.title().replace("_", ""): url for name, url in stack.queues.items()}
    return _plumbing(stack.client, stack.tables["records"], stack.buckets["mail"], queues, "{}", "{}DeadLetter")


def _plumbing(clients: Clients, table: str, bucket: str, queues: Mapping[str, str], live: str, dead: str) -> Plumbing:
    return Plumbing(
        sqs=clients("sqs"),
        offices=DynamoOffices(clients("dynamodb"), table),
        quarantine=StoredQuarantine(clients("s3"), bucket, clients("dynamodb"), table),
        pipes={
            stage: Pipe(live=queues[live.format(stage.capitalize())], dead=queues[dead.format(stage.capitalize())])
            for stage in STAGES
        },
    )
