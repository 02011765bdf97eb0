"""The mail listener takes what SES would take, stores it and announces it."""

import json
import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.functional.laptop import OFFICE_ADDRESS, account_clients, load_sample
from tools.local.receiving.listener import LARGEST_MAIL_BYTES, Receiving, SmtpListener
from tools.local.receiving.receipt_rule import ReceiptRule, receipt_rule_of
from tools.local.template.loader import LoadedTemplate

MAIL = (
    "From: =?utf-8?q?Jos=C3=A9?= <jose@example.com>\r\n"
    f"To: {OFFICE_ADDRESS}\r\n"
    "Subject: =?utf-8?q?Caf=C3=A9?=\r\n"
    "Date: Fri, 21 Nov 2025 10:00:00 -0500\r\n"
    "Message-ID: <1@example.com>\r\n"
    "\r\n"
    "The street light is out.\r\n"
)


class Office:
    """A listener on a free port, and what it brought into the account."""

    def __init__(self, loaded: LoadedTemplate) -> None:
        self.clients = account_clients()
        self.loaded = loaded
        self.rule = receipt_rule_of(loaded)
        listening = socket.create_server(("127.0.0.1", 0))
        self.address = listening.getsockname()
        self.listener = SmtpListener(Receiving(self.rule, self.clients), listening)

    def post(self, content: str | bytes = MAIL, to: str = OFFICE_ADDRESS) -> None:
        """Send a mail as any mail program does."""
        with smtplib.SMTP(*self.address) as connection:
            connection.sendmail("jose@example.com", [to], content)

    def announced(self) -> list[dict[str, Any]]:
        """The notifications in the queue behind the topic."""
        url = self.loaded.resources["Inbound"].created.reference
        found = self.clients("sqs").receive_message(QueueUrl=url).get("Messages", [])
        return [json.loads(json.loads(message["Body"])["Message"]) for message in found]

    def stored(self, note: dict[str, Any]) -> bytes:
        """The mail that a notification is about."""
        action = note["receipt"]["action"]
        body = self.clients("s3").get_object(Bucket=action["bucketName"], Key=action["objectKey"])["Body"]
        content: bytes = body.read()
        return content


@pytest.fixture
def office(account: None) -> Iterator[Office]:
    """An office whose listener runs."""
    opened = Office(load_sample())
    opened.listener.start()
    yield opened
    opened.listener.stop()


def test_a_mail_is_stored_as_it_came_below_the_trace_headers(office: Office) -> None:
    office.post()
    (note,) = office.announced()
    content = office.stored(note)
    assert content.startswith(b"Return-Path: <jose@example.com>\r\nReceived: from ")
    assert content.endswith(MAIL.encode())


def test_a_mail_is_announced_as_ses_announces_it(office: Office) -> None:
    office.post()
    (note,) = office.announced()
    assert note["notificationType"] == "Received"
    assert note["receipt"]["action"]["objectKey"] == f"mail/{note['mail']['messageId']}"
    assert note["receipt"]["recipients"] == [OFFICE_ADDRESS]
    assert note["receipt"]["dmarcVerdict"] == {"status": "PASS"}
    assert note["mail"]["source"] == "jose@example.com"
    assert note["mail"]["commonHeaders"]["from"] == ["José <jose@example.com>"]
    assert note["mail"]["commonHeaders"]["subject"] == "Café"
    assert note["mail"]["headersTruncated"] is False
    assert {"name": "Message-ID", "value": "<1@example.com>"} in note["mail"]["headers"]


@pytest.mark.data
def test_the_announcement_has_every_field_of_the_documented_one(office: Office, shared_data: Path) -> None:
    text = (shared_data / "aws_events" / "docs" / "ses_received_s3_alert.json").read_text(encoding="utf-8")
    documented = json.loads(text)
    office.post()
    (note,) = office.announced()
    for part in ("receipt", "mail"):
        assert set(documented[part]) <= set(note[part])
    assert set(documented["receipt"]["action"]) <= set(note["receipt"]["action"])
    assert set(documented["mail"]["commonHeaders"]) <= set(note["mail"]["commonHeaders"])


def test_headers_over_ten_kilobytes_are_cut_in_the_announcement_and_kept_in_the_mail(office: Office) -> None:
    long = "".join(f"X-Long-{n}: {'x' * 900}\r\n" for n in range(20))
    office.post(long + MAIL)
    (note,) = office.announced()
    assert note["mail"]["headersTruncated"] is True
    assert note["mail"]["commonHeaders"]["messageId"] == "<1@example.com>"
    assert b"X-Long-19" in office.stored(note)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"no headers at all", id="no headers"),
        pytest.param(b"From: =?nonsense?q?=FF?= <<>\r\nSubject: =?utf-8?b?!!?=\r\n\r\n\xff", id="broken encodings"),
        pytest.param(b"To: undisclosed-recipients:;\r\nMessage-ID: <[\r\n\r\n", id="broken addresses"),
    ],
)
def test_a_mail_that_makes_no_sense_is_taken_and_announced(office: Office, content: bytes) -> None:
    office.post(content)
    (note,) = office.announced()
    assert office.stored(note).rstrip().endswith(content.rstrip())


def test_a_mail_with_a_line_of_any_length_is_taken(office: Office) -> None:
    office.post(MAIL.replace("Subject:", f"X-Trace: {'a' * 200_000}\r\nSubject:") + "<p>" + "b" * 100_000 + "\r\n")
    (note,) = office.announced()
    assert b"b" * 100_000 in office.stored(note)


def test_a_mailbox_that_the_rule_does_not_name_is_unknown(office: Office) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        office.post(to="mayor@riverbend.example")
    assert refused.value.recipients["mayor@riverbend.example"][0] == 550
    assert office.announced() == []


def test_a_mail_that_says_it_is_over_forty_megabytes_is_refused_before_it_is_sent(office: Office) -> None:
    with smtplib.SMTP(*office.address) as connection:
        connection.ehlo()
        assert int(connection.esmtp_features["size"]) == LARGEST_MAIL_BYTES == 40 * 1024 * 1024
        assert connection.mail("jose@example.com", [f"SIZE={LARGEST_MAIL_BYTES + 1}"])[0] == 552


def test_a_mail_that_cannot_be_stored_is_asked_for_again(office: Office) -> None:
    office.clients("s3").delete_bucket(Bucket=office.rule.bucket)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        office.post()
    assert refused.value.smtp_code == 451


@pytest.mark.parametrize(
    ("recipients", "address", "expected"),
    [
        pytest.param(["help@a.example"], "HELP@A.example", True, id="whatever the case"),
        pytest.param(["help@a.example"], "help+road@a.example", True, id="with a label"),
        pytest.param(["help@a.example"], "help@b.example", False, id="another domain"),
        pytest.param(["a.example"], "anybody@a.example", True, id="a whole domain"),
        pytest.param(["a.example"], "anybody@sub.a.example", False, id="not what is below the domain"),
        pytest.param([".a.example"], "anybody@sub.a.example", True, id="what is below a domain"),
        pytest.param([], "anybody@anywhere.example", True, id="no recipients: everybody"),
    ],
)
def test_a_rule_accepts_what_ses_would_accept(recipients: list[str], address: str, expected: bool) -> None:
    rule = ReceiptRule(recipients=tuple(recipients), bucket="b", prefix="", topic_arn="t", scans=True)
    assert rule.accepts(address) is expected
