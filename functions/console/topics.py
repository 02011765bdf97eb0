"""Topics in the console and the API: how they stand, what puts them live or in shadow, and the switches that pause."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from civicline.domain.going_live.clearance import LONGEST_REASON, ClearanceAction
from civicline.domain.going_live.pause_switch import PauseSwitch
from civicline.domain.ids import OfficeId
from civicline.domain.staff import Role
from functions.console import wording
from functions.console.access import (
    Access,
    InvalidParameterError,
    admit,
    admit_form,
    admit_token,
    require_role,
)
from functions.console.clear_topics import ClearTopics
from functions.console.clearance_json import step_json, subject_json, switch_json
from functions.console.parts import Console
from functions.console.rendering import page
from functions.console.sign_in import renewed
from functions.console.web import WebRequest, WebResponse, json_response, redirect

MAY_CLEAR = Role.MANAGER
MAY_PAUSE_EVERYTHING = Role.ADMIN
ACTIONS = (ClearanceAction.GO_LIVE, ClearanceAction.TO_SHADOW, ClearanceAction.PAUSE, ClearanceAction.RESUME)
"""What people may ask for; nobody but the software falls back, and nobody declares in the console."""
_SWITCHING = (ClearanceAction.PAUSE, ClearanceAction.RESUME)
_EVERYTHING, _OFFICE = "everything", "office"


def list_page(console: Console, request: WebRequest) -> WebResponse:
    """`GET /topics`: the switches, then every topic and group with its measured rate and what is missing."""
    access = admit(console, request)
    zone, clear = ZoneInfo(access.office.time_zone), clear_topics(console)
    is_manager = access.role >= MAY_CLEAR and access.session is not None
    response = page(
        request,
        "topics.html",
        access=access,
        views=clear.views(access.office),
        own=_switch(console, access.office.office_id),
        everything=_switch(console, None),
        may_clear=is_manager,
        may_pause_everything=is_manager and access.role >= MAY_PAUSE_EVERYTHING,
        longest_reason=LONGEST_REASON,
        percent=lambda share: f"{100 * share:.1f} %",
        local=lambda moment: wording.local(moment, zone),
    )
    return renewed(console, request, response, access.session)


def step_by_form(console: Console, request: WebRequest, subject_id: str) -> WebResponse:
    """`POST /topics/{subject_id}`, from the list, to which it goes back."""
    access = admit_form(console, request, MAY_CLEAR)
    form = request.form()
    action = _action(form.get("action", ""), ACTIONS)
    clear = clear_topics(console)
    clear.take(access.office, subject_id, action, by=access.member.subject, because=form.get("because", ""))
    return redirect(request.link("/topics", office=access.office_choice))


def switch_by_form(console: Console, request: WebRequest) -> WebResponse:
    """`POST /pause`, from the list of topics, to which it goes back."""
    access = admit_form(console, request, MAY_CLEAR)
    _turn(console, access, request.form())
    return redirect(request.link("/topics", office=access.office_choice))


def listed(console: Console, request: WebRequest) -> WebResponse:
    """`GET /api/v1/topics`."""
    access = admit(console, request)
    views = clear_topics(console).views(access.office)
    return json_response({"topics": [subject_json(view) for view in views]})


def told(console: Console, request: WebRequest, subject_id: str) -> WebResponse:
    """`GET /api/v1/topics/{subject_id}`: with every step that was taken."""
    access = admit(console, request)
    clear = clear_topics(console)
    view, steps = clear.view(access.office, subject_id), clear.steps(access.office, subject_id)
    return json_response({**subject_json(view), "steps": [step_json(step) for step in steps]})


def step_by_token(console: Console, request: WebRequest, subject_id: str) -> WebResponse:
    """`PUT /api/v1/topics/{subject_id}/clearance` with `{"action": "go_live", "because": "..."}`."""
    access = admit_token(console, request, MAY_CLEAR)
    given = members(request.body, {"action", "because"})
    action, because = _action(given.get("action", ""), ACTIONS), given.get("because", "")
    view = clear_topics(console).take(access.office, subject_id, action, by=access.member.subject, because=because)
    return json_response(subject_json(view))


def switches(console: Console, request: WebRequest) -> WebResponse:
    """`GET /api/v1/pause`: how the switches stand."""
    access = admit(console, request)
    own, everything = _switch(console, access.office.office_id), _switch(console, None)
    return json_response({_OFFICE: switch_json(own), _EVERYTHING: switch_json(everything)})


def switch_by_token(console: Console, request: WebRequest) -> WebResponse:
    """`PUT /api/v1/pause` with `{"scope": "office", "action": "pause", "because": "..."}`; scope or `everything`."""
    access = admit_token(console, request, MAY_CLEAR)
    return json_response(switch_json(_turn(console, access, members(request.body, {"scope", "action", "because"}))))


def clear_topics(console: Console) -> ClearTopics:
    """The use case on the console's ports."""
    return ClearTopics(
        offices=console.offices,
        clearances=console.clearances,
        aggregates=console.aggregates,
        heads=console.heads,
        clock=console.now,
    )


def members(body: bytes, known: set[str]) -> dict[str, str]:
    """The texts of a JSON object of these members. Raises InvalidParameterError."""
    try:
        given: Any = json.loads(body)
    except ValueError as error:
        raise InvalidParameterError("action", "The body is not JSON.") from error
    if not isinstance(given, dict) or not given.keys() <= known or not all(isinstance(v, str) for v in given.values()):
        raise InvalidParameterError("action", f"The body should be an object of texts: {', '.join(sorted(known))}.")
    return given


def _turn(console: Console, access: Access, said: dict[str, str]) -> PauseSwitch:
    scope, action = said.get("scope", ""), _action(said.get("action", ""), _SWITCHING)
    if scope not in {_OFFICE, _EVERYTHING}:
        raise InvalidParameterError("scope", "“scope”: should be office or everything.")
    if scope == _EVERYTHING:
        require_role(access, MAY_PAUSE_EVERYTHING)
    office_id = access.office.office_id if scope == _OFFICE else None
    clear = clear_topics(console)
    return clear.turn(office_id, action, by=access.member.subject, because=said.get("because", ""))


def _switch(console: Console, office_id: OfficeId | None) -> PauseSwitch:
    return console.clearances.switch(office_id)


def _action(given: str, allowed: tuple[ClearanceAction, ...]) -> ClearanceAction:
    if given not in allowed:
        raise InvalidParameterError("action", f"“action”: should be one of {', '.join(allowed)}.")
    return ClearanceAction(given)
