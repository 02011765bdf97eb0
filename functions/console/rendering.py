"""Templates into pages. Jinja2 is imported on first use: redirects, assets and the API need none of it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.console import assets
from functions.console.web import NO_STORE, WebRequest, WebResponse

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).with_name("templates")


def page(request: WebRequest, template: str, *, status: int = 200, **values: Any) -> WebResponse:
    """A page of ours. Everything in `values` is text to the templates, whatever it holds."""
    body = (
        _environment()
        .get_template(template)
        .render(request=request, asset=lambda name: request.link(assets.path_of(name)), **values)
    )
    return WebResponse(status=status, body=body, headers={"Cache-Control": NO_STORE})


@cache
def _environment() -> "Environment":
    """Autoescape whatever the file is called, and raise on a name that a view forgot to give."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
