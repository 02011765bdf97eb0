"""AWS at a constant price: each request is answered in the process, from what moto answered to the same one.

Runs inside the measured function's interpreter, so it uses the standard library and botocore alone. Nothing of the
function, its adapters or boto3 is replaced: botocore's own event `before-send` hands in the answer where the socket
would be opened.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from botocore import xform_name
from botocore.awsrequest import AWSResponse


class UnrecordedCallError(Exception):
    """The function asked for something that it had not asked for when it was recorded."""


class StandIn:
    """Answers by operation and request; a write, whose request holds the time, is answered by operation."""

    def __init__(self, exchanges: list[dict[str, Any]]) -> None:
        self._exact: dict[tuple[str, str, bytes], dict[str, Any]] = {}
        self._by_operation: dict[str, dict[str, Any]] = {}
        for one in exchanges:
            answer = {**one, "response": base64.b64decode(one["response"])}
            self._exact[one["operation"], one["path"], base64.b64decode(one["request"])] = answer
            self._by_operation[one["operation"]] = answer

    def register(self, session: Any) -> None:
        """Answer for every client that the session will make."""
        session.events.register("before-send", self)

    def __call__(self, event_name: str, request: Any, **_: Any) -> AWSResponse:
        """The answer to a request. Raises UnrecordedCallError."""
        operation = _operation(event_name)
        body = request.body or b""
        key = (operation, urlsplit(request.url).path, body if isinstance(body, bytes) else body.encode())
        answer = self._exact.get(key) or self._by_operation.get(operation)
        if answer is None:
            raise UnrecordedCallError(operation)
        return AWSResponse(request.url, answer["status"], answer["headers"], _Raw(answer["response"]))


class CallList:
    """The calls made through boto3 within its `with` block, as service, method and parameters."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self._is_on = False

    def register(self, session: Any) -> None:
        """Listen to every client that the session will make."""
        session.events.register("provide-client-params", self)

    def __enter__(self) -> None:
        self.calls = []
        self._is_on = True

    def __exit__(self, *_: object) -> None:
        self._is_on = False

    def __call__(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        """Keep one call."""
        if self._is_on:
            self.calls.append((model.service_model.service_name, xform_name(model.name), params))


class _Raw(io.BytesIO):
    """A body that can be read as urllib3's can."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """The whole body at once."""
        yield self.read()


def _operation(event_name: str) -> str:
    _, service, operation = event_name.split(".")
    return f"{'ses' if service == 'sesv2' else service}:{operation}"
