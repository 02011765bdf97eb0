"""Signing keys from AWS Secrets Manager."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

REREAD_AFTER = timedelta(minutes=5)
"""How long a rotated secret may still be honoured; also keeps the calls, which are billed, few."""


class SecretsManagerSessionKeys:
    """SessionKeys kept in one secret whose string is the key. Rotating it ends all sessions within REREAD_AFTER."""

    def __init__(self, client: "SecretsManagerClient", secret_id: str, now: Callable[[], datetime]) -> None:
        self._client = client
        self._secret_id = secret_id
        self._now = now
        self._read: tuple[str, datetime] | None = None

    def current(self) -> str:
        """The secret's string; botocore's ClientError where it cannot be read, so that nobody gets in without."""
        now = self._now()
        if self._read is None or now - self._read[1] >= REREAD_AFTER:
            self._read = (self._client.get_secret_value(SecretId=self._secret_id)["SecretString"], now)
        return self._read[0]


class SecretsManagerThreadKeys:
    """ThreadKeys kept in one secret: its current version signs, the one before it is still honoured.

    Putting a new value makes the current version the previous one, by itself (AWS, "What's in a Secrets Manager
    secret?", staging labels AWSCURRENT and AWSPREVIOUS); it takes effect within REREAD_AFTER.
    """

    def __init__(self, client: "SecretsManagerClient", secret_id: str, now: Callable[[], datetime]) -> None:
        self._client = client
        self._secret_id = secret_id
        self._now = now
        self._read: tuple[tuple[str, ...], datetime] | None = None

    def keys(self) -> tuple[str, ...]:
        """The secret's strings, newest first; botocore's errors where they cannot be read."""
        now = self._now()
        if self._read is None or now - self._read[1] >= REREAD_AFTER:
            self._read = (tuple(self._versions()), now)
        return self._read[0]

    def _versions(self) -> Iterator[str]:
        yield self._client.get_secret_value(SecretId=self._secret_id)["SecretString"]
        try:
            before = self._client.get_secret_value(SecretId=self._secret_id, VersionStage="AWSPREVIOUS")
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":  # a secret never rotated has none
                raise
        else:
            yield before["SecretString"]
