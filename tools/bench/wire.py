"""AWS played by moto, with every request and answer kept as it went over the wire."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, quote

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

REST_OPERATIONS = {
    ("s3", "GET"): "GetObject",
    ("s3", "PUT"): "PutObject",
    ("ses", "POST"): "SendEmail",
}
_KEPT_HEADERS = ("content-type", "etag", "last-modified", "x-amzn-requestid", "x-amz-version-id")

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request of a function and its answer; `operation` reads `dynamodb:GetItem`."""

    function: str
    operation: str
    path: str
    request: bytes
    status: int
    headers: dict[str, str]
    response: bytes


@dataclass(slots=True)
class RecordedAws:
    """The endpoint, and what was exchanged with whom; a caller's access key is its name."""

    endpoint: str = ""
    exchanges: list[Exchange] = field(default_factory=list)

    def recording(self, application: Application) -> Application:
        """The application with everything signed kept."""

        def call(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
            authorization = environ.get("HTTP_AUTHORIZATION", "")
            if "Credential=" not in authorization:
                return application(environ, start_response)
            request = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = BytesIO(request)
            started: list[tuple[str, list[tuple[str, str]]]] = []

            def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                started.append((status, headers))
                return start_response(status, headers, *rest)

            response = b"".join(application(environ, start))
            status, headers = started[-1]
            self.exchanges.append(_exchange(environ, authorization, request, (status, headers, response)))
            return [response]

        return call


def operation_of(service: str, method: str, target: str, body: bytes) -> str:
    """Service and operation of a request; JSON protocols name it in X-Amz-Target, the query protocol in its body.

    Raises KeyError for a REST operation that no function is known to call.
    """
    if target:
        return f"{service}:{target.rpartition('.')[2]}"
    if named := parse_qs(body.decode("utf-8", "replace")).get("Action"):
        return f"{service}:{named[0]}"
    return f"{service}:{REST_OPERATIONS[service, method]}"


@contextmanager
def recorded_aws() -> Iterator[RecordedAws]:
    """A moto server of its own on a free port, for as long as the block runs."""
    recorded = RecordedAws()
    application = recorded.recording(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_QuietHandler)
    recorded.endpoint = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield recorded
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _QuietHandler(MotoRequestHandler):
    """moto's handler without a line for each request on the terminal."""

    def log_request(self, *_: Any) -> None:
        """Say nothing."""


def _exchange(
    environ: dict[str, Any],
    authorization: str,
    request: bytes,
    answer: tuple[str, list[tuple[str, str]], bytes],
) -> Exchange:
    status, headers, response = answer
    access_key, _, _, service, _ = authorization.split("Credential=")[1].split(",")[0].split("/")
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    return Exchange(
        function=access_key,
        operation=operation_of_or_unknown(service, environ["REQUEST_METHOD"], target, request),
        path=quote(environ["PATH_INFO"]),
        request=request,
        status=int(status.split()[0]),
        headers={name.lower(): value for name, value in headers if name.lower() in _KEPT_HEADERS},
        response=response,
    )


def operation_of_or_unknown(service: str, method: str, target: str, body: bytes) -> str:
    """As operation_of, for requests of anybody, such as those that set the table up."""
    try:
        return operation_of(service, method, target, body)
    except KeyError:
        return f"{service}:{method}"
