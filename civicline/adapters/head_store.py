"""Trained heads on S3: two objects a version, which are never changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from civicline.domain.errors import ModelArtefactError
from civicline.domain.ids import OfficeId
from civicline.domain.learning.office_head import HeadFiles

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

DESCRIPTION, NUMBERS = "head.json", "head.npz"
LARGEST_FILE_BYTES = 64 * 2**20
"""A head of 500 topics has about 30 MB."""


class S3HeadStore:
    """Where the files of heads are: `heads/<office>/<version>/head.json` and `head.npz`."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def fetch(self, office_id: OfficeId, version: str, files: HeadFiles) -> tuple[bytes, bytes]:
        """The contents of head.json and head.npz. Raises ModelArtefactError where they are absent or not as promoted.

        A bucket that cannot be reached counts as absent: the message at hand shall not wait for it.
        """
        description = self._read(key_of(office_id, version, DESCRIPTION), files.description_sha256)
        return description, self._read(key_of(office_id, version, NUMBERS), files.numbers_sha256)

    def keep(self, office_id: OfficeId, version: str, description: bytes, numbers: bytes) -> HeadFiles:
        """Write a head's files, and return their hashes; the same version twice writes the same bytes."""
        for name, content in ((DESCRIPTION, description), (NUMBERS, numbers)):
            self._client.put_object(Bucket=self._bucket, Key=key_of(office_id, version, name), Body=content)
        return HeadFiles(description_sha256=_sha256(description), numbers_sha256=_sha256(numbers))

    def _read(self, key: str, sha256: str) -> bytes:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=key)
            if found["ContentLength"] > LARGEST_FILE_BYTES:
                raise ModelArtefactError(f"{key} has {found['ContentLength']} bytes, more than a head can have")
            content = found["Body"].read()
        except (BotoCoreError, ClientError) as error:
            raise ModelArtefactError(f"{key} cannot be read ({_reason(error)})") from error
        if _sha256(content) != sha256:
            raise ModelArtefactError(f"{key} is not what was promoted: promote the version again or another one")
        return content


def key_of(office_id: OfficeId, version: str, name: str) -> str:
    """The key of one of a head's files."""
    return f"heads/{office_id}/{version}/{name}"


def _reason(error: BotoCoreError | ClientError) -> str:
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
