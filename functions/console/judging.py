"""What staff say a message is about: the form's and the API's way in, and the words on the page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from civicline.domain.going_live.judgement import Judgement
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId, TopicId
from civicline.domain.office import Topic, TopicGroup
from civicline.domain.staff import Role
from functions.console import wording
from functions.console.access import Access, InvalidParameterError, admit_form, admit_token
from functions.console.find_message import find_message
from functions.console.judge_message import JudgeMessage
from functions.console.parts import Console
from functions.console.record_json import record_json
from functions.console.web import WebRequest, WebResponse, json_response, redirect

NONE = "-"
"""Stands in the form for: about none of our topics."""
MAY_JUDGE = Role.AGENT
_NAME_OF_NONE = "None of our topics"


def judge_by_form(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """`POST /messages/{message_id}/topic`, from the message's page, to which it goes back."""
    access = admit_form(console, request, MAY_JUDGE)
    chosen = request.form().get("topic", "")
    if not chosen:
        raise InvalidParameterError("topic", "Choose a topic, or “None of our topics”.")
    _judge(console, access, message_id, None if chosen == NONE else TopicId(chosen))
    return redirect(request.link(f"/messages/{message_id}", office=access.office_choice) + "#judgement")


def judge_by_token(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """`PUT /api/v1/messages/{message_id}/topic` with `{"topic_id": "pothole"}`, or null for none of the topics."""
    access = admit_token(console, request, MAY_JUDGE)
    record = _judge(console, access, message_id, _topic_in(request.body))
    return json_response(record_json(record))


def _judge(console: Console, access: Access, message_id: str, topic_id: TopicId | None) -> MessageRecord:
    record, _ = find_message(console, access, message_id)
    judge = JudgeMessage(offices=console.offices, inbox=console.inbox, judgements=console.judgements, clock=console.now)
    judged = judge(
        access.office.office_id,
        MessageId(record.message.message_id),
        topic_id=topic_id,
        judged_by=access.member.subject,
    )
    return judged.record


def _topic_in(body: bytes) -> TopicId | None:
    try:
        given = json.loads(body)
    except ValueError as error:
        raise InvalidParameterError("topic_id", "The body is not JSON.") from error
    if not isinstance(given, dict) or given.keys() != {"topic_id"}:
        raise InvalidParameterError("topic_id", "The body should be an object with “topic_id” alone.")
    topic_id = given["topic_id"]
    if topic_id is not None and not isinstance(topic_id, str):
        raise InvalidParameterError("topic_id", "“topic_id”: should be a topic's id, or null for none of the topics.")
    return None if topic_id is None else TopicId(topic_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of the select; `is_chosen` is what counts now, or else what the model thinks."""

    value: str
    name: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    """Lines of the select under a heading."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One judgement in words."""

    topic_name: str
    who: str
    judged_at: datetime
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementView:
    """What was said of a message, latest first, and what may be said; `may_judge` asks for the role of an agent.

    `is_open` is there if nobody and nothing has named a topic, so that none is offered as chosen.
    """

    said: tuple[Said, ...]
    groups: tuple[ChoiceGroup, ...]
    none: Choice
    is_open: bool
    may_judge: bool


def judgement_view(
    access: Access, record: MessageRecord, topics: Mapping[TopicId, Topic], topic_groups: Mapping[str, TopicGroup]
) -> JudgementView:
    """The topics in the model's order first, then all by group, so that what is likely is near at hand."""
    counting = record.judgement
    said = record.classification
    ranking = said.ranking if said and not said.unmeasured else ()
    ranked = [topic_id for topic_id in (TopicId(score.topic_id) for score in ranking) if topic_id in topics]
    chosen = counting.topic_id if counting else next(iter(ranked), None)
    near = tuple(_choice(topics[topic_id], chosen) for topic_id in ranked)
    rest = [topic for topic_id, topic in topics.items() if topic_id not in ranked]
    groups = [ChoiceGroup(name="Likeliest first", choices=near)] if near else []
    for group_id in dict.fromkeys(topic.group_id for topic in rest):
        members = tuple(_choice(topic, chosen) for topic in rest if topic.group_id == group_id)
        groups.append(ChoiceGroup(name=_heading(group_id, topic_groups), choices=members))
    return JudgementView(
        said=_said(record.judgements, access, topics),
        groups=tuple(groups),
        none=Choice(value=NONE, name=_NAME_OF_NONE, is_chosen=counting is not None and counting.topic_id is None),
        is_open=counting is None and chosen is None,
        may_judge=access.role >= MAY_JUDGE and access.session is not None,
    )


def _said(judgements: tuple[Judgement, ...], access: Access, topics: Mapping[TopicId, Topic]) -> tuple[Said, ...]:
    zone = ZoneInfo(access.office.time_zone)
    return tuple(
        Said(
            topic_name=_topic_name(one.topic_id, topics),
            who="you" if one.judged_by == access.member.subject else one.judged_by,
            judged_at=wording.local(one.judged_at, zone),
            counts=one is judgements[-1],
        )
        for one in reversed(judgements)
    )


def _topic_name(topic_id: TopicId | None, topics: Mapping[TopicId, Topic]) -> str:
    if topic_id is None:
        return _NAME_OF_NONE
    topic = topics.get(topic_id)
    return topic.name_in("en") if topic else topic_id


def _choice(topic: Topic, chosen: TopicId | None) -> Choice:
    return Choice(value=topic.topic_id, name=topic.name_in("en"), is_chosen=topic.topic_id == chosen)


def _heading(group_id: str, groups: Mapping[str, TopicGroup]) -> str:
    return groups[group_id].name_in("en") if group_id in groups else group_id
