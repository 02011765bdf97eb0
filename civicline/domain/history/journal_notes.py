"""What the journal says of each step, made from the record as it stands after the step."""

from collections.abc import Sequence
from datetime import UTC, datetime

from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.going_live.judgement import Judgement
from civicline.domain.history.journal import CIVICLINE, Fact, JournalEvent, JournalNote, facts_of, keyed_digest
from civicline.domain.history.record import MessageRecord
from civicline.domain.opting_out.suppression import LiftedSuppression, Suppression, SuppressionChange
from civicline.domain.received.message import MessageText
from civicline.domain.replies.decision import Decision
from civicline.domain.replies.delivery import Delivery
from civicline.domain.replies.reply import Reply, ReplyStatus
from civicline.domain.topics.classification import Classification

_EVENT_OF_STATUS = {
    ReplyStatus.SCHEDULED: JournalEvent.PUT_OFF,
    ReplyStatus.CLAIMED: JournalEvent.CLAIMED,
    ReplyStatus.SENT: JournalEvent.SENT,
    ReplyStatus.RELEASED: JournalEvent.PUT_OFF,
    ReplyStatus.REFUSED: JournalEvent.REFUSED,
    ReplyStatus.UNKNOWN: JournalEvent.UNKNOWN,
    ReplyStatus.STOPPED: JournalEvent.STOPPED,
}
REPLY_EVENTS = frozenset(_EVENT_OF_STATUS.values()) | {JournalEvent.DELIVERY}


def received(record: MessageRecord, text: MessageText | None, salt: str) -> JournalNote:
    """What came in. Without the words, which may have been erased, their digest is left out."""
    message, screening = record.message, record.screening
    return JournalNote(
        event=JournalEvent.RECEIVED,
        facts=facts_of(
            channel=message.channel.value,
            received_at=moment(message.received_at),
            conversation_id=message.conversation_id,
            provider_id=message.provider_id,
            original=message.raw_location,
            sender_digest=keyed_digest(salt, message.sender.value),
            words_digest=keyed_digest(salt, text.subject, text.new, text.full) if text else None,
            gate=screening.gate.value,
            evidence_digest=keyed_digest(salt, screening.evidence) if screening.evidence else None,
            scopes=[scope.value for scope in screening.scopes],
            duplicate_of=screening.duplicate_of,
            residency=record.residency.residency.value if record.residency else None,
            answer_to=record.answer.about if record.answer else None,
            answer=record.answer.said.value if record.answer else None,
            residency_basis=record.residency.basis.value if record.residency else None,
        ),
    )


def classified(
    said: Classification, campaign: CampaignMembership | None, concern: CampaignMembership | None
) -> JournalNote:
    """What the model said, with its version, scores and threshold."""
    return JournalNote(
        event=JournalEvent.CLASSIFIED,
        facts=facts_of(
            model_version=said.model_version,
            ranking=[{"topic_id": one.topic_id, "confidence": one.confidence} for one in said.ranking],
            topics=[{"topic_id": one.topic_id, "confidence": one.confidence} for one in said.topics],
            threshold=said.threshold,
            group={"group_id": said.group.group_id, "confidence": said.group.confidence} if said.group else None,
            group_threshold=said.group_threshold,
            language=said.language,
            campaign=_membership(campaign),
            concern=_membership(concern),
        ),
    )


def decided(record: MessageRecord, decision: Decision, salt: str) -> JournalNote:
    """What was decided and why, the approved version and its approver, and the reply's row if there is one."""
    return JournalNote(
        event=JournalEvent.DECIDED,
        facts=facts_of(
            action=decision.action.value,
            reason=decision.reason.value,
            decided_at=moment(decision.decided_at),
            topic_id=decision.topic_id,
            also_topic_ids=list(decision.also_topic_ids),
            group_id=decision.group_id,
            message_version=decision.message_key,
            approver=decision.approver,
            fingerprint=decision.fingerprint,
            zip_question=decision.zip_question_key,
            answered_question=decision.answered_question_key,
            text_digest=keyed_digest(salt, decision.text) if decision.text else None,
            needs_staff=decision.needs_staff,
            is_drawn_for_audit=decision.is_drawn or None,
            reply=reply_facts(record.reply) if record.reply else None,
        ),
    )


def settled(reply: Reply, before: Reply | None) -> JournalNote:
    """What came of a reply since the row stood as `before`."""
    told = before is not None and reply.delivery is not None and reply.delivery != before.delivery
    return JournalNote(
        event=JournalEvent.DELIVERY if told else _EVENT_OF_STATUS[reply.status],
        by=reply.stopped_by or CIVICLINE if reply.status is ReplyStatus.STOPPED else CIVICLINE,
        facts=reply_facts(reply),
    )


def reply_facts(reply: Reply) -> dict[str, Fact]:
    """The reply's row, but for its words."""
    return facts_of(
        reply_id=reply.reply_id,
        status=reply.status.value,
        message_version=reply.message_key,
        approver=reply.approver,
        fingerprint=reply.fingerprint or None,
        claimed_at=moment(reply.claimed_at),
        send_after=moment(reply.send_after),
        sent_at=moment(reply.sent_at),
        attempts=reply.attempts,
        provider_id=reply.provider_id,
        failure=reply.failure,
        delivery=_delivery(reply.delivery),
    )


def judged(judgement: Judgement) -> JournalNote:
    """What somebody said that the message is about; no topic stands for none of the office's."""
    return JournalNote(
        event=JournalEvent.JUDGED,
        by=judgement.judged_by,
        facts=facts_of(
            topic_id=judgement.topic_id,
            judged_at=moment(judgement.judged_at),
            reply_fits=judgement.reply_fits,
            is_audit=judgement.is_audit or None,
        ),
    )


def taken_up(by: str, at: datetime) -> JournalNote:
    """Staff took up the conversation that the message is in."""
    return JournalNote(event=JournalEvent.TAKEN_UP, by=by, facts=facts_of(taken_up_at=moment(at)))


def suppression_changed(change: SuppressionChange | None, salt: str) -> Sequence[JournalNote]:
    """What a step made of the sender's suppression; nothing where it merely relied on it."""
    if change is None:
        return ()
    new = [change.new] if change.new and change.new != change.expected else []
    notes = [
        JournalNote(event=JournalEvent.SUPPRESSED, facts=suppression_facts(one, salt)) for one in (*new, *change.also)
    ]
    if change.expected and change.new is None:
        notes.append(JournalNote(event=JournalEvent.OPTED_IN, facts=suppression_facts(change.expected, salt)))
    return notes


def suppressed_by(suppression: Suppression, by: str, salt: str) -> JournalNote:
    """Staff honoured an opt-out by hand."""
    return JournalNote(event=JournalEvent.SUPPRESSED, by=by, facts=suppression_facts(suppression, salt))


def undone(lifted: LiftedSuppression, salt: str) -> JournalNote:
    """Staff undid a suppression: why, and on whose consent."""
    return JournalNote(
        event=JournalEvent.SUPPRESSION_UNDONE,
        by=lifted.lifted_by,
        facts={
            **suppression_facts(lifted.suppression, salt),
            **facts_of(
                undo_reason=lifted.reason,
                undone_at=moment(lifted.lifted_at),
                note_digest=keyed_digest(salt, lifted.note) if lifted.note else None,
                consent_digest=keyed_digest(salt, lifted.consent) if lifted.consent else None,
            ),
        },
    )


def suppression_facts(suppression: Suppression, salt: str) -> dict[str, Fact]:
    """Whom it concerns and what it rests on, as digests."""
    return facts_of(
        reason=suppression.reason.value,
        channel=suppression.contact_point.channel.value,
        contact_digest=keyed_digest(salt, suppression.contact_point.value),
        evidence_digest=keyed_digest(salt, suppression.evidence),
        since=moment(suppression.since),
        message_id=suppression.message_id,
    )


def moment(at: datetime | None) -> str | None:
    """A moment in UTC (RFC 3339), with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else None


def _membership(membership: CampaignMembership | None) -> Fact | None:
    if membership is None:
        return None
    return {"campaign_id": membership.campaign_id, "people": membership.people, "similarity": membership.similarity}


def _delivery(delivery: Delivery | None) -> Fact | None:
    if delivery is None:
        return None
    return facts_of(status=delivery.status.value, at=moment(delivery.at), detail=delivery.detail)
