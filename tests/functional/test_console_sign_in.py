"""Signing in, staying signed in, and signing out."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.console.session import ABSOLUTE_LIMIT, IDLE_LIMIT
from functions.console.sign_in import safe_path
from tests.console_fakes import Browser, Stage, a_member, minutes


def begin(browser: Browser, path: str = "/login") -> str:
    """Start a sign-in; the state that the provider is to give back."""
    answer = browser.get(path)
    assert answer.status == 303
    return parse_qs(urlsplit(answer.location).query)["state"][0]


def sign_in(stage: Stage, browser: Browser) -> None:
    stage.identity.codes["code-1"] = a_member()
    assert browser.get(f"/login/callback?code=code-1&state={begin(browser)}").status == 303


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back_to_their_page() -> None:
    stage = Stage()
    browser = stage.browser()
    first = browser.get("/?show=waiting")
    assert first.location == "/api/login?next=%2F%3Fshow%3Dwaiting"
    state = begin(browser, first.location.removeprefix("/api"))
    stage.identity.codes["code-1"] = a_member()
    back = browser.get(f"/login/callback?code=code-1&state={state}")
    assert back.location == "/api/?show=waiting"
    assert browser.get("/?show=waiting").status == 200


def test_the_provider_is_told_to_return_to_the_address_that_the_browser_used() -> None:
    stage = Stage()
    begin(stage.browser(prefix="/api", host="abc.execute-api.us-east-1.amazonaws.com"))
    begin(stage.browser(prefix="", host="127.0.0.1:8000"))
    begin(stage.browser(prefix="", host="console.riverbend.example"))
    assert [attempt.redirect_uri for attempt in stage.identity.attempts] == [
        "https://abc.execute-api.us-east-1.amazonaws.com/api/login/callback",
        "http://127.0.0.1:8000/login/callback",
        "https://console.riverbend.example/login/callback",
    ]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_hosts() -> None:
    stage = Stage()
    browser = stage.browser()
    stage.identity.codes["code-1"] = a_member()
    cookies = browser.get(f"/login/callback?code=code-1&state={begin(browser)}").cookies
    session = next(cookie for cookie in cookies if cookie.startswith("__Host-civicline="))
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(session.split("; "))
    assert "Domain" not in session
    assert "Rosa" not in session


def test_on_a_laptop_without_tls_the_cookie_does_without_the_prefix_that_demands_it() -> None:
    stage = Stage()
    browser = stage.browser(prefix="", host="127.0.0.1:8000")
    sign_in(stage, browser)
    assert "civicline" in browser.cookies
    assert browser.get("/").status == 200


def test_plain_http_from_elsewhere_gets_cookies_that_only_tls_carries() -> None:
    stage = Stage()
    answer = stage.browser(prefix="", host="console.riverbend.example").get("/login")
    assert "Secure" in answer.cookies[0]


def test_a_sign_in_is_finished_once_only() -> None:
    stage = Stage()
    browser = stage.browser()
    stage.identity.codes["code-1"] = a_member()
    callback = f"/login/callback?code=code-1&state={begin(browser)}"
    assert browser.get(callback).status == 303
    assert browser.get(callback).status == 403


@pytest.mark.parametrize(
    ("callback", "says"),
    [
        pytest.param("code=code-1&state=another", "does not belong", id="an answer to another question"),
        pytest.param("code=code-1", "does not belong", id="an answer without a state"),
        pytest.param("code=code-2&state={state}", "did not hold", id="a code that the provider does not know"),
        pytest.param("error=access_denied&state={state}", "did not let you in", id="the provider says no"),
        pytest.param("state={state}", "did not let you in", id="no code"),
    ],
)
def test_a_forged_or_refused_answer_opens_no_session(callback: str, says: str) -> None:
    stage = Stage()
    browser = stage.browser()
    stage.identity.codes["code-1"] = a_member()
    answer = browser.get("/login/callback?" + callback.format(state=begin(browser)))
    assert answer.status == 403
    assert says in answer.text
    assert "__Host-civicline" not in browser.cookies


def test_an_answer_in_a_browser_that_did_not_ask_opens_no_session() -> None:
    stage = Stage()
    state = begin(stage.browser())
    stage.identity.codes["code-1"] = a_member()
    answer = stage.browser().get(f"/login/callback?code=code-1&state={state}")
    assert answer.status == 403
    assert "another window" in answer.text


def test_an_answer_after_ten_minutes_opens_no_session() -> None:
    stage = Stage()
    browser = stage.browser()
    state = begin(browser)
    stage.identity.codes["code-1"] = a_member()
    stage.clock.advance(minutes(10))
    assert browser.get(f"/login/callback?code=code-1&state={state}").status == 403


def test_somebody_in_no_group_is_told_what_to_do() -> None:
    stage = Stage()
    browser = stage.browser()
    stage.identity.codes["code-1"] = a_member("gardeners", "riverbend/owner")
    answer = browser.get(f"/login/callback?code=code-1&state={begin(browser)}")
    assert answer.status == 403
    assert "Ask your administrator" in answer.text
    assert "__Host-civicline" not in browser.cookies


def test_somebody_in_more_offices_than_a_cookie_holds_is_told_so_instead_of_losing_some() -> None:
    stage = Stage()
    browser = stage.browser()
    stage.identity.codes["code-1"] = a_member(*(f"a-rather-long-office-name-{number}/agent" for number in range(120)))
    answer = browser.get(f"/login/callback?code=code-1&state={begin(browser)}")
    assert answer.status == 403
    assert "more offices than a session can hold" in answer.text


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/", "/"),
        ("/messages/7f0c", "/messages/7f0c"),
        ("/?show=waiting&office=riverbend", "/?show=waiting&office=riverbend"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/%5Cevil.example\n", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_nobody_is_led_off_the_console(wanted: str, goes_to: str) -> None:
    assert safe_path(wanted) == goes_to


@pytest.mark.parametrize(
    ("idle_for", "is_open"),
    [
        pytest.param(IDLE_LIMIT - timedelta(seconds=1), True, id="just before half an hour"),
        pytest.param(IDLE_LIMIT, False, id="after half an hour"),
    ],
)
def test_a_session_ends_after_half_an_hour_without_a_sign_of_its_person(idle_for: timedelta, is_open: bool) -> None:
    stage = Stage()
    browser = stage.browser(a_member())
    stage.clock.advance(idle_for)
    assert (browser.get("/").status == 200) is is_open


def test_a_session_in_use_ends_after_eight_hours_all_the_same() -> None:
    stage = Stage()
    browser = stage.browser(a_member())
    worked = timedelta()
    while browser.get("/").status == 200:
        stage.clock.advance(minutes(20))
        worked += minutes(20)
    assert worked == ABSOLUTE_LIMIT


def test_the_page_that_refreshes_itself_does_not_keep_a_session_open() -> None:
    stage = Stage()
    browser = stage.browser(a_member())
    for _ in range(29):
        stage.clock.advance(minutes(1))
        assert browser.get("/?part=live").cookies == []
    stage.clock.advance(minutes(1))
    answer = browser.get("/?part=live")
    assert answer.status == 401
    assert "Your session is over" in answer.text


def test_a_cookie_is_renewed_at_most_once_a_minute() -> None:
    stage = Stage()
    browser = stage.browser(a_member())
    assert browser.get("/").cookies == []
    stage.clock.advance(minutes(1))
    assert len(browser.get("/").cookies) == 1
    assert browser.get("/").cookies == []


@pytest.mark.parametrize("place", ["header", "iv", "ciphertext", "tag"])
def test_a_cookie_that_somebody_changed_is_no_cookie(place: str) -> None:
    browser = Stage().browser(a_member())
    parts = browser.cookies["__Host-civicline"].split(".")
    at = {"header": 0, "iv": 2, "ciphertext": 3, "tag": 4}[place]
    middle = len(parts[at]) // 2
    changed = "A" if parts[at][middle] != "A" else "B"
    parts[at] = parts[at][:middle] + changed + parts[at][middle + 1 :]
    browser.cookies["__Host-civicline"] = ".".join(parts)
    assert browser.get("/").status == 303


@pytest.mark.parametrize(
    "value", ["", "x", "a.b.c.d.e", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0....", "é"]
)
def test_a_cookie_that_is_none_of_ours_is_no_cookie(value: str) -> None:
    browser = Stage().browser()
    browser.cookies["__Host-civicline"] = value
    assert browser.get("/").status == 303


def test_the_cookie_of_a_sign_in_under_way_is_no_session() -> None:
    stage = Stage()
    browser = stage.browser()
    begin(browser)
    browser.cookies["__Host-civicline"] = browser.cookies["__Host-civicline-sign-in"]
    assert browser.get("/").status == 303


def test_a_new_session_secret_ends_every_session() -> None:
    stage = Stage()
    browser = stage.browser(a_member())
    stage.keys.secret = "another"
    assert browser.get("/").status == 303


def test_signing_out_ends_the_session_and_offers_to_leave_the_provider_too() -> None:
    browser = Stage().browser(a_member())
    assert browser.post("/logout", {"csrf_token": "csrf-1"}).location == "/api/signed-out"
    assert "__Host-civicline" not in browser.cookies
    page = browser.get("/signed-out")
    assert page.document.find(".//main//a").get("href").startswith("https://id.example/logout")
    assert browser.get("/").status == 303


@pytest.mark.parametrize("form", [{}, {"csrf_token": ""}, {"csrf_token": "guess"}, {"csrf_token": "é"}])
def test_another_site_cannot_sign_people_out(form: dict[str, str]) -> None:
    browser = Stage().browser(a_member())
    assert browser.post("/logout", form).status == 403
    assert browser.get("/").status == 200


def test_signing_out_is_no_link() -> None:
    browser = Stage().browser(a_member())
    assert browser.fetch("GET", "/logout", {}).status in {404, 405}
    assert browser.get("/").status == 200


def test_a_form_of_another_kind_is_refused() -> None:
    browser = Stage().browser(a_member())
    assert browser.fetch("POST", "/logout", {"content-type": "text/plain"}, "csrf_token=csrf-1").status == 415
