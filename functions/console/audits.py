"""The audits of sent replies in the console and the API."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from civicline.domain.errors import CursorInvalidError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId, TopicId
from civicline.domain.staff import Role
from functions.console import wording
from functions.console.access import Access, InvalidParameterError, admit, admit_form, admit_token
from functions.console.audit_replies import AuditPage, AuditReplies, Verdict
from functions.console.find_message import find_message
from functions.console.parts import Console
from functions.console.record_json import record_json
from functions.console.rendering import page
from functions.console.sign_in import renewed
from functions.console.web import WebRequest, WebResponse, json_response, redirect

MAY_AUDIT = Role.AGENT
PAGE_SIZE = 25
NONE, SAME = "-", ""
"""In the form: about none of the topics; and nothing but whether the reply was right."""


def list_page(console: Console, request: WebRequest) -> WebResponse:
    """`GET /audits`: replies that were drawn, each with what it answers and the form for the verdict."""
    access = admit(console, request)
    found = _listed(console, access, request.query.get("cursor") or None)
    zone = ZoneInfo(access.office.time_zone)
    topics, groups = console.offices.topics(access.office.office_id), console.offices.groups(access.office.office_id)
    names = {str(one.topic_id): one.name_in("en") for one in topics.values()}
    names |= {one.group_id: one.name_in("en") for one in groups.values()}
    response = page(
        request,
        "audits.html",
        access=access,
        audits=[(record, _subject_of(record)) for record in found.records],
        topics=sorted(((one.topic_id, one.name_in("en")) for one in topics.values()), key=lambda one: one[1]),
        name=lambda subject_id: names.get(subject_id, subject_id),
        may_audit=access.role >= MAY_AUDIT and access.session is not None,
        next_cursor=found.next_cursor,
        local=lambda moment: wording.local(moment, zone),
    )
    return renewed(console, request, response, access.session)


def judge_by_form(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """`POST /audits/{message_id}`, from the list, to which it goes back."""
    access = admit_form(console, request, MAY_AUDIT)
    form = request.form()
    verdict, topic = form.get("verdict", ""), form.get("topic", SAME)
    if verdict not in {"right", "wrong"}:
        raise InvalidParameterError("verdict", "Say whether the reply was right or wrong.")
    said = Verdict(
        is_right=verdict == "right",
        topic_id=None if topic in {NONE, SAME} else TopicId(topic),
        is_topic_said=topic != SAME,
    )
    _judge(console, access, message_id, said)
    return redirect(request.link("/audits", office=access.office_choice))


def listed(console: Console, request: WebRequest) -> WebResponse:
    """`GET /api/v1/audits`."""
    access = admit(console, request)
    found = _listed(console, access, request.query.get("cursor") or None)
    return json_response({"messages": [record_json(one) for one in found.records], "next_cursor": found.next_cursor})


def judge_by_token(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """`PUT /api/v1/audits/{message_id}` with `{"is_right": true}`, and `topic_id` (null for none of the topics)."""
    access = admit_token(console, request, MAY_AUDIT)
    return json_response(record_json(_judge(console, access, message_id, _verdict_in(request.body))))


def _judge(console: Console, access: Access, message_id: str, verdict: Verdict) -> MessageRecord:
    record, _ = find_message(console, access, message_id)
    audit = _audits(console)
    return audit.judge(access.office, MessageId(record.message.message_id), verdict, access.member.subject)


def _listed(console: Console, access: Access, cursor: str | None) -> AuditPage:
    try:
        return _audits(console).listed(access.office, PAGE_SIZE, cursor)
    except CursorInvalidError as error:
        raise InvalidParameterError("cursor", "This page of the list no longer exists.") from error


def _audits(console: Console) -> AuditReplies:
    return AuditReplies(offices=console.offices, inbox=console.inbox, judgements=console.judgements, clock=console.now)


def _subject_of(record: MessageRecord) -> str:
    decision = record.decision
    return str((decision.group_id or decision.topic_id) if decision else "")


def _verdict_in(body: bytes) -> Verdict:
    try:
        given: Any = json.loads(body)
    except ValueError as error:
        raise InvalidParameterError("is_right", "The body is not JSON.") from error
    if not isinstance(given, dict) or not {"is_right"} <= given.keys() <= {"is_right", "topic_id"}:
        raise InvalidParameterError("is_right", "The body should be an object with “is_right” and perhaps “topic_id”.")
    is_right, topic_id = given["is_right"], given.get("topic_id")
    if not isinstance(is_right, bool) or not isinstance(topic_id, str | None):
        raise InvalidParameterError("is_right", "“is_right”: should be true or false, “topic_id” a topic's id or null.")
    return Verdict(
        is_right=is_right, topic_id=TopicId(topic_id) if topic_id else None, is_topic_said="topic_id" in given
    )
