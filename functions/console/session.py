"""Sessions and sign-in attempts, kept in sealed cookies: nothing is stored on our side.

A cookie is a JSON Web Encryption (RFC 7516, `dir` with A256GCM), which both hides and authenticates what it says. Its
key is derived from the session secret and the cookie's purpose, so that one kind of cookie never passes for another.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from civicline.domain.staff import StaffMember, grants_of
from civicline.identity import IdentityRefusedError, SessionKeys, SignInAttempt

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=8)
ATTEMPT_LIMIT = timedelta(minutes=10)
RENEW_AFTER = timedelta(minutes=1)
"""A cookie is rewritten when it is this old, not with each page."""
LARGEST_COOKIE = 3900
"""Bytes; browsers drop a cookie of more than 4096 with its name and attributes (RFC 6265 section 6.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is signed in and since when. `csrf_token` must come back with every form."""

    member: StaffMember
    csrf_token: str
    started_at: datetime
    seen_at: datetime

    def is_open_at(self, now: datetime) -> bool:
        """Whether neither the idle nor the absolute limit has passed."""
        return now - self.seen_at < IDLE_LIMIT and now - self.started_at < ABSOLUTE_LIMIT

    def needs_renewal(self, now: datetime) -> bool:
        """Whether the browser should get a fresh cookie."""
        return now - self.seen_at >= RENEW_AFTER

    def seen(self, now: datetime) -> "Session":
        """The session after its person did something."""
        return replace(self, seen_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingSignIn:
    """A sign-in under way: the attempt, and the page to go to after it."""

    attempt: SignInAttempt
    next_path: str
    started_at: datetime

    def is_open_at(self, now: datetime) -> bool:
        """Whether the provider's answer still comes in time."""
        return now - self.started_at < ATTEMPT_LIMIT


class CookieVault:
    """Seals and opens cookies. What does not open, for whatever reason, is no cookie."""

    def __init__(self, keys: SessionKeys) -> None:
        self._keys = keys

    def seal_session(self, session: Session) -> str:
        """The session as a cookie's value. Raises IdentityRefusedError when it has too many offices to fit."""
        member = session.member
        value = self._seal(
            "session",
            {
                "sub": member.subject,
                "name": member.name[:100],
                "grants": [str(grant) for grant in member.grants],
                "csrf": session.csrf_token,
                "started": session.started_at.timestamp(),
                "seen": session.seen_at.timestamp(),
            },
        )
        if len(value) > LARGEST_COOKIE:
            raise IdentityRefusedError("too_many_groups")
        return value

    def open_session(self, value: str) -> Session | None:
        """The session that a cookie holds; it may be over."""
        claims = self._open("session", value)
        if claims is None:
            return None
        return Session(
            member=StaffMember(subject=claims["sub"], name=claims["name"], grants=grants_of(claims["grants"])),
            csrf_token=claims["csrf"],
            started_at=_moment(claims["started"]),
            seen_at=_moment(claims["seen"]),
        )

    def seal_sign_in(self, pending: PendingSignIn) -> str:
        """A sign-in under way as a cookie's value."""
        attempt = pending.attempt
        return self._seal(
            "sign-in",
            {
                "state": attempt.state,
                "nonce": attempt.nonce,
                "verifier": attempt.code_verifier,
                "redirect": attempt.redirect_uri,
                "next": pending.next_path,
                "started": pending.started_at.timestamp(),
            },
        )

    def open_sign_in(self, value: str) -> PendingSignIn | None:
        """The sign-in that a cookie holds; it may be over."""
        claims = self._open("sign-in", value)
        if claims is None:
            return None
        return PendingSignIn(
            attempt=SignInAttempt(
                state=claims["state"],
                nonce=claims["nonce"],
                code_verifier=claims["verifier"],
                redirect_uri=claims["redirect"],
            ),
            next_path=claims["next"],
            started_at=_moment(claims["started"]),
        )

    def _seal(self, purpose: str, claims: Mapping[str, Any]) -> str:
        from joserfc import jwe

        header = {"alg": "dir", "enc": "A256GCM"}
        return jwe.encrypt_compact(header, json.dumps(claims).encode(), self._key(purpose))

    def _open(self, purpose: str, value: str) -> dict[str, Any] | None:
        from cryptography.exceptions import InvalidTag
        from joserfc import jwe
        from joserfc.errors import JoseError

        try:
            opened = jwe.decrypt_compact(value, self._key(purpose), algorithms=["dir", "A256GCM"])
            return dict(json.loads(opened.plaintext or b""))
        except (JoseError, InvalidTag, ValueError):
            return None

    def _key(self, purpose: str) -> Any:
        from joserfc.jwk import OctKey

        derived = hmac.new(self._keys.current().encode(), f"civicline {purpose} v1".encode(), hashlib.sha256)
        return OctKey.import_key(derived.digest())


def _moment(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
