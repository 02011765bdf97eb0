"""What one message adds to the evidence on a topic; a change of its record adds the difference, as in the reports.

So a judgement that is changed later moves the counts exactly, and the sum over all records rebuilds them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from civicline.domain.going_live.audit import is_sent_by_itself
from civicline.domain.going_live.evidence import Evidence
from civicline.domain.going_live.judgement import Judgement
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import Topic
from civicline.domain.replies.decision import Reason
from civicline.domain.reports.measures import Period, bucket_start

NO_MODEL = "-"
"""Stands for the model where none was asked: a constituent's YES or NO is read by rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSlice:
    """What evidence is counted by: the topic or group answered, the office's day, and the head that read."""

    office_id: OfficeId
    subject_id: str
    day: str
    model_version: str


CountedEvidence = Mapping[EvidenceSlice, Evidence]


def evidence_changes(
    old: MessageRecord | None, new: MessageRecord | None, zone: ZoneInfo, topics: Mapping[TopicId, Topic]
) -> CountedEvidence:
    """What must be added to the evidence when a record turns from `old` into `new`; either may be absent."""
    before = evidence_of(old, zone, topics) if old else {}
    after = evidence_of(new, zone, topics) if new else {}
    differences = {part: after.get(part, Evidence()) - before.get(part, Evidence()) for part in {**before, **after}}
    return {part: evidence for part, evidence in differences.items() if evidence}


def merged_evidence(many: Iterable[CountedEvidence]) -> CountedEvidence:
    """The sum of several, without those that cancel out."""
    total: dict[EvidenceSlice, Evidence] = {}
    for counted in many:
        for part, evidence in counted.items():
            total[part] = total.get(part, Evidence()) + evidence
    return {part: evidence for part, evidence in total.items() if evidence}


def evidence_of(record: MessageRecord, zone: ZoneInfo, topics: Mapping[TopicId, Topic]) -> CountedEvidence:
    """What a record says of one topic or group; nothing where it is not about a reply that left or would have."""
    found = _said_by_constituent(record) or _known_of_reply(record, topics)
    if found is None:
        return {}
    subject_id, evidence = found
    part = EvidenceSlice(
        office_id=record.message.office_id,
        subject_id=subject_id,
        day=bucket_start(record.message.received_at, Period.DAY, zone),
        model_version=record.classification.model_version if record.classification else NO_MODEL,
    )
    return {part: evidence} if evidence else {}


def _said_by_constituent(record: MessageRecord) -> tuple[str, Evidence] | None:
    reason = record.decision.reason if record.decision else None
    if record.answer is None or reason not in {Reason.SAID_YES, Reason.SAID_YES_AND_MORE, Reason.SAID_NO}:
        return None
    is_no = reason is Reason.SAID_NO
    return record.answer.topic_id, Evidence(helped=int(not is_no), not_helped=int(is_no))


def _known_of_reply(record: MessageRecord, topics: Mapping[TopicId, Topic]) -> tuple[str, Evidence] | None:
    decision, judgement = record.decision, record.judgement
    subject_id = decision and (decision.group_id or decision.topic_id)
    if decision is None or not subject_id or not decision.text:
        return None
    is_right = None if judgement is None else _fits(record, judgement, topics)
    if decision.reason is Reason.TOPIC_IN_SHADOW:
        return subject_id, Evidence(shadow_right=int(is_right is True), shadow_wrong=int(is_right is False))
    if not is_sent_by_itself(record):
        return None
    sent, right, wrong = 1, int(is_right is True), int(is_right is False)
    if decision.is_drawn or (judgement is not None and judgement.is_audit):
        return subject_id, Evidence(sent=sent, audited_right=right, audited_wrong=wrong)
    return subject_id, Evidence(sent=sent, found_right=right, found_wrong=wrong)


def _fits(record: MessageRecord, judgement: Judgement, topics: Mapping[TopicId, Topic]) -> bool:
    """Whether the reply was right: what an audit says of it, else whether topic or group are those judged."""
    if judgement.reply_fits is not None:
        return judgement.reply_fits
    decision = record.decision
    if decision and decision.group_id:
        topic = topics.get(judgement.topic_id) if judgement.topic_id else None
        return topic is not None and topic.group_id == decision.group_id
    return decision is not None and judgement.topic_id == decision.topic_id
