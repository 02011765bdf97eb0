"""Setting up an office from a starter pack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from civicline.adapters.dynamo.approved_messages import DynamoApprovedMessages
from civicline.adapters.dynamo.clearances import DynamoClearances
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.approved.approved_message import Signatory
from civicline.domain.going_live.clearance import ClearanceAction, Wish, stepped
from civicline.domain.going_live.evidence import Assessment, Evidence
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import Office, Topic, TopicGroup, TopicMode
from tools.pack_messages import PackApproval, change_for
from tools.packs import Pack, PackGroup, PackTopic, load_pack
from tools.sample_rules import SAMPLE_RULES

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What an installation did; `messages_written` leaves out those that were there already.

    `approver` is who approved them; None where they are drafts.
    """

    office: Office
    topics: int
    groups: int
    messages_written: int
    approver: str | None = None


def install_sample_office(client: DynamoDBClient, table: str, pack_folder: Path) -> Installed:
    """Set up the pack's sample office with its topics declared live, for a laptop or a demonstration.

    Nobody has measured them: the declaration says so, names who made it, and counts for nothing in production. Its
    texts are approved by the person whom the pack names, who is not their author.
    """
    pack = load_pack(pack_folder)
    return install(client, table, pack, sample_office(pack), TopicMode.LIVE, approver=pack.messages[0].approver)


def install(
    client: DynamoDBClient,
    table: str,
    pack: Pack,
    office: Office,
    mode: TopicMode,
    progress: Progress = lambda _: None,
    approver: str | None = None,
) -> Installed:
    """Write an office, the pack's topics and groups, and the pack's texts.

    New topics and groups start in shadow; with the mode LIVE whatever nobody has decided on yet is then declared live.

    The texts are drafts, which are never sent, unless `approver` names the person who approved all of them.

    Running it again is safe: topics and groups that are there keep the mode that they have earned, and a message is
    written only where its text differs from the newest version. Raises DestinationTakenError if a number or address
    belongs to another office, and ApprovalRefusedError if the approver wrote one of the texts.
    """
    offices = DynamoOffices(client, table)
    offices.save_office(office)
    progress(f"office {office.office_id}")
    known = offices.topics(office.office_id)
    topics = [_topic(pack_topic, TopicMode.SHADOW) for pack_topic in pack.topics]
    offices.save_topics(
        office.office_id,
        [replace(topic, mode=known[topic.topic_id].mode) if topic.topic_id in known else topic for topic in topics],
    )
    progress(f"{len(topics)} topics")
    groups = _save_groups(offices, office.office_id, pack, TopicMode.SHADOW)
    progress(f"{groups} groups of topics")
    if mode is TopicMode.LIVE:
        declared = declare_live(offices, DynamoClearances(client, table), office, approver or "the operator")
        progress(f"{declared} topics and groups declared live, for demonstration")
    approval = PackApproval(by=Signatory(name=approver), at=datetime.now(UTC)) if approver else None
    written = _save_messages(client, table, pack, office.office_id, approval)
    progress(f"{written} {'approved messages' if approver else 'drafts of approved messages'}")
    return Installed(office=office, topics=len(topics), groups=groups, messages_written=written, approver=approver)


def declare_live(offices: DynamoOffices, clearances: DynamoClearances, office: Office, by: str) -> int:
    """Declare live what nobody has decided on yet, but sensitive topics; return how many."""
    at, known = datetime.now(UTC), clearances.listed(office.office_id)
    because = f"Live by declaration of {by} on {at:%Y-%m-%d}, for demonstration: nobody has measured it."
    wish = Wish(action=ClearanceAction.DECLARE_LIVE, by=by, at=at, because=because)
    unmeasured = Assessment(evidence=Evidence(), budget=office.rules.wrong_reply_budget)
    topics = offices.topics(office.office_id).values()
    wanted: list[Topic | TopicGroup] = [one for one in topics if not one.is_sensitive and one.topic_id not in known]
    wanted += [one for one in offices.groups(office.office_id).values() if one.group_id not in known]
    for subject in wanted:
        clearances.save(office.office_id, subject, *stepped(subject, None, wish, unmeasured))
    return len(wanted)


def sample_office(pack: Pack) -> Office:
    """The office that the pack brings along."""
    sample = pack.sample_office
    return Office(
        office_id=OfficeId(sample.office_id),
        name=sample.name,
        short_name=sample.short_name,
        numbers=(sample.number,),
        addresses=(sample.address,),
        phone=sample.phone,
        url=sample.url,
        time_zone=sample.time_zone,
        languages=pack.languages,
        rules=SAMPLE_RULES,
    )


def _topic(topic: PackTopic, mode: TopicMode) -> Topic:
    return Topic(
        topic_id=TopicId(topic.topic_id),
        group_id=topic.group_id,
        names=dict(topic.name),
        mode=mode,
        is_sensitive=topic.sensitive,
    )


def _save_groups(offices: DynamoOffices, office_id: OfficeId, pack: Pack, mode: TopicMode) -> int:
    known = offices.groups(office_id)
    groups = [_group(pack_group, mode) for pack_group in pack.groups]
    kept = [replace(one, mode=known[one.group_id].mode) if one.group_id in known else one for one in groups]
    offices.save_groups(office_id, kept)
    return len(kept)


def _group(group: PackGroup, mode: TopicMode) -> TopicGroup:
    return TopicGroup(group_id=group.group_id, names=dict(group.name), mode=mode)


def _save_messages(
    client: DynamoDBClient, table: str, pack: Pack, office_id: OfficeId, approval: PackApproval | None
) -> int:
    kept = DynamoApprovedMessages(client, table)
    topic_ids = {TopicId(message.topic_id) for message in pack.messages}
    known = {topic_id: kept.versions(office_id, topic_id) for topic_id in topic_ids}
    changes = [
        change
        for message in pack.messages
        if (change := change_for(message, known[TopicId(message.topic_id)], approval, pack))
    ]
    kept.save(office_id, changes)
    return len(changes)
