"""The public JSON form of a message's record; documented in docs/api.md, and changed only by adding to it."""

from datetime import UTC, datetime
from typing import Any

from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.going_live.judgement import Judgement
from civicline.domain.history.record import MessageRecord
from civicline.domain.people.residency import ResidencyFinding
from civicline.domain.received.message import MessageText
from civicline.domain.received.screening import Screening
from civicline.domain.replies.answered_question import QuestionAnswer
from civicline.domain.replies.decision import Decision
from civicline.domain.replies.delivery import Delivery
from civicline.domain.replies.reply import Reply
from civicline.domain.topics.classification import Classification

Json = dict[str, Any]


def record_json(record: MessageRecord) -> Json:
    """Everything known about a message but its whole text."""
    message = record.message
    return {
        "message_id": message.message_id,
        "office_id": message.office_id,
        "conversation_id": message.conversation_id,
        "constituent_id": message.constituent_id,
        "channel": message.channel,
        "sender": message.sender.value,
        "sender_name": message.sender_name,
        "destination": message.destination.value,
        "subject": message.mail.subject if message.mail else None,
        "verdicts": message.mail.verdicts if message.mail else None,
        "received_at": timestamp(message.received_at),
        "sent_at": timestamp(message.sent_at),
        "provider_id": message.provider_id,
        "preview": message.preview,
        "outcome": record.outcome,
        "needs_staff": record.needs_staff,
        "screening": _screening(record.screening),
        "classification": _classification(record.classification) if record.classification else None,
        "campaign": _membership(record.campaign) if record.campaign else None,
        "concern": _membership(record.concern) if record.concern else None,
        "decision": _decision(record.decision) if record.decision else None,
        "reply": _reply(record.reply) if record.reply else None,
        "residency": _residency(record.residency) if record.residency else None,
        "answer": _answer(record.answer) if record.answer else None,
        "judgements": [_judgement(judgement) for judgement in record.judgements],
    }


def text_json(text: MessageText) -> Json:
    """A message's words, and what came with them."""
    return {
        "full": text.full,
        "new": text.new,
        "is_shortened": text.is_shortened,
        "attachments": [
            {
                "filename": attachment.filename,
                "content_type": attachment.content_type,
                "size_bytes": attachment.size_bytes,
                "is_dangerous": attachment.is_dangerous,
            }
            for attachment in text.attachments
        ],
    }


def timestamp(moment: datetime | None) -> str | None:
    """A moment in UTC (RFC 3339)."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def _screening(screening: Screening) -> Json:
    return {
        "gate": screening.gate,
        "evidence": screening.evidence,
        "scopes": list(screening.scopes),
        "language": screening.language,
        "duplicate_of": screening.duplicate_of,
    }


def _classification(said: Classification) -> Json:
    return {
        "topic_id": None if said.unmeasured else said.topic_id,
        "unmeasured_because": said.unmeasured,
        "confidence": said.confidence,
        "threshold": said.threshold,
        "is_confident": said.is_confident,
        "language": said.language,
        "model_version": said.model_version,
        "ranking": [
            {"topic_id": score.topic_id, "confidence": score.confidence}
            for score in (() if said.unmeasured else said.ranking)
        ],
        "topics": [{"topic_id": score.topic_id, "confidence": score.confidence} for score in said.topics],
        "group": {"group_id": said.group.group_id, "confidence": said.group.confidence} if said.group else None,
        "group_threshold": said.group_threshold,
        "is_group_confident": said.is_group_confident,
        "stance": [
            {
                "proposal": finding.proposal.reference,
                "kind": finding.proposal.kind,
                "stance": finding.stance,
                "confidence": finding.confidence,
                "basis": finding.basis,
            }
            for finding in said.stance
        ],
    }


def _membership(membership: CampaignMembership) -> Json:
    return {
        "campaign_id": membership.campaign_id,
        "people": membership.people,
        "similarity": membership.similarity,
        "is_declared": membership.is_declared,
    }


def _decision(decision: Decision) -> Json:
    return {
        "action": decision.action,
        "reason": decision.reason,
        "sentence": decision.reason.sentence,
        "decided_at": timestamp(decision.decided_at),
        "topic_id": decision.topic_id,
        "also_topic_ids": list(decision.also_topic_ids),
        "group_id": decision.group_id,
        "message_key": decision.message_key,
        "approver": decision.approver,
        "fingerprint": decision.fingerprint,
        "text": decision.text,
        "zip_question_key": decision.zip_question_key,
        "answered_question_key": decision.answered_question_key,
        "needs_staff": decision.needs_staff,
        "is_drawn_for_audit": decision.is_drawn,
    }


def _answer(answer: QuestionAnswer) -> Json:
    return {"about": answer.about, "topic_id": answer.topic_id, "said": answer.said, "has_more": answer.has_more}


def _residency(finding: ResidencyFinding) -> Json:
    return {
        "residency": finding.residency,
        "basis": finding.basis,
        "sentence": finding.basis.sentence,
        "evidence": finding.evidence,
        "zip_code": finding.zip_code or None,
    }


def _judgement(judgement: Judgement) -> Json:
    return {
        "topic_id": judgement.topic_id,
        "judged_by": judgement.judged_by,
        "judged_at": timestamp(judgement.judged_at),
        "reply_fits": judgement.reply_fits,
        "is_audit": judgement.is_audit,
    }


def _reply(reply: Reply) -> Json:
    return {
        "reply_id": reply.reply_id,
        "status": reply.status,
        "message_key": reply.message_key,
        "approver": reply.approver,
        "fingerprint": reply.fingerprint or None,
        "text": reply.text,
        "claimed_at": timestamp(reply.claimed_at),
        "send_after": timestamp(reply.send_after),
        "expires_at": timestamp(reply.expires_at),
        "attempts": reply.attempts,
        "stopped_by": reply.stopped_by,
        "sent_at": timestamp(reply.sent_at),
        "provider_id": reply.provider_id,
        "failure": reply.failure,
        "delivery": _delivery(reply.delivery) if reply.delivery else None,
    }


def _delivery(delivery: Delivery) -> Json:
    return {"status": delivery.status, "at": timestamp(delivery.at), "detail": delivery.detail}
