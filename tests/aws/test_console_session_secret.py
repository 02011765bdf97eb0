"""The session secret, from Secrets Manager."""

from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from civicline.adapters.secrets import SecretsManagerSessionKeys
from tests.fakes import FakeClock

REGION = "us-east-1"


def test_a_rotated_secret_takes_effect_within_five_minutes(aws: None) -> None:
    client, clock = boto3.client("secretsmanager", REGION), FakeClock()
    client.create_secret(Name="session", SecretString="first")
    keys = SecretsManagerSessionKeys(client, "session", clock)
    assert keys.current() == "first"
    client.put_secret_value(SecretId="session", SecretString="second")
    clock.advance(timedelta(minutes=4, seconds=59))
    assert keys.current() == "first"
    clock.advance(timedelta(seconds=1))
    assert keys.current() == "second"


def test_without_its_secret_the_console_opens_for_nobody(aws: None) -> None:
    keys = SecretsManagerSessionKeys(boto3.client("secretsmanager", REGION), "session", FakeClock())
    with pytest.raises(ClientError):
        keys.current()
