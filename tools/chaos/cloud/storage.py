"""Buckets and secrets in memory: what inbound and reply ask of S3 and Secrets Manager."""

import io
from typing import Any

from tools.chaos.cloud.tables import refusal


class MemoryBuckets:
    """The client `s3`."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], bytes] = {}

    def put_object(self, **request: Any) -> dict[str, Any]:
        """`PutObject`."""
        self.objects[request["Bucket"], request["Key"]] = bytes(request["Body"])
        return {}

    def get_object(self, **request: Any) -> dict[str, Any]:
        """`GetObject`; a range as `bytes=first-last`."""
        found = self.objects.get((request["Bucket"], request["Key"]))
        if found is None:
            raise refusal("GetObject", "NoSuchKey", status=404)
        if "Range" in request:
            first, _, last = request["Range"].removeprefix("bytes=").partition("-")
            if int(first) >= len(found):
                raise refusal("GetObject", "InvalidRange", status=416)
            found = found[int(first) : int(last) + 1]
        return {"Body": io.BytesIO(found)}


class MemorySecrets:
    """The client `secretsmanager`, with one secret that was never rotated."""

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self, **request: Any) -> dict[str, Any]:
        """`GetSecretValue`."""
        if request.get("VersionStage") == "AWSPREVIOUS":
            raise refusal("GetSecretValue", "ResourceNotFoundException")
        return {"SecretString": self._value}
