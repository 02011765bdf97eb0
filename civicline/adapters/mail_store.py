"""Raw mail and quarantined originals, on S3."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from civicline.ports import QuarantinedItem

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3RawMail:
    """The port `RawMail`: what SES, or the laptop stack's SMTP listener, has stored."""

    def __init__(self, client: S3Client) -> None:
        self._client = client

    def fetch(self, bucket: str, key: str) -> bytes:
        """The bytes of one mail."""
        return self._client.get_object(Bucket=bucket, Key=key)["Body"].read()


class S3Quarantine:
    """The port `Quarantine`: one object an item, the original as its body and the reason in its metadata."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep(self, item: QuarantinedItem) -> None:
        """Write the object; the same item writes the same key again."""
        self._client.put_object(
            Bucket=self._bucket,
            Key=f"quarantine/{item.received_at:%Y/%m/%d}/{item.item_id}",
            Body=item.original,
            Metadata={
                "reason": item.reason,
                "detail": quote(item.detail[:500]),  # S3 metadata is ASCII
                "received-at": item.received_at.isoformat(),
            },
        )
