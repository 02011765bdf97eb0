"""The reply policy: one pure decision a message, with the reason for it.

The rules stand in `RULES` in the order in which they are asked; the first that has an opinion decides. A rule reads
facts and returns a decision or None; none of them loads, sends or looks at a clock. What is to be sent then passes
the holds (`reply_holds.HOLDS`), which may hand it to staff instead.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from civicline.domain.going_live.audit_sample import drawn_for_audit
from civicline.domain.ids import TopicId
from civicline.domain.office import TopicGroup, TopicMode
from civicline.domain.opting_out.suppression import (
    CONSTITUENT,
    LiftedSuppression,
    Suppression,
    SuppressionChange,
    SuppressionReason,
)
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.screening import Gate
from civicline.domain.replies.answered_question import Said
from civicline.domain.replies.asking_answered import with_answered_question
from civicline.domain.replies.decision import Action, Decision, Reason
from civicline.domain.replies.drafting import approved, send, silent, suggest
from civicline.domain.replies.reply_facts import Facts, group_of
from civicline.domain.replies.reply_holds import held_back
from civicline.domain.replies.zip_question import with_zip_question
from civicline.domain.topics.classification import Unmeasured

POSSIBLE = 0.05
"""A topic this likely, one time in twenty, is reckoned with: a group is not answered if such a topic must not be."""

_REASON_OF_UNMEASURED = {
    Unmeasured.NO_WORDS: Reason.EMPTY,
    Unmeasured.UNTAUGHT_LANGUAGE: Reason.UNTAUGHT_LANGUAGE,
}
Rule = Callable[[Facts], Decision | None]


def decide(facts: Facts) -> Decision:
    """Decide what happens to a message: the opinion of the first rule that has one, unless a hold speaks against it."""
    opinions = (rule(facts) for rule in RULES)
    opinion = next(filter(None, opinions), None) or send(facts, Reason.CONFIDENT)
    decision = with_answered_question(facts, with_zip_question(facts, held_back(facts, opinion)))
    return drawn_for_audit(decision, facts.message.message_id, facts.office.rules.audit_share)


def decide_without_office(now: datetime) -> Decision:
    """What happens to a message whose office is no longer set up: nothing but a place on the list."""
    return Decision(action=Action.SUGGEST, reason=Reason.UNKNOWN_OFFICE, decided_at=now, needs_staff=True)


def suppression_change(facts: Facts, decision: Decision) -> SuppressionChange | None:
    """What the message makes of the sender's suppression; None where that does not matter.

    An opt-out is honoured even if no confirmation could be sent for it. Whatever is sent assumes that the suppression
    is as it was when it was decided, so that no reply overtakes an opt-out.
    """
    gate, current, also = facts.screening.gate, facts.suppression, _opted_out_elsewhere(facts)
    if current is None and facts.screening.opts_out_of(facts.message.channel):
        return SuppressionChange(expected=None, new=_opted_out_by(facts, facts.message.sender), also=also)
    if gate is Gate.OPT_IN and current and current.reason is SuppressionReason.OPT_OUT:
        return SuppressionChange(expected=current, new=None, lifted=_lifted_by(facts, current))
    if also or decision.action is Action.SEND:
        return SuppressionChange(expected=current, new=current, also=also)
    return None


def _opted_out_elsewhere(facts: Facts) -> tuple[Suppression, ...]:
    """The telephones that a mail opts out, but those that are suppressed already."""
    if facts.screening.gate is not Gate.OPT_OUT:
        return ()
    return tuple(_opted_out_by(facts, phone.point) for phone in facts.phones if not phone.suppression)


def _lifted_by(facts: Facts, current: Suppression) -> LiftedSuppression:
    return LiftedSuppression(
        suppression=current,
        lifted_at=facts.message.received_at,
        lifted_by=CONSTITUENT,
        reason=Reason.OPT_IN,
        consent=f"{facts.screening.evidence} ({facts.message.message_id})",
    )


def _opted_out_by(facts: Facts, point: ContactPoint) -> Suppression:
    return Suppression(
        contact_point=point,
        reason=SuppressionReason.OPT_OUT,
        evidence=facts.screening.opt_out_evidence,
        message_id=facts.message.message_id,
        since=facts.message.received_at,
    )


def _automatic_mail(facts: Facts) -> Decision | None:
    return silent(facts, Reason.AUTOMATIC_MAIL) if facts.screening.gate is Gate.AUTOMATIC_MAIL else None


def _untrusted(facts: Facts) -> Decision | None:
    return suggest(facts, Reason.UNTRUSTED_SENDER) if facts.screening.gate is Gate.UNTRUSTED else None


def _suppressed(facts: Facts) -> Decision | None:
    """Bounces, complaints and legal reasons stop everything; opt-outs leave room for the fixed messages."""
    suppression = facts.suppression
    if suppression and suppression.reason is not SuppressionReason.OPT_OUT:
        return suggest(facts, Reason.SUPPRESSED)
    return None


def _emergency(facts: Facts) -> Decision | None:
    if facts.screening.gate is not Gate.EMERGENCY:
        return None
    if facts.screening.is_forged:
        return suggest(facts, Reason.EMERGENCY_OF_FORGED_SENDER)
    return replace(send(facts, Reason.EMERGENCY), needs_staff=True)


def _opt_out(facts: Facts) -> Decision | None:
    if facts.screening.gate is not Gate.OPT_OUT:
        return None
    is_known = bool(facts.phones)
    if not facts.screening.opts_out_of(facts.message.channel):
        return suggest(facts, Reason.OPT_OUT_OF_KNOWN_PHONE if is_known else Reason.OPT_OUT_OF_OTHER_CHANNEL)
    if facts.suppression:
        return silent(facts, Reason.ALREADY_OPTED_OUT)
    confirmation = send(facts, Reason.OPT_OUT)
    names_other_channels = len(facts.screening.scopes) > 1 and not is_known
    return replace(confirmation, needs_staff=confirmation.needs_staff or names_other_channels)


def _opt_in(facts: Facts) -> Decision | None:
    return send(facts, Reason.OPT_IN) if facts.screening.gate is Gate.OPT_IN else None


def _help(facts: Facts) -> Decision | None:
    return send(facts, Reason.HELP) if facts.screening.gate is Gate.HELP else None


def _opted_out(facts: Facts) -> Decision | None:
    return suggest(facts, Reason.OPTED_OUT) if facts.suppression else None


def _duplicate(facts: Facts) -> Decision | None:
    """Before the opt-out rule: what staff have in their queue once need not be there twice."""
    return silent(facts, Reason.DUPLICATE) if facts.screening.gate is Gate.DUPLICATE else None


def _zip_answer(facts: Facts) -> Decision | None:
    return silent(facts, Reason.ZIP_ANSWER) if facts.screening.gate is Gate.ZIP_ANSWER else None


def _answer(facts: Facts) -> Decision | None:
    """The answer to our question gets no reply, whatever it says; of a question that never left it is no answer."""
    if facts.screening.gate is not Gate.ANSWER:
        return None
    if facts.answer is None or not facts.is_question_sent:
        return suggest(facts, Reason.UNCLASSIFIED)
    if facts.answer.said is Said.NO:
        return suggest(facts, Reason.SAID_NO)
    if facts.answer.has_more:
        return suggest(facts, Reason.SAID_YES_AND_MORE)
    return silent(facts, Reason.SAID_YES)


def _empty(facts: Facts) -> Decision | None:
    return suggest(facts, Reason.EMPTY) if facts.screening.gate is Gate.EMPTY else None


def _unclassified(facts: Facts) -> Decision | None:
    return suggest(facts, Reason.UNCLASSIFIED) if facts.classification is None else None


def _judged_out_of_scope(facts: Facts) -> Decision | None:
    """Staff were faster than the model, and none of the topics it could name is right."""
    judged_none = facts.judgement is not None and facts.judgement.topic_id is None
    return suggest(facts, Reason.OUT_OF_SCOPE) if judged_none else None


def _unmeasured(facts: Facts) -> Decision | None:
    """Before the rules of topics: that one of them stands first in the list means nothing here."""
    why = facts.classification.unmeasured if facts.classification else None
    return suggest(facts, _REASON_OF_UNMEASURED[why]) if why else None


def _topic_rules(facts: Facts) -> Decision | None:
    topic = facts.topics.get(facts.model_topic_id)
    if topic is None:
        return suggest(facts, Reason.UNKNOWN_TOPIC)
    if topic.is_sensitive:
        return suggest(facts, Reason.SENSITIVE_TOPIC)
    if topic.mode is TopicMode.PAUSED:
        return suggest(facts, Reason.TOPIC_PAUSED)
    return None


def _several_topics(facts: Facts) -> Decision | None:
    """One approved message answers one matter; whoever wrote about two would be told half of it."""
    also = facts.classification.also if facts.classification else ()
    if not also:
        return None
    topics = (facts.topics.get(TopicId(one.topic_id)) for one in also)
    is_sensitive = any(topic.is_sensitive for topic in topics if topic)
    return suggest(facts, Reason.SENSITIVE_TOPIC if is_sensitive else Reason.SEVERAL_TOPICS)


def _low_confidence(facts: Facts) -> Decision | None:
    if facts.classification and facts.classification.is_confident:
        return None
    confidence = facts.classification.confidence if facts.classification else 0.0
    is_none = confidence < facts.office.rules.out_of_scope_below
    return _answer_of_group(facts) or suggest(facts, Reason.OUT_OF_SCOPE if is_none else Reason.LOW_CONFIDENCE)


def _answer_of_group(facts: Facts) -> Decision | None:
    """The group's own approved message, where one honest answer fits whichever of its topics was meant."""
    group = facts.groups.get(group_of(facts.screening, facts.classification) or "")
    if group is None or _may_be_untouchable(facts, group):
        return None
    at_group = facts.answering(group)
    if approved(at_group)[0] is None:
        return None
    if facts.office.is_paused:
        return suggest(at_group, Reason.OFFICE_PAUSED)
    if group.mode is TopicMode.PAUSED:
        return suggest(at_group, Reason.TOPIC_PAUSED)
    if group.mode is TopicMode.SHADOW:
        return suggest(at_group, Reason.TOPIC_IN_SHADOW)
    return send(at_group, Reason.CONFIDENT_OF_GROUP)


def _may_be_untouchable(facts: Facts, group: TopicGroup) -> bool:
    """Whether the message may be about a topic of the group that is sensitive or paused.

    The ranking is cut off: a topic that is not in it is at most as likely as its last.
    """
    ranking = facts.classification.ranking if facts.classification else ()
    likely = {one.topic_id: one.confidence for one in ranking}
    at_most = ranking[-1].confidence if ranking else 0.0
    return any(
        likely.get(topic.topic_id, at_most) >= POSSIBLE
        for topic in facts.topics.values()
        if topic.group_id == group.group_id and (topic.is_sensitive or topic.mode is TopicMode.PAUSED)
    )


def _office_paused(facts: Facts) -> Decision | None:
    return suggest(facts, Reason.OFFICE_PAUSED) if facts.office.is_paused else None


def _shadow(facts: Facts) -> Decision | None:
    topic = facts.topics[facts.model_topic_id]
    return suggest(facts, Reason.TOPIC_IN_SHADOW) if topic.mode is TopicMode.SHADOW else None


RULES: tuple[Rule, ...] = (
    _automatic_mail,
    _untrusted,
    _suppressed,
    _emergency,
    _opt_out,
    _opt_in,
    _help,
    _duplicate,
    _zip_answer,
    _answer,
    _opted_out,
    _empty,
    _unclassified,
    _judged_out_of_scope,
    _unmeasured,
    _topic_rules,
    _several_topics,
    _low_confidence,
    _office_paused,
    _shadow,
)
