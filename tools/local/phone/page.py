"""The page's web application. It holds no secrets, and answers to this machine alone."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, UnsupportedMediaType
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from tools.local.phone.correspondence import Correspondence
from tools.local.phone.outbox import Outbox
from tools.local.phone.writing import Letter, NotDeliveredError, send_mail, send_text
from tools.local.ports import HOST, Ports
from tools.local.template.properties import Clients
from tools.packs import SampleOffice

FOLDER = Path(__file__).parent
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
KEYWORDS = ("HELP", "STOP", "START")
LOCAL_NAMES = (HOST, "localhost")


class PhonePage:
    """A WSGI application: the page, its two forms, and what has come since."""

    def __init__(
        self,
        *,
        office: SampleOffice,
        examples: Sequence[str],
        clients: Clients,
        ports: Ports,
        inbound_sms_topic: str,
        outbox: Outbox,
    ) -> None:
        self._office = office
        self._clients = clients
        self._topic = inbound_sms_topic
        self._smtp = (HOST, ports.numbers["smtp"])
        self._correspondence = Correspondence(outbox)
        templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
        )
        self._html = templates.get_template("phone.html").render(
            office=office, examples=(*examples, *KEYWORDS), console_url=ports.url("console")
        )
        self._routes = Map(
            [
                Rule("/", endpoint=self._page, methods=["GET"]),
                Rule("/correspondence", endpoint=self._read, methods=["GET"]),
                Rule("/texts", endpoint=self._write_text, methods=["POST"]),
                Rule("/mails", endpoint=self._write_mail, methods=["POST"]),
            ]
        )
        self._application = SharedDataMiddleware(self._respond, {"/static": str(FOLDER / "static")}, cache=False)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        return self._application(environ, start_response)

    def _respond(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        try:
            # Another site's page may make a browser call a laptop by a name of its own choice: not with us.
            if request.host.split(":")[0] not in LOCAL_NAMES:
                raise Forbidden("this page answers to this machine alone")
            endpoint, _ = self._routes.bind_to_environ(environ).match()
            response: Response = endpoint(request)
        except HTTPException as error:
            response = _json({"error": error.description}, status=error.code or 500)
        response.headers.update(SECURITY_HEADERS)
        return response(environ, start_response)

    def _page(self, request: Request) -> Response:
        del request
        return Response(self._html, content_type="text/html; charset=utf-8")

    def _read(self, request: Request) -> Response:
        seen = self._correspondence.of(number=request.args.get("number", ""), address=request.args.get("address", ""))
        return _json(seen)

    def _write_text(self, request: Request) -> Response:
        fields = _fields(request, "number", "text")
        text_id = send_text(
            self._clients("sns"),
            self._topic,
            sender=fields["number"],
            number=self._office.number,
            text=fields["text"],
        )
        self._correspondence.add_text(text_id, fields["number"], fields["text"], time.time())
        return _json({"id": text_id}, status=202)

    def _write_mail(self, request: Request) -> Response:
        fields = _fields(request, "name", "address", "subject", "text", "answers", may_be_empty=("name", "answers"))
        letter = Letter(**fields)
        try:
            mail_id = send_mail(self._smtp, self._office.address, letter)
        except (NotDeliveredError, ValueError) as error:
            raise BadRequest(str(error)) from error
        self._correspondence.add_mail(mail_id, letter, self._office.address, time.time())
        return _json({"id": mail_id}, status=202)


def _fields(request: Request, *names: str, may_be_empty: Sequence[str] = ()) -> dict[str, str]:
    """The named fields of a JSON request; forms of other sites cannot send that type without asking first."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("send application/json")
    given = request.get_json()
    if not isinstance(given, dict):
        raise BadRequest("send an object")
    fields = {name: str(given.get(name, "")).strip() for name in names}
    missing = [name for name in names if not fields[name] and name not in may_be_empty]
    if missing:
        raise BadRequest(f"fill in {', '.join(missing)}")
    return fields


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value), status=status, content_type="application/json")
