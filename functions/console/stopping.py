"""The ways in to stop a reply and to take up a conversation: forms on the message's page, and the API."""

import json

from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId
from civicline.domain.staff import Role
from functions.console.access import Access, InvalidParameterError, admit_form, admit_token
from functions.console.find_message import find_message
from functions.console.parts import Console
from functions.console.record_json import record_json
from functions.console.stop_reply import StopReply, TakeUpConversation
from functions.console.web import WebRequest, WebResponse, json_response, redirect

MAY_STOP = Role.AGENT


def stop_by_form(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """`POST /messages/{message_id}/stop`, from the message's page, to which it goes back."""
    access = admit_form(console, request, MAY_STOP)
    _stop(console, access, message_id)
    return redirect(request.link(f"/messages/{message_id}", office=access.office_choice))


def stop_by_token(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """`PUT /api/v1/messages/{message_id}/reply` with `{"status": "stopped"}`, with a token only."""
    access = admit_token(console, request, MAY_STOP)
    _require_stop(request.body)
    return json_response(record_json(_stop(console, access, message_id)))


def take_up_by_form(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """`POST /messages/{message_id}/take-up`, from the message's page, to which it goes back."""
    access = admit_form(console, request, MAY_STOP)
    record, _ = find_message(console, access, message_id)
    TakeUpConversation(presence=console.presence, clock=console.now)(record, access.member.subject)
    return redirect(request.link(f"/messages/{message_id}", office=access.office_choice))


def may_act(access: Access) -> bool:
    """Whether the page shows the buttons: for agents and up, in a session."""
    return access.role >= MAY_STOP and access.session is not None


def _stop(console: Console, access: Access, message_id: str) -> MessageRecord:
    record, _ = find_message(console, access, message_id)
    stop = StopReply(
        inbox=console.inbox,
        ledger=console.ledger,
        take_up=TakeUpConversation(presence=console.presence, clock=console.now),
    )
    return stop(access.office.office_id, MessageId(record.message.message_id), access.member.subject)


def _require_stop(body: bytes) -> None:
    try:
        given = json.loads(body)
    except ValueError as error:
        raise InvalidParameterError("status", "The body is not JSON.") from error
    if given != {"status": "stopped"}:
        raise InvalidParameterError("status", "The body should be an object with “status” alone, which is “stopped”.")
