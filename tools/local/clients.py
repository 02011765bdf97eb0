"""boto3 clients at the laptop's endpoint."""

import functools
from typing import Any

import boto3
from botocore.config import Config

from tools.local.template.properties import Clients

REGION = "us-east-1"


def laptop_clients(endpoint: str, region: str = REGION) -> Clients:
    """Clients by service name, each made once and safe to share between threads."""
    session = boto3.session.Session(
        aws_access_key_id="test",  # any will do for moto
        aws_secret_access_key="test",  # noqa: S106
        region_name=region,
    )
    config = Config(
        retries={"total_max_attempts": 3, "mode": "standard"},
        max_pool_connections=32,
        proxies={},
        s3={"addressing_style": "path"},
    )

    @functools.cache
    def client(service: str) -> Any:
        make: Any = session.client
        return make(service, endpoint_url=endpoint, config=config)

    return client
