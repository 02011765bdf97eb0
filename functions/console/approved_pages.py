"""Approved messages as pages: the list, one message with its versions, and what it would say to people who wrote."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from civicline.domain.approved.approved_message import MessageName, MessageNameError, MessageVersion, latest_in_effect
from civicline.domain.approved.message_checks import Problem
from civicline.domain.approved.message_preview import Audience
from civicline.domain.errors import CursorInvalidError
from civicline.domain.staff import Role
from civicline.ports.approved import MessagePage
from functions.console import approved_wording, wording
from functions.console.access import Access, InvalidParameterError, NotFoundError, admit
from functions.console.approve_messages import ApproveMessages, Words, version_in
from functions.console.parts import Console
from functions.console.preview_message import PreviewMessage
from functions.console.rendering import page
from functions.console.sign_in import renewed
from functions.console.version_lines import compared
from functions.console.web import WebRequest, WebResponse, redirect

MAY_WRITE = Role.AGENT
MAY_APPROVE = Role.APPROVER
PAGE_SIZE = 50
PREVIEWS = 8


def list_page(console: Console, request: WebRequest) -> WebResponse:
    """`GET /approved-messages`: how each message stands; with `topic`, `channel` and `language` go to that one."""
    access = admit(console, request)
    wanted = [request.query.get(part, "") for part in ("topic", "channel", "language")]
    if all(wanted):
        name = name_of(".".join(wanted))
        return redirect(request.link(f"/approved-messages/{name}", office=access.office_choice))
    cursor = request.query.get("cursor") or None
    found = _listed(console, access, cursor)
    office_id = access.office.office_id
    response = page(
        request,
        "approved_list.html",
        access=access,
        lines=found.messages,
        cursor=cursor,
        next_cursor=found.next_cursor,
        choices=approved_wording.subjects(console.offices.topics(office_id), console.offices.groups(office_id)),
        languages=access.office.languages,
        may_write=may_write(access),
        now=console.now(),
        **_words(console, access),
    )
    return renewed(console, request, response, access.session)


def message_page(console: Console, request: WebRequest, name: str) -> WebResponse:
    """`GET /approved-messages/{name}`: its versions, one of them whole, and the forms for what may be done next."""
    access = admit(console, request)
    shown = _number(request, "version")
    older = _number(request, "compare")
    response = shown_message(console, request, access, name_of(name), shown=shown, older=older)
    return renewed(console, request, response, access.session)


def shown_message(
    console: Console,
    request: WebRequest,
    access: Access,
    name: MessageName,
    *,
    shown: int | None = None,
    older: int | None = None,
    words: Words | None = None,
    problems: Sequence[Problem] = (),
) -> WebResponse:
    """The page of a message; `words` and `problems` are of an attempt to write that was refused."""
    approving = approving_of(console)
    approving.about(access.office, name)
    versions = approving.versions(access.office, name)
    version = version_in(versions, shown) if versions else None
    compared_with = version_in(versions, older) if older else None
    in_effect = latest_in_effect(versions, name.channel, name.language, console.now())
    return page(
        request,
        "approved_message.html",
        status=422 if problems else 200,
        access=access,
        name=name,
        versions=versions,
        version=version,
        compared_with=compared_with,
        in_use=in_effect if in_effect and in_effect.is_valid_at(console.now()) else None,
        standing=lambda one: approved_wording.standing_of(one, in_effect, console.now()),
        lines=compared(compared_with, version) if compared_with and version else (),
        words=words or _words_of(versions),
        problems=problems,
        zone=access.office.time_zone,
        may_write=may_write(access),
        may_approve=access.role >= MAY_APPROVE and access.session is not None,
        **_words(console, access),
    )


def preview_page(console: Console, request: WebRequest, name: str) -> WebResponse:
    """`GET /approved-messages/{name}/preview`: what a version would say to people who wrote on its topic lately."""
    access = admit(console, request)
    approving, message = approving_of(console), name_of(name)
    version = version_in(approving.versions(access.office, message), _number(request, "version"))
    audience = Audience(office=access.office, topics=console.offices.topics(access.office.office_id), version=version)
    look = PreviewMessage(inbox=console.inbox, clock=console.now)
    response = page(
        request,
        "approved_preview.html",
        access=access,
        name=message,
        version=version,
        previews=look(audience, approving.about(access.office, message), PREVIEWS),
        **_words(console, access),
    )
    return renewed(console, request, response, access.session)


def approving_of(console: Console) -> ApproveMessages:
    """The use case on the console's ports."""
    return ApproveMessages(offices=console.offices, messages=console.approved_messages, clock=console.now)


def name_of(text: str) -> MessageName:
    """The message that an address names. Raises NotFoundError."""
    try:
        return MessageName.parse(text)
    except MessageNameError as error:
        raise NotFoundError(str(error)) from error


def may_write(access: Access) -> bool:
    """Whether the pages show the forms to write: for agents and up, in a session."""
    return access.role >= MAY_WRITE and access.session is not None


def _listed(console: Console, access: Access, cursor: str | None) -> MessagePage:
    try:
        return console.approved_messages.listed(access.office.office_id, PAGE_SIZE, cursor)
    except CursorInvalidError as error:
        raise InvalidParameterError("cursor", "This page of the list no longer exists.") from error


def _number(request: WebRequest, field: str) -> int | None:
    given = request.query.get(field, "")
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 6):
        raise InvalidParameterError(field, f"“{field}”: should be the number of a version.")
    return int(given)


def _words_of(versions: Sequence[MessageVersion]) -> Words:
    """What the form to write begins with: the newest version's words, without its time."""
    if not versions:
        return Words(wordings=("",))
    return Words(wordings=versions[-1].wordings, english_line=versions[-1].english_line)


def _words(console: Console, access: Access) -> dict[str, Any]:
    """How templates say things."""
    office_id, zone = access.office.office_id, ZoneInfo(access.office.time_zone)
    topics, groups = console.offices.topics(office_id), console.offices.groups(office_id)
    return {
        "local": lambda moment: wording.local(moment, zone),
        "subject_name": lambda topic_id: approved_wording.subject_name(topic_id, topics, groups),
        "channel_name": lambda channel: wording.CHANNEL_NAMES[channel],
        "language_name": lambda language: wording.LANGUAGE_NAMES.get(language, language),
        "status_name": lambda status: approved_wording.STATUS_NAMES[status],
    }
