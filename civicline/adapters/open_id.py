"""Staff sign-in by OpenID Connect: authorization code flow with PKCE, as a public client.

Authlib builds the requests and trades the code; joserfc checks signatures and claims. Both, and requests, are imported
on first use: most requests carry a session cookie and need none of them.

Sources: OpenID Connect Core 1.0 sections 3.1.2 and 3.1.3.7 (ID token validation), Discovery 1.0 section 4, RFC 7636,
RFC 9700 (best current practice), RP-Initiated Logout 1.0; Cognito's `/logout` takes `logout_uri` instead.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from civicline.domain.staff import StaffMember, grants_of
from civicline.identity import IdentityRefusedError, IdentityUnavailableError, SignInAttempt

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""Signatures only: with `none` or an HMAC keyed by a public key, anybody could write tokens (RFC 8725 section 3.1)."""
SCOPE = "openid profile email"
_TIMEOUT_SECONDS = 5
_LEEWAY_SECONDS = 60
_REFETCH_AFTER = timedelta(hours=1)
_REFETCH_AT_MOST_EVERY = timedelta(minutes=1)
_NAME_CLAIMS = ("name", "preferred_username", "email", "cognito:username")


class OpenIdProvider:
    """IdentityProvider for an issuer with a discovery document, such as a Cognito user pool.

    `groups_claim` names the claim that lists a person's groups. The discovery document and the keys are kept for an
    hour; a token signed with a key not seen before makes the keys be read again, at most once a minute.
    """

    def __init__(self, *, issuer: str, client_id: str, groups_claim: str, now: Callable[[], datetime]) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._groups_claim = groups_claim
        self._now = now
        self._documents: dict[str, tuple[dict[str, Any], datetime]] = {}

    def sign_in_url(self, attempt: SignInAttempt) -> str:
        """The authorization endpoint with the request's parameters."""
        endpoint = self._endpoint("authorization_endpoint")
        url, _ = self._oauth(attempt).create_authorization_url(
            endpoint, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.code_verifier
        )
        return str(url)

    def redeem(self, code: str, attempt: SignInAttempt) -> StaffMember:
        """Trade the code for an ID token and check it."""
        from authlib.integrations.base_client import OAuthError
        from requests import RequestException

        endpoint = self._endpoint("token_endpoint")
        try:
            with self._oauth(attempt) as session:
                token = session.fetch_token(
                    endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.code_verifier,
                    timeout=_TIMEOUT_SECONDS,
                )
        except OAuthError as error:
            raise IdentityRefusedError("code_refused") from error
        except (RequestException, ValueError) as error:
            raise IdentityUnavailableError("token_endpoint") from error
        return self._member(self._claims(str(token.get("id_token") or ""), nonce=attempt.nonce))

    def verify(self, id_token: str) -> StaffMember:
        """Check an ID token that comes without a sign-in of ours, hence without a nonce."""
        return self._member(self._claims(id_token, nonce=None))

    def sign_out_url(self, return_to: str) -> str | None:
        """The end-session endpoint, told in both dialects where to return."""
        endpoint = self._metadata().get("end_session_endpoint")
        if not endpoint:
            return None
        query = urlencode(
            {"client_id": self._client_id, "post_logout_redirect_uri": return_to, "logout_uri": return_to}
        )
        return f"{endpoint}?{query}"

    def _oauth(self, attempt: SignInAttempt) -> Any:
        from authlib.integrations.requests_client import OAuth2Session

        return OAuth2Session(
            self._client_id, redirect_uri=attempt.redirect_uri, scope=SCOPE, code_challenge_method="S256"
        )

    def _claims(self, id_token: str, *, nonce: str | None) -> dict[str, Any]:
        """The claims of a token whose signature, issuer, audience, times and nonce hold."""
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError

        try:
            try:
                token = jwt.decode(id_token, self._keys(), algorithms=ALGORITHMS)
            except InvalidKeyIdError:
                token = jwt.decode(id_token, self._keys(older_than=_REFETCH_AT_MOST_EVERY), algorithms=ALGORITHMS)
            self._check(token.claims, nonce)
        except (JoseError, ValueError) as error:
            raise IdentityRefusedError("token_refused") from error
        return token.claims

    def _check(self, claims: dict[str, Any], nonce: str | None) -> None:
        from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

        required: dict[str, ClaimsOption] = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
        }
        if nonce is not None:
            required["nonce"] = {"essential": True, "value": nonce}
        if isinstance(claims.get("aud"), list) and len(claims["aud"]) > 1:
            required["azp"] = {"essential": True, "value": self._client_id}
        now = int(self._now().timestamp())
        JWTClaimsRegistry(now=now, leeway=_LEEWAY_SECONDS, **required).validate(claims)

    def _member(self, claims: Mapping[str, Any]) -> StaffMember:
        groups = claims.get(self._groups_claim)
        listed = groups if isinstance(groups, list) else [groups]
        names = [group for group in listed if isinstance(group, str)]
        name = next((str(claims[claim]) for claim in _NAME_CLAIMS if claims.get(claim)), str(claims["sub"]))
        return StaffMember(subject=str(claims["sub"]), name=name, grants=grants_of(names))

    def _keys(self, older_than: timedelta = _REFETCH_AFTER) -> "KeySet":
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        document = self._document(self._endpoint("jwks_uri"), older_than)
        try:
            return KeySet.import_key_set({"keys": list(document["keys"])})
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise IdentityUnavailableError("keys") from error

    def _endpoint(self, name: str) -> str:
        endpoint = self._metadata().get(name)
        if not isinstance(endpoint, str):
            raise IdentityUnavailableError(name)
        return endpoint

    def _metadata(self) -> dict[str, Any]:
        if not self._issuer or not self._client_id:
            raise IdentityUnavailableError("not_set_up")
        metadata = self._document(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration", _REFETCH_AFTER)
        if metadata.get("issuer") != self._issuer:
            raise IdentityUnavailableError("wrong_issuer")
        return metadata

    def _document(self, url: str, older_than: timedelta) -> dict[str, Any]:
        """A JSON document of the provider, from memory unless it is older than `older_than`."""
        import requests

        kept = self._documents.get(url)
        if kept and self._now() - kept[1] < older_than:
            return kept[0]
        if not _is_safe(url):
            raise IdentityUnavailableError("insecure_address")
        try:
            response = requests.get(url, timeout=_TIMEOUT_SECONDS, allow_redirects=False)
            response.raise_for_status()
            document = response.json()
        except requests.RequestException as error:
            raise IdentityUnavailableError("unreachable") from error
        if not isinstance(document, dict):
            raise IdentityUnavailableError("unreadable")
        self._documents[url] = (document, self._now())
        return document


def _is_safe(url: str) -> bool:
    """TLS, or the laptop stack's own provider: keys fetched over plain http could be anybody's."""
    address = urlsplit(url)
    return address.scheme == "https" or address.hostname in {"127.0.0.1", "::1", "localhost"}
