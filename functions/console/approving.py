"""What staff do with approved messages: the forms of the console, each of which goes back to the message's page."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from civicline.domain.approved.approval import ApprovalRefusedError, RefusedBecause
from civicline.domain.approved.approved_message import MessageName, MessageVersion, Signatory
from civicline.domain.approved.message_checks import Fault, Problem
from functions.console.access import Access, InvalidParameterError, admit_form
from functions.console.approve_messages import Words
from functions.console.approved_pages import MAY_APPROVE, MAY_WRITE, approving_of, name_of, shown_message
from functions.console.parts import Console
from functions.console.web import WebRequest, WebResponse, redirect

VARIANTS = ("variant_1", "variant_2")
_SHOWN_AGAIN = {RefusedBecause.PROBLEMS, RefusedBecause.TOO_LONG, RefusedBecause.UNTIMELY}


def write_by_form(console: Console, request: WebRequest, name: str) -> WebResponse:
    """`POST /approved-messages/{name}`: a new draft. Words that cannot be used are shown again, with what is wrong."""
    access = admit_form(console, request, MAY_WRITE)
    message, words = name_of(name), _words_in(request.form(), ZoneInfo(access.office.time_zone))
    try:
        written = approving_of(console).write(access.office, message, words, signatory(access))
    except ApprovalRefusedError as error:
        if error.reason not in _SHOWN_AGAIN:
            raise
        problems = error.problems or (Problem(fault=Fault.EMPTY, sentence=error.reason.sentence),)
        return shown_message(console, request, access, message, words=words, problems=problems)
    return _back(request, access, message, written)


def submit_by_form(console: Console, request: WebRequest, name: str) -> WebResponse:
    """`POST /approved-messages/{name}/submit`."""
    access = admit_form(console, request, MAY_WRITE)
    message = name_of(name)
    number = _number_in(request.form())
    submitted = approving_of(console).submit(access.office, message, number, signatory(access))
    return _back(request, access, message, submitted)


def approve_by_form(console: Console, request: WebRequest, name: str) -> WebResponse:
    """`POST /approved-messages/{name}/approve`: of the very words that the page showed."""
    access = admit_form(console, request, MAY_APPROVE)
    message, form = name_of(name), request.form()
    seen = form.get("fingerprint") or "nothing"
    approved = approving_of(console).approve(access.office, message, _number_in(form), signatory(access), seen)
    return _back(request, access, message, approved)


def retire_by_form(console: Console, request: WebRequest, name: str) -> WebResponse:
    """`POST /approved-messages/{name}/retire`, with the reason."""
    access = admit_form(console, request, MAY_APPROVE)
    message, form = name_of(name), request.form()
    because = form.get("because", "")
    retired = approving_of(console).retire(access.office, message, _number_in(form), signatory(access), because)
    return _back(request, access, message, retired)


def signatory(access: Access) -> Signatory:
    """Who is at work, by name and by the identity provider's id."""
    return Signatory(name=access.member.name or access.member.subject, subject=access.member.subject)


def _back(request: WebRequest, access: Access, name: MessageName, version: MessageVersion) -> WebResponse:
    address = request.link(f"/approved-messages/{name}", version=str(version.version), office=access.office_choice)
    return redirect(address)


def _number_in(form: dict[str, str]) -> int:
    given = form.get("version", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 6):
        raise InvalidParameterError("version", "Say which version is meant.")
    return int(given)


def _words_in(form: dict[str, str], zone: ZoneInfo) -> Words:
    variants = (_plain(form.get(field, "")) for field in VARIANTS)
    return Words(
        wordings=(_plain(form.get("text", "")), *filter(None, variants)),
        english_line=_plain(form.get("english_line", "")),
        valid_from=_moment_in(form, "valid_from", zone),
        expires_at=_moment_in(form, "expires_at", zone),
    )


def _plain(text: str) -> str:
    """The words of a text field, whose lines browsers end with CR LF (HTML, form-urlencoded submission)."""
    return text.replace("\r\n", "\n").strip()


def _moment_in(form: dict[str, str], field: str, zone: ZoneInfo) -> datetime | None:
    """A local date and time of the office's clock (HTML, `datetime-local`)."""
    given = form.get(field, "").strip()
    if not given:
        return None
    try:
        return datetime.fromisoformat(given).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidParameterError(field, "Write the time as 2026-12-01T08:00.") from error
