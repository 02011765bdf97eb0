"""Raw mail, on S3."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NOTHING_THERE = {"NoSuchKey", "InvalidRange"}
"""A range of an empty object is invalid (RFC 9110 section 15.5.17)."""


class S3RawMail:
    """The port `RawMail`: what SES, or the laptop stack's SMTP listener, has stored."""

    def __init__(self, client: S3Client) -> None:
        self._client = client

    def fetch(self, bucket: str, key: str) -> bytes:
        """The bytes of one mail."""
        return self._client.get_object(Bucket=bucket, Key=key)["Body"].read()

    def beginning(self, location: str, max_bytes: int) -> bytes | None:
        """The first bytes, by a range of the object: a mail may have forty megabytes."""
        place = urlsplit(location)
        try:
            found = self._client.get_object(
                Bucket=place.netloc, Key=place.path.removeprefix("/"), Range=f"bytes=0-{max_bytes - 1}"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _NOTHING_THERE:
                return None
            raise
        return found["Body"].read()
