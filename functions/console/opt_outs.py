"""Opt-outs and other suppressions: the list, the ledger of one contact point, and the way to undo one."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from civicline.domain.errors import CursorInvalidError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId
from civicline.domain.opting_out.opt_out_clock import opt_out_clock
from civicline.domain.opting_out.opt_out_ledger import UndoReason, UndoRequest, opted_out_by_staff
from civicline.domain.opting_out.suppression import LiftedSuppression, Suppression, SuppressionReason
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.phone import PhoneNumberError, parse_number
from civicline.domain.staff import Role
from civicline.ports.people import SuppressionPage
from functions.console import wording
from functions.console.access import Access, InvalidParameterError, admit, admit_form, admit_token
from functions.console.find_message import find_message
from functions.console.opt_out_json import lifted_json, opt_out_json, suppression_json
from functions.console.parts import Console
from functions.console.rendering import page
from functions.console.sign_in import renewed
from functions.console.undo_suppression import UndoSuppression
from functions.console.web import WebRequest, WebResponse, json_response, redirect

MAY_UNDO = Role.AGENT
PAGE_SIZE = 50
_LOOKED_THROUGH = 100
"""Messages that wait for staff, oldest first, among which open opt-outs are looked for."""
_MEMBERS = {"contact", "reason", "note", "consent"}


def list_page(console: Console, request: WebRequest) -> WebResponse:
    """`GET /opt-outs`: opt-outs that staff have yet to honour, then whom the office does not write to, and why."""
    access = admit(console, request)
    cursor = request.query.get("cursor") or None
    found = _listed(console, access, cursor)
    zone, now = ZoneInfo(access.office.time_zone), console.now()
    response = page(
        request,
        "opt_outs.html",
        access=access,
        open_requests=[(one, opt_out_json(one, access.office, now)["opt_out"]) for one in _open(console, access)],
        suppressions=found.suppressions,
        undo_reasons=tuple(UndoReason),
        may_undo=access.role >= MAY_UNDO and access.session is not None,
        legal=SuppressionReason.LEGAL,
        cursor=cursor,
        next_cursor=found.next_cursor,
        contact=wording.contact,
        local=lambda moment: wording.local(moment, zone),
    )
    return renewed(console, request, response, access.session)


def undo_by_form(console: Console, request: WebRequest) -> WebResponse:
    """`POST /opt-outs/undo`, from the list, to which it goes back."""
    access = admit_form(console, request, MAY_UNDO)
    _undo(console, access, request.form())
    return redirect(request.link("/opt-outs", office=access.office_choice))


def add_by_form(console: Console, request: WebRequest) -> WebResponse:
    """`POST /opt-outs/add`, from the list, to which it goes back."""
    access = admit_form(console, request, MAY_UNDO)
    _add(console, access, request.form())
    return redirect(request.link("/opt-outs", office=access.office_choice))


def add_by_token(console: Console, request: WebRequest) -> WebResponse:
    """`PUT /api/v1/opt-outs/added` with `{"contact", "words", "message_id"}`, with a token only."""
    access = admit_token(console, request, MAY_UNDO)
    return json_response(
        suppression_json(_add(console, access, _members(request.body, {"contact", "words", "message_id"})))
    )


def listed(console: Console, request: WebRequest) -> WebResponse:
    """`GET /api/v1/opt-outs`, and with `contact=` the whole ledger of one contact point."""
    access = admit(console, request)
    unknown = request.query.keys() - {"office", "cursor", "contact"}
    if unknown:
        raise InvalidParameterError(min(unknown), f"“{min(unknown)}”: is no parameter of this address.")
    office_id = access.office.office_id
    if "contact" in request.query:
        point = contact_point(request.query["contact"])
        current = console.suppressions.current(office_id, point)
        return json_response(
            {
                "office_id": office_id,
                "current": suppression_json(current) if current else None,
                "lifted": [lifted_json(one) for one in console.suppressions.lifted(office_id, point)],
            }
        )
    found = _listed(console, access, request.query.get("cursor") or None)
    open_requests = _open(console, access)
    return json_response(
        {
            "office_id": office_id,
            "open": [
                {"message_id": one.message.message_id, **opt_out_json(one, access.office, console.now())["opt_out"]}
                for one in open_requests
            ],
            "opt_outs": [suppression_json(one) for one in found.suppressions],
            "next_cursor": found.next_cursor,
        }
    )


def undo_by_token(console: Console, request: WebRequest) -> WebResponse:
    """`PUT /api/v1/opt-outs` with `{"contact", "reason", "note", "consent"}`, with a token only."""
    access = admit_token(console, request, MAY_UNDO)
    return json_response(lifted_json(_undo(console, access, _members(request.body, _MEMBERS))))


def contact_point(text: str) -> ContactPoint:
    """The contact point that a person typed. Raises InvalidParameterError."""
    if "@" in text:
        return ContactPoint.mail(text)
    try:
        return ContactPoint.phone(parse_number(text.strip()))
    except PhoneNumberError as error:
        raise InvalidParameterError("contact", f"“contact”: {error}") from error


def _undo(console: Console, access: Access, said: dict[str, Any]) -> LiftedSuppression:
    try:
        reason = UndoReason(said.get("reason", ""))
    except ValueError as error:
        raise InvalidParameterError("reason", f"“reason”: should be one of {', '.join(UndoReason)}.") from error
    undo = UndoSuppression(suppressions=console.suppressions, clock=console.now)
    undo_request = UndoRequest(
        reason=reason, note=said.get("note", ""), consent=said.get("consent", ""), by=access.member.subject
    )
    return undo(access.office.office_id, contact_point(said.get("contact", "")), undo_request)


def _add(console: Console, access: Access, said: dict[str, Any]) -> Suppression:
    point = contact_point(said.get("contact", ""))
    message_id = said.get("message_id", "").strip()
    if message_id:
        find_message(console, access, message_id)
    known = console.suppressions.current(access.office.office_id, point)
    new = opted_out_by_staff(known, point, said.get("words", ""), MessageId(message_id) or None, console.now())
    console.suppressions.add(access.office.office_id, new, access.member.subject)
    return new


def _members(body: bytes, known: set[str]) -> dict[str, str]:
    try:
        given = json.loads(body)
    except ValueError as error:
        raise InvalidParameterError("contact", "The body is not JSON.") from error
    if not isinstance(given, dict) or not given.keys() <= known or not all(isinstance(v, str) for v in given.values()):
        raise InvalidParameterError("contact", f"The body should be an object of texts: {', '.join(sorted(known))}.")
    return given


def _listed(console: Console, access: Access, cursor: str | None) -> SuppressionPage:
    try:
        return console.suppressions.listed(access.office.office_id, PAGE_SIZE, cursor)
    except CursorInvalidError as error:
        raise InvalidParameterError("cursor", "This page of the list no longer exists.") from error


def _open(console: Console, access: Access) -> list[MessageRecord]:
    """Opt-outs that wait for staff, the most urgent first."""
    waiting = console.inbox.waiting(access.office.office_id, _LOOKED_THROUGH).records
    clocks = ((one, opt_out_clock(one, access.office.time_zone)) for one in waiting)
    return [one for one, clock in clocks if clock and clock.is_open]
