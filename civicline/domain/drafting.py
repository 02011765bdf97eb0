"""From a reason to a decision: what is said, with which approved words, and whether staff must look."""

from dataclasses import replace

from civicline.domain import approved_message
from civicline.domain.approved_message import ApprovedMessage
from civicline.domain.decision import Action, Decision, Reason
from civicline.domain.errors import MissingPlaceholderValueError
from civicline.domain.ids import TopicId
from civicline.domain.personal import placeholder_values
from civicline.domain.reply_facts import Facts


def silent(facts: Facts, reason: Reason) -> Decision:
    """Say nothing."""
    return _plain(Action.SILENT, facts, reason)


def send(facts: Facts, reason: Reason) -> Decision:
    """Send the approved message; where there is none that may be sent, staff get the message instead."""
    message, problem = approved(facts)
    if message is None:
        return suggest(facts, problem)
    try:
        text = message.fill(_values(facts, message.language))
    except MissingPlaceholderValueError:
        return suggest(facts, Reason.MISSING_PLACEHOLDER_VALUE)
    return _with_message(_plain(Action.SEND, facts, reason), message, text)


def suggest(facts: Facts, reason: Reason) -> Decision:
    """Hand over to staff, with the text that would have been sent where there is one."""
    message, _ = approved(facts)
    plain = replace(_plain(Action.SUGGEST, facts, reason), needs_staff=True)
    if message is None:
        return plain
    try:
        text = message.fill(_values(facts, message.language))
    except MissingPlaceholderValueError:
        return plain
    return _with_message(plain, message, text)


def approved(facts: Facts) -> tuple[ApprovedMessage | None, Reason]:
    """The approved message that may be sent now, or None and the reason why there is none."""
    newest = approved_message.newest(facts.approved, facts.message.channel, facts.reply_language)
    if newest is None:
        return None, Reason.NO_APPROVED_MESSAGE
    if not newest.is_valid_at(facts.now):
        return None, Reason.EXPIRED_APPROVED_MESSAGE
    return newest, Reason.CONFIDENT


def _plain(action: Action, facts: Facts, reason: Reason) -> Decision:
    said = facts.classification
    return Decision(
        action=action,
        reason=reason,
        decided_at=facts.now,
        topic_id=facts.topic_id,
        group_id=facts.answered_group.group_id if facts.answered_group else None,
        also_topic_ids=tuple(TopicId(one.topic_id) for one in said.also) if said else (),
    )


def _with_message(decision: Decision, message: ApprovedMessage, text: str) -> Decision:
    return replace(decision, message_key=message.key, approver=message.approver, text=text)


def _values(facts: Facts, language: str) -> dict[str, str]:
    about = facts.answered_group or facts.topics.get(facts.model_topic_id)
    return placeholder_values(facts.office, facts.message, about, language)
