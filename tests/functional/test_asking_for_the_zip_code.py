"""Asking for the ZIP code: politely, once, and only with an answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.approved.approved_message import ASK_ZIP_TOPIC, MessageVersion
from civicline.domain.channel import Channel
from civicline.domain.office_rules import OfficeRules
from civicline.domain.people.residency import Basis, Residency, ResidencyFinding
from civicline.domain.received.screening import Gate
from civicline.domain.replies.decision import Reason
from civicline.domain.replies.reply import ReplyStatus
from tests.builders import (
    NOW,
    RIVERBEND,
    a_classification,
    a_message,
    a_record,
    a_screening,
    a_suppression,
    an_approved_message,
    an_office,
)
from tests.functional.reply_office import APPROVED, Office


def a_question(text: str = "What is your ZIP code?", **changes: Any) -> MessageVersion:
    return an_approved_message(topic_id=ASK_ZIP_TOPIC, text=text, **changes)


QUESTION = a_question()
MAIL_QUESTION = a_question("P.S. What is your ZIP code?", channel=Channel.EMAIL)
NOWHERE = ResidencyFinding()
RECORD = a_record(classification=a_classification(), residency=NOWHERE)


def an_asking_office(record: Any = RECORD, questions: Any = (QUESTION, MAIL_QUESTION), **rules: Any) -> Office:
    desk = Office(record)
    desk.offices.by_id[RIVERBEND] = an_office(rules=OfficeRules(asks_zip=True, undo_seconds_email=30, **rules))
    desk.offices.approved = [*APPROVED, *questions]
    return desk


def test_an_answer_ends_with_the_approved_question() -> None:
    desk = an_asking_office()
    desk.send_reply(desk.ref)
    assert desk.sender.sent[0].text == "Riverbend 311: thanks, a crew will look at the pothole.\nWhat is your ZIP code?"
    assert desk.record.decision
    assert desk.record.decision.zip_question_key == "system.ask_zip/sms/en/v1"


def test_a_constituent_is_asked_once_whatever_they_answer() -> None:
    desk = an_asking_office()
    desk.send_reply(desk.ref)
    message = a_message(provider_id="provider-2")
    second = desk.receive(replace(RECORD, message=message))
    desk.send_reply(second)
    assert desk.sender.sent[1].text == "Riverbend 311: thanks, a crew will look at the pothole."


def test_of_two_answers_at_once_one_asks() -> None:
    desk = an_asking_office()
    desk.messages.asked[RIVERBEND, RECORD.message.constituent_id] = NOW
    desk.send_reply(desk.ref)
    assert "ZIP" not in desk.sender.sent[0].text


KNOWN = {
    "the office does not want to know": ({}, {"asks_zip": False}),
    "they are a constituent": (
        {"residency": ResidencyFinding(residency=Residency.CONSTITUENT, basis=Basis.RECORD)},
        {},
    ),
    "they live elsewhere": ({"residency": ResidencyFinding(residency=Residency.OTHER, basis=Basis.STATED)}, {}),
    "their ZIP code is known and tells nothing": ({"residency": ResidencyFinding(basis=Basis.ANSWERED)}, {}),
    "their ZIP code answers the question": ({"screening": a_screening(Gate.ZIP_ANSWER)}, {}),
    "they ask for help": ({"screening": a_screening(Gate.HELP)}, {}),
    "they opt out": ({"screening": a_screening(Gate.OPT_OUT, opt_out_evidence="STOP", scopes=(Channel.SMS,))}, {}),
    "they are in danger": ({"screening": a_screening(Gate.EMERGENCY)}, {}),
    "a machine wrote": ({"screening": a_screening(Gate.AUTOMATIC_MAIL)}, {}),
    "their sender is forged": ({"screening": a_screening(Gate.UNTRUSTED, is_forged=True)}, {}),
    "the model is unsure": ({"classification": a_classification(confidence=0.3)}, {}),
}


@pytest.mark.parametrize(("changes", "rules"), KNOWN.values(), ids=KNOWN.keys())
def test_nobody_is_asked_where(changes: dict[str, Any], rules: dict[str, Any]) -> None:
    desk = an_asking_office(replace(RECORD, **changes))
    if rules:
        desk.offices.by_id[RIVERBEND] = an_office(rules=OfficeRules(**rules))
    desk.send_reply(desk.ref)
    assert not [sent for sent in desk.sender.sent if "ZIP" in sent.text]
    assert desk.messages.asked == {}


def test_somebody_who_opted_out_is_not_asked() -> None:
    desk = an_asking_office()
    desk.messages.suppressions[RIVERBEND, RECORD.message.sender] = a_suppression()
    desk.send_reply(desk.ref)
    assert (desk.sender.sent, desk.messages.asked) == ([], {})


@pytest.mark.parametrize(
    "questions",
    [
        pytest.param((), id="nobody approved a question"),
        pytest.param((a_question(expires_at=NOW),), id="it has expired"),
        pytest.param((a_question(language="es"),), id="it is in another language"),
        pytest.param((replace(QUESTION, steps=()),), id="a second person has not approved it"),
        pytest.param((a_question("Your ZIP code? " * 40),), id="the two would be too long for a text message"),
        pytest.param((a_question("{first_name}, your ZIP code?"),), id="it needs what nobody knows"),
    ],
)
def test_the_answer_goes_out_without_a_question_where(questions: Any) -> None:
    desk = an_asking_office(questions=questions)
    desk.send_reply(desk.ref)
    assert desk.sender.sent[0].text == "Riverbend 311: thanks, a crew will look at the pothole."
    assert desk.messages.asked == {}


def test_a_mail_that_waits_for_its_undo_delay_asks_when_it_leaves() -> None:
    message = a_message(Channel.EMAIL)
    desk = an_asking_office(replace(RECORD, message=message))
    desk.send_reply(desk.ref)
    assert desk.sender.sent == []
    desk.clock.advance(timedelta(seconds=31))
    desk.send_reply(desk.ref)
    assert desk.sender.sent[0].text == "Hello Maria, a crew will look.\n\nP.S. What is your ZIP code?"
    assert desk.record.reply
    assert desk.record.reply.status is ReplyStatus.SENT


def test_the_zip_code_is_taken_without_a_word() -> None:
    desk = an_asking_office(replace(RECORD, classification=None, screening=a_screening(Gate.ZIP_ANSWER)))
    desk.send_reply(desk.ref)
    assert desk.sender.sent == []
    assert desk.record.decision
    assert (desk.record.decision.reason, desk.record.needs_staff) == (Reason.ZIP_ANSWER, False)
