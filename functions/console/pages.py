"""The pages: the front page with its list, and one message."""

import hashlib
from dataclasses import replace
from typing import Any

from civicline.domain.errors import CursorInvalidError
from civicline.domain.history.record import MessageRecord
from functions.console import message_list, wording
from functions.console.access import Access, InvalidParameterError, NotFoundError, admit
from functions.console.find_message import find_message
from functions.console.judging import judgement_view
from functions.console.message_list import View, list_messages
from functions.console.opt_out_json import opt_out_json
from functions.console.parts import Console
from functions.console.presentation import Presenter
from functions.console.rendering import page
from functions.console.sign_in import renewed
from functions.console.stopping import may_act
from functions.console.today import Counts, today
from functions.console.web import WebRequest, WebResponse

_LONGEST_CONVERSATION = 50


def front_page(console: Console, request: WebRequest) -> WebResponse:
    """Today's counts and the latest messages; with `part=live` only these, for the page's own script."""
    access = admit(console, request)
    values = _front_values(console, request, access)
    if request.is_refresh:
        return _if_changed(request, page(request, "_live.html", access=access, **values))
    known = console.clearances.listed(access.office.office_id).values()
    fallen = sum(clearance.has_fallen_back for clearance in known)
    response = page(request, "front.html", access=access, fallen_back=fallen, **values)
    return renewed(console, request, response, access.session)


def message_page(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """One message, with everything known about it and the conversation around it."""
    access = admit(console, request)
    record, text = find_message(console, access, message_id)
    presenter = _presenter(console, access)
    response = page(
        request,
        "message.html",
        access=access,
        message=presenter.message(record),
        judgement=judgement_view(
            access,
            record,
            console.offices.topics(access.office.office_id),
            console.offices.groups(access.office.office_id),
        ),
        may_act=may_act(access),
        opt_out=opt_out_json(record, access.office, console.now())["opt_out"],
        record=record,
        text=text,
        conversation=presenter.days(_conversation(console, record), console.now()),
        local=lambda moment: wording.local(moment, presenter.zone),
        long_date=wording.long_date,
        size=wording.size,
    )
    return renewed(console, request, response, access.session)


def unknown_page(_console: Console, _request: WebRequest) -> WebResponse:
    """Any path that nothing else answers to."""
    raise NotFoundError("There is no such page.")


def health(_console: Console, _request: WebRequest) -> WebResponse:
    """That the function runs: no data, no sign-in, nothing else asked."""
    return WebResponse(body="ok\n", content_type="text/plain; charset=utf-8")


def _front_values(console: Console, request: WebRequest, access: Access) -> dict[str, Any]:
    now, office = console.now(), access.office
    view = _view(request.query.get("show", View.ALL))
    cursor = request.query.get("cursor") or None
    try:
        found = list_messages(console.inbox, office.office_id, view, now, cursor)
    except CursorInvalidError as error:
        raise InvalidParameterError("cursor", "This page of the list no longer exists.") from error
    presenter = _presenter(console, access)
    summary = today(console.aggregates, office, now)
    return {
        "view": view,
        "views": {View.ALL: "All", View.WAITING: "Waiting", View.ANSWERED: "Answered", View.SILENT: "Silent"},
        "cursor": cursor,
        "next_cursor": found.next_cursor,
        "days": presenter.days(found.records, now),
        "today": summary,
        "channels": [(wording.CHANNEL_NAMES[channel], counts) for channel, counts in summary.by_channel.items()],
        "busiest": max((counts.received for counts in summary.by_channel.values()), default=0),
        "shares": _shares,
        "duration": wording.duration,
        "look_back_days": message_list.LOOK_BACK.days,
        "now": wording.local(now, presenter.zone),
        "long_date": wording.long_date,
    }


def _shares(counts: Counts, busiest: int) -> list[tuple[str, float, float]]:
    """The parts of a channel's bar as (name, from, width), in hundredths of the busiest channel's bar."""
    parts = (
        ("answered", counts.answered),
        ("waiting", counts.waiting),
        ("silent", counts.silent),
        ("duplicate", counts.duplicate),
        ("received", counts.in_progress),
    )
    bar, start = [], 0.0
    for name, messages in parts:
        width = round(100 * messages / busiest, 2) if busiest else 0.0
        bar.append((name, round(start, 2), width))
        start += width
    return bar


def _if_changed(request: WebRequest, response: WebResponse) -> WebResponse:
    """304 where the script has these very words already, so that it leaves the page alone."""
    etag = f'"{hashlib.sha256(response.body.encode()).hexdigest()[:20]}"'
    headers = {**response.headers, "ETag": etag}
    if request.headers.get("if-none-match") == etag:
        return replace(response, status=304, body="", headers=headers)
    return replace(response, headers=headers)


def _conversation(console: Console, record: MessageRecord) -> tuple[MessageRecord, ...]:
    message = record.message
    return console.inbox.conversation(message.office_id, message.conversation_id, _LONGEST_CONVERSATION).records


def _presenter(console: Console, access: Access) -> Presenter:
    office_id = access.office.office_id
    return Presenter(access.office, console.offices.topics(office_id), console.offices.groups(office_id))


def _view(name: str) -> View:
    try:
        return View(name)
    except ValueError as error:
        raise InvalidParameterError("show", "The list can show all, waiting, answered or silent.") from error
