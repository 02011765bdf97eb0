"""An AWS account with the office in it: in memory, or on moto; and the environment that the functions are given."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

from civicline.runtime import bootstrap
from tools.chaos.clock import VirtualClock
from tools.chaos.cloud.providers import Providers
from tools.chaos.cloud.queues import MemoryQueues, Queue
from tools.chaos.cloud.session import ChaosSession, given_to_boto3
from tools.chaos.cloud.storage import MemoryBuckets, MemorySecrets
from tools.chaos.cloud.tables import MemoryTables
from tools.chaos.faults import Sky
from tools.chaos.feed import Feed, MemoryFeed, MotoFeed
from tools.chaos.office import set_up
from tools.chaos.writing import BUCKET, MAIL_TOPIC, SMS_TOPIC
from tools.local.servers.transactions import write_without_copies
from tools.packaging.parts import read_part

RECORDS, AGGREGATES = "RecordsTable", "AggregatesTable"
REGION = "us-east-1"
_CREDENTIALS = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"), "test")
_DECLARED = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode", "StreamSpecification")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The storage of one account, and its stream."""

    dynamodb: Any
    s3: Any
    secrets: Any
    feed: Feed


def memory_account(clock: VirtualClock, furnished: MemoryTables | None = None) -> Account:
    """An account in memory; with the office in it already if `furnished` tables are given."""
    tables = furnished.copy() if furnished else MemoryTables()
    if furnished is None:
        set_up(tables, RECORDS)
    account = Account(
        dynamodb=tables, s3=MemoryBuckets(), secrets=MemorySecrets("key-1"), feed=MemoryFeed(tables, RECORDS, clock)
    )
    account.feed.take()
    return account


@contextmanager
def moto_account() -> Iterator[Account]:
    """An account on moto in this process, with the tables of infra/data.yaml."""
    import boto3
    from moto import mock_aws

    write_without_copies()
    with _environment({**_CREDENTIALS, "AWS_DEFAULT_REGION": REGION}), mock_aws():
        session: Any = boto3.Session(region_name=REGION)
        dynamodb, s3, secrets = session.client("dynamodb"), session.client("s3"), session.client("secretsmanager")
        # moto does not know the address with an account number in it that botocore would choose.
        streams = session.client("dynamodbstreams", endpoint_url=f"https://streams.dynamodb.{REGION}.amazonaws.com")
        for table in (RECORDS, AGGREGATES):
            declared = read_part(_data_yaml())["Resources"][table]["Properties"]
            given = {name: declared[name] for name in _DECLARED if name in declared}
            stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
            dynamodb.create_table(TableName=table, **{**given, "StreamSpecification": stream})
        s3.create_bucket(Bucket=BUCKET)
        secrets.create_secret(Name="thread", SecretString="key-1")
        set_up(dynamodb, RECORDS)
        arn = dynamodb.describe_table(TableName=RECORDS)["Table"]["LatestStreamArn"]
        feed = MotoFeed(streams, arn)
        feed.take()
        yield Account(dynamodb=dynamodb, s3=s3, secrets=secrets, feed=feed)


@contextmanager
def deployed(
    account: Account, queues: dict[str, Queue], providers: Providers, sky: Sky, transport: str
) -> Iterator[None]:
    """The functions in an account: their environment, and clients with weather around them. Nothing is printed."""
    clients = {
        "dynamodb": account.dynamodb,
        "s3": account.s3,
        "secretsmanager": account.secrets,
        "sqs": MemoryQueues(queues),
        "sns": providers,
        "sesv2": providers,
        "pinpoint-sms-voice-v2": providers,
    }
    with ExitStack() as until_the_end:
        until_the_end.enter_context(_environment(_variables(transport)))
        until_the_end.enter_context(given_to_boto3(ChaosSession(clients, sky)))
        until_the_end.enter_context(_silence())
        bootstrap.forget()
        until_the_end.callback(bootstrap.forget)
        yield


@contextmanager
def _silence() -> Iterator[None]:
    """No logs, which cost more time than the work that they tell of, and no metrics on the standard output."""
    logging.disable(logging.CRITICAL)
    try:
        with redirect_stdout(StringIO()):
            yield
    finally:
        logging.disable(logging.NOTSET)


def _variables(transport: str) -> dict[str, str]:
    return {
        "CIVICLINE_RECORDS_TABLE": RECORDS,
        "CIVICLINE_AGGREGATES_TABLE": AGGREGATES,
        "CIVICLINE_MAIL_BUCKET": BUCKET,
        "CIVICLINE_CLASSIFY_QUEUE_URL": "classify",
        "CIVICLINE_REPLY_QUEUE_URL": "reply",
        "CIVICLINE_INBOUND_SMS_TOPIC_ARN": SMS_TOPIC,
        "CIVICLINE_INBOUND_MAIL_TOPIC_ARN": MAIL_TOPIC,
        "CIVICLINE_SES_CONFIGURATION_SET": "replies",
        "CIVICLINE_THREAD_SECRET_ID": "thread",
        "CIVICLINE_SMS_TRANSPORT": transport,
        "POWERTOOLS_METRICS_NAMESPACE": "Civicline",
        "POWERTOOLS_SERVICE_NAME": "chaos",
        "POWERTOOLS_METRICS_DISABLED": "true",
        "AWS_DEFAULT_REGION": REGION,
    }


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _data_yaml() -> Any:
    from tools.chaos.faults import PROJECT

    return PROJECT / "infra" / "data.yaml"
