"""The reply policy: one pure decision a message, with the reason for it.

The rules stand in `RULES` in the order in which they are asked; the first that has an opinion decides. A rule reads
facts and returns a decision or None; none of them loads, sends or looks at a clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from civicline.domain import approved_message
from civicline.domain.approved_message import ApprovedMessage
from civicline.domain.classification import UNDETERMINED_LANGUAGE, Classification
from civicline.domain.decision import Action, Decision, Reason
from civicline.domain.errors import MissingPlaceholderValueError
from civicline.domain.ids import TopicId
from civicline.domain.message import InboundMessage
from civicline.domain.office import Office, Topic, TopicMode
from civicline.domain.personal import placeholder_values
from civicline.domain.screening import Gate, Screening
from civicline.domain.suppression import Suppression, SuppressionChange, SuppressionReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the decision rests on. `approved` are the messages of the topic that `topic_of` names."""

    office: Office
    topics: Mapping[TopicId, Topic]
    message: InboundMessage
    screening: Screening
    classification: Classification | None
    suppression: Suppression | None
    approved: tuple[ApprovedMessage, ...] = field(default=())
    now: datetime


Rule = Callable[[Facts], Decision | None]

_FIXED_TOPIC_OF_GATE = {
    Gate.EMERGENCY: approved_message.EMERGENCY_TOPIC,
    Gate.OPT_OUT: approved_message.OPT_OUT_TOPIC,
    Gate.OPT_IN: approved_message.OPT_IN_TOPIC,
    Gate.HELP: approved_message.HELP_TOPIC,
}


def topic_of(screening: Screening, classification: Classification | None) -> TopicId | None:
    """The topic whose approved messages the decision needs: a fixed one behind a gate, else the model's."""
    if fixed := _FIXED_TOPIC_OF_GATE.get(screening.gate):
        return fixed
    return TopicId(classification.topic_id) if classification else None


def decide(facts: Facts) -> Decision:
    """Decide what happens to a message: the opinion of the first rule that has one."""
    for rule in RULES:
        if decision := rule(facts):
            return decision
    return _send(facts, Reason.CONFIDENT)


def suppression_change(facts: Facts, decision: Decision) -> SuppressionChange | None:
    """What the message makes of the sender's suppression; None where that does not matter.

    An opt-out is honoured even if no confirmation could be sent for it. Whatever is sent assumes that the suppression
    is as it was when it was decided, so that no reply overtakes an opt-out.
    """
    gate, current = facts.screening.gate, facts.suppression
    if current is None and facts.screening.opts_out_of(facts.message.channel):
        return SuppressionChange(expected=None, new=_opted_out_by(facts))
    if gate is Gate.OPT_IN and current and current.reason is SuppressionReason.OPT_OUT:
        return SuppressionChange(expected=current, new=None)
    if decision.action is Action.SEND:
        return SuppressionChange(expected=current, new=current)
    return None


def _opted_out_by(facts: Facts) -> Suppression:
    return Suppression(
        contact_point=facts.message.sender,
        reason=SuppressionReason.OPT_OUT,
        evidence=facts.screening.opt_out_evidence,
        message_id=facts.message.message_id,
        since=facts.message.received_at,
    )


def _automatic_mail(facts: Facts) -> Decision | None:
    return _silent(facts, Reason.AUTOMATIC_MAIL) if facts.screening.gate is Gate.AUTOMATIC_MAIL else None


def _untrusted(facts: Facts) -> Decision | None:
    return _suggest(facts, Reason.UNTRUSTED_SENDER) if facts.screening.gate is Gate.UNTRUSTED else None


def _suppressed(facts: Facts) -> Decision | None:
    """Bounces, complaints and legal reasons stop everything; opt-outs leave room for the fixed messages."""
    suppression = facts.suppression
    if suppression and suppression.reason is not SuppressionReason.OPT_OUT:
        return _suggest(facts, Reason.SUPPRESSED)
    return None


def _emergency(facts: Facts) -> Decision | None:
    if facts.screening.gate is not Gate.EMERGENCY:
        return None
    return replace(_send(facts, Reason.EMERGENCY), needs_staff=True)


def _opt_out(facts: Facts) -> Decision | None:
    if facts.screening.gate is not Gate.OPT_OUT:
        return None
    if not facts.screening.opts_out_of(facts.message.channel):
        return _suggest(facts, Reason.OPT_OUT_OF_OTHER_CHANNEL)
    if facts.suppression:
        return _silent(facts, Reason.ALREADY_OPTED_OUT)
    names_other_channels = len(facts.screening.scopes) > 1
    return replace(_send(facts, Reason.OPT_OUT), needs_staff=names_other_channels)


def _opt_in(facts: Facts) -> Decision | None:
    return _send(facts, Reason.OPT_IN) if facts.screening.gate is Gate.OPT_IN else None


def _help(facts: Facts) -> Decision | None:
    return _send(facts, Reason.HELP) if facts.screening.gate is Gate.HELP else None


def _opted_out(facts: Facts) -> Decision | None:
    return _suggest(facts, Reason.OPTED_OUT) if facts.suppression else None


def _empty(facts: Facts) -> Decision | None:
    return _suggest(facts, Reason.EMPTY) if facts.screening.gate is Gate.EMPTY else None


def _unclassified(facts: Facts) -> Decision | None:
    return _suggest(facts, Reason.UNCLASSIFIED) if facts.classification is None else None


def _topic_rules(facts: Facts) -> Decision | None:
    topic = facts.topics.get(_model_topic(facts))
    if topic is None:
        return _suggest(facts, Reason.UNKNOWN_TOPIC)
    if topic.is_sensitive:
        return _suggest(facts, Reason.SENSITIVE_TOPIC)
    if topic.mode is TopicMode.PAUSED:
        return _suggest(facts, Reason.TOPIC_PAUSED)
    return None


def _low_confidence(facts: Facts) -> Decision | None:
    sure = facts.classification and facts.classification.is_confident
    return None if sure else _suggest(facts, Reason.LOW_CONFIDENCE)


def _office_paused(facts: Facts) -> Decision | None:
    return _suggest(facts, Reason.OFFICE_PAUSED) if facts.office.is_paused else None


def _shadow(facts: Facts) -> Decision | None:
    topic = facts.topics[_model_topic(facts)]
    return _suggest(facts, Reason.TOPIC_IN_SHADOW) if topic.mode is TopicMode.SHADOW else None


RULES: tuple[Rule, ...] = (
    _automatic_mail,
    _untrusted,
    _suppressed,
    _emergency,
    _opt_out,
    _opt_in,
    _help,
    _opted_out,
    _empty,
    _unclassified,
    _topic_rules,
    _low_confidence,
    _office_paused,
    _shadow,
)


def _silent(facts: Facts, reason: Reason) -> Decision:
    return Decision(action=Action.SILENT, reason=reason, decided_at=facts.now, topic_id=_recorded_topic(facts))


def _send(facts: Facts, reason: Reason) -> Decision:
    """Send the approved message; where there is none that may be sent, staff get the message instead."""
    message, problem = _approved(facts)
    if message is None:
        return _suggest(facts, problem)
    try:
        text = message.fill(_values(facts, message.language))
    except MissingPlaceholderValueError:
        return _suggest(facts, Reason.MISSING_PLACEHOLDER_VALUE)
    return _with_message(Action.SEND, reason, facts, message, text)


def _suggest(facts: Facts, reason: Reason) -> Decision:
    """Hand over to staff, with the text that would have been sent where there is one."""
    message, _ = _approved(facts)
    plain = Decision(
        action=Action.SUGGEST,
        reason=reason,
        decided_at=facts.now,
        topic_id=_recorded_topic(facts),
        needs_staff=True,
    )
    if message is None:
        return plain
    try:
        text = message.fill(_values(facts, message.language))
    except MissingPlaceholderValueError:
        return plain
    return replace(_with_message(Action.SUGGEST, reason, facts, message, text), needs_staff=True)


def _with_message(action: Action, reason: Reason, facts: Facts, message: ApprovedMessage, text: str) -> Decision:
    return Decision(
        action=action,
        reason=reason,
        decided_at=facts.now,
        topic_id=_recorded_topic(facts),
        message_key=message.key,
        approver=message.approver,
        text=text,
    )


def _approved(facts: Facts) -> tuple[ApprovedMessage | None, Reason]:
    """The approved message that may be sent now, or None and the reason why there is none."""
    newest = approved_message.newest(facts.approved, facts.message.channel, reply_language(facts))
    if newest is None:
        return None, Reason.NO_APPROVED_MESSAGE
    if not newest.is_valid_at(facts.now):
        return None, Reason.EXPIRED_APPROVED_MESSAGE
    return newest, Reason.CONFIDENT


def reply_language(facts: Facts) -> str:
    """The writer's language; the office's first where it cannot be told, or before the model has spoken.

    A known language that the office does not write stays as it is, so that no approved message fits and staff answer.
    A fixed message is better in the office's first language than not at all.
    """
    default = facts.office.languages[0]
    if facts.screening.gate is not Gate.NONE:
        language = facts.screening.language
        return language if language in facts.office.languages else default
    language = facts.classification.language if facts.classification else UNDETERMINED_LANGUAGE
    return default if language == UNDETERMINED_LANGUAGE else language


def _values(facts: Facts, language: str) -> dict[str, str]:
    topic = facts.topics.get(_model_topic(facts))
    return placeholder_values(facts.office, facts.message, topic, language)


def _model_topic(facts: Facts) -> TopicId:
    return TopicId(facts.classification.topic_id if facts.classification else "")


def _recorded_topic(facts: Facts) -> TopicId | None:
    return topic_of(facts.screening, facts.classification)
