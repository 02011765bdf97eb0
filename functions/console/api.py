"""The API for scripts, version 1. Documented in docs/api.md."""

from datetime import UTC
from zoneinfo import ZoneInfo

from civicline.domain.errors import CursorInvalidError
from functions.console.access import InvalidParameterError, admit
from functions.console.find_message import find_message
from functions.console.opt_out_json import opt_out_json
from functions.console.parts import Console
from functions.console.record_json import record_json, text_json
from functions.console.volume_report import volume_report
from functions.console.web import WebRequest, WebResponse, json_response


def volume(console: Console, request: WebRequest) -> WebResponse:
    """`GET /api/v1/reports/volume`."""
    from functions.console.api_query import VolumeQuery, parse

    access = admit(console, request)
    today = console.now().astimezone(ZoneInfo(access.office.time_zone)).date()
    wanted = parse(VolumeQuery, request.query).filter(today)
    return json_response(volume_report(console.aggregates, access.office, wanted))


def messages(console: Console, request: WebRequest) -> WebResponse:
    """`GET /api/v1/messages`."""
    from functions.console.api_query import MessagesQuery, parse

    access = admit(console, request)
    today = console.now().astimezone(UTC).date()
    query = parse(MessagesQuery, {"day": today.isoformat(), **request.query})
    day = query.day.isoformat()
    try:
        found = console.inbox.latest(access.office.office_id, day, query.limit, query.cursor)
    except CursorInvalidError as error:
        raise InvalidParameterError("cursor", "“cursor”: is not one of this day's list.") from error
    return json_response(
        {
            "office_id": access.office.office_id,
            "day": day,
            "messages": [
                record_json(record) | opt_out_json(record, access.office, console.now()) for record in found.records
            ],
            "next_cursor": found.next_cursor,
        }
    )


def message(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """`GET /api/v1/messages/{message_id}`."""
    access = admit(console, request)
    record, text = find_message(console, access, message_id)
    opt_out = opt_out_json(record, access.office, console.now())
    return json_response({**record_json(record), **opt_out, "text": text_json(text)})
