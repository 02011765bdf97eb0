"""`inbound` on moto, with events as Lambda delivers them: each bad input ends in a stated outcome."""

import json

import pytest

from civicline.domain.channel import Channel
from civicline.domain.received.screening import Gate
from civicline.runtime import bootstrap
from tests.builders import OFFICE_NUMBER, RIVERBEND, an_office
from tests.functional.deployed import (
    MAIL_TOPIC,
    SMS_TOPIC,
    Account,
    a_mail,
    a_text_message,
    notified,
    ref_of,
    written,
)


@pytest.fixture
def account(deployed: Account) -> Account:
    return deployed


def test_a_text_and_a_mail_become_one_stored_message_each(account: Account) -> None:
    assert account.deliver(a_text_message(), a_mail(account, written().as_bytes())) == []
    assert account.record("sms-1").message.preview == "There is a pothole on Elm St"
    mail = account.record("ses-1", Channel.EMAIL).message
    assert (mail.sender_name, mail.mail and mail.mail.subject) == ("Maria Lopez", "Pothole")
    assert mail.raw_location == "s3://mail/mail/ses-1"
    assert account.jobs("classify") == 2


def test_a_duplicate_delivery_is_one_record(account: Account) -> None:
    assert account.deliver(a_text_message(), a_text_message()) == []
    first = account.record("sms-1")
    assert account.deliver(a_text_message(body="changed")) == []
    assert account.record("sms-1") == first


BAD_NOTIFICATIONS = {
    "malformed JSON in the queue": ("{", "not_an_sns_notification"),
    "malformed JSON in the topic": (notified(SMS_TOPIC, "{"), "not_a_text_message"),
    "a text without its fields": (notified(SMS_TOPIC, {}), "not_a_text_message"),
    "a receipt without its fields": (notified(MAIL_TOPIC, {"notificationType": "Received"}), "not_a_mail_receipt"),
    "a topic of someone else": (notified("arn:aws:sns:us-east-1:1:other", {}), "unknown_topic"),
    "an unknown destination": (a_text_message(destinationNumber="+12025550111"), "unknown_destination"),
}


@pytest.mark.parametrize(("body", "reason"), BAD_NOTIFICATIONS.values(), ids=BAD_NOTIFICATIONS.keys())
def test_what_cannot_be_read_is_kept_in_quarantine_and_counted(
    account: Account, body: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert account.deliver(body) == [], "it would be delivered again without end"
    (kept,) = account.quarantined()
    assert kept.reason == reason
    metrics = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [metric["MessagesQuarantined"] for metric in metrics] == [[1.0]]


def test_a_bad_neighbour_does_not_hold_up_a_good_message(account: Account) -> None:
    assert account.deliver("{", a_text_message()) == []
    assert account.record("sms-1")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"", "unreadable_mail"), (b"Subject: no sender\r\n\r\nhello", "mail_without_sender")],
    ids=["an empty mail", "a mail from nobody"],
)
def test_a_mail_that_nobody_could_answer_is_kept_in_quarantine(account: Account, raw: bytes, reason: str) -> None:
    assert account.deliver(a_mail(account, raw, source="")) == []
    (kept,) = account.quarantined()
    assert (kept.reason, kept.office_id, kept.raw_location) == (reason, RIVERBEND, "s3://mail/mail/ses-1")


def test_a_mail_without_from_is_its_envelopes_senders_and_left_to_staff(account: Account) -> None:
    account.deliver(a_mail(account, b"Subject: Pothole\r\n\r\nOn Elm St", "ses-1"))
    account.deliver(a_mail(account, b"From: nobody\r\nSender: Ann <ann@example.org>\r\n\r\nOn Oak St", "ses-2"))
    records = [account.record(provider_id, Channel.EMAIL) for provider_id in ("ses-1", "ses-2")]
    assert [record.message.sender.value for record in records] == ["maria.lopez@example.net", "ann@example.org"]
    assert {(record.screening.gate, record.screening.evidence) for record in records} == {
        (Gate.UNTRUSTED, "no valid From")
    }


ENCRYPTED = {
    "PGP/MIME": b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n'
    b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
    b"--b\r\nContent-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--b--\r\n",
    "S/MIME": b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nMIIBAAAA\r\n",
    "PGP within the text": b"\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n=abcd\r\n-----END PGP MESSAGE-----\r\n",
}


@pytest.mark.parametrize("raw", ENCRYPTED.values(), ids=ENCRYPTED.keys())
def test_an_encrypted_mail_is_left_to_staff_whatever_its_subject_says(account: Account, raw: bytes) -> None:
    account.deliver(a_mail(account, b"From: Ann <ann@example.org>\r\nSubject: Huge pothole on Elm St\r\n" + raw))
    screening = account.record("ses-1", Channel.EMAIL).screening
    assert (screening.gate, screening.evidence) == (Gate.EMPTY, "encrypted")
    assert account.jobs("classify") == 0


def test_a_mail_signed_within_its_text_is_read_without_the_signature(account: Account) -> None:
    armored = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n- - a pothole on Elm St\r\n"
        b"-----BEGIN PGP SIGNATURE-----\r\n\r\niQEz\r\n=abcd\r\n-----END PGP SIGNATURE-----\r\n"
    )
    account.deliver(a_mail(account, b"From: Ann <ann@example.org>\r\nSubject: Road\r\n\r\n" + armored))
    record = account.record("ses-1", Channel.EMAIL)
    assert (record.message.preview, record.screening.gate) == ("Road - a pothole on Elm St", Gate.NONE)


@pytest.mark.parametrize(
    "authors",
    [b"From: ann@example.org\r\nFrom: eve@elsewhere.example\r\n", b"From: ann@example.org, eve@elsewhere.example\r\n"],
    ids=["two From fields", "two authors in one field"],
)
def test_a_check_of_one_authors_domain_vouches_for_no_author_of_another(account: Account, authors: bytes) -> None:
    account.deliver(a_mail(account, authors + b"Subject: Stop\r\n\r\nPlease stop e-mailing me"))
    screening = account.record("ses-1", Channel.EMAIL).screening
    assert (screening.gate, screening.is_forged) == (Gate.UNTRUSTED, True)


def test_authors_of_one_household_are_answered_as_ever(account: Account) -> None:
    account.deliver(a_mail(account, b"From: Ann <ann@example.org>, Bob <bob@example.org>\r\n\r\nA pothole on Elm St"))
    assert account.record("ses-1", Channel.EMAIL).screening.gate is Gate.NONE


def test_what_is_in_quarantine_is_one_entry_however_often_it_fails(account: Account) -> None:
    account.deliver("{")
    account.deliver("{")
    (kept,) = account.quarantined()
    assert (kept.failures, account.quarantine.original(kept.item_id)) == (2, b"{")


def test_a_replay_that_succeeds_releases_the_entry_and_stores_the_message_once(account: Account) -> None:
    body = a_text_message(destinationNumber="+12025550111")
    account.deliver(body)
    (kept,) = account.quarantined()
    account.offices.save_office(an_office(numbers=(OFFICE_NUMBER.value, "+12025550111")))
    bootstrap.forget()
    for _ in range(2):
        assert account.deliver(body, replaying=kept.item_id) == []
    assert account.quarantined() == []
    entry = account.quarantine.entry(kept.item_id)
    assert entry
    assert not entry.is_open
    assert account.record("sms-1").message.destination.value == "+12025550111"


def test_a_replay_that_fails_again_stays_in_quarantine(account: Account) -> None:
    account.deliver("{")
    (kept,) = account.quarantined()
    account.deliver("{", replaying=kept.item_id)
    (still,) = account.quarantined()
    assert (still.item_id, still.failures) == (kept.item_id, 2)


def test_an_undecodable_mail_is_stored_with_what_can_be_read(account: Account) -> None:
    raw = (
        b"From: maria.lopez@example.net\r\nSubject: =?utf-9?q?broken?=\r\n"
        b'Content-Type: text/plain; charset="no-such-charset"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        b"\xff\xfe not base64 at all \x80\x81"
    )
    assert account.deliver(a_mail(account, raw)) == []
    assert account.record("ses-1", Channel.EMAIL).message.sender.value == "maria.lopez@example.net"


def test_a_mail_of_40_mb_is_stored_with_its_words(account: Account) -> None:
    message = written()
    message.add_attachment(bytes(29_000_000), maintype="image", subtype="jpeg", filename="pothole.jpg")
    raw = message.as_bytes()
    assert 38_000_000 < len(raw) < 40 * 1024 * 1024
    assert account.deliver(a_mail(account, raw)) == []
    stored = account.messages.read(ref_of("ses-1", Channel.EMAIL))
    assert stored
    text = stored[1]
    assert text.new.startswith("There is a deep pothole")
    assert [(found.filename, found.size_bytes) for found in text.attachments] == [("pothole.jpg", 29_000_000)]


def test_a_mail_that_is_not_in_the_bucket_yet_is_delivered_again(account: Account) -> None:
    body = a_mail(account, b"x")
    account.s3.delete_object(Bucket="mail", Key="mail/ses-1")
    assert account.deliver(body) == ["queue-0"]
    assert account.quarantined() == []
