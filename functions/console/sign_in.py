"""Signing in and out."""

import hmac
import re
from dataclasses import replace

from civicline.identity import IdentityRefusedError, IdentityUnavailableError, SignInAttempt
from functions.console.access import SESSION_COOKIE, AccessRefusedError, open_session, require_own_form
from functions.console.parts import Console
from functions.console.rendering import page
from functions.console.session import ABSOLUTE_LIMIT, ATTEMPT_LIMIT, PendingSignIn, Session
from functions.console.web import WebRequest, WebResponse, cookie_name, redirect, set_cookie

SIGN_IN_COOKIE = "civicline-sign-in"
_LOCAL_PATH = re.compile(r"/(?![/\\])[\w./?=&%~:+-]{0,500}", re.ASCII)


def start(console: Console, request: WebRequest) -> WebResponse:
    """Send the browser to the identity provider and remember what we asked for."""
    attempt = SignInAttempt(
        state=console.new_token(),
        nonce=console.new_token(),
        code_verifier=console.new_token(),
        redirect_uri=request.address("/login/callback"),
    )
    pending = PendingSignIn(
        attempt=attempt, next_path=safe_path(request.query.get("next", "/")), started_at=console.now()
    )
    value = console.cookies.seal_sign_in(pending)
    return redirect(
        console.identity.sign_in_url(attempt),
        _cookie(request, SIGN_IN_COOKIE, value, int(ATTEMPT_LIMIT.total_seconds())),
    )


def finish(console: Console, request: WebRequest) -> WebResponse:
    """Take the provider's answer, check that it answers our question, and open a session."""
    pending = _pending(console, request)
    now = console.now()
    member = console.identity.redeem(request.query["code"], pending.attempt)
    if not member.grants:
        raise AccessRefusedError(
            "You are signed in, but your account belongs to no office.",
            "Ask your administrator to add you to a group such as “riverbend/agent”, then sign in again.",
        )
    session = Session(member=member, csrf_token=console.new_token(), started_at=now, seen_at=now)
    return redirect(
        request.link(pending.next_path),
        session_cookie(console, request, session),
        _cookie(request, SIGN_IN_COOKIE, "", 0),
    )


def leave(console: Console, request: WebRequest) -> WebResponse:
    """End the session; only a form of ours may, so that no other site can sign people out."""
    session = open_session(console, request)
    if session:
        require_own_form(session, request.form().get("csrf_token", ""))
    return redirect(request.link("/signed-out"), _cookie(request, SESSION_COOKIE, "", 0))


def signed_out(console: Console, request: WebRequest) -> WebResponse:
    """The page after signing out. The provider may still know the person, so it offers to leave there too."""
    try:
        provider_url = console.identity.sign_out_url(request.address("/signed-out"))
    except IdentityUnavailableError:
        provider_url = None
    return page(request, "signed_out.html", provider_url=provider_url)


def renewed(console: Console, request: WebRequest, response: WebResponse, session: Session | None) -> WebResponse:
    """The response with a fresh cookie, if a person did something and the old one has aged."""
    now = console.now()
    if session is None or request.is_refresh or not session.needs_renewal(now):
        return response
    return replace(response, cookies=(*response.cookies, session_cookie(console, request, session.seen(now))))


def session_cookie(console: Console, request: WebRequest, session: Session) -> str:
    """The Set-Cookie of a session; the limits are in the sealed value, Max-Age is only for tidiness."""
    value = console.cookies.seal_session(session)
    return _cookie(request, SESSION_COOKIE, value, int(ABSOLUTE_LIMIT.total_seconds()))


def safe_path(wanted: str) -> str:
    """A path of ours to go on to; anything that could lead elsewhere becomes the front page."""
    return wanted if _LOCAL_PATH.fullmatch(wanted) else "/"


def _pending(console: Console, request: WebRequest) -> PendingSignIn:
    value = request.cookie(cookie_name(SIGN_IN_COOKIE, secure=request.is_secure))
    pending = console.cookies.open_sign_in(value) if value else None
    if pending is None or not pending.is_open_at(console.now()):
        raise IdentityRefusedError("no_sign_in_under_way")
    if not hmac.compare_digest(pending.attempt.state.encode(), request.query.get("state", "").encode()):
        raise IdentityRefusedError("wrong_state")
    if "code" not in request.query:
        raise IdentityRefusedError("provider_refused")
    return pending


def _cookie(request: WebRequest, name: str, value: str, seconds: int) -> str:
    secure = request.is_secure
    return set_cookie(cookie_name(name, secure=secure), value, seconds=seconds, secure=secure)
