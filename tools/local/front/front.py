"""The HTTP front: finds the route, calls the function, answers as API Gateway would."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from tools.local.front.proxy_events import Api, MalformedAnswerError, proxy_event, response_of
from tools.local.front.routes import Routes
from tools.local.lambdas.workers import Invocable
from tools.local.template.errors import TemplateError
from tools.local.template.loader import ACCOUNT, LoadedTemplate

LOG = logging.getLogger(__name__)
LARGEST_PAYLOAD_BYTES = 10 * 1024 * 1024
LARGEST_EVENT_BYTES = 6 * 1024 * 1024  # what Lambda accepts and returns


class Front:
    """A WSGI application in front of one function; the error messages are API Gateway's own.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
    """

    def __init__(self, definition: Mapping[str, Any], function: Invocable, api: Api) -> None:
        self._routes = Routes(definition)
        self._function = function
        self._api = api

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        return self.answer(request)(environ, start_response)

    def answer(self, request: Request) -> Response:
        """The response to a request."""
        raw_path = request.environ.get("RAW_URI", request.path).split("?")[0]
        match = self._routes.match(request.method, raw_path)
        if match is None:
            return _refusal(403, "Missing Authentication Token")
        if (request.content_length or 0) > LARGEST_PAYLOAD_BYTES:
            return _refusal(413, "Request Too Long")
        invocation = self._function.invoke(proxy_event(request, match, self._api))
        if invocation.error is not None:
            if invocation.error["errorType"] == "Sandbox.Timedout":
                return _refusal(504, "Endpoint request timed out")
            LOG.warning("the console's function failed: %s", invocation.error["errorType"])
            return _refusal(502, "Internal server error")
        if len(json.dumps(invocation.result)) > LARGEST_EVENT_BYTES:
            LOG.warning("the console's function answered with more than Lambda would pass on")
            return _refusal(502, "Internal server error")
        try:
            return response_of(invocation.result, request, self._api)
        except MalformedAnswerError as error:
            LOG.warning("the console's function answered badly: %s", error)
            return _refusal(502, "Internal server error")


def front_of(loaded: LoadedTemplate, functions: Mapping[str, Invocable]) -> Front:
    """The front of the template's one REST API; raises TemplateError if its definition names no known function."""
    (resource,) = loaded.of_type("AWS::ApiGateway::RestApi")
    (stage,) = loaded.of_type("AWS::ApiGateway::Stage")
    definition = resource.properties["Body"]
    api = Api(
        api_id=resource.created.reference,
        stage=stage.created.reference,
        account=ACCOUNT,
        binary_types=definition.get("x-amazon-apigateway-binary-media-types", []),
    )
    text = json.dumps(definition)
    named = [function for function in functions.values() if f"{function.function.arn}/invocations" in text]
    if len(named) != 1:
        raise TemplateError(f"{resource.logical_id} should name one function, and names {len(named)}")
    return Front(definition, named[0], api)


def _refusal(status: int, message: str) -> Response:
    return Response(json.dumps({"message": message}), status=status, content_type="application/json")
