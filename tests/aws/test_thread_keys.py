"""The keys of Reply-To addresses: read seldom, rotated by putting a new value, refused when they are gone."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from civicline.adapters.secrets import REREAD_AFTER, SecretsManagerThreadKeys
from tests.fakes import FakeClock


@pytest.fixture
def secrets(dynamodb: Any) -> Any:
    """A client of the account in which the tables are."""
    client = boto3.client("secretsmanager", "us-east-1")
    client.create_secret(Name="thread", SecretString="first")
    return client


def test_a_secret_that_was_never_rotated_is_one_key(secrets: Any) -> None:
    assert SecretsManagerThreadKeys(secrets, "thread", FakeClock()).keys() == ("first",)


def test_a_new_value_signs_and_the_one_before_it_is_still_honoured(secrets: Any) -> None:
    clock = FakeClock()
    held = SecretsManagerThreadKeys(secrets, "thread", clock)
    assert held.keys() == ("first",)
    secrets.put_secret_value(SecretId="thread", SecretString="second")
    assert held.keys() == ("first",), "it is not read for every mail"
    clock.advance(REREAD_AFTER)
    assert held.keys() == ("second", "first")
    secrets.put_secret_value(SecretId="thread", SecretString="third")
    clock.advance(REREAD_AFTER)
    assert held.keys() == ("third", "second")


def test_a_secret_that_cannot_be_read_is_an_error(secrets: Any) -> None:
    with pytest.raises(ClientError):
        SecretsManagerThreadKeys(secrets, "nowhere", FakeClock()).keys()
