"""The edge of the console: Chalice's requests in, Chalice's responses out. What the pages say is elsewhere."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from chalice.app import Blueprint, Request, Response

from civicline.domain.errors import CiviclineError
from civicline.runtime import bootstrap
from civicline.runtime.observability import logger
from functions.console import (
    api,
    approved_api,
    approved_pages,
    approving,
    assets,
    audits,
    constituents,
    journal,
    judging,
    opt_outs,
    pages,
    quarantine,
    refusals,
    sign_in,
    stopping,
    topics,
)
from functions.console.parts import Console
from functions.console.security import response_headers
from functions.console.session import CookieVault
from functions.console.web import JSON, WebRequest, WebResponse, origin_of, root_of

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address and the view behind it; parameters of the path become arguments of the view."""

    path: str
    view: Callable[..., WebResponse]
    method: str = "GET"

    @property
    def content_types(self) -> list[str]:
        """What a body may be; Chalice refuses the rest."""
        return [FORM] if self.method == "POST" and not self.path.startswith("/api/") else [JSON]


ROUTES = (
    Route(path="/", view=pages.front_page),
    Route(path="/messages/{message_id}", view=pages.message_page),
    Route(path="/messages/{message_id}/topic", view=judging.judge_by_form, method="POST"),
    Route(path="/messages/{message_id}/stop", view=stopping.stop_by_form, method="POST"),
    Route(path="/messages/{message_id}/take-up", view=stopping.take_up_by_form, method="POST"),
    Route(path="/opt-outs", view=opt_outs.list_page),
    Route(path="/opt-outs/add", view=opt_outs.add_by_form, method="POST"),
    Route(path="/opt-outs/undo", view=opt_outs.undo_by_form, method="POST"),
    Route(path="/topics", view=topics.list_page),
    Route(path="/topics/{subject_id}", view=topics.step_by_form, method="POST"),
    Route(path="/pause", view=topics.switch_by_form, method="POST"),
    Route(path="/audits", view=audits.list_page),
    Route(path="/audits/{message_id}", view=audits.judge_by_form, method="POST"),
    Route(path="/api/v1/topics", view=topics.listed),
    Route(path="/api/v1/topics/{subject_id}", view=topics.told),
    Route(path="/api/v1/topics/{subject_id}/clearance", view=topics.step_by_token, method="PUT"),
    Route(path="/api/v1/pause", view=topics.switches),
    Route(path="/api/v1/pause", view=topics.switch_by_token, method="PUT"),
    Route(path="/api/v1/audits", view=audits.listed),
    Route(path="/api/v1/audits/{message_id}", view=audits.judge_by_token, method="PUT"),
    Route(path="/approved-messages", view=approved_pages.list_page),
    Route(path="/approved-messages/{name}", view=approved_pages.message_page),
    Route(path="/approved-messages/{name}", view=approving.write_by_form, method="POST"),
    Route(path="/approved-messages/{name}/preview", view=approved_pages.preview_page),
    Route(path="/approved-messages/{name}/submit", view=approving.submit_by_form, method="POST"),
    Route(path="/approved-messages/{name}/approve", view=approving.approve_by_form, method="POST"),
    Route(path="/approved-messages/{name}/retire", view=approving.retire_by_form, method="POST"),
    Route(path="/constituents", view=constituents.search_page),
    Route(path="/constituents", view=constituents.search_by_form, method="POST"),
    Route(path="/constituents/merge", view=constituents.merge_named_by_form, method="POST"),
    Route(path="/constituents/{constituent_id}", view=constituents.constituent_page),
    Route(path="/constituents/{constituent_id}/merge", view=constituents.merge_by_form, method="POST"),
    Route(path="/constituents/{constituent_id}/split", view=constituents.split_by_form, method="POST"),
    Route(path="/api/v1/constituents", view=constituents.listed),
    Route(path="/api/v1/constituents/merge", view=constituents.merge_named_by_token, method="POST"),
    Route(path="/api/v1/constituents/{constituent_id}", view=constituents.told),
    Route(path="/api/v1/constituents/{constituent_id}/merge", view=constituents.merge_by_token, method="POST"),
    Route(path="/api/v1/constituents/{constituent_id}/split", view=constituents.split_by_token, method="POST"),
    Route(path="/quarantine", view=quarantine.list_page),
    Route(path="/quarantine/{item_id}", view=quarantine.item_page),
    Route(path="/login", view=sign_in.start),
    Route(path="/login/callback", view=sign_in.finish),
    Route(path="/logout", view=sign_in.leave, method="POST"),
    Route(path="/signed-out", view=sign_in.signed_out),
    Route(path="/static/{name}", view=assets.serve),
    Route(path="/healthz", view=pages.health),
    Route(path="/api/v1/reports/volume", view=api.volume),
    Route(path="/api/v1/messages", view=api.messages),
    Route(path="/api/v1/messages/{message_id}", view=api.message),
    Route(path="/api/v1/messages/{message_id}/topic", view=judging.judge_by_token, method="PUT"),
    Route(path="/api/v1/messages/{message_id}/reply", view=stopping.stop_by_token, method="PUT"),
    Route(path="/api/v1/opt-outs", view=opt_outs.listed),
    Route(path="/api/v1/opt-outs/added", view=opt_outs.add_by_token, method="PUT"),
    Route(path="/api/v1/opt-outs", view=opt_outs.undo_by_token, method="PUT"),
    Route(path="/api/v1/messages/{message_id}/journal", view=journal.journal),
    Route(path="/api/v1/approved-messages", view=approved_api.approved_messages),
    Route(path="/api/v1/approved-messages/{name}", view=approved_api.approved_message),
    Route(path="/api/v1/approved-messages/{name}/preview", view=approved_api.preview),
    Route(path="/api/v1/approved-messages/{name}/versions/{number}", view=approved_api.write_by_token, method="PUT"),
    Route(
        path="/api/v1/approved-messages/{name}/versions/{number}/status",
        view=approved_api.step_by_token,
        method="PUT",
    ),
    Route(path="/{proxy+}", view=pages.unknown_page),
)


class ConsoleResponse(Response):
    """A response of a view of ours, in contrast to those that Chalice makes when it refuses or something breaks."""


def console_blueprint(console: Callable[[], Console]) -> Blueprint:
    """The console's routes; `console` is asked on the first request."""
    routes = Blueprint(__name__)
    for route in ROUTES:
        _register(routes, route, console)
    routes.middleware("http")(_complete)
    return routes


def _register(routes: Blueprint, route: Route, console: Callable[[], Console]) -> None:
    def view(**path_parameters: str) -> ConsoleResponse:
        parts = console()
        request = web_request(routes.current_request, parts.public_url)
        try:
            response = route.view(parts, request, **path_parameters)
        except CiviclineError as error:
            response = refusals.refuse(request, error)
            logger.info("request refused", extra={"error": type(error).__name__, "code": getattr(error, "code", None)})
        return ConsoleResponse(response.body, response_headers(request, response), response.status)

    name = f"{route.view.__module__.rpartition('.')[2]}_{route.view.__name__}"
    view.__name__ = name
    routes.route(route.path, methods=[route.method], content_types=route.content_types, name=name)(view)


def _complete(chalice_request: Request, get_response: Callable[[Request], Response]) -> Response:
    """Give Chalice's own refusals and failures our form and our headers."""
    response = get_response(chalice_request)
    if isinstance(response, ConsoleResponse):
        return response
    request = web_request(chalice_request)
    failed = response.status_code >= 500
    ours = refusals.broken(request) if failed else refusals.unsupported(request, response.status_code)
    return ConsoleResponse(ours.body, response_headers(request, ours), ours.status)


def web_request(request: Request, public_url: str = "") -> WebRequest:
    """The request as views know it. `public_url`, where given, says what stands before our paths."""
    headers = {str(name).lower(): str(value) for name, value in request.headers.items()}
    full_path = request.context.get("path") or "/"
    found_root = root_of(full_path, request.path, request.uri_params or {})
    public = urlsplit(public_url)
    origin = origin_of(headers.get("host", "localhost"), headers.get("x-forwarded-proto"))
    return WebRequest(
        method=request.method,
        path=full_path.removeprefix(found_root).rstrip("/") or "/",
        root=public.path.rstrip("/") if public_url else found_root,
        origin=f"{public.scheme}://{public.netloc}" if public_url else origin,
        request_id=getattr(request.lambda_context, "aws_request_id", ""),
        query=dict(request.query_params or {}),
        headers=headers,
        body=_bytes(request.raw_body),
    )


def _bytes(body: str | bytes) -> bytes:
    return body.encode() if isinstance(body, str) else body


@cache
def _console() -> Console:
    """The console on its real adapters."""
    ports = bootstrap.console()
    return Console(
        offices=ports.offices,
        clearances=ports.clearances,
        heads=ports.heads,
        approved_messages=ports.approved_messages,
        inbox=ports.inbox,
        judgements=ports.judgements,
        journals=ports.journals,
        ledger=ports.ledger,
        presence=ports.presence,
        suppressions=ports.suppressions,
        constituents=ports.constituents,
        quarantine=ports.quarantine,
        raw_mail=ports.raw_mail,
        aggregates=ports.aggregates,
        identity=ports.identity,
        cookies=CookieVault(ports.session_keys),
        now=bootstrap.now,
        new_token=lambda: secrets.token_urlsafe(32),
        public_url=ports.public_url,
    )


blueprint = console_blueprint(_console)
