"""Requests and answers in the form of API Gateway's Lambda proxy integration.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import base64
import binascii
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request, Response

from tools.local.front.routes import Match


class MalformedAnswerError(Exception):
    """A function answered with something that API Gateway cannot turn into a response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What the events say about the API they came through."""

    api_id: str
    stage: str
    account: str
    binary_types: Sequence[str]


def proxy_event(request: Request, match: Match, api: Api) -> dict[str, Any]:
    """A request as the function gets it."""
    body = request.get_data(cache=True)
    is_binary = matches_type(request.mimetype, api.binary_types)
    headers = _grouped(request.headers.items())
    query = _grouped(request.args.items(multi=True))
    text = base64.b64encode(body).decode() if is_binary else body.decode("utf-8", "replace")
    return {
        "resource": match.resource,
        "path": request.path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": dict(match.path_parameters) or None,
        "stageVariables": None,
        "requestContext": _request_context(request, match, api),
        "body": text if body else None,
        "isBase64Encoded": bool(body) and is_binary,
    }


def _request_context(request: Request, match: Match, api: Api) -> dict[str, Any]:
    now = time.time()
    request_id = str(uuid.uuid4())
    return {
        "accountId": api.account,
        "apiId": api.api_id,
        "domainName": request.host.split(":")[0],
        "domainPrefix": request.host.split(".")[0],
        "extendedRequestId": request_id,
        "httpMethod": request.method,
        "identity": {
            "sourceIp": request.remote_addr,
            "userAgent": request.headers.get("User-Agent"),
            "user": None,
            "userArn": None,
            "caller": None,
            "accessKey": None,
            "accountId": None,
        },
        # As behind a domain of one's own, where the path has no stage in front.
        "path": request.path,
        "protocol": request.environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
        "requestId": request_id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourceId": "laptop",
        "resourcePath": match.resource,
        "stage": api.stage,
    }


def response_of(answer: Any, request: Request, api: Api) -> Response:
    """A function's answer as a response; raises MalformedAnswerError as API Gateway answers 502.

    A body in base64 is decoded only if the first type that the client accepts is one of the API's binary types.
    """
    if not isinstance(answer, Mapping) or not isinstance(answer.get("statusCode"), int):
        raise MalformedAnswerError("no statusCode")
    headers = _answer_headers(answer)
    return Response(_answer_body(answer, request, api), status=answer["statusCode"], headers=headers)


def _answer_headers(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    single = answer.get("headers") or {}
    multiple = answer.get("multiValueHeaders") or {}
    # A header in both is taken from multiValueHeaders, once, whatever its case.
    twice = {name.lower() for name in multiple}
    headers = [(name, str(value)) for name, value in single.items() if name.lower() not in twice]
    headers += [(name, str(value)) for name, values in multiple.items() for value in values]
    if "content-type" not in {name.lower() for name, _ in headers}:
        headers.append(("Content-Type", "application/json"))
    return headers


def _answer_body(answer: Mapping[str, Any], request: Request, api: Api) -> bytes:
    body = answer.get("body") or ""
    if not isinstance(body, str):
        raise MalformedAnswerError("the body is no text")
    first_accepted = request.headers.get("Accept", "").split(",")[0].split(";")[0].strip()
    if answer.get("isBase64Encoded") and matches_type(first_accepted, api.binary_types):
        try:
            return base64.b64decode(body, validate=True)
        except binascii.Error as error:
            raise MalformedAnswerError("the body is not base64") from error
    return body.encode()


def matches_type(media_type: str, patterns: Sequence[str]) -> bool:
    """Whether a media type is one of the binary types, in which either half may be `*`."""
    kind, _, subtype = media_type.lower().partition("/")
    return any(
        wanted_kind in ("*", kind) and wanted_subtype in ("*", subtype)
        for wanted_kind, _, wanted_subtype in (pattern.lower().partition("/") for pattern in patterns)
        if media_type
    )


def _grouped(pairs: Any) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped
