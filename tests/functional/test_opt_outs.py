"""Opt-outs as staff see and undo them, and what START, YES and "stop texting me" by e-mail do."""

import json
from dataclasses import replace
from typing import Any

import pytest

from civicline.domain.approved.approved_message import HELP_TOPIC, OPT_IN_TOPIC
from civicline.domain.channel import Channel
from civicline.domain.opting_out.suppression import SuppressionReason
from civicline.domain.people.constituent import ConstituentChange, Member, stranger
from civicline.domain.received.screening import Gate, screen
from civicline.domain.replies.decision import Action, Reason
from functions.inbound.receive_message import receipt_for
from tests.builders import (
    MARIA,
    MARIAS_MAIL,
    NOW,
    RIVERBEND,
    a_contact,
    a_decision,
    a_message,
    a_record,
    a_screening,
    a_situation,
    a_suppression,
    a_text,
    an_approved_message,
    an_arrival,
)
from tests.builders import an_office as the_office
from tests.console_fakes import Stage, a_member
from tests.functional.reply_office import Office

UNDO = {"contact": MARIA.value, "reason": "asked_again", "note": "She called.", "consent": "“Text me again”, by phone"}


def an_office(words: str, channel: Channel = Channel.SMS) -> Office:
    """An office with a message of these words, which has passed the gate that they meet."""
    text = a_text(words)
    screening = screen(text, channel, automatic=None, distrust=None)
    office = Office(a_record(message=a_message(channel), screening=screening), words=words)
    office.offices.approved += [
        an_approved_message(topic_id=HELP_TOPIC, text="This is Riverbend 311."),
        an_approved_message(topic_id=OPT_IN_TOPIC, text="You get texts again."),
    ]
    return office


def decided(office: Office) -> tuple[Action, Reason]:
    office.send_reply(office.ref)
    assert office.record.decision
    return office.record.decision.action, office.record.decision.reason


def test_start_from_somebody_who_never_opted_out_is_answered_like_help() -> None:
    office = an_office("START")
    assert decided(office) == (Action.SEND, Reason.HELP)
    assert office.sender.sent[0].text == "This is Riverbend 311."


def test_start_from_somebody_who_opted_out_opts_in_and_stays_in_the_ledger() -> None:
    office = an_office("START")
    office.messages.suppressions[RIVERBEND, MARIA] = a_suppression()
    assert decided(office) == (Action.SEND, Reason.OPT_IN)
    assert office.messages.current(RIVERBEND, MARIA) is None
    (lifted,) = office.messages.lifted(RIVERBEND, MARIA)
    assert (lifted.lifted_by, lifted.suppression) == ("constituent", a_suppression())
    assert "START" in lifted.consent


@pytest.mark.parametrize("word", ["YES", "Yes.", "sí", "wi", "oui", "sim"])
def test_yes_from_somebody_who_never_opted_out_is_an_ordinary_message(word: str) -> None:
    arrival = an_arrival(words=word)
    screening = screen(arrival.text, Channel.SMS, automatic=None, distrust=None)
    assert receipt_for(arrival, the_office(), screening, a_situation(), NOW).record.screening.gate is Gate.NONE


def test_yes_from_somebody_who_opted_out_opts_in() -> None:
    arrival = an_arrival(words="YES")
    screening = screen(arrival.text, Channel.SMS, automatic=None, distrust=None)
    situation = a_situation(suppression=a_suppression(), contact=a_contact())
    assert receipt_for(arrival, the_office(), screening, situation, NOW).record.screening.gate is Gate.OPT_IN


@pytest.mark.parametrize("word", ["no", "NO", "No.", "non", "não", "нет", "不", "không", "아니요"])
def test_no_is_never_an_opt_out(word: str) -> None:
    assert screen(a_text(word), Channel.SMS, automatic=None, distrust=None).gate is not Gate.OPT_OUT


MAIL = "Please stop texting me. My number is (202) 555-0188."


def test_stop_texting_me_by_mail_stops_texts_to_the_known_number_that_it_names() -> None:
    office = an_office(MAIL, Channel.EMAIL)
    office.messages.contacts[RIVERBEND, MARIA] = a_contact()
    assert decided(office) == (Action.SUGGEST, Reason.OPT_OUT_OF_KNOWN_PHONE)
    suppression = office.messages.current(RIVERBEND, MARIA)
    assert suppression
    assert (suppression.reason, suppression.message_id) == (SuppressionReason.OPT_OUT, office.ref.message_id)
    assert office.messages.current(RIVERBEND, MARIAS_MAIL) is None
    assert office.record.needs_staff
    assert office.sender.sent == []


def test_stop_texting_me_by_mail_stops_texts_to_the_telephone_that_is_proven_to_be_the_same_persons() -> None:
    office = an_office("Please stop texting me.", Channel.EMAIL)
    office.messages.contacts[RIVERBEND, MARIA] = a_contact()
    members = (Member(contact_point=MARIAS_MAIL, since=NOW), Member(contact_point=MARIA, since=NOW))
    maria = replace(stranger(RIVERBEND, MARIAS_MAIL, NOW), members=members)
    office.messages.save(ConstituentChange(before=(), after=(maria,)))
    assert decided(office) == (Action.SUGGEST, Reason.OPT_OUT_OF_KNOWN_PHONE)
    assert office.messages.current(RIVERBEND, MARIA)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(MAIL, id="a number that never texted the office"),
        pytest.param("Please stop texting me.", id="no number"),
        pytest.param("Stop texting me at 202-555-0188 or 202-555-0199", id="two numbers"),
    ],
)
def test_where_the_phone_is_not_known_staff_do_it_within_ten_business_days(words: str) -> None:
    office = an_office(words, Channel.EMAIL)
    assert decided(office) == (Action.SUGGEST, Reason.OPT_OUT_OF_OTHER_CHANNEL)
    assert office.messages.suppressions == {}


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.messages.suppressions[RIVERBEND, MARIA] = a_suppression()
    return stage


def test_staff_see_whom_the_office_does_not_write_to_and_why(stage: Stage) -> None:
    page = stage.browser(a_member()).get("/opt-outs")
    assert "+1 202 555 0188" in page.text
    assert "“STOP”" in page.text
    assert "Since 2026-11-19" in page.text


def test_an_open_opt_out_shows_its_clock(stage: Stage) -> None:
    screening = a_screening(Gate.OPT_OUT, opt_out_evidence="stop texting me", scopes=(Channel.SMS,))
    decision = a_decision(Action.SUGGEST, Reason.OPT_OUT_OF_OTHER_CHANNEL)
    record = stage.hold(a_record(message=a_message(Channel.EMAIL), screening=screening, decision=decision))
    browser = stage.browser(a_member())
    assert "10 business days left" in browser.get("/opt-outs").text
    assert "10 business days left" in browser.get(f"/messages/{record.message.message_id}").text
    told = browser.get(f"/api/v1/messages/{record.message.message_id}").data["opt_out"]
    assert (told["due_on"], told["is_open"], told["business_days_left"]) == ("2026-12-07", True, 10)
    assert browser.get("/api/v1/opt-outs").data["open"][0]["due_on"] == "2026-12-07"


def test_staff_undo_an_opt_out_with_reason_and_consent(stage: Stage) -> None:
    browser = stage.browser(a_member())
    answer = browser.post("/opt-outs/undo", {"csrf_token": "csrf-1", **UNDO})
    assert answer.status == 303
    assert stage.messages.current(RIVERBEND, MARIA) is None
    ledger = browser.get("/api/v1/opt-outs?contact=%2B12025550188").data
    assert ledger["current"] is None
    assert ledger["lifted"][0]["consent"] == UNDO["consent"]
    assert ledger["lifted"][0]["lifted_by"] == "staff-1"
    assert "Nobody is suppressed" in browser.get("/opt-outs").text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"consent": " "}, 422, id="no consent"),
        pytest.param({"note": ""}, 422, id="no note"),
        pytest.param({"reason": "because"}, 422, id="an unknown reason"),
        pytest.param({"contact": "12"}, 422, id="no contact point"),
        pytest.param({"contact": "nobody@example.net"}, 422, id="nobody suppressed"),
        pytest.param({"csrf_token": "other"}, 403, id="another site's form"),
    ],
)
def test_nobody_is_written_to_again_on_a_form_that_does_not_stand(
    stage: Stage, changes: dict[str, str], status: int
) -> None:
    answer = stage.browser(a_member()).post("/opt-outs/undo", {"csrf_token": "csrf-1", **UNDO, **changes})
    assert answer.status == status
    assert stage.messages.current(RIVERBEND, MARIA)


def test_viewers_see_and_do_not_undo(stage: Stage) -> None:
    browser = stage.browser(a_member("riverbend/viewer"))
    assert "Undo" not in browser.get("/opt-outs").text
    assert browser.post("/opt-outs/undo", {"csrf_token": "csrf-1", **UNDO}).status == 403


def put(stage: Stage, body: Any) -> Any:
    stage.identity.tokens["good"] = a_member()
    headers = {"authorization": "Bearer good", "content-type": "application/json"}
    return stage.browser().fetch("PUT", "/api/v1/opt-outs", headers, json.dumps(body))


def test_a_script_undoes_with_a_token(stage: Stage) -> None:
    answer = put(stage, UNDO)
    assert answer.status == 200
    assert answer.data["lifted_reason"] == "asked_again"
    assert put(stage, UNDO).status == 422, "it is undone already"


@pytest.mark.parametrize("body", [[], {"contact": 5}, {"contact": "+12025550188", "surplus": "x"}, "text"])
def test_a_body_that_is_not_understood_changes_nothing(stage: Stage, body: Any) -> None:
    assert put(stage, body).status == 422
    assert stage.messages.current(RIVERBEND, MARIA)


def test_staff_honour_by_hand_what_no_software_could_and_the_clock_stops(stage: Stage) -> None:
    screening = a_screening(Gate.OPT_OUT, opt_out_evidence="stop texting me", scopes=(Channel.SMS,))
    decision = a_decision(Action.SUGGEST, Reason.OPT_OUT_OF_OTHER_CHANNEL)
    record = stage.hold(a_record(message=a_message(Channel.EMAIL), screening=screening, decision=decision))
    browser = stage.browser(a_member())
    told = {"contact": "(202) 555-0199", "words": "“Stop texting me”", "message_id": record.message.message_id}
    assert browser.post("/opt-outs/add", {"csrf_token": "csrf-1", **told}).status == 303
    suppression = stage.messages.current(RIVERBEND, MARIA.phone("+12025550199"))
    assert suppression
    assert (suppression.evidence, suppression.message_id) == ("“Stop texting me”", record.message.message_id)
    assert browser.get("/api/v1/opt-outs").data["open"] == []
    assert browser.get(f"/messages/{record.message.message_id}").status == 200
    assert browser.post("/opt-outs/add", {"csrf_token": "csrf-1", **told}).status == 422, "the first evidence stays"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"words": " "}, 422, id="no words"),
        pytest.param({"contact": "x"}, 422, id="no contact point"),
        pytest.param({"message_id": "nowhere"}, 404, id="no such message"),
    ],
)
def test_an_opt_out_without_evidence_is_not_entered(stage: Stage, changes: dict[str, str], status: int) -> None:
    told = {"csrf_token": "csrf-1", "contact": "+12025550199", "words": "stop", **changes}
    assert stage.browser(a_member()).post("/opt-outs/add", told).status == status
    assert len(stage.messages.suppressions) == 1
