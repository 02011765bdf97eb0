"""AWS played by moto, which remembers who called which action: moto itself enforces no permissions."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

import requests
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

TRANSACTION_ACTIONS = {
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "Delete": "dynamodb:DeleteItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
}
REST_ACTIONS = {
    ("s3", "GET"): "s3:GetObject",
    ("s3", "PUT"): "s3:PutObject",
    ("ses", "POST"): "ses:SendEmail",
}


@dataclass(slots=True)
class RecordedAws:
    """The endpoint and the IAM actions that were called with each access key."""

    endpoint: str = ""
    actions: dict[str, set[str]] = field(default_factory=dict)

    def recording(self, application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            authorization = environ.get("HTTP_AUTHORIZATION", "")
            if "Credential=" in authorization:
                body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
                environ["wsgi.input"] = BytesIO(body)
                access_key, _, _, service, _ = authorization.split("Credential=")[1].split(",")[0].split("/")
                called = actions_of(service, environ, body)
                self.actions.setdefault(access_key, set()).update(called)
            return application(environ, start_response)

        return call


def actions_of(service: str, environ: dict[str, Any], body: bytes) -> list[str]:
    """The IAM actions that a request needs; a transaction needs those of its items."""
    target = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    if target == "TransactWriteItems":
        items = json.loads(body)["TransactItems"]
        return [TRANSACTION_ACTIONS[kind] for item in items for kind in item]
    if target:
        return [f"{service}:{target}"]
    if named := parse_qs(body.decode("utf-8", "replace")).get("Action"):
        return [f"{service}:{named[0]}"]
    return [REST_ACTIONS[service, environ["REQUEST_METHOD"]]]


@contextmanager
def recorded_aws() -> Iterator[RecordedAws]:
    """A moto server on a free port, for as long as the block runs."""
    recorded = RecordedAws()
    application = recorded.recording(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=MotoRequestHandler)
    recorded.endpoint = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    requests.post(f"{recorded.endpoint}/moto-api/reset", timeout=10).raise_for_status()
    try:
        yield recorded
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
