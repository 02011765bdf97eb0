"""From a reason to a decision: what is said, with which approved words, and whether staff must look."""

from dataclasses import replace

from civicline.domain.approved.approved_message import MessageVersion, latest_in_effect
from civicline.domain.approved.approved_text import ApprovedText, approved_text
from civicline.domain.approved.composing import Occasion, compose
from civicline.domain.errors import MissingPlaceholderValueError, NotApprovedError, TooManySegmentsError
from civicline.domain.ids import TopicId
from civicline.domain.replies.decision import Action, Decision, Reason
from civicline.domain.replies.reply import Reply
from civicline.domain.replies.reply_facts import Facts


def silent(facts: Facts, reason: Reason) -> Decision:
    """Say nothing."""
    return _plain(Action.SILENT, facts, reason)


def send(facts: Facts, reason: Reason) -> Decision:
    """Send the approved message; where there is none that may be sent, staff get the message instead."""
    version, problem = approved(facts)
    if version is None:
        return suggest(facts, problem)
    try:
        return _with_words(_plain(Action.SEND, facts, reason), version, facts)
    except MissingPlaceholderValueError:
        return suggest(facts, Reason.MISSING_PLACEHOLDER_VALUE)
    except TooManySegmentsError:
        return suggest(facts, Reason.TOO_MANY_SEGMENTS)


def suggest(facts: Facts, reason: Reason) -> Decision:
    """Hand over to staff, with the text that would have been sent where there is one."""
    version, _ = approved(facts)
    plain = replace(_plain(Action.SUGGEST, facts, reason), needs_staff=True)
    if version is None:
        return plain
    try:
        return _with_words(plain, version, facts)
    except (MissingPlaceholderValueError, TooManySegmentsError):
        return plain


def approved(facts: Facts) -> tuple[MessageVersion | None, Reason]:
    """The version that may be sent now, or None and the reason why there is none in the writer's language.

    Where no topic is named, whatever approved messages are at hand answer nothing.
    """
    if facts.topic_id is None:
        return None, Reason.NO_APPROVED_MESSAGE
    problems: list[Reason] = []
    for language in facts.reply_languages:
        latest = latest_in_effect(facts.approved, facts.message.channel, language, facts.now)
        if latest and latest.is_valid_at(facts.now):
            return latest, Reason.CONFIDENT
        is_expired = latest is not None and latest.retired_at is None
        problems.append(Reason.EXPIRED_APPROVED_MESSAGE if is_expired else Reason.NO_APPROVED_MESSAGE)
    return None, problems[0]


def words_to_send(row: Reply, facts: Facts) -> ApprovedText:
    """The words of a ledger row that is about to be handed to the provider.

    Raises NotApprovedError where they are not, or no longer, what an approved version says on this occasion.
    """
    for version in (*facts.approved, *facts.group_approved):
        if version.key == row.message_key:
            occasion = _occasion_of(version, facts)
            lines = (facts.zip_question(version.language), facts.answered_question(version.language))
            closing = tuple(line for line in lines if line)
            return approved_text(row.text, row.fingerprint, version, occasion, facts.now, closing)
    raise NotApprovedError(row.message_key)


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


def _with_words(decision: Decision, version: MessageVersion, facts: Facts) -> Decision:
    composed = compose(version, _occasion_of(version, facts))
    return replace(
        decision,
        message_key=version.key,
        approver=version.approval.by.name if version.approval else None,
        fingerprint=version.fingerprint,
        text=composed.text,
    )


def _occasion_of(version: MessageVersion, facts: Facts) -> Occasion:
    """A version that stands under a group's id answers for the group, any other for the model's topic."""
    about = facts.groups.get(version.topic_id) or facts.topics.get(facts.model_topic_id)
    return Occasion(office=facts.office, message=facts.message, about=about)
