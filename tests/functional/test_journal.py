"""The whole story of a message, in order, and proven against its record."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.channel import Channel
from civicline.domain.history.journal import JournalEvent
from civicline.domain.history.record import MessageRecord
from civicline.domain.received.message import MessageText
from civicline.domain.received.screening import Gate
from civicline.journal_chain import read_entry
from civicline.journal_proof import proof
from functions.console.judge_message import JudgeMessage
from functions.console.stop_reply import StopReply, TakeUpConversation
from tests.builders import MARIA, RIVERBEND, a_classification, a_judgement, a_message, a_record, a_screening, a_text
from tests.functional.reply_office import Office


def story(office: Office) -> list[str]:
    return [read_entry(entry)["event"] for entry in office.messages.entries(office.ref)]


def facts(office: Office, event: JournalEvent) -> dict[str, Any]:
    said = [read_entry(entry) for entry in office.messages.entries(office.ref)]
    found: dict[str, Any] = next(one["facts"] for one in said if one["event"] == event)
    return found


def proven(office: Office, **changes: Any) -> bool:
    record = replace(office.record, **changes)
    return proof(record, office.messages.texts[office.ref], office.messages.entries(office.ref)) is None


def an_office() -> Office:
    office = Office(a_record())
    assert office.messages.classify(office.record, a_classification())
    return office


def a_mail_office() -> Office:
    return Office(a_record(message=a_message(Channel.EMAIL), classification=a_classification()))


def test_an_answered_text_tells_its_story_in_order() -> None:
    office = an_office()
    office.send_reply(office.ref)
    assert story(office) == ["received", "classified", "decided", "sent"]
    assert facts(office, JournalEvent.CLASSIFIED)["model_version"] == "city-311-0123456789ab"
    assert facts(office, JournalEvent.CLASSIFIED)["threshold"] == 0.8
    decided = facts(office, JournalEvent.DECIDED)
    assert (decided["reason"], decided["message_version"], decided["approver"]) == (
        "confident",
        "pothole/sms/en/v1",
        "Sam Okafor",
    )
    assert facts(office, JournalEvent.SENT)["provider_id"] == "provider-reply-1"
    assert proven(office)


def test_no_words_and_no_address_stand_in_a_journal() -> None:
    office = an_office()
    office.send_reply(office.ref)
    told = "".join(entry.content for entry in office.messages.entries(office.ref))
    assert "Elm St" not in told
    assert MARIA.value not in told
    assert "a crew will look" not in told


def test_a_journal_holds_when_the_words_were_erased() -> None:
    office = an_office()
    assert proof(office.record, None, office.messages.entries(office.ref)) is None


def test_a_stopped_reply_names_who_stopped_it() -> None:
    office = a_mail_office()
    office.send_reply(office.ref)
    take_up = TakeUpConversation(presence=office.messages, clock=office.clock)
    StopReply(inbox=office.messages, ledger=office.messages, take_up=take_up)(
        RIVERBEND, office.ref.message_id, "staff-1"
    )
    assert story(office)[-3:] == ["decided", "stopped", "taken_up"]
    assert {read_entry(entry)["by"] for entry in office.messages.entries(office.ref)[-2:]} == {"staff-1"}


def test_an_opt_out_is_entered_with_its_decision() -> None:
    screening = a_screening(Gate.OPT_OUT, evidence="STOP", opt_out_evidence="STOP", scopes=(Channel.SMS,))
    office = Office(a_record(screening=screening))
    office.send_reply(office.ref)
    assert story(office) == ["received", "decided", "suppressed", "sent"]
    assert proven(office)


def test_a_judgement_that_comes_between_does_not_lose_the_decision() -> None:
    office = Office(a_record())
    judge = JudgeMessage(offices=office.offices, inbox=office.messages, judgements=office.messages, clock=office.clock)
    office.messages.overtaking.append(
        lambda: judge(RIVERBEND, office.ref.message_id, topic_id=None, judged_by="staff-1")
    )
    office.send_reply(office.ref)
    assert story(office) == ["received", "judged", "decided"]
    assert proven(office)


def altered_text(office: Office) -> MessageText:
    return replace(office.messages.texts[office.ref], new="Stop the rezoning")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda r: {"classification": a_classification(confidence=0.9)}, id="another confidence"),
        pytest.param(lambda r: {"classification": None}, id="no classification"),
        pytest.param(lambda r: {"decision": replace(r.decision, approver="Mallory")}, id="another approver"),
        pytest.param(lambda r: {"decision": replace(r.decision, text="Other words")}, id="other words decided"),
        pytest.param(lambda r: {"reply": replace(r.reply, text="Other words")}, id="other words sent"),
        pytest.param(lambda r: {"reply": replace(r.reply, provider_id="other")}, id="another provider's id"),
        pytest.param(lambda r: {"reply": None}, id="no reply"),
        pytest.param(lambda r: {"judgements": (a_judgement(),)}, id="a judgement nobody made"),
        pytest.param(
            lambda r: {"message": replace(r.message, sender=MARIA.phone("+12025550199"))}, id="another sender"
        ),
        pytest.param(
            lambda r: {"message": replace(r.message, received_at=r.message.received_at + timedelta(days=1))},
            id="another day",
        ),
    ],
)
def test_a_record_that_was_changed_behind_its_journal_is_found(change: Any) -> None:
    office = an_office()
    office.send_reply(office.ref)
    record: MessageRecord = office.record
    assert proven(office)
    assert not proven(office, **change(record))


def test_words_that_were_changed_are_found() -> None:
    office = an_office()
    assert proof(office.record, altered_text(office), office.messages.entries(office.ref))
    assert proof(office.record, a_text(), office.messages.entries(office.ref)) is None
