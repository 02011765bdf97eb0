"""What the console needs to know who somebody is: two ports and what can go wrong with them.

IdentityError
 +-- IdentityRefusedError        the provider, or a check of what it sent, says no; sign in again
 +-- IdentityUnavailableError    the provider cannot be reached or is not set up; come back later
"""

from dataclasses import dataclass
from typing import Protocol

from civicline.domain.errors import CiviclineError
from civicline.domain.staff import StaffMember


class IdentityError(CiviclineError):
    """Nobody could be identified. `code` is a short word for logs, never a token or a name."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class IdentityRefusedError(IdentityError):
    """The provider, or a check of what it sent, says no."""


class IdentityUnavailableError(IdentityError):
    """The provider cannot be reached or is not set up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempt:
    """What ties a provider's answer to the browser that asked.

    `state` against forged answers (RFC 6749 section 10.12), `nonce` against replayed ID tokens (OpenID Connect Core
    section 3.1.2.1), `code_verifier` against a stolen code (PKCE, RFC 7636).
    """

    state: str
    nonce: str
    code_verifier: str
    redirect_uri: str


class IdentityProvider(Protocol):
    """The agency's OpenID Connect provider. Every method may raise IdentityUnavailableError."""

    def sign_in_url(self, attempt: SignInAttempt) -> str:
        """Where the browser goes to sign in."""

    def redeem(self, code: str, attempt: SignInAttempt) -> StaffMember:
        """Who signed in, for the code that the browser brought back. Raises IdentityRefusedError."""

    def verify(self, id_token: str) -> StaffMember:
        """Who an ID token, sent along by a script, speaks of. Raises IdentityRefusedError."""

    def sign_out_url(self, return_to: str) -> str | None:
        """Where the provider's own session ends, if it says where."""


class SessionKeys(Protocol):
    """The secret that seals the console's cookies."""

    def current(self) -> str:
        """The secret; when it changes, everybody signs in again."""
