"""Sign-in against a real OpenID Connect provider in this process, and ID tokens that must not pass."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from authlib.oauth2.rfc6749 import AuthorizationCodeGrant
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from werkzeug import Request, Response
from werkzeug.serving import make_server

from civicline.adapters.open_id import OpenIdProvider
from civicline.domain.staff import Grant, Role
from civicline.identity import IdentityRefusedError, IdentityUnavailableError, SignInAttempt
from tests.console_fakes import Stage
from tests.fakes import FakeClock

CLIENT = "console"
GROUPS = "cognito:groups"
NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


@contextmanager
def serving(app: Callable[..., Any]) -> Iterator[str]:
    """The address of a WSGI application on a free port of this machine."""
    server = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class ProofOfPossession:
    """Checks PKCE (RFC 7636) in front of a provider that does not."""

    def __init__(self, provider: Callable[..., Any]) -> None:
        self.provider = provider
        self.challenges: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        if request.path == "/oauth2/authorize" and request.method == "GET":
            assert request.args["code_challenge_method"] == "S256"
            self.challenges.append(request.args["code_challenge"])
        if request.path == "/oauth2/token":
            body = request.get_data()
            environ["wsgi.input"] = BytesIO(body)
            digest = hashlib.sha256(parse_qs(body)[b"code_verifier"][0]).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() not in self.challenges:
                return Response('{"error": "invalid_grant"}', 400, mimetype="application/json")(environ, start_response)
        return self.provider(environ, start_response)


@pytest.fixture
def public_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stand-in take clients without a secret, as Cognito does; it knows them, but not at its token endpoint."""
    monkeypatch.setattr(AuthorizationCodeGrant, "TOKEN_ENDPOINT_AUTH_METHODS", ["none"])


@pytest.fixture
def provider(public_clients: None) -> Iterator[str]:
    """An issuer with one staff member, who asks for no password."""
    rosa = oidc_provider_mock.User(sub="rosa", claims={"name": "Rosa Diaz", GROUPS: ["riverbend/approver", "choir"]})
    app = oidc_provider_mock.app(user_claims=[rosa], require_nonce=True)
    with serving(app.wsgi_app) as issuer:
        yield issuer


def real_clock() -> datetime:
    return datetime.now(UTC)


def an_attempt(**changes: str) -> SignInAttempt:
    values = {
        "state": "state-1",
        "nonce": "nonce-1",
        "code_verifier": "v" * 43,
        "redirect_uri": "http://127.0.0.1:8000/login/callback",
    }
    return SignInAttempt(**(values | changes))


def agree(url: str) -> dict[str, str]:
    """Do what a person does on the provider's page; what the provider sends back."""
    requests.get(url, timeout=5).raise_for_status()
    answer = requests.post(url, data={"sub": "rosa"}, allow_redirects=False, timeout=5)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def a_console_provider(issuer: str, **changes: Any) -> OpenIdProvider:
    values = {"issuer": issuer, "client_id": CLIENT, "groups_claim": GROUPS, "now": real_clock}
    return OpenIdProvider(**(values | changes))


def test_a_staff_member_signs_in_with_their_own_provider(provider: str) -> None:
    ours, attempt = a_console_provider(provider), an_attempt()
    answer = agree(ours.sign_in_url(attempt))
    assert answer["state"] == "state-1"
    member = ours.redeem(answer["code"], attempt)
    assert (member.subject, member.name) == ("rosa", "Rosa Diaz")
    assert member.grants == (Grant(office_id="riverbend", role=Role.APPROVER),)


def test_the_whole_way_through_the_console_ends_on_the_page_that_was_asked_for(provider: str) -> None:
    stage = Stage()
    stage.clock.moment = real_clock()
    stage.console = _with_identity(stage, a_console_provider(provider))
    browser = stage.browser(prefix="", host="127.0.0.1:8000")
    to_provider = browser.get(browser.get("/?show=silent").location).location
    answer = agree(to_provider)
    back = browser.get(f"/login/callback?code={answer['code']}&state={answer['state']}")
    assert back.location == "/?show=silent"
    assert "Rosa Diaz approver" in browser.get(back.location).text


def _with_identity(stage: Stage, identity: OpenIdProvider) -> Any:
    return replace(stage.console, identity=identity)


def test_a_code_is_worth_nothing_without_the_browsers_own_secret(public_clients: None) -> None:
    app = oidc_provider_mock.app()
    with serving(ProofOfPossession(app.wsgi_app)) as issuer:
        ours, attempt = a_console_provider(issuer), an_attempt()
        code = agree(ours.sign_in_url(attempt))["code"]
        with pytest.raises(IdentityRefusedError):
            ours.redeem(code, an_attempt(code_verifier="w" * 43))
        assert ours.redeem(code, attempt).subject == "rosa"


def test_a_code_of_another_sign_in_is_refused_by_its_nonce(provider: str) -> None:
    ours = a_console_provider(provider)
    code = agree(ours.sign_in_url(an_attempt(nonce="nonce-2")))["code"]
    with pytest.raises(IdentityRefusedError):
        ours.redeem(code, an_attempt())


def test_a_made_up_code_is_refused(provider: str) -> None:
    with pytest.raises(IdentityRefusedError):
        a_console_provider(provider).redeem("made-up", an_attempt())


def test_the_providers_own_session_can_be_ended_where_it_says(provider: str) -> None:
    url = a_console_provider(provider).sign_out_url("http://127.0.0.1:8000/signed-out")
    assert url
    assert url.startswith(f"{provider}/oauth2/end_session?client_id=console&post_logout_redirect_uri=http")


@dataclass
class Issuer:
    """A provider of tokens alone, whose keys a test can change; counts how often they are read."""

    keys: list[Any] = field(default_factory=list)
    url: str = ""
    reads: int = 0
    claimed_issuer: str | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        if request.path == "/keys":
            self.reads += 1
            body: Any = KeySet(self.keys).as_dict(private=False)
        else:
            body = {"issuer": self.claimed_issuer or self.url, "jwks_uri": f"{self.url}/keys"}
        return Response(json.dumps(body), mimetype="application/json")(environ, start_response)

    def token(self, key: Any = None, alg: str = "RS256", **changes: Any) -> str:
        now = int(NOW.timestamp())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "rosa",
            "iat": now,
            "exp": now + 3600,
            GROUPS: ["riverbend/agent"],
        }
        kept = {name: value for name, value in (claims | changes).items() if value is not None}
        signer = key or self.keys[0]
        return jwt.encode({"alg": alg, "kid": signer.kid}, kept, signer, algorithms=[alg])


@pytest.fixture(scope="module")
def some_keys() -> list[RSAKey]:
    return [RSAKey.generate_key(2048, {"kid": name}) for name in ("one", "two")]


@pytest.fixture
def issuer(some_keys: list[RSAKey]) -> Iterator[Issuer]:
    issuer = Issuer(keys=[some_keys[0]])
    with serving(issuer) as url:
        issuer.url = url
        yield issuer


def at_noon(issuer: Issuer, clock: Callable[[], datetime] = lambda: NOW) -> OpenIdProvider:
    return a_console_provider(issuer.url, now=clock)


def test_a_script_shows_an_id_token(issuer: Issuer) -> None:
    member = at_noon(issuer).verify(issuer.token())
    assert member.grants == (Grant(office_id="riverbend", role=Role.AGENT),)
    assert member.name == "rosa"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"iss": "https://another.example"}, id="of another issuer"),
        pytest.param({"aud": "another-client"}, id="for another client"),
        pytest.param({"aud": None}, id="for nobody, as an access token"),
        pytest.param({"aud": [CLIENT, "other"]}, id="for several without saying which asked"),
        pytest.param({"aud": [CLIENT, "other"], "azp": "other"}, id="that another client asked for"),
        pytest.param({"exp": int(NOW.timestamp()) - 61}, id="that is over"),
        pytest.param({"exp": None}, id="that never ends"),
        pytest.param({"iat": int(NOW.timestamp()) + 3600}, id="from the future"),
        pytest.param({"nbf": int(NOW.timestamp()) + 3600}, id="not valid yet"),
        pytest.param({"sub": None}, id="about nobody"),
        pytest.param({"sub": 7}, id="about a number"),
    ],
)
def test_a_token_is_refused(issuer: Issuer, changes: dict[str, Any]) -> None:
    with pytest.raises(IdentityRefusedError):
        at_noon(issuer).verify(issuer.token(**changes))


def test_a_token_signed_by_another_key_of_the_same_name_is_refused(issuer: Issuer) -> None:
    forger = RSAKey.generate_key(2048, {"kid": "one"})
    with pytest.raises(IdentityRefusedError):
        at_noon(issuer).verify(issuer.token(forger))


def test_a_token_keyed_by_the_public_key_is_refused(issuer: Issuer) -> None:
    signed, public = issuer.token().split("."), issuer.keys[0].as_pem(private=False)
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"one"}').rstrip(b"=").decode()
    mac = hmac.new(public, f"{header}.{signed[1]}".encode(), hashlib.sha256).digest()
    with pytest.raises(IdentityRefusedError):
        at_noon(issuer).verify(f"{header}.{signed[1]}." + base64.urlsafe_b64encode(mac).rstrip(b"=").decode())


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb3NhIn0."])
def test_what_is_no_signed_token_is_refused(issuer: Issuer, token: str) -> None:
    with pytest.raises(IdentityRefusedError):
        at_noon(issuer).verify(token)


def test_a_new_key_of_the_provider_is_fetched_when_it_is_first_seen(issuer: Issuer, some_keys: list[RSAKey]) -> None:
    clock = FakeClock(NOW)
    ours = at_noon(issuer, clock)
    ours.verify(issuer.token())
    issuer.keys = [some_keys[1]]
    clock.advance(timedelta(minutes=2))
    assert ours.verify(issuer.token()).subject == "rosa"


def test_tokens_with_made_up_keys_do_not_make_us_hammer_the_provider(issuer: Issuer) -> None:
    ours = at_noon(issuer)
    stranger = ECKey.generate_key("P-256", {"kid": "stranger"})
    for _ in range(5):
        with pytest.raises(IdentityRefusedError):
            ours.verify(issuer.token(stranger, alg="ES256"))
    assert issuer.reads == 1


def test_keys_are_kept_for_an_hour(issuer: Issuer) -> None:
    clock = FakeClock(NOW)
    ours = at_noon(issuer, clock)
    for _ in range(4):
        ours.verify(issuer.token(exp=int(NOW.timestamp()) + 86_400))
        clock.advance(timedelta(minutes=25))
    assert issuer.reads == 2


@pytest.mark.parametrize(
    "groups",
    [None, [], "choir", {"riverbend/admin": True}, [1, None], 7],
    ids=["absent", "empty", "word", "map", "odd", "number"],
)
def test_a_groups_claim_of_any_shape_never_grants_by_accident(issuer: Issuer, groups: Any) -> None:
    grants = at_noon(issuer).verify(issuer.token(**{GROUPS: groups})).grants
    assert grants == ()


def test_a_discovery_document_of_another_issuer_is_not_believed(issuer: Issuer) -> None:
    issuer.claimed_issuer = "https://another.example"
    with pytest.raises(IdentityUnavailableError):
        at_noon(issuer).verify(issuer.token())


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("", id="not set up"),
        pytest.param("http://id.example", id="plain http elsewhere"),
        pytest.param("http://127.0.0.1:9", id="nobody listens"),
    ],
)
def test_without_a_provider_nobody_gets_in(address: str) -> None:
    with pytest.raises(IdentityUnavailableError):
        a_console_provider(address).sign_in_url(an_attempt())


def test_the_console_says_when_its_provider_is_away() -> None:
    stage = Stage()
    stage.console = _with_identity(stage, a_console_provider(""))
    answer = stage.browser().get("/login")
    assert answer.status == 503
    assert "Try again in a few minutes" in answer.text
    assert stage.browser().get("/signed-out").status == 200
