"""The reply policy, rule by rule and in its order."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.approved import approved_message
from civicline.domain.channel import Channel
from civicline.domain.ids import MessageId, TopicId
from civicline.domain.office import TopicMode
from civicline.domain.office_rules import OfficeRules, UntranslatedRule
from civicline.domain.opting_out.suppression import SuppressionReason
from civicline.domain.received.screening import Gate
from civicline.domain.replies.answered_question import QuestionAnswer, Said
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply_facts import Facts, KnownPhone
from civicline.domain.replies.reply_holds import HOLDS
from civicline.domain.replies.reply_policy import decide, decide_without_office, suppression_change
from tests.builders import (
    MARIA,
    NOW,
    POTHOLE,
    a_classification,
    a_draft,
    a_judgement,
    a_message,
    a_screening,
    a_suppression,
    a_topic,
    about_two_things,
    an_approved_message,
    an_office,
    facts_of_a_sure_group,
    in_an_untaught_language,
    some_facts,
)


def behind(gate: Gate, **changes: object) -> Facts:
    """Facts of a message that met a gate, with the fixed message for it approved."""
    fixed = {
        Gate.EMERGENCY: approved_message.EMERGENCY_TOPIC,
        Gate.OPT_OUT: approved_message.OPT_OUT_TOPIC,
        Gate.OPT_IN: approved_message.OPT_IN_TOPIC,
        Gate.HELP: approved_message.HELP_TOPIC,
    }
    approved = (an_approved_message(topic_id=fixed[gate], text="fixed words"),) if gate in fixed else ()
    screening = a_screening(gate, evidence="evidence", scopes=(Channel.SMS,))
    if gate is Gate.OPT_OUT:
        screening = replace(screening, opt_out_evidence="evidence")
    return replace(some_facts(screening=screening, classification=None, approved=approved), **changes)


OPTING_OUT_OF_MAIL = a_screening(Gate.OPT_OUT, opt_out_evidence="no more mails", scopes=(Channel.EMAIL,))
OPTED_OUT = a_suppression()
BOUNCED = a_suppression(reason=SuppressionReason.BOUNCE)
IN_SHADOW = {POTHOLE: a_topic(mode=TopicMode.SHADOW)}
PAUSED = {POTHOLE: a_topic(mode=TopicMode.PAUSED)}
SENSITIVE = {POTHOLE: a_topic(is_sensitive=True)}
EXPIRED = (an_approved_message(expires_at=NOW),)
NAMED = (an_approved_message(text="Dear {first_name}, thanks."),)

TWO_TOPICS = {POTHOLE: a_topic(), TopicId("graffiti"): a_topic(TopicId("graffiti"), group_id="neighborhood")}


def saying(said: Said, *, has_more: bool = False, is_question_sent: bool = True) -> Facts:
    """Somebody answers the question whether we helped."""
    answer = QuestionAnswer(about=MessageId("message-0"), topic_id=POTHOLE, said=said, has_more=has_more)
    return behind(Gate.ANSWER, answer=answer, is_question_sent=is_question_sent)


DECISIONS = {
    "what is likely none of the topics goes to staff as such": (
        some_facts(classification=a_classification(confidence=0.19)),
        Action.SUGGEST,
        Reason.OUT_OF_SCOPE,
    ),
    "what staff called none of the topics is not answered, however sure the model is": (
        some_facts(judgement=a_judgement(None)),
        Action.SUGGEST,
        Reason.OUT_OF_SCOPE,
    ),
    "a message that is unsure of the topic and sure of its group gets the group's answer": (
        facts_of_a_sure_group(),
        Action.SEND,
        Reason.CONFIDENT_OF_GROUP,
    ),
    "a message about two things goes to staff": (
        some_facts(classification=about_two_things(), topics=TWO_TOPICS),
        Action.SUGGEST,
        Reason.SEVERAL_TOPICS,
    ),
    "a sure classification of a live topic is answered": (some_facts(), Action.SEND, Reason.CONFIDENT),
    "an unsure classification waits for staff": (
        some_facts(classification=a_classification(confidence=0.79)),
        Action.SUGGEST,
        Reason.LOW_CONFIDENCE,
    ),
    "what was said minutes before is counted and not answered again": (
        behind(Gate.DUPLICATE),
        Action.SILENT,
        Reason.DUPLICATE,
    ),
    "a repetition is silent though the person opted out": (
        behind(Gate.DUPLICATE, suppression=OPTED_OUT),
        Action.SILENT,
        Reason.DUPLICATE,
    ),
    "a repetition to an address that bounced is staff's": (
        behind(Gate.DUPLICATE, suppression=BOUNCED),
        Action.SUGGEST,
        Reason.SUPPRESSED,
    ),
    "confidence at the threshold is enough": (
        some_facts(classification=a_classification(confidence=0.8)),
        Action.SEND,
        Reason.CONFIDENT,
    ),
    "without the model's word staff answer": (some_facts(classification=None), Action.SUGGEST, Reason.UNCLASSIFIED),
    "a topic that is not on the office's list goes to staff": (
        some_facts(classification=a_classification("ufo_sighting")),
        Action.SUGGEST,
        Reason.UNKNOWN_TOPIC,
    ),
    "a sensitive topic is never answered automatically": (
        some_facts(topics=SENSITIVE),
        Action.SUGGEST,
        Reason.SENSITIVE_TOPIC,
    ),
    "in a language that nothing was learnt in staff decide": (
        some_facts(classification=in_an_untaught_language(), topics=SENSITIVE),
        Action.SUGGEST,
        Reason.UNTAUGHT_LANGUAGE,
    ),
    "a topic in shadow is recorded, not sent": (some_facts(topics=IN_SHADOW), Action.SUGGEST, Reason.TOPIC_IN_SHADOW),
    "a paused topic is not answered": (some_facts(topics=PAUSED), Action.SUGGEST, Reason.TOPIC_PAUSED),
    "a paused office answers nothing": (
        some_facts(office=an_office(is_paused=True)),
        Action.SUGGEST,
        Reason.OFFICE_PAUSED,
    ),
    "without an approved message staff answer": (some_facts(approved=()), Action.SUGGEST, Reason.NO_APPROVED_MESSAGE),
    "an approved message of the other channel does not fit": (
        some_facts(approved=(an_approved_message(channel=Channel.EMAIL),)),
        Action.SUGGEST,
        Reason.NO_APPROVED_MESSAGE,
    ),
    "a language that the office does not write goes to staff": (
        some_facts(classification=a_classification(language="ht")),
        Action.SUGGEST,
        Reason.NO_APPROVED_MESSAGE,
    ),
    "an undetermined language gets the office's first": (
        some_facts(classification=a_classification(language="und")),
        Action.SEND,
        Reason.CONFIDENT,
    ),
    "an expired message is not sent": (some_facts(approved=EXPIRED), Action.SUGGEST, Reason.EXPIRED_APPROVED_MESSAGE),
    "a placeholder without a value goes to staff": (
        some_facts(approved=NAMED),
        Action.SUGGEST,
        Reason.MISSING_PLACEHOLDER_VALUE,
    ),
    "a text that is too long goes to staff": (
        some_facts(approved=(an_approved_message(text="Riverbend 311: " + "long " * 100),)),
        Action.SUGGEST,
        Reason.TOO_MANY_SEGMENTS,
    ),
    "a person who opted out gets no automatic reply": (
        some_facts(suppression=OPTED_OUT),
        Action.SUGGEST,
        Reason.OPTED_OUT,
    ),
    "a contact point that bounced is not written to": (
        some_facts(suppression=BOUNCED),
        Action.SUGGEST,
        Reason.SUPPRESSED,
    ),
    "a machine is not answered": (behind(Gate.AUTOMATIC_MAIL), Action.SILENT, Reason.AUTOMATIC_MAIL),
    "a forged sender is not answered": (behind(Gate.UNTRUSTED), Action.SUGGEST, Reason.UNTRUSTED_SENDER),
    "an emergency in a forged mail reaches a person, and nobody whose address was forged": (
        behind(Gate.EMERGENCY, screening=a_screening(Gate.EMERGENCY, is_forged=True)),
        Action.SUGGEST,
        Reason.EMERGENCY_OF_FORGED_SENDER,
    ),
    "the ZIP code that was asked for is kept in silence": (behind(Gate.ZIP_ANSWER), Action.SILENT, Reason.ZIP_ANSWER),
    "a message without words goes to staff": (behind(Gate.EMPTY), Action.SUGGEST, Reason.EMPTY),
    "STOP is confirmed": (behind(Gate.OPT_OUT), Action.SEND, Reason.OPT_OUT),
    "a second STOP is not confirmed again": (
        behind(Gate.OPT_OUT, suppression=OPTED_OUT),
        Action.SILENT,
        Reason.ALREADY_OPTED_OUT,
    ),
    "an opt-out of another channel is done by staff": (
        behind(Gate.OPT_OUT, screening=OPTING_OUT_OF_MAIL),
        Action.SUGGEST,
        Reason.OPT_OUT_OF_OTHER_CHANNEL,
    ),
    "a mail that names the telephone it opts out": (
        behind(
            Gate.OPT_OUT,
            screening=OPTING_OUT_OF_MAIL,
            phones=(KnownPhone(point=MARIA),),
        ),
        Action.SUGGEST,
        Reason.OPT_OUT_OF_KNOWN_PHONE,
    ),
    "who was helped is told nothing more": (saying(Said.YES), Action.SILENT, Reason.SAID_YES),
    "who was helped and writes more is read": (
        saying(Said.YES, has_more=True),
        Action.SUGGEST,
        Reason.SAID_YES_AND_MORE,
    ),
    "who was not helped is read by a person": (saying(Said.NO), Action.SUGGEST, Reason.SAID_NO),
    "an answer to a question that never left is read": (
        saying(Said.YES, is_question_sent=False),
        Action.SUGGEST,
        Reason.UNCLASSIFIED,
    ),
    "START is confirmed": (behind(Gate.OPT_IN, suppression=OPTED_OUT), Action.SEND, Reason.OPT_IN),
    "HELP is answered": (behind(Gate.HELP), Action.SEND, Reason.HELP),
    "HELP is answered after STOP": (behind(Gate.HELP, suppression=OPTED_OUT), Action.SEND, Reason.HELP),
    "an emergency is signposted": (behind(Gate.EMERGENCY), Action.SEND, Reason.EMERGENCY),
    "an emergency is signposted after STOP": (
        behind(Gate.EMERGENCY, suppression=OPTED_OUT),
        Action.SEND,
        Reason.EMERGENCY,
    ),
    "an emergency is signposted while the office is paused": (
        behind(Gate.EMERGENCY, office=an_office(is_paused=True)),
        Action.SEND,
        Reason.EMERGENCY,
    ),
    "nothing is sent to where mail bounced, not even HELP": (
        behind(Gate.HELP, suppression=BOUNCED),
        Action.SUGGEST,
        Reason.SUPPRESSED,
    ),
}


@pytest.mark.parametrize(("facts", "action", "reason"), DECISIONS.values(), ids=DECISIONS.keys())
def test_the_policy_decides(facts: Facts, action: Action, reason: Reason) -> None:
    decision = decide(facts)
    assert (decision.action, decision.reason) == (action, reason)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence_for_staff_and_a_case_above(reason: Reason) -> None:
    assert reason.sentence.endswith(".")
    assert reason in {*HOLDS, Reason.UNKNOWN_OFFICE, *(case[2] for case in DECISIONS.values())}


def test_a_message_to_an_office_that_is_gone_waits_on_its_list() -> None:
    decision = decide_without_office(NOW)
    assert (decision.action, decision.reason) == (Action.SUGGEST, Reason.UNKNOWN_OFFICE)
    assert decision.needs_staff


@pytest.mark.parametrize(("facts", "action", "reason"), DECISIONS.values(), ids=DECISIONS.keys())
def test_only_approved_words_with_a_named_approver_are_sent(facts: Facts, action: Action, reason: Reason) -> None:
    decision = decide(facts)
    if decision.action is Action.SEND:
        assert decision.text
        assert decision.approver
        assert decision.message_key in {message.key for message in (*facts.approved, *facts.group_approved)}


def test_whatever_waits_for_staff_says_so() -> None:
    for facts, action, _ in DECISIONS.values():
        if action is Action.SUGGEST:
            assert decide(facts).needs_staff


def test_an_emergency_is_answered_and_shown_to_staff() -> None:
    assert decide(behind(Gate.EMERGENCY)).needs_staff


def test_staff_see_the_text_that_would_have_been_sent() -> None:
    decision = decide(some_facts(topics=IN_SHADOW))
    assert decision.text == "Riverbend 311: thanks, a crew will look at the pothole."


def test_the_newest_version_is_sent() -> None:
    newer = an_approved_message(version=2, text="Riverbend 311: newer")
    assert decide(some_facts(approved=(newer, an_approved_message()))).text == "Riverbend 311: newer"


def test_a_writer_in_spanish_is_answered_in_spanish() -> None:
    spanish = an_approved_message(language="es", text="Riverbend 311: gracias")
    facts = some_facts(classification=a_classification(language="es"), approved=(an_approved_message(), spanish))
    assert decide(facts).text == "Riverbend 311: gracias"


SPANISH = some_facts(classification=a_classification(language="es"))
ALLOWING_ENGLISH = an_office(rules=OfficeRules(untranslated=UntranslatedRule.ENGLISH))
EXPIRED_SPANISH = an_approved_message(language="es", expires_at=NOW)


def test_without_a_reviewed_translation_staff_answer() -> None:
    assert decide(SPANISH).reason is Reason.NO_APPROVED_MESSAGE


@pytest.mark.parametrize("also", [(), (EXPIRED_SPANISH,), (a_draft(language="es"),)], ids=["none", "expired", "draft"])
def test_an_office_may_answer_in_english_where_no_reviewed_translation_is_in_effect(also: Any) -> None:
    decision = decide(replace(SPANISH, office=ALLOWING_ENGLISH, approved=(an_approved_message(), *also)))
    assert (decision.action, decision.message_key) == (Action.SEND, "pothole/sms/en/v1")


def test_the_reason_is_that_of_the_writers_own_language() -> None:
    assert decide(replace(SPANISH, approved=(EXPIRED_SPANISH,))).reason is Reason.EXPIRED_APPROVED_MESSAGE


def test_an_emergency_is_answered_in_the_offices_first_language_where_a_translation_is_missing() -> None:
    spanish_alarm = a_screening(Gate.EMERGENCY, language="es")
    assert decide(behind(Gate.EMERGENCY, screening=spanish_alarm)).action is Action.SEND


def test_a_message_approved_in_the_future_is_not_sent() -> None:
    facts = some_facts(approved=(an_approved_message(approved_at=NOW + timedelta(hours=1)),))
    assert decide(facts).reason is Reason.NO_APPROVED_MESSAGE


def test_an_opt_out_is_honoured_even_if_its_confirmation_cannot_be_sent() -> None:
    facts = behind(Gate.OPT_OUT, approved=())
    change = suppression_change(facts, decide(facts))
    assert change is not None
    assert change.new is not None
    assert change.new.evidence == "evidence"


def test_a_threat_that_opts_out_is_an_emergency_and_an_opt_out() -> None:
    screening = a_screening(Gate.EMERGENCY, opt_out_evidence="stop texting me", scopes=(Channel.SMS,))
    facts = behind(Gate.EMERGENCY, screening=screening)
    decision = decide(facts)
    change = suppression_change(facts, decision)
    assert decision.reason is Reason.EMERGENCY
    assert change is not None
    assert change.new is not None
    assert change.new.evidence == "stop texting me"


def test_an_opt_out_of_two_channels_is_honoured_on_its_own_and_shown_to_staff_for_the_other() -> None:
    both = a_screening(Gate.OPT_OUT, opt_out_evidence="no texts or mails", scopes=(Channel.SMS, Channel.EMAIL))
    decision = decide(behind(Gate.OPT_OUT, screening=both))
    assert (decision.reason, decision.needs_staff) == (Reason.OPT_OUT, True)


def test_an_opt_in_lifts_an_opt_out_but_not_a_bounce() -> None:
    lifted = behind(Gate.OPT_IN, suppression=OPTED_OUT)
    change = suppression_change(lifted, decide(lifted))
    assert change is not None
    assert change.new is None
    kept = behind(Gate.OPT_IN, suppression=BOUNCED)
    assert suppression_change(kept, decide(kept)) is None


def test_a_mail_greets_by_the_name_in_its_sender() -> None:
    mail = an_approved_message(channel=Channel.EMAIL, text="Hello {first_name|neighbor}, thanks.")
    facts = some_facts(message=a_message(Channel.EMAIL), approved=(mail,))
    assert decide(facts).text == "Hello Maria, thanks."
    nameless = replace(facts, message=a_message(Channel.EMAIL, sender_name="info@example.net"))
    assert decide(nameless).text == "Hello neighbor, thanks."
