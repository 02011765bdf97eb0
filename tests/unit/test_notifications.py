"""What the carriers deliver, read at the edge: their own samples pass, anything else is told by name."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.errors import NotificationUnreadableError
from functions.inbound.notifications import parse_envelope, parse_mail_notification, parse_sms

RECEIPT = {
    "notificationType": "Received",
    "receipt": {
        "recipients": ["help@riverbend.example"],
        "action": {"type": "S3", "bucketName": "mail", "objectKey": "mail/1"},
        "spamVerdict": {"status": "PASS"},
        "virusVerdict": {"status": "PASS"},
        "dmarcVerdict": {"status": "GRAY"},
    },
    "mail": {"messageId": "ses-1", "source": "maria@example.net"},
}


@pytest.mark.data
def test_the_carriers_own_samples_are_read(shared_data: Path) -> None:
    samples = shared_data / "aws_events" / "docs"
    text = parse_sms((samples / "eum_sms_two_way_inbound.json").read_text())
    assert text.origination_number == "+14255550182"
    receipt = parse_mail_notification((samples / "ses_received_s3_alert.json").read_text())
    assert receipt.receipt.recipients == ("recipient@example.com",)


UNREADABLE_TEXTS = {
    "not JSON": "STOP",
    "no object": "[]",
    "no numbers": json.dumps({"messageBody": "hi", "inboundMessageId": "1"}),
    "an empty number": json.dumps(
        {"originationNumber": "", "destinationNumber": "+1", "messageBody": "", "inboundMessageId": "1"}
    ),
    "no id": json.dumps({"originationNumber": "+1", "destinationNumber": "+1", "messageBody": ""}),
}


@pytest.mark.parametrize("message", UNREADABLE_TEXTS.values(), ids=UNREADABLE_TEXTS.keys())
def test_a_malformed_text_is_told(message: str) -> None:
    with pytest.raises(NotificationUnreadableError, match="not_a_text_message"):
        parse_sms(message)


@pytest.mark.parametrize("action", [{}, {"type": "SNS"}, {"type": "S3", "bucketName": "mail"}], ids=str)
def test_a_receipt_that_does_not_say_where_the_mail_is_is_told(action: dict[str, str]) -> None:
    receipt = {**RECEIPT, "receipt": {**RECEIPT["receipt"], "action": action}}  # type: ignore[dict-item]
    with pytest.raises(NotificationUnreadableError, match="not_a_mail_receipt"):
        parse_mail_notification(json.dumps(receipt))


def test_an_error_names_fields_and_never_what_they_hold() -> None:
    with pytest.raises(NotificationUnreadableError) as caught:
        parse_sms(json.dumps({"originationNumber": "+12025550188", "messageBody": "my secret"}))
    assert "inboundMessageId: missing" in caught.value.detail
    assert "secret" not in caught.value.detail
    assert "2025550188" not in caught.value.detail


@pytest.mark.parametrize(
    ("verdicts", "distrust"),
    [
        ({}, None),
        ({"dmarcVerdict": {"status": "FAIL"}}, "failed dmarc check"),
        ({"virusVerdict": {"status": "FAIL"}, "spamVerdict": {"status": "FAIL"}}, "failed virus, spam check"),
        ({"spamVerdict": {"status": "PROCESSING_FAILED"}}, None),
        ({"spfVerdict": {"status": "FAIL"}, "dkimVerdict": {"status": "GRAY"}}, "failed spf check"),
        ({"spfVerdict": {"status": "FAIL"}, "dkimVerdict": {"status": "PASS"}}, None),
        ({"spfVerdict": {"status": "FAIL"}, "dmarcVerdict": {"status": "PASS"}}, None),
    ],
    ids=["all well", "forged", "harmful", "unchecked", "forged, without DMARC", "forwarded and signed", "aligned"],
)
def test_failed_checks_are_a_reason_for_distrust(verdicts: dict[str, object], distrust: str | None) -> None:
    receipt = {**RECEIPT, "receipt": {**RECEIPT["receipt"], **verdicts}}  # type: ignore[dict-item]
    notification = parse_mail_notification(json.dumps(receipt))
    assert notification.distrust == distrust
    assert notification.is_forged == bool(distrust and ("dmarc" in distrust or "spf" in distrust))
    expected = {name.removesuffix("Verdict"): value["status"].lower() for name, value in verdicts.items()}  # type: ignore[index]
    assert notification.verdicts.items() >= expected.items()


@given(st.text())
def test_whatever_the_queue_holds_is_read_or_told(body: str) -> None:
    with pytest.raises(NotificationUnreadableError):
        parse_envelope(body)
