"""Style sheet, script and icon, under names that carry a fingerprint of their content.

A changed file has a new name, so browsers keep each for a year and never ask again. All are text: API Gateway would
need binary media types for anything else.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from functions.console.access import NotFoundError
from functions.console.parts import Console
from functions.console.web import WebRequest, WebResponse

_FOLDER = Path(__file__).with_name("static")
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_KEEP_FOR_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file, ready to be served."""

    served_name: str
    body: str
    content_type: str
    etag: str


def serve(_console: Console, request: WebRequest, name: str) -> WebResponse:
    """An asset by its fingerprinted name; 304 where the browser has it (RFC 9110 section 13.1.2)."""
    asset = _by_served_name().get(name)
    if asset is None:
        raise NotFoundError("There is no such file.")
    headers = {"Cache-Control": _KEEP_FOR_A_YEAR, "ETag": asset.etag}
    if request.headers.get("if-none-match") == asset.etag:
        return WebResponse(status=304, content_type=asset.content_type, headers=headers)
    return WebResponse(body=asset.body, content_type=asset.content_type, headers=headers)


def path_of(name: str) -> str:
    """The path of an asset by its plain name, such as `console.css`. Raises KeyError for a name that is none."""
    return f"/static/{_by_name()[name].served_name}"


@cache
def _by_name() -> dict[str, Asset]:
    return {path.name: _asset(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _CONTENT_TYPES}


@cache
def _by_served_name() -> dict[str, Asset]:
    return {asset.served_name: asset for asset in _by_name().values()}


def _asset(path: Path) -> Asset:
    body = path.read_text("utf-8")
    fingerprint = hashlib.sha256(body.encode()).hexdigest()[:12]
    return Asset(
        served_name=f"{path.stem}.{fingerprint}{path.suffix}",
        body=body,
        content_type=_CONTENT_TYPES[path.suffix],
        etag=f'"{fingerprint}"',
    )
