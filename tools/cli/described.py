"""A message's record as the command prints it."""

from typing import Any

from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.history.record import MessageRecord
from civicline.domain.topics.classification import Classification


def described(record: MessageRecord) -> dict[str, Any]:
    """What was thought, decided and sent, as plain data."""
    decision, classification, reply = record.decision, record.classification, record.reply
    return {
        "message_id": record.message.message_id,
        "office_id": record.message.office_id,
        "conversation_id": record.message.conversation_id,
        "channel": record.message.channel.value,
        "received_at": record.message.received_at.isoformat(),
        "outcome": record.outcome.value,
        "gate": record.screening.gate.value,
        "gate_evidence": record.screening.evidence,
        "repeats": record.screening.duplicate_of,
        "topic": record.topic_id,
        "no_topic_because": classification and classification.unmeasured and classification.unmeasured.sentence,
        "also_topics": ", ".join(decision.also_topic_ids) or None if decision else None,
        "answered_group": decision and decision.group_id,
        "confidence": (classification and classification.confidence) or None,
        "threshold": classification and classification.threshold,
        "group": _group(classification) if classification else None,
        "language": classification and classification.language,
        "model_version": classification and classification.model_version,
        "stance": _stances(classification) if classification else None,
        "campaign": _membership(record.campaign),
        "concern": _membership(record.concern),
        "action": decision and decision.action.value,
        "reason": decision and decision.reason.value,
        "reason_sentence": decision and decision.reason.sentence,
        "approved_message": decision and decision.message_key,
        "approver": decision and decision.approver,
        "text": decision and decision.text,
        "reply_status": reply and reply.status.value,
        "reply_failure": reply and reply.failure,
        "delivery": reply and reply.delivery and reply.delivery.status.value,
        "reply_due_at": reply and reply.send_after and reply.send_after.isoformat(),
        "provider_id": reply and reply.provider_id,
        "seconds_to_reply": _seconds_to_reply(record),
    }


def _membership(membership: CampaignMembership | None) -> str | None:
    """In words, with how many people had written by then; None for a message too short to tell."""
    if membership is None:
        return None
    people = "nobody else" if membership.people <= 1 else f"about {membership.people} people"
    return f"{membership.campaign_id}: {people}, similarity {membership.similarity:.2f}"


def _stances(classification: Classification) -> str | None:
    """What the message is for and against, and what that rests on; None where it names no proposal."""
    found = [f"{one.proposal.reference}: {one.stance} ({one.basis})" for one in classification.stance]
    return ", ".join(found) or None


def _group(classification: Classification) -> str | None:
    """The likeliest group of topics and how sure the model is; None where it knows no groups."""
    group, threshold = classification.group, classification.group_threshold
    if group is None or threshold is None:
        return None
    needed = f"threshold {threshold:.3f}" if threshold <= 1 else "no threshold keeps the budget"
    return f"{group.group_id}, confidence {group.confidence:.3f} ({needed})"


def _seconds_to_reply(record: MessageRecord) -> float | None:
    if not (record.reply and record.reply.sent_at):
        return None
    return round((record.reply.sent_at - record.message.received_at).total_seconds(), 3)
