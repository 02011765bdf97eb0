"""The session secret from AWS Secrets Manager."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

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
