"""Who is asking, and for which office. Whatever is not clearly allowed is refused.

ConsoleError                  a request that gets an answer other than the one it asked for
 +-- NotSignedInError         nobody, or somebody whose session is over
 +-- AccessRefusedError       somebody, but not for this
 +-- NotFoundError            nothing there for this office
 +-- InvalidParameterError    a parameter that cannot be understood
"""

import hmac
from dataclasses import dataclass

from civicline.domain.errors import CiviclineError
from civicline.domain.ids import OfficeId
from civicline.domain.office import Office
from civicline.domain.staff import Role, StaffMember
from civicline.identity import IdentityRefusedError
from functions.console.parts import Console
from functions.console.session import Session
from functions.console.web import WebRequest, cookie_name

SESSION_COOKIE = "civicline"


class ConsoleError(CiviclineError):
    """A request that gets an answer other than the one it asked for; the text may be shown."""


class NotSignedInError(ConsoleError):
    """Nobody is signed in, or the session or token is over."""


class AccessRefusedError(ConsoleError):
    """Somebody is signed in, but not for this. `next_step` says what they can do about it."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.next_step = next_step


class NotFoundError(ConsoleError):
    """Nothing there for this office."""


class InvalidParameterError(ConsoleError):
    """A query parameter cannot be understood; `field` is its name."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A staff member at work in one office. `session` is None where a token was shown instead of a cookie."""

    member: StaffMember
    office: Office
    role: Role
    session: Session | None

    @property
    def office_choice(self) -> str | None:
        """The office as links must name it: only where there is a choice."""
        return self.office.office_id if len(self.member.grants) > 1 else None


def admit(console: Console, request: WebRequest) -> Access:
    """Who asks, for the office in `?office=` or else their first. Raises NotSignedInError or AccessRefusedError."""
    session = None if _bearer(request) else open_session(console, request)
    member = session.member if session else _member_of_token(console, request)
    office_id = _chosen_office(member, request.query.get("office"))
    role = member.role_in(office_id)
    office = console.offices.office(office_id) if role else None
    if role is None or office is None:
        raise AccessRefusedError(
            "You have no access to this office.",
            "Ask your administrator to add you to a group of the office, then sign in again.",
        )
    return Access(member=member, office=office, role=role, session=session)


def require_role(access: Access, role: Role) -> None:
    """Raises AccessRefusedError unless the member has this role or a higher one."""
    if access.role < role:
        raise AccessRefusedError(
            f"Your role, {access.role.label}, may look but not do this.",
            f"Ask your administrator for the role “{role.label}”, then sign in again.",
        )


def require_own_form(session: Session | None, csrf_token: str) -> None:
    """Raises AccessRefusedError unless a form came from a page of this session: another site cannot know its token."""
    if session is None or not hmac.compare_digest(session.csrf_token.encode(), csrf_token.encode()):
        raise AccessRefusedError("This form did not come from the console.", "Go back to the page and use its button.")


def admit_form(console: Console, request: WebRequest, role: Role) -> Access:
    """Who sends a form of the console's own that changes something. Raises as `admit`, and AccessRefusedError."""
    access = admit(console, request)
    require_own_form(access.session, request.form().get("csrf_token", ""))
    require_role(access, role)
    return access


def admit_token(console: Console, request: WebRequest, role: Role) -> Access:
    """Who changes something through the API. Raises as `admit`, and AccessRefusedError.

    With a token only: a browser sends its session along with requests that its person knows nothing of.
    """
    access = admit(console, request)
    if access.session:
        raise AccessRefusedError("This changes the record.", "Send an ID token instead of a session.")
    require_role(access, role)
    return access


def open_session(console: Console, request: WebRequest) -> Session | None:
    """The session in the request's cookie, unless it is over."""
    value = request.cookie(cookie_name(SESSION_COOKIE, secure=request.is_secure))
    session = console.cookies.open_session(value) if value else None
    return session if session and session.is_open_at(console.now()) else None


def _member_of_token(console: Console, request: WebRequest) -> StaffMember:
    token = _bearer(request)
    if not token:
        raise NotSignedInError("Sign in first.")
    try:
        return console.identity.verify(token)
    except IdentityRefusedError as error:
        raise NotSignedInError("The ID token is not valid, or no longer.") from error


def _bearer(request: WebRequest) -> str | None:
    """A token in the Authorization header (RFC 6750 section 2.1), which only the API takes."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if request.wants_json and scheme.lower() == "bearer" else None


def _chosen_office(member: StaffMember, wanted: str | None) -> OfficeId:
    if not member.grants:
        raise AccessRefusedError(
            "Your account belongs to no office.",
            "Ask your administrator to add you to a group such as “riverbend/agent”, then sign in again.",
        )
    return OfficeId(wanted) if wanted else member.grants[0].office_id
