"""The console's front answers as API Gateway would."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.functional.laptop import RecordingFunction
from tools.local.front.front import Front
from tools.local.front.proxy_events import Api

DEFINITION = {
    "paths": {
        "/": {"get": {}},
        "/queue": {"get": {}, "post": {}},
        "/conversations/{conversation_id}": {"get": {}},
        "/conversations/new": {"get": {}},
        "/static/{proxy+}": {"x-amazon-apigateway-any-method": {}},
    }
}
OK = {"statusCode": 200, "body": "fine", "headers": {"Content-Type": "text/plain"}}


class Console:
    """A front, its function, and a browser."""

    def __init__(self, answer: Callable[[Mapping[str, Any]], Any] = lambda event: OK) -> None:
        self.function = RecordingFunction(answer)
        api = Api(api_id="api", stage="civicline", account="123456789012", binary_types=["image/*"])
        self.browser = Client(Front(DEFINITION, self.function, api))

    @property
    def event(self) -> Mapping[str, Any]:
        """The one event that the function was given."""
        (event,) = self.function.events
        return event


@pytest.mark.parametrize(
    ("method", "path", "resource", "parameters"),
    [
        pytest.param("GET", "/", "/", None, id="the root"),
        pytest.param("POST", "/queue", "/queue", None, id="a fixed path"),
        pytest.param("GET", "/queue/", "/queue", None, id="a slash too many"),
        pytest.param(
            "GET", "/conversations/a%2Fb", "/conversations/{conversation_id}", {"conversation_id": "a/b"}, id="a name"
        ),
        pytest.param("GET", "/conversations/new", "/conversations/new", None, id="fixed goes before a name"),
        pytest.param("DELETE", "/static/css/a.css", "/static/{proxy+}", {"proxy": "css/a.css"}, id="a greedy name"),
    ],
)
def test_a_request_finds_its_route(method: str, path: str, resource: str, parameters: Any) -> None:
    console = Console()
    assert console.browser.open(path, method=method).status_code == 200
    assert (console.event["resource"], console.event["pathParameters"]) == (resource, parameters)
    assert console.event["requestContext"]["resourcePath"] == resource


@pytest.mark.parametrize(("method", "path"), [("GET", "/nowhere"), ("PUT", "/queue"), ("GET", "/static/")])
def test_what_has_no_route_is_refused_in_api_gateways_words(method: str, path: str) -> None:
    console = Console()
    response = console.browser.open(path, method=method)
    assert (response.status_code, response.json) == (403, {"message": "Missing Authentication Token"})
    assert not console.function.events


def test_the_event_says_what_the_request_said() -> None:
    console = Console()
    headers = {"X-One": "1"}
    console.browser.post("/queue?q=a&q=b&r=%C3%A9", data="text=hé", headers=headers, content_type="text/plain")
    event = console.event
    assert event["queryStringParameters"] == {"q": "b", "r": "é"}
    assert event["multiValueQueryStringParameters"] == {"q": ["a", "b"], "r": ["é"]}
    assert event["multiValueHeaders"]["X-One"] == ["1"]
    assert (event["body"], event["isBase64Encoded"]) == ("text=hé", False)
    assert event["requestContext"]["stage"] == "civicline"
    assert event["requestContext"]["httpMethod"] == event["httpMethod"] == "POST"


def test_a_binary_body_comes_in_base64() -> None:
    console = Console()
    console.browser.post("/queue", data=b"\x89PNG", content_type="image/png")
    assert (base64.b64decode(console.event["body"]), console.event["isBase64Encoded"]) == (b"\x89PNG", True)


PICTURE = {
    "statusCode": 200,
    "headers": {"Content-Type": "image/png"},
    "body": base64.b64encode(b"\x89PNG").decode(),
    "isBase64Encoded": True,
}


@pytest.mark.parametrize(
    ("accept", "is_decoded"), [("image/png,*/*", True), ("text/html,image/png", False), ("*/*", False)]
)
def test_a_picture_is_decoded_only_if_it_is_what_the_browser_asks_for_first(accept: str, is_decoded: bool) -> None:
    response = Console(lambda event: PICTURE).browser.get("/", headers={"Accept": accept})
    assert (response.data == b"\x89PNG") is is_decoded


def test_several_cookies_are_several_headers() -> None:
    answer = {
        "statusCode": 302,
        "headers": {"location": "/", "set-cookie": "ignored"},
        "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
    }
    response = Console(lambda event: answer).browser.get("/")
    assert response.headers.getlist("Set-Cookie") == ["a=1", "b=2"]
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("fine", id="no object"),
        pytest.param({"body": "fine"}, id="no status"),
        pytest.param({"statusCode": 200, "body": {"a": 1}}, id="a body that is no text"),
        pytest.param({"statusCode": 200, "body": "x" * 7_000_000}, id="more than Lambda passes on"),
    ],
)
def test_an_answer_that_makes_no_sense_is_a_bad_gateway(answer: Any) -> None:
    response = Console(lambda event: answer).browser.get("/")
    assert (response.status_code, response.json) == (502, {"message": "Internal server error"})


def test_a_picture_that_is_not_base64_is_a_bad_gateway() -> None:
    response = Console(lambda event: PICTURE | {"body": "!"}).browser.get("/", headers={"Accept": "image/png"})
    assert response.status_code == 502


def _fail(event: Mapping[str, Any]) -> None:
    raise ValueError("broken")


def test_a_function_that_fails_is_a_bad_gateway() -> None:
    assert Console(_fail).browser.get("/").status_code == 502


def test_a_body_of_more_than_ten_megabytes_is_refused() -> None:
    console = Console()
    response: TestResponse = console.browser.post("/queue", data=b"x" * (10 * 1024 * 1024 + 1))
    assert response.status_code == 413
    assert json.loads(response.data) == {"message": "Request Too Long"}
