"""What holds back a reply that would be sent, and whom it leaves alone."""

from datetime import timedelta

import pytest

from civicline.domain.approved.approved_message import EMERGENCY_TOPIC, HELP_TOPIC, OPT_OUT_TOPIC
from civicline.domain.channel import Channel
from civicline.domain.ids import ReplyId
from civicline.domain.office_rules import CampaignRule, OfficeRules
from civicline.domain.received.screening import Gate
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.quiet_hours import Purpose
from civicline.domain.replies.reply_budget import RecentReplies, RecentReply, Repeats, subject_id
from civicline.domain.replies.reply_facts import Facts
from civicline.domain.replies.reply_policy import decide
from tests.builders import NOW, a_membership, a_message, a_screening, an_approved_message, an_office, some_facts

FIXED = {Gate.EMERGENCY: EMERGENCY_TOPIC, Gate.OPT_OUT: OPT_OUT_TOPIC, Gate.HELP: HELP_TOPIC}


def behind(gate: Gate, **changes: object) -> Facts:
    """Facts of a message that met a gate, with the fixed message for it approved."""
    screening = a_screening(gate, opt_out_evidence="STOP" if gate is Gate.OPT_OUT else "", scopes=(Channel.SMS,))
    words = (an_approved_message(topic_id=FIXED[gate], text="fixed words"),)
    return some_facts(screening=screening, classification=None, approved=words, **changes)


A_SUBJECT = subject_id(a_message(Channel.EMAIL))
BY_MAIL = (an_approved_message(channel=Channel.EMAIL),)


def some_replies(number: int, subject: str = "") -> RecentReplies:
    """What one sender got in the last minutes."""
    moments = [NOW - timedelta(minutes=minute) for minute in range(number)]
    return RecentReplies(entries=tuple(RecentReply(reply_id=ReplyId("r"), at=at, subject_id=subject) for at in moments))


OUTREACH_AT_NIGHT = some_facts(purpose=Purpose.OUTREACH, now=NOW.replace(hour=3))
BY_HAND = an_office(rules=OfficeRules(campaigns=CampaignRule.STAFF))
A_CROWD = a_membership(people=3)
FLOODED = Repeats(text_id="text", moments=(NOW,) * 20)

CASES = {
    "nobody is written to unasked at night": (OUTREACH_AT_NIGHT, Action.SUGGEST, Reason.QUIET_HOURS),
    "a person who writes at night is answered at night": (
        some_facts(message=a_message(received_at=NOW.replace(hour=3)), now=NOW.replace(hour=3)),
        Action.SEND,
        Reason.CONFIDENT,
    ),
    "a backlog is not answered hours later": (
        some_facts(message=a_message(received_at=NOW - timedelta(hours=4, seconds=1))),
        Action.SUGGEST,
        Reason.TOO_LATE,
    ),
    "nothing automatic comes between staff and the person they write with": (
        some_facts(staff_active_at=NOW - timedelta(days=2)),
        Action.SUGGEST,
        Reason.STAFF_IN_CONVERSATION,
    ),
    "a conversation that staff left days ago is answered again": (
        some_facts(staff_active_at=NOW - timedelta(days=3)),
        Action.SEND,
        Reason.CONFIDENT,
    ),
    "an office that answers campaigns by hand gets them": (
        some_facts(campaign=A_CROWD, office=BY_HAND),
        Action.SUGGEST,
        Reason.CAMPAIGN,
    ),
    "a campaign gets its answer where the office says nothing": (
        some_facts(campaign=A_CROWD),
        Action.SEND,
        Reason.CONFIDENT,
    ),
    "two people are no campaign": (
        some_facts(campaign=a_membership(people=2), office=BY_HAND),
        Action.SEND,
        Reason.CONFIDENT,
    ),
    "the eleventh reply in three hours goes to staff": (
        some_facts(recent=some_replies(10)),
        Action.SUGGEST,
        Reason.LOOP_BUDGET,
    ),
    "the tenth reply is sent": (some_facts(recent=some_replies(9)), Action.SEND, Reason.CONFIDENT),
    "the third reply on one subject goes to staff": (
        some_facts(message=a_message(Channel.EMAIL), approved=BY_MAIL, recent=some_replies(2, A_SUBJECT)),
        Action.SUGGEST,
        Reason.LOOP_BUDGET,
    ),
    "the twenty-first of the same words in five minutes goes to staff": (
        some_facts(repeats=FLOODED),
        Action.SUGGEST,
        Reason.FLOOD,
    ),
    "STOP is confirmed to whoever has used up the budget": (
        behind(Gate.OPT_OUT, recent=some_replies(10), message=a_message(received_at=NOW - timedelta(days=1))),
        Action.SEND,
        Reason.OPT_OUT,
    ),
    "an emergency is signposted whatever was sent before": (
        behind(Gate.EMERGENCY, recent=some_replies(10), staff_active_at=NOW),
        Action.SEND,
        Reason.EMERGENCY,
    ),
    "a machine that keeps shouting HELP is not answered for ever": (
        behind(Gate.HELP, recent=some_replies(10)),
        Action.SUGGEST,
        Reason.LOOP_BUDGET,
    ),
    "HELP is answered in a conversation that staff took up": (
        behind(Gate.HELP, staff_active_at=NOW),
        Action.SEND,
        Reason.HELP,
    ),
}


@pytest.mark.parametrize(("facts", "action", "reason"), CASES.values(), ids=CASES.keys())
def test_a_reply_is_held_back_or_not(facts: Facts, action: Action, reason: Reason) -> None:
    decision = decide(facts)
    assert (decision.action, decision.reason) == (action, reason)
