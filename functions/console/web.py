"""Requests and responses as values, so that views know no web framework."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

PAGE = "text/html; charset=utf-8"
JSON = "application/json"
PROBLEM = "application/problem+json"
NO_STORE = "no-store"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRequest:
    """One HTTP request. `root` is what stands before our own paths: a stage such as `/api`, or nothing.

    Header names are in lower case; of a repeated query parameter the last one counts. `origin` is scheme and host.
    """

    method: str
    path: str
    root: str
    origin: str
    request_id: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def is_secure(self) -> bool:
        """Whether the browser speaks TLS with us."""
        return self.origin.startswith("https:")

    @property
    def wants_json(self) -> bool:
        """Whether the path belongs to the API, whose errors are problem details."""
        return self.path.startswith("/api/")

    @property
    def is_refresh(self) -> bool:
        """Whether the page's script asks again for its list; that is no sign of a person."""
        return self.query.get("part") == "live"

    def cookie(self, name: str) -> str | None:
        """A cookie's value (RFC 6265 section 5.4)."""
        for pair in self.headers.get("cookie", "").split(";"):
            key, _, value = pair.strip().partition("=")
            if key == name:
                return value
        return None

    def form(self) -> dict[str, str]:
        """The fields of a posted form; of a repeated field the last one counts."""
        fields = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
        return {name: values[-1] for name, values in fields.items()}

    def link(self, path: str, **query: str | None) -> str:
        """An address of ours for a page, without the host; parameters that are None or "" are left out."""
        parameters = urlencode({name: value for name, value in query.items() if value})
        return f"{self.root}{path}" + (f"?{parameters}" if parameters else "")

    def address(self, path: str) -> str:
        """An address of ours for others, with the host."""
        return f"{self.origin}{self.root}{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebResponse:
    """One HTTP response; `cookies` are whole Set-Cookie values."""

    status: int = 200
    body: str = ""
    content_type: str = PAGE
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()


def redirect(location: str, *cookies: str) -> WebResponse:
    """See Other: whatever the method was, the browser goes on with GET (RFC 9110 section 15.4.4)."""
    return WebResponse(status=303, headers={"Location": location, "Cache-Control": NO_STORE}, cookies=cookies)


def json_response(data: Mapping[str, Any]) -> WebResponse:
    """Data that nobody may keep."""
    return WebResponse(
        body=json.dumps(data, ensure_ascii=False), content_type=JSON, headers={"Cache-Control": NO_STORE}
    )


def problem(status: int, title: str, detail: str, **members: Any) -> WebResponse:
    """Problem details (RFC 9457); `members` are its extensions."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **members}
    headers = {"Cache-Control": NO_STORE} | ({"WWW-Authenticate": "Bearer"} if status == 401 else {})
    return WebResponse(status=status, body=json.dumps(body), content_type=PROBLEM, headers=headers)


def set_cookie(name: str, value: str, *, seconds: int, secure: bool) -> str:
    """A cookie for this host only, out of reach of scripts, not sent along with other sites' posts."""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")


def cookie_name(name: str, *, secure: bool) -> str:
    """The name with the `__Host-` prefix, which browsers refuse from a neighbouring host (RFC 6265bis section 4.1.3.2).

    The prefix demands Secure, which is not possible on a laptop's plain http, so there the bare name stands.
    """
    return f"__Host-{name}" if secure else name


def origin_of(host: str, forwarded_proto: str | None) -> str:
    """Scheme and host of a request: https, unless it came over plain http to this very machine.

    Plain http from anywhere else is still called https, so that its cookies are Secure and no session starts on it.
    """
    is_loopback = host.rsplit(":", 1)[0] in _LOOPBACK or host in _LOOPBACK
    return f"http://{host}" if is_loopback and forwarded_proto != "https" else f"https://{host}"


def root_of(full_path: str, resource: str, parameters: Mapping[str, str]) -> str:
    """What stands before our own path, told from the route that matched.

    `full_path` is `/api/messages/7` where `resource` is `/messages/{message_id}`; on a custom domain the prefix may be
    anything or nothing.
    """
    segments = full_path.rstrip("/").split("/")[1:]
    tail = [] if resource == "/" else resource.split("/")[1:]
    if tail and tail[-1].endswith("+}"):
        tail = tail[:-1] + (parameters.get(tail[-1][1:-2]) or parameters.get(tail[-1][1:-1]) or "-").split("/")
    kept = segments[: max(0, len(segments) - len(tail))]
    return "".join(f"/{segment}" for segment in kept)
