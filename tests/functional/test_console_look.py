"""What every response carries, files, and colours that can be read."""

import re
from dataclasses import replace
from itertools import product

import pytest

from functions.console import assets, wording
from functions.console.web import WebRequest, origin_of, root_of
from tests.builders import MARIA, MARIAS_MAIL
from tests.console_fakes import Stage, a_member

STYLE = (assets._FOLDER / "console.css").read_text("utf-8")
INKS = {
    "ground": ("ink", "muted", "accent", "accent-strong"),
    "surface": ("ink", "muted", "accent", "accent-strong"),
    "sunken": ("ink", "muted"),
    "raised": ("ink",),
    "accent-soft": ("ink", "accent", "accent-strong", "muted"),
    "accent": ("on-accent",),
    "accent-strong": ("on-accent",),
    "ink": ("ground",),
    **{f"{name}-soft": (f"{name}-ink",) for name in ("answered", "waiting", "silent", "received", "urgent")},
}
MARKS = ("answered", "waiting", "silent", "received", "urgent", "accent")


def _tokens(dark: bool) -> dict[str, str]:
    light, _, rest = STYLE.partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rest)) if dark else {})


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ground", "ink"), [(ground, ink) for ground, inks in INKS.items() for ink in inks])
def test_text_stands_out_by_4_5_to_1(ground: str, ink: str, dark: bool) -> None:
    tokens = _tokens(dark)
    assert _contrast(tokens[ground], tokens[ink]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), list(product(MARKS, ["surface", "ground"])))
def test_marks_and_focus_stand_out_by_3_to_1(mark: str, ground: str, dark: bool) -> None:
    tokens = _tokens(dark)
    assert _contrast(tokens[mark], tokens[ground]) >= 3


def test_style_and_script_come_under_names_that_change_with_their_content() -> None:
    browser = Stage().browser(a_member())
    page = browser.get("/")
    paths = [page.document.find(".//link[@rel='stylesheet']").get("href"), page.document.find(".//script").get("src")]
    for path, content_type in zip(paths, ["text/css; charset=utf-8", "text/javascript; charset=utf-8"], strict=True):
        assert re.fullmatch(r"/api/static/[a-z]+\.[0-9a-f]{12}\.(css|js)", path)
        answer = browser.get(path.removeprefix("/api"))
        assert (answer.status, answer.headers["Content-Type"]) == (200, content_type)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        again = browser.get(path.removeprefix("/api"), if_none_match=answer.headers["ETag"])
        assert (again.status, again.body) == (304, "")


def test_files_need_no_sign_in() -> None:
    assert Stage().browser().get(assets.path_of("mark.svg")).headers["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize("name", ["console.css", "console.000000000000.css", "..", "handler.py", "%2e%2e"])
def test_nothing_else_is_served_as_a_file(name: str) -> None:
    assert Stage().browser(a_member()).get(f"/static/{name}").status == 404


def test_over_tls_browsers_are_told_to_stay_there() -> None:
    stage = Stage()
    assert "Strict-Transport-Security" in stage.browser().get("/healthz").headers
    assert "Strict-Transport-Security" not in stage.browser(prefix="", host="127.0.0.1:8000").get("/healthz").headers


def test_a_configured_address_stands_before_every_link() -> None:
    stage = Stage()
    stage.console = replace(stage.console, public_url="https://console.riverbend.example/desk/")
    browser = stage.browser(a_member())
    assert browser.get("/").document.find(".//a[@class='brand']").get("href") == "/desk/"
    browser.get("/login")
    assert stage.identity.attempts[0].redirect_uri == "https://console.riverbend.example/desk/login/callback"


def test_something_that_breaks_is_a_page_with_a_reference_and_no_details() -> None:
    stage = Stage()
    stage.offices.by_id = None  # type: ignore[assignment]
    answer = stage.browser(a_member()).get("/")
    assert answer.status == 500
    assert "Something went wrong" in answer.text
    assert "NoneType" not in answer.body
    problem = stage.browser(a_member()).get("/api/v1/messages")
    assert (problem.status, problem.headers["Content-Type"]) == (500, "application/problem+json")


@pytest.mark.parametrize(
    ("full_path", "resource", "parameters", "root"),
    [
        ("/api/", "/", {}, "/api"),
        ("/", "/", {}, ""),
        ("/api/login/callback", "/login/callback", {}, "/api"),
        ("/login", "/login", {}, ""),
        ("/api/messages/7", "/messages/{message_id}", {"message_id": "7"}, "/api"),
        ("/a/b/messages/7", "/messages/{message_id}", {"message_id": "7"}, "/a/b"),
        ("/api/x/y/z", "/{proxy+}", {"proxy": "x/y/z"}, "/api"),
        ("/x", "/{proxy+}", {"proxy": "x"}, ""),
        ("/x", "/{proxy+}", {"proxy+": "x"}, ""),
    ],
)
def test_what_stands_before_our_paths_is_told_from_the_route(
    full_path: str, resource: str, parameters: dict[str, str], root: str
) -> None:
    assert root_of(full_path, resource, parameters) == root


@pytest.mark.parametrize(
    ("host", "proto", "origin"),
    [
        ("console.example", "https", "https://console.example"),
        ("console.example", None, "https://console.example"),
        ("console.example", "http", "https://console.example"),
        ("127.0.0.1:8000", None, "http://127.0.0.1:8000"),
        ("localhost", "http", "http://localhost"),
        ("[::1]:8000", None, "http://[::1]:8000"),
        ("localhost:8443", "https", "https://localhost:8443"),
        ("localhost.evil.example", None, "https://localhost.evil.example"),
    ],
)
def test_plain_http_is_believed_of_this_machine_alone(host: str, proto: str | None, origin: str) -> None:
    assert origin_of(host, proto) == origin


def test_a_form_with_too_many_fields_is_not_read() -> None:
    request = WebRequest(method="POST", path="/", root="", origin="http://localhost", body=b"a=1&" * 30)
    with pytest.raises(ValueError, match="fields"):
        request.form()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"),
        (0.04, "0.0 s"),
        (2.04, "2.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (200, "3 min 20 s"),
        (3599.9, "1 h"),
        (7500, "2 h 5 min"),
        (86_400, "1 day"),
        (260_000, "3 days"),
    ],
)
def test_durations_are_said_at_the_precision_that_matters(seconds: float | None, words: str) -> None:
    assert wording.duration(seconds) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0.7999, "79 %"), (0.8, "80 %"), (0.29, "29 %"), (1.0, "100 %"), (0, "0 %")]
)
def test_a_confidence_is_never_rounded_up_to_its_threshold(share: float, words: str) -> None:
    assert wording.percent(share) == words


def test_numbers_are_grouped_for_reading_and_addresses_left_alone() -> None:
    assert wording.contact(MARIA) == "+1 202 555 0188"
    assert wording.contact(MARIAS_MAIL) == "maria.lopez@example.net"


@pytest.mark.parametrize(
    ("confidence", "threshold", "words"),
    [
        (0.97, 0.8, ("97 %", "80 %")),
        (0.8, 0.8, ("80 %", "80 %")),
        (0.9951, 0.9962, ("99.5 %", "99.6 %")),
        (0.99516, 0.99512, ("99.516 %", "99.512 %")),
        (0.9, 0.9000001, ("90.000 %", "90.000 %")),
        (0.0, 1.0, ("0 %", "100 %")),
    ],
)
def test_a_confidence_is_told_apart_from_its_threshold(
    confidence: float, threshold: float, words: tuple[str, str]
) -> None:
    assert wording.sureness(confidence, threshold) == words
