"""The answer to a request that cannot have what it asked for: a page for people, problem details for scripts."""

from dataclasses import dataclass

from civicline.domain.approved.approval import ApprovalRefusedError, RefusedBecause
from civicline.domain.errors import CiviclineError, ConcurrentChangeError, MessageVersionNotFoundError
from civicline.domain.going_live.clearance import ClearanceRefusedError
from civicline.domain.going_live.clearance import RefusedBecause as ClearanceRefused
from civicline.domain.going_live.judgement import JudgementRefusedError
from civicline.domain.opting_out.opt_out_ledger import UndoRefusedError
from civicline.domain.people.joining import JoiningError
from civicline.identity import IdentityRefusedError, IdentityUnavailableError
from functions.console.access import AccessRefusedError, InvalidParameterError, NotFoundError, NotSignedInError
from functions.console.audit_replies import NotToBeAuditedError, VerdictIncompleteError
from functions.console.clear_topics import SubjectUnknownError
from functions.console.join_constituents import ConstituentUnknownError, ReasonMissingError
from functions.console.rendering import page
from functions.console.stop_reply import ReplyNotStoppableError
from functions.console.web import WebRequest, WebResponse, problem, redirect


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """A status with the words for it: what happened, why, and what to do next."""

    status: int
    title: str
    detail: str
    next_step: str
    field: str | None = None


_IDENTITY_REFUSALS = {
    "no_sign_in_under_way": "The sign-in took too long, or was begun in another window.",
    "wrong_state": "The answer of the sign-in service does not belong to the sign-in begun in this browser.",
    "provider_refused": "The sign-in service did not let you in, or you cancelled.",
    "too_many_groups": "Your account is in more offices than a session can hold.",
}


_FAULTS_OF_WORDS = {
    RefusedBecause.PROBLEMS,
    RefusedBecause.TOO_LONG,
    RefusedBecause.UNTIMELY,
    RefusedBecause.NO_REASON,
}


def refuse(request: WebRequest, error: CiviclineError) -> WebResponse:
    """The response for an error that a view raised."""
    if isinstance(error, NotSignedInError) and not request.wants_json:
        return _ask_to_sign_in(request)
    return _answer(request, _refusal(error))


def broken(request: WebRequest) -> WebResponse:
    """The response when something unexpected went wrong; the log tells more under the request's id."""
    return _answer(
        request,
        _Refusal(
            status=500,
            title="Something went wrong",
            detail=f"The console could not answer. The reference is {request.request_id or 'unknown'}.",
            next_step="Try again in a moment; if it stays, tell your administrator the reference.",
        ),
    )


def unsupported(request: WebRequest, status: int) -> WebResponse:
    """The response to a method or media type that the route does not take."""
    return _answer(
        request,
        _Refusal(
            status=status,
            title="Request not understood",
            detail="This address does not take this kind of request.",
            next_step="Go back to the front page.",
        ),
    )


def _ask_to_sign_in(request: WebRequest) -> WebResponse:
    if request.is_refresh:
        return page(request, "_session_over.html", status=401)
    query = "&".join(f"{name}={value}" for name, value in request.query.items())
    return redirect(request.link("/login", next=request.path + (f"?{query}" if query else "")))


def _answer(request: WebRequest, refusal: _Refusal) -> WebResponse:
    if request.wants_json:
        fields = {"field": refusal.field} if refusal.field else {}
        return problem(refusal.status, refusal.title, refusal.detail, **fields)
    return page(request, "refusal.html", status=refusal.status, refusal=refusal)


def _refusal(error: CiviclineError) -> _Refusal:
    if isinstance(error, IdentityRefusedError | IdentityUnavailableError):
        return _refusal_of_identity(error)
    match error:
        case NotSignedInError():
            return _Refusal(status=401, title="Sign in first", detail=str(error), next_step="Sign in again.")
        case AccessRefusedError():
            return _Refusal(status=403, title="No access", detail=str(error), next_step=error.next_step)
        case NotFoundError():
            return _Refusal(
                status=404,
                title="Not found",
                detail=str(error),
                next_step="Check the address, or go back to the messages.",
            )
        case InvalidParameterError():
            return _Refusal(
                status=422,
                title="Parameter not understood",
                detail=str(error),
                next_step="Go back to the messages.",
                field=error.field,
            )
    return _refusal_of_change(error)


def _refusal_of_joining(error: JoiningError | ConstituentUnknownError | ReasonMissingError) -> _Refusal:
    return _Refusal(
        status=409 if isinstance(error, JoiningError) else 422,
        title="Nothing was changed",
        detail=str(error),
        next_step="Go back to the constituent and look again.",
        field="reason" if isinstance(error, ReasonMissingError) else "other",
    )


def _refusal_of_change(error: CiviclineError) -> _Refusal:
    """What staff wanted to change and could not; any other error is a fault of ours."""
    if isinstance(error, ApprovalRefusedError | MessageVersionNotFoundError):
        return _refusal_of_approval(error)
    if isinstance(error, JoiningError | ConstituentUnknownError | ReasonMissingError):
        return _refusal_of_joining(error)
    if isinstance(error, ClearanceRefusedError | SubjectUnknownError | NotToBeAuditedError | VerdictIncompleteError):
        return _refusal_of_going_live(error)
    match error:
        case JudgementRefusedError():
            return _Refusal(
                status=422,
                title="Not taken",
                detail=str(error),
                next_step="Go back to the message and choose again.",
                field="topic",
            )
        case UndoRefusedError():
            return _Refusal(
                status=422,
                title="Not undone",
                detail=str(error),
                next_step="Go back to the opt-outs; nothing was changed.",
                field=error.reason,
            )
        case ReplyNotStoppableError():
            return _Refusal(
                status=409,
                title="Too late to stop",
                detail="The reply has been handed to the provider already, or there is none.",
                next_step="Go back to the message and see how it stands.",
            )
        case ConcurrentChangeError():
            return _Refusal(
                status=409,
                title="Somebody else was faster",
                detail="Others changed the same message at the same moment, so nothing was saved.",
                next_step="Go back, look again and repeat what is still needed.",
            )
    raise error


def _refusal_of_going_live(
    error: ClearanceRefusedError | SubjectUnknownError | NotToBeAuditedError | VerdictIncompleteError,
) -> _Refusal:
    """A step with a topic or a switch that may not be taken, or a verdict that does not count."""
    if isinstance(error, SubjectUnknownError):
        return _Refusal(status=404, title="Not found", detail=str(error), next_step="Go back to the list of topics.")
    if isinstance(error, NotToBeAuditedError | VerdictIncompleteError):
        is_incomplete = isinstance(error, VerdictIncompleteError)
        return _Refusal(
            status=422 if is_incomplete else 409,
            title="Not taken",
            detail=str(error),
            next_step="Go back to the audits and look again.",
            field="topic_id" if is_incomplete else None,
        )
    return _Refusal(
        status=422 if error.reason is ClearanceRefused.NO_REASON else 409,
        title="Nothing was changed",
        detail=str(error),
        next_step="Go back to the list of topics and look how it stands.",
        field=error.reason,
    )


def _refusal_of_approval(error: ApprovalRefusedError | MessageVersionNotFoundError) -> _Refusal:
    """A step with an approved message that may not be taken."""
    if isinstance(error, MessageVersionNotFoundError) or error.reason is RefusedBecause.UNKNOWN_TOPIC:
        return _Refusal(
            status=404, title="Not found", detail=str(error), next_step="Go back to the list of approved messages."
        )
    status = 422 if error.reason in _FAULTS_OF_WORDS else 403 if error.reason is RefusedBecause.OWN_WORDS else 409
    next_step = "Go back to the message and look how it stands."
    return _Refusal(status=status, title="Not taken", detail=str(error), next_step=next_step, field=error.reason)


def _refusal_of_identity(error: IdentityRefusedError | IdentityUnavailableError) -> _Refusal:
    if isinstance(error, IdentityRefusedError):
        detail = _IDENTITY_REFUSALS.get(error.code, "The sign-in service's answer did not hold.")
        return _Refusal(status=403, title="Sign-in failed", detail=detail, next_step="Sign in again.")
    return _Refusal(
        status=503,
        title="Sign-in is not available",
        detail="The sign-in service cannot be reached or is not set up.",
        next_step="Try again in a few minutes; if it stays, tell your administrator.",
    )
