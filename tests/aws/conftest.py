"""moto in this process, with tables as the template declares them."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.tables import create_tables
from tools.chaos.cloud.tables import MemoryTables

REGION = "us-east-1"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account; the environment keeps real credentials out of reach."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        yield


@pytest.fixture
def dynamodb(aws: None) -> Any:
    """DynamoDB with the tables of infra/data.yaml, under their logical ids."""
    client = boto3.client("dynamodb", REGION)
    create_tables(client)
    return client


@pytest.fixture
def memory() -> MemoryTables:
    """The stand-in for DynamoDB that `make chaos` runs on: it keeps the same contracts as moto."""
    return MemoryTables()
