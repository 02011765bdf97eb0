"""Constituents in the console and the API: find one, see what is known and on whose word, merge two, split one.

Every look at a person is logged with who looked and whom at, by ids alone.
"""

import json
from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from civicline.domain.ids import ConstituentId, JoinId
from civicline.domain.people.constituent import Constituent
from civicline.domain.people.contact import ContactPoint
from civicline.domain.staff import Role
from civicline.runtime.observability import logger
from functions.console import wording
from functions.console.access import (
    Access,
    InvalidParameterError,
    NotFoundError,
    admit,
    admit_form,
    admit_token,
    require_role,
)
from functions.console.constituent_json import constituent_json
from functions.console.find_constituents import find_constituents, named_directly
from functions.console.join_constituents import LONGEST_REASON, ConstituentUnknownError, JoinConstituents
from functions.console.parts import Console
from functions.console.rendering import page
from functions.console.sign_in import renewed
from functions.console.web import WebRequest, WebResponse, json_response, redirect

MAY_LOOK = Role.AGENT
MAY_JOIN = Role.AGENT
_LONGEST_SEARCH = 120

Whom = ConstituentId | ContactPoint


def search_page(console: Console, request: WebRequest) -> WebResponse:
    """`GET /constituents`: the form to look for somebody."""
    access = admit(console, request)
    require_role(access, MAY_LOOK)
    return renewed(console, request, _search_page(request, access, None, ()), access.session)


def search_by_form(console: Console, request: WebRequest) -> WebResponse:
    """`POST /constituents`: whoever fits. A form, so that no number or name stands in an address or a log."""
    access = admit_form(console, request, MAY_LOOK)
    wanted = _wanted(request.form().get("wanted", ""), "wanted")
    return _search_page(request, access, wanted, _found(console, access, wanted))


def constituent_page(console: Console, request: WebRequest, constituent_id: str) -> WebResponse:
    """`GET /constituents/{constituent_id}`: one person, with the forms to merge and to split."""
    access = admit(console, request)
    require_role(access, MAY_LOOK)
    one = _one(console, access, constituent_id)
    zone = ZoneInfo(access.office.time_zone)
    response = page(
        request,
        "constituent.html",
        access=access,
        constituent=one,
        may_join=access.role >= MAY_JOIN and access.session is not None,
        longest_reason=LONGEST_REASON,
        contact=wording.contact,
        local=lambda moment: wording.local(moment, zone),
    )
    return renewed(console, request, response, access.session)


def merge_named_by_form(console: Console, request: WebRequest) -> WebResponse:
    """`POST /constituents/merge`, of somebody who has no page yet, since they only ever wrote."""
    access = admit_form(console, request, MAY_JOIN)
    form = request.form()
    one = _merge(console, access, _named(form, "first"), _named(form, "other"), form.get("reason", ""))
    return redirect(_page_of(request, access, one))


def merge_by_form(console: Console, request: WebRequest, constituent_id: str) -> WebResponse:
    """`POST /constituents/{constituent_id}/merge`, from the person's page, to which it goes back."""
    access = admit_form(console, request, MAY_JOIN)
    form = request.form()
    one = _merge(console, access, _known_form(constituent_id), _named(form, "other"), form.get("reason", ""))
    return redirect(_page_of(request, access, one))


def split_by_form(console: Console, request: WebRequest, constituent_id: str) -> WebResponse:
    """`POST /constituents/{constituent_id}/split`, from the person's page, to which it goes back."""
    access = admit_form(console, request, MAY_JOIN)
    form = request.form()
    halves = _split(console, access, constituent_id, form.get("join_id", ""), form.get("reason", ""))
    return redirect(_page_of(request, access, halves[0]))


def listed(console: Console, request: WebRequest) -> WebResponse:
    """`GET /api/v1/constituents?q=`: by id, number, address, id of a list, or the beginning of a name."""
    access = admit(console, request)
    require_role(access, MAY_LOOK)
    unknown = request.query.keys() - {"office", "q"}
    if unknown:
        raise InvalidParameterError(min(unknown), f"“{min(unknown)}”: is no parameter of this address.")
    found = _found(console, access, _wanted(request.query.get("q", ""), "q"))
    return json_response(
        {"office_id": access.office.office_id, "constituents": [constituent_json(one) for one in found]}
    )


def told(console: Console, request: WebRequest, constituent_id: str) -> WebResponse:
    """`GET /api/v1/constituents/{constituent_id}`; the id of somebody who was joined leads to the whole."""
    access = admit(console, request)
    require_role(access, MAY_LOOK)
    return json_response(constituent_json(_one(console, access, constituent_id)))


def merge_named_by_token(console: Console, request: WebRequest) -> WebResponse:
    """`POST /api/v1/constituents/merge` with `{"first": "+12025550188", "other": "...", "reason": "..."}`."""
    access = admit_token(console, request, MAY_JOIN)
    given = _texts_in(request.body, "first", "other", "reason")
    one = _merge(console, access, _named(given, "first"), _named(given, "other"), given["reason"])
    return json_response(constituent_json(one))


def merge_by_token(console: Console, request: WebRequest, constituent_id: str) -> WebResponse:
    """`POST /api/v1/constituents/{constituent_id}/merge` with `{"other": "+12025550188", "reason": "..."}`."""
    access = admit_token(console, request, MAY_JOIN)
    given = _texts_in(request.body, "other", "reason")
    one = _merge(console, access, _known_form(constituent_id), _named(given, "other"), given["reason"])
    return json_response(constituent_json(one))


def split_by_token(console: Console, request: WebRequest, constituent_id: str) -> WebResponse:
    """`POST /api/v1/constituents/{constituent_id}/split` with `{"join_id": "...", "reason": "..."}`."""
    access = admit_token(console, request, MAY_JOIN)
    given = _texts_in(request.body, "join_id", "reason")
    halves = _split(console, access, constituent_id, given["join_id"], given["reason"])
    return json_response({"constituents": [constituent_json(one) for one in halves]})


def _merge(console: Console, access: Access, first: Whom, other: Whom, because: str) -> Constituent:
    pair = (first, other)
    one = _use_case(console).merge(access.office.office_id, pair, by=access.member.subject, because=because)
    _log("constituents merged", access, (one,))
    return one


def _named(given: Mapping[str, str], field: str) -> Whom:
    whom = named_directly(given.get(field, "").strip())
    if whom is None:
        raise InvalidParameterError(field, f"“{field}”: should be the number, address or id of a constituent.")
    return whom


def _split(
    console: Console, access: Access, constituent_id: str, join_id: str, because: str
) -> tuple[Constituent, Constituent]:
    halves = _use_case(console).split(
        access.office.office_id,
        _known_form(constituent_id),
        JoinId(join_id),
        by=access.member.subject,
        because=because,
    )
    _log("constituents split", access, halves)
    return halves


def _use_case(console: Console) -> JoinConstituents:
    return JoinConstituents(constituents=console.constituents, clock=console.now)


def _one(console: Console, access: Access, constituent_id: str) -> Constituent:
    try:
        one = _use_case(console).find(access.office.office_id, _known_form(constituent_id))
    except ConstituentUnknownError as error:
        raise NotFoundError(str(error)) from error
    _log("constituents looked at", access, (one,))
    return one


def _found(console: Console, access: Access, wanted: str) -> tuple[Constituent, ...]:
    found = find_constituents(console.constituents, access.office.office_id, wanted)
    _log("constituents looked at", access, found)
    return found


def _known_form(constituent_id: str) -> ConstituentId:
    try:
        return ConstituentId(str(UUID(constituent_id)))
    except ValueError as error:
        raise NotFoundError("This is not the id of a constituent.") from error


def _wanted(given: str, field: str) -> str:
    wanted = given.strip()
    if not wanted or len(wanted) > _LONGEST_SEARCH:
        raise InvalidParameterError(field, f"“{field}”: should be a number, address, id, or the beginning of a name.")
    return wanted


def _texts_in(body: bytes, *members: str) -> dict[str, str]:
    try:
        given = json.loads(body)
    except ValueError as error:
        raise InvalidParameterError(members[0], "The body is not JSON.") from error
    if (
        not isinstance(given, dict)
        or given.keys() != {*members}
        or not all(isinstance(one, str) for one in given.values())
    ):
        raise InvalidParameterError(members[0], f"The body should be an object of texts: {', '.join(members)}.")
    return given


def _page_of(request: WebRequest, access: Access, one: Constituent) -> str:
    return request.link(f"/constituents/{one.constituent_id}", office=access.office_choice)


def _search_page(
    request: WebRequest, access: Access, wanted: str | None, found: tuple[Constituent, ...]
) -> WebResponse:
    may_join = access.role >= MAY_JOIN and access.session is not None
    return page(
        request,
        "constituents.html",
        access=access,
        wanted=wanted,
        found=found,
        may_join=may_join,
        longest_reason=LONGEST_REASON,
        contact=wording.contact,
    )


def _log(what: str, access: Access, whom: tuple[Constituent, ...]) -> None:
    """The audit of what staff see and change of people: ids, never a name, number or address."""
    logger.info(
        what,
        extra={
            "office_id": access.office.office_id,
            "staff": access.member.subject,
            "constituent_ids": [one.constituent_id for one in whom],
        },
    )
