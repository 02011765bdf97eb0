"""Who may see which office."""

import pytest

from civicline.domain.ids import OfficeId
from civicline.domain.staff import Role, grants_of
from tests.builders import a_message, an_answered_record, an_office
from tests.console_fakes import ROLES, Stage, a_member

PAGES = ["/", "/?part=live", f"/messages/{a_message().message_id}"]
API = ["/api/v1/messages", f"/api/v1/messages/{a_message().message_id}", "/api/v1/reports/volume"]
OAKDALE = OfficeId("oakdale")


@pytest.fixture
def stage() -> Stage:
    """Two offices, and one message, to Riverbend."""
    stage = Stage()
    stage.offices.by_id[OAKDALE] = an_office(office_id=OAKDALE, name="Oakdale Water")
    stage.hold(an_answered_record())
    return stage


@pytest.mark.parametrize("path", PAGES + API)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_its_own_office(stage: Stage, role: str, path: str) -> None:
    assert stage.browser(a_member(f"riverbend/{role}")).get(path).status == 200


@pytest.mark.parametrize("path", PAGES + API)
@pytest.mark.parametrize(
    ("groups", "office"),
    [
        pytest.param(("oakdale/admin",), "riverbend", id="an administrator of another office"),
        pytest.param(("nowhere/admin",), None, id="an office that does not exist"),
        pytest.param(("riverbend/agent",), "nowhere", id="asking for an office that does not exist"),
        pytest.param(("choir",), None, id="no group of ours"),
        pytest.param(("riverbend/owner",), None, id="a role that does not exist"),
        pytest.param(("riverbend",), "riverbend", id="an office without a role"),
        pytest.param(("riverbend/agent/x",), None, id="more than a role"),
        pytest.param(("RIVERBEND/agent",), None, id="another spelling"),
        pytest.param(("riverbend/agent\n",), None, id="a line break at the end"),
    ],
)
def test_nobody_reads_an_office_that_is_not_theirs(
    stage: Stage, path: str, groups: tuple[str, ...], office: str | None
) -> None:
    chosen = f"{'&' if '?' in path else '?'}office={office}" if office else ""
    answer = stage.browser(a_member(*groups)).get(path + chosen)
    assert answer.status == 403
    assert "pothole" not in answer.body.lower()
    assert "+1202" not in answer.body


@pytest.mark.parametrize("path", PAGES[2:] + API[1:2])
def test_a_message_of_another_office_is_not_there(stage: Stage, path: str) -> None:
    assert stage.browser(a_member("oakdale/admin")).get(path).status == 404


@pytest.mark.parametrize("path", API)
def test_without_a_session_the_api_says_how_to_get_in(stage: Stage, path: str) -> None:
    answer = stage.browser().get(path)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.data["status"] == 401


@pytest.mark.parametrize("path", API)
def test_a_script_gets_in_with_an_id_token(stage: Stage, path: str) -> None:
    stage.identity.tokens["token"] = a_member("riverbend/viewer")
    assert stage.browser().get(path, authorization="Bearer token").status == 200
    assert stage.browser().get(path, authorization="bearer token").status == 200


@pytest.mark.parametrize("authorization", ["Bearer forged", "Bearer", "Bearer ", "Basic token", "token"])
def test_a_script_with_anything_else_does_not(stage: Stage, authorization: str) -> None:
    stage.identity.tokens["token"] = a_member()
    assert stage.browser().get(API[0], authorization=authorization).status == 401


def test_a_bad_token_is_not_made_good_by_a_session(stage: Stage) -> None:
    assert stage.browser(a_member()).get(API[0], authorization="Bearer forged").status == 401


def test_pages_take_no_tokens(stage: Stage) -> None:
    stage.identity.tokens["token"] = a_member()
    assert stage.browser().get("/", authorization="Bearer token").status == 303


def test_somebody_in_several_offices_starts_in_the_first_and_can_change(stage: Stage) -> None:
    browser = stage.browser(a_member("oakdale/viewer", "riverbend/agent"))
    first = browser.get("/")
    assert "Oakdale Water" in first.text
    links = [link.get("href") for link in first.document.iterfind(".//header//li/a")]
    assert links == ["/api/?office=oakdale", "/api/?office=riverbend"]
    assert "City of Riverbend 311" in browser.get("/?office=riverbend").text


def test_the_office_stays_chosen_from_page_to_page(stage: Stage) -> None:
    page = stage.browser(a_member("oakdale/viewer", "riverbend/agent")).get("/?office=riverbend")
    links = [link.get("href") for link in page.document.iterfind(".//main//a")]
    assert links
    assert all("office=riverbend" in link for link in links)


def test_of_several_roles_in_an_office_the_highest_counts() -> None:
    grants = grants_of(["riverbend/viewer", "oakdale/agent", "riverbend/manager", "riverbend/agent"])
    assert [(grant.office_id, grant.role) for grant in grants] == [("riverbend", Role.MANAGER), ("oakdale", Role.AGENT)]


def test_health_needs_no_sign_in_and_tells_nothing(stage: Stage) -> None:
    answer = stage.browser().get("/healthz")
    assert (answer.status, answer.body) == (200, "ok\n")


@pytest.mark.parametrize("path", ["/nowhere", "/nowhere/at/all", "/wp-login.php", "/messages/not-an-id"])
def test_an_address_that_is_none_is_a_page_that_says_so(stage: Stage, path: str) -> None:
    answer = stage.browser(a_member()).get(path)
    assert answer.status == 404
    assert "Not found" in answer.text


def test_an_address_of_the_api_that_is_none_is_a_problem(stage: Stage) -> None:
    answer = stage.browser(a_member()).get("/api/v1/nothing")
    assert answer.status == 404
    assert answer.data["title"] == "Not found"
