"""What holds back a reply that would be sent: asked after the rules, and only of a decision to send.

Emergency signposts and the one confirmation of an opt-out pass all of them: the first cannot wait, and the second is
sent once anyway. Answers to opt-in and help words pass all but the sender's budget, since machines can shout HELP too.
"""

from collections.abc import Callable
from dataclasses import replace

from civicline.domain.ids import reply_id
from civicline.domain.office_rules import CampaignRule
from civicline.domain.replies.answered_question import AskedQuestion
from civicline.domain.replies.decision import Action, Decision, Reason
from civicline.domain.replies.quiet_hours import is_quiet
from civicline.domain.replies.reply_budget import BudgetChange, RecentReply, subject_id
from civicline.domain.replies.reply_facts import Facts

FREE = frozenset({Reason.EMERGENCY, Reason.OPT_OUT})
FIXED = FREE | {Reason.OPT_IN, Reason.HELP}

Hold = Callable[[Facts], bool]


def held_back(facts: Facts, decision: Decision) -> Decision:
    """The decision itself, or the same words as a suggestion to staff for the first hold that speaks."""
    if decision.action is not Action.SEND or decision.reason in FREE:
        return decision
    for reason, holds in HOLDS.items():
        if (decision.reason not in FIXED or reason in HOLDS_OF_FIXED) and holds(facts):
            return replace(decision, action=Action.SUGGEST, reason=reason, needs_staff=True)
    return decision


def budget_change(facts: Facts, decision: Decision) -> BudgetChange | None:
    """What the decision takes from the budgets. A text that is held back for its repeats is counted on."""
    is_sent = decision.action is Action.SEND and decision.reason not in FREE
    is_answer = decision.reason is Reason.FLOOD or (is_sent and decision.reason not in FIXED)
    if not (is_sent or is_answer):
        return None
    message, rules = facts.message, facts.office.rules
    reply = RecentReply(reply_id=reply_id(message.message_id), at=facts.now, subject_id=subject_id(message))
    return BudgetChange(
        replies=facts.recent.with_reply(reply, rules) if is_sent else None,
        repeats=facts.repeats.with_one_more(facts.now, rules) if is_answer and facts.repeats.text_id else None,
        question=_question(facts, decision),
        question_before=facts.question,
    )


def _question(facts: Facts, decision: Decision) -> AskedQuestion | None:
    """The question whether the answer helped, as from now on it counts as asked."""
    if decision.answered_question_key is None or decision.topic_id is None:
        return None
    message = facts.message
    return AskedQuestion(
        message_id=message.message_id,
        conversation_id=message.conversation_id,
        topic_id=decision.topic_id,
        asked_at=facts.now,
    )


def _quiet_hours(facts: Facts) -> bool:
    return is_quiet(facts.message.channel, facts.purpose, facts.now, facts.place)


def _too_late(facts: Facts) -> bool:
    return facts.now - facts.message.received_at > facts.office.rules.reply_lifetime


def _staff_in_conversation(facts: Facts) -> bool:
    taken_up = facts.staff_active_at
    return taken_up is not None and facts.now - taken_up < facts.office.rules.staff_presence


def _campaign(facts: Facts) -> bool:
    is_declared = facts.campaign is not None and facts.campaign.is_declared
    return is_declared and facts.office.rules.campaigns is CampaignRule.STAFF


def _loop_budget(facts: Facts) -> bool:
    return facts.recent.exhausted(subject_id(facts.message), facts.now, facts.office.rules)


def _flood(facts: Facts) -> bool:
    return facts.repeats.exhausted(facts.now, facts.office.rules)


HOLDS: dict[Reason, Hold] = {
    Reason.QUIET_HOURS: _quiet_hours,
    Reason.TOO_LATE: _too_late,
    Reason.STAFF_IN_CONVERSATION: _staff_in_conversation,
    Reason.CAMPAIGN: _campaign,
    Reason.LOOP_BUDGET: _loop_budget,
    Reason.FLOOD: _flood,
}
"""In the order in which they are asked."""

HOLDS_OF_FIXED = frozenset({Reason.LOOP_BUDGET})
