"""The whole table: every combination of the facts' small domains gets exactly one decision, and the promises hold."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from civicline.domain.approved.approved_message import (
    EMERGENCY_TOPIC,
    HELP_TOPIC,
    OPT_IN_TOPIC,
    OPT_OUT_TOPIC,
    MessageVersion,
)
from civicline.domain.channel import Channel
from civicline.domain.ids import ReplyId, TopicId
from civicline.domain.office import Topic, TopicMode
from civicline.domain.office_rules import CampaignRule, OfficeRules
from civicline.domain.opting_out.suppression import Suppression, SuppressionReason
from civicline.domain.received.screening import Gate, Screening
from civicline.domain.replies.decision import Action, Decision, Reason
from civicline.domain.replies.quiet_hours import Purpose
from civicline.domain.replies.reply_budget import RecentReplies, RecentReply, Repeats
from civicline.domain.replies.reply_facts import Facts
from civicline.domain.replies.reply_holds import FIXED, FREE, HOLDS, HOLDS_OF_FIXED, budget_change
from civicline.domain.replies.reply_policy import decide, suppression_change
from civicline.domain.replies.reply_recheck import withheld_because
from tests.builders import (
    GROUP_WORDS,
    NOW,
    POTHOLE,
    STREETS,
    a_classification,
    a_group,
    a_membership,
    a_message,
    a_screening,
    a_suppression,
    a_topic,
    about_two_things,
    an_approved_message,
    an_office,
    in_an_untaught_language,
    some_facts,
    sure_of_the_group,
)

FIXED_TOPICS = {
    Gate.EMERGENCY: EMERGENCY_TOPIC,
    Gate.OPT_OUT: OPT_OUT_TOPIC,
    Gate.OPT_IN: OPT_IN_TOPIC,
    Gate.HELP: HELP_TOPIC,
}
SUPPRESSIONS = [None, *(a_suppression(reason=reason) for reason in SuppressionReason)]
CLASSIFICATIONS = [
    None,
    a_classification(),
    a_classification(confidence=0.5),
    a_classification(confidence=0.1),
    a_classification("ufo_sighting"),
    sure_of_the_group(),
    about_two_things(),
    in_an_untaught_language(),
]
TOPICS = [{POTHOLE: a_topic(mode=mode, is_sensitive=is_sensitive)} for mode in TopicMode for is_sensitive in (0, 1)]
WORDS: list[dict[str, Any] | None] = [None, {}, {"expires_at": NOW}, {"text": "Dear {first_name},"}]
OFFICES = [an_office(is_paused=paused, rules=OfficeRules(campaigns=CampaignRule.STAFF)) for paused in (False, True)]
FULL = tuple(RecentReply(reply_id=ReplyId("r"), at=NOW) for _ in range(10))
HELD: dict[Reason, dict[str, Any]] = {
    Reason.QUIET_HOURS: {"purpose": Purpose.OUTREACH, "now": NOW.replace(hour=3)},
    Reason.TOO_LATE: {"message": a_message(received_at=NOW - timedelta(days=1))},
    Reason.STAFF_IN_CONVERSATION: {"staff_active_at": NOW - timedelta(days=1)},
    Reason.CAMPAIGN: {"campaign": a_membership(people=9)},
    Reason.LOOP_BUDGET: {"recent": RecentReplies(entries=FULL)},
    Reason.FLOOD: {"repeats": Repeats(text_id="text", moments=(NOW,) * 20)},
}


def screenings() -> Iterator[Screening]:
    for gate in Gate:
        yield a_screening(gate, scopes=(Channel.SMS,))
    for gate in (Gate.EMERGENCY, Gate.UNTRUSTED):
        yield a_screening(gate, is_forged=True)
    for gate in (Gate.OPT_OUT, Gate.EMERGENCY):
        for scopes in ((Channel.SMS,), (Channel.EMAIL,), (Channel.SMS, Channel.EMAIL)):
            yield a_screening(gate, opt_out_evidence="no more", scopes=scopes)


def approved(screening: Screening, words: dict[str, Any] | None) -> tuple[MessageVersion, ...]:
    topic_id = FIXED_TOPICS.get(screening.gate, POTHOLE)
    return () if words is None else (an_approved_message(topic_id=topic_id, **words),)


def all_facts() -> Iterator[Facts]:
    """Every combination of what the rules ask for."""
    domains: Any = (screenings(), SUPPRESSIONS, CLASSIFICATIONS, TOPICS, WORDS, OFFICES)
    for screening, suppression, classification, topics, words, office in product(*domains):
        # A gate decides before the model is asked, so one classification stands for all of them there.
        if screening.gate is not Gate.NONE and (classification is not None or topics is not TOPICS[0]):
            continue
        yield some_facts(
            office=office,
            screening=screening,
            suppression=suppression,
            classification=classification,
            topics=topics,
            approved=approved(screening, words),
            groups={STREETS: a_group()},
            group_approved=(GROUP_WORDS,),
        )


ALL = [(facts, decide(facts)) for facts in all_facts()]
SENT = [(facts, decision) for facts, decision in ALL if decision.action is Action.SEND]


def opted_out(suppression: Suppression | None) -> bool:
    return suppression is not None and suppression.reason is SuppressionReason.OPT_OUT


def topic_of(facts: Facts, decision: Decision) -> Topic | None:
    return facts.topics.get(decision.topic_id or TopicId(""))


def test_the_table_is_large_and_says_send_suggest_and_silent() -> None:
    assert len(ALL) > 2_000
    assert {decision.action for _, decision in ALL} == set(Action)


def test_nothing_is_sent_to_whoever_opted_out_but_emergency_signposts_help_and_the_way_back() -> None:
    reasons = {decision.reason for facts, decision in SENT if opted_out(facts.suppression)}
    assert reasons == {Reason.EMERGENCY, Reason.HELP, Reason.OPT_IN}


def test_nothing_at_all_is_sent_to_whoever_bounced_complained_or_must_not_be_written_to_by_law() -> None:
    assert all(facts.suppression is None or opted_out(facts.suppression) for facts, _ in SENT)


def test_a_forged_sender_reaches_nobody_and_changes_nothing() -> None:
    forged = [(facts, decision) for facts, decision in ALL if facts.screening.is_forged]
    assert {decision.action for _, decision in forged} == {Action.SUGGEST}
    assert all(suppression_change(facts, decision) is None for facts, decision in forged)


def test_whatever_is_sent_is_approved_valid_filled_and_signed_by_a_named_person() -> None:
    for facts, decision in SENT:
        known = {message.key: message for message in (*facts.approved, *facts.group_approved)}
        words = known[decision.message_key or ""]
        assert words.is_valid_at(facts.now)
        assert words.approval
        assert decision.approver == words.approval.by.name
        assert decision.fingerprint == words.approval.fingerprint
        assert decision.text
        assert "{" not in decision.text


def test_a_topic_is_answered_only_where_it_is_live_not_sensitive_sure_and_the_office_is_not_paused() -> None:
    answers = [(facts, decision) for facts, decision in SENT if decision.reason not in FIXED]
    assert {decision.reason for _, decision in answers} == {Reason.CONFIDENT, Reason.CONFIDENT_OF_GROUP}
    for facts, decision in answers:
        topic = topic_of(facts, decision)
        assert facts.classification
        assert topic
        assert not facts.office.is_paused
        assert not facts.classification.also
        if decision.reason is Reason.CONFIDENT:
            assert facts.classification.is_confident
            assert (topic.mode, topic.is_sensitive) == (TopicMode.LIVE, False)
        else:
            assert facts.classification.is_group_confident
            assert topic.mode is not TopicMode.PAUSED
            assert not topic.is_sensitive


def test_a_sensitive_topic_is_never_answered_in_any_state_and_staff_see_the_words_that_are_approved_for_it() -> None:
    sensitive = [
        (facts, decision)
        for facts, decision in ALL
        if facts.screening.gate is Gate.NONE and facts.classification and facts.topics[POTHOLE].is_sensitive
    ]
    assert {facts.topics[POTHOLE].mode for facts, _ in sensitive} == set(TopicMode)
    assert {decision.action for _, decision in sensitive} == {Action.SUGGEST}
    told = [(facts, decision) for facts, decision in sensitive if decision.reason is Reason.SENSITIVE_TOPIC]
    for facts, decision in told:
        usable = [words for words in facts.approved if words.is_valid_at(NOW) and "{first_name}" not in words.text]
        assert decision.message_key == (usable[0].key if usable else None)
        assert bool(decision.text) is bool(usable)
    assert any(decision.text for _, decision in told)


def test_whatever_is_not_sent_and_not_rightly_silent_waits_for_a_person() -> None:
    for _, decision in ALL:
        assert decision.needs_staff or decision.action is not Action.SUGGEST
        assert decision.action is not Action.SILENT or decision.reason in {
            Reason.AUTOMATIC_MAIL,
            Reason.ALREADY_OPTED_OUT,
            Reason.DUPLICATE,
            Reason.ZIP_ANSWER,
        }


def test_every_opt_out_of_this_channel_is_honoured_whatever_else_is_decided() -> None:
    for facts, decision in ALL:
        if facts.screening.opts_out_of(Channel.SMS) and facts.suppression is None:
            change = suppression_change(facts, decision)
            assert change
            assert change.new
            assert change.new.reason is SuppressionReason.OPT_OUT


def test_a_decision_is_the_same_however_often_it_is_made() -> None:
    assert all(decide(facts) == decision for facts, decision in ALL[::7])


@pytest.mark.parametrize("reason", HELD, ids=str)
def test_a_hold_stops_answers_and_leaves_emergencies_and_opt_out_confirmations_alone(reason: Reason) -> None:
    for facts, decision in SENT:
        held = decide(replace(facts, **HELD[reason]))
        if decision.reason in FREE or (decision.reason in FIXED and reason not in HOLDS_OF_FIXED):
            assert held.action is Action.SEND
        else:
            assert (held.action, held.reason, held.needs_staff) == (Action.SUGGEST, reason, True)
            assert held.text == decision.text, "staff see what would have been sent"


def test_holds_change_nothing_that_was_not_to_be_sent() -> None:
    asked = set(HOLDS) - {Reason.QUIET_HOURS}
    every = {name: value for reason in asked for name, value in HELD[reason].items()}
    for facts, decision in ALL:
        if decision.action is not Action.SEND:
            assert decide(replace(facts, **every)) == decision


def test_every_combination_of_holds_gives_the_first_in_their_order() -> None:
    order = list(HOLDS)
    assert set(order) == set(HELD)
    for pattern in product((False, True), repeat=len(order)):
        spoken = [reason for reason, speaks in zip(order, pattern, strict=True) if speaks]
        changes = {name: value for reason in spoken for name, value in HELD[reason].items()}
        decision = decide(some_facts(office=OFFICES[0], **changes))
        assert decision.reason is (spoken[0] if spoken else Reason.CONFIDENT)


def test_only_what_is_sent_takes_from_the_senders_budget() -> None:
    for facts, decision in ALL:
        change = budget_change(facts, decision)
        takes = change is not None and change.replies is not None
        assert takes is (decision.action is Action.SEND and decision.reason not in FREE)


def test_what_was_decided_a_moment_ago_is_still_sent() -> None:
    for facts, decision in SENT:
        change = suppression_change(facts, decision)
        after = replace(facts, suppression=change.new if change else facts.suppression)
        assert withheld_because(decision, after) is None


LATER: dict[str, tuple[dict[str, Any], str]] = {
    "the person opted out": ({"suppression": a_suppression()}, "opted_out"),
    "the office was paused": ({"office": an_office(is_paused=True)}, "office_paused"),
    "the topic was paused": ({"topics": {POTHOLE: a_topic(mode=TopicMode.PAUSED)}}, "topic_paused"),
    "the words expired": ({"approved": (an_approved_message(expires_at=NOW),)}, "expired_approved_message"),
    "other words were approved": ({"approved": (an_approved_message(text="new words"),)}, "approved_words_changed"),
    "staff took up the conversation": ({"staff_active_at": NOW}, "staff_in_conversation"),
}


@pytest.mark.parametrize(("changes", "because"), LATER.values(), ids=LATER.keys())
def test_what_happened_since_keeps_a_reply_back(changes: dict[str, Any], because: str) -> None:
    facts = some_facts()
    assert withheld_because(decide(facts), replace(facts, **changes)) == because


def test_a_confirmation_goes_only_to_whom_it_is_true_of() -> None:
    words = approved(a_screening(Gate.OPT_IN), {})
    back = some_facts(screening=a_screening(Gate.OPT_IN), suppression=a_suppression(), approved=words)
    assert withheld_because(decide(back), back) == "opted_out"
    out = some_facts(
        screening=a_screening(Gate.OPT_OUT, opt_out_evidence="STOP", scopes=(Channel.SMS,)),
        approved=approved(a_screening(Gate.OPT_OUT), {}),
    )
    assert withheld_because(decide(out), out) == "opt_in"
