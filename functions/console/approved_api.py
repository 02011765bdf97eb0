"""Approved messages for scripts: `/api/v1/approved-messages`. Documented in docs/api.md."""

from civicline.domain.approved.approval import ApprovalRefusedError, RefusedBecause
from civicline.domain.approved.approved_message import MessageVersion, VersionStatus
from civicline.domain.approved.message_preview import Audience
from civicline.domain.errors import ConcurrentChangeError, CursorInvalidError, MessageVersionNotFoundError
from functions.console.access import InvalidParameterError, NotFoundError, admit, admit_token
from functions.console.approve_messages import version_in
from functions.console.approved_message_json import listed_json, preview_json, version_json
from functions.console.approved_pages import MAY_APPROVE, MAY_WRITE, approving_of, name_of
from functions.console.approving import signatory
from functions.console.parts import Console
from functions.console.preview_message import PreviewMessage
from functions.console.web import WebRequest, WebResponse, json_response


def approved_messages(console: Console, request: WebRequest) -> WebResponse:
    """`GET /api/v1/approved-messages`."""
    from functions.console.api_query import parse
    from functions.console.approved_query import ApprovedMessagesQuery

    access = admit(console, request)
    query = parse(ApprovedMessagesQuery, request.query)
    try:
        found = console.approved_messages.listed(access.office.office_id, query.limit, query.cursor)
    except CursorInvalidError as error:
        raise InvalidParameterError("cursor", "“cursor”: is not one of this list.") from error
    return json_response(
        {
            "office_id": access.office.office_id,
            "messages": [listed_json(line) for line in found.messages],
            "next_cursor": found.next_cursor,
        }
    )


def approved_message(console: Console, request: WebRequest, name: str) -> WebResponse:
    """`GET /api/v1/approved-messages/{id}`: all versions, oldest first."""
    access = admit(console, request)
    versions = approving_of(console).versions(access.office, name_of(name))
    if not versions:
        raise NotFoundError("This office has no such approved message.")
    return json_response({"id": str(name_of(name)), "versions": [version_json(version) for version in versions]})


def preview(console: Console, request: WebRequest, name: str) -> WebResponse:
    """`GET /api/v1/approved-messages/{id}/preview`."""
    from functions.console.api_query import parse
    from functions.console.approved_query import PreviewQuery

    access = admit(console, request)
    query = parse(PreviewQuery, request.query)
    approving, message = approving_of(console), name_of(name)
    version = version_in(approving.versions(access.office, message), query.version)
    topics = console.offices.topics(access.office.office_id)
    look = PreviewMessage(inbox=console.inbox, clock=console.now)
    previews = look(
        Audience(office=access.office, topics=topics, version=version),
        approving.about(access.office, message),
        query.limit,
    )
    return json_response(
        {"id": str(message), "version": version.version, "previews": [preview_json(one) for one in previews]}
    )


def write_by_token(console: Console, request: WebRequest, name: str, number: str) -> WebResponse:
    """`PUT /api/v1/approved-messages/{id}/versions/{number}`: the draft of the next number; again, it is the same.

    Naming the number makes a repetition harmless: of two writers one gets 409.
    """
    from functions.console.approved_query import WrittenBody, parse_body

    access = admit_token(console, request, MAY_WRITE)
    words = parse_body(WrittenBody, request.body).words()
    approving, message, wanted = approving_of(console), name_of(name), _number(number)
    versions = approving.versions(access.office, message)
    if wanted <= len(versions):
        known = version_in(versions, wanted)
        if (known.wordings, known.english_line) == (tuple(words.wordings), words.english_line):
            return json_response(version_json(known))
    if wanted != len(versions) + 1:
        raise ConcurrentChangeError(f"the next version is {len(versions) + 1}")
    return json_response(version_json(approving.write(access.office, message, words, signatory(access))))


def step_by_token(console: Console, request: WebRequest, name: str, number: str) -> WebResponse:
    """`PUT /api/v1/approved-messages/{id}/versions/{number}/status`: submit, approve or retire."""
    from functions.console.approved_query import StatusBody, parse_body

    body = parse_body(StatusBody, request.body)
    role = MAY_WRITE if body.status is VersionStatus.SUBMITTED else MAY_APPROVE
    access = admit_token(console, request, role)
    approving, message, wanted, by = approving_of(console), name_of(name), _number(number), signatory(access)
    changed: MessageVersion
    if body.status is VersionStatus.SUBMITTED:
        changed = approving.submit(access.office, message, wanted, by)
    elif body.status is VersionStatus.APPROVED:
        changed = approving.approve(access.office, message, wanted, by, body.fingerprint or "nothing")
    elif body.status is VersionStatus.RETIRED:
        changed = approving.retire(access.office, message, wanted, by, body.because)
    else:
        raise ApprovalRefusedError(RefusedBecause.NOT_A_DRAFT)
    return json_response(version_json(changed))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise MessageVersionNotFoundError("A version is named by its number.")
    return int(text)
