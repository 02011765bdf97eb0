"""Mail as it arrives: every character set, every shape, and whatever a stranger makes up."""

import base64
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.mail.addresses import MailAddress
from civicline.mail.errors import MailUnreadableError
from civicline.mail.mime import ParsedMail, parse_mail
from tests.mail_builders import BIDI, HTML, PLAIN, mail, multipart, part


def test_a_plain_mail_is_read_whole() -> None:
    read = mail(
        "From: Jane Roe <Jane.Roe@Example.COM>",
        "To: help@office.example, Bob <bob@office.example>",
        "Cc: carol@office.example",
        "Reply-To: jane@home.example",
        "Subject: Pothole",
        "Date: Mon, 6 May 2024 09:00:00 -0500",
        "Message-ID: <1@example.com>",
        "In-Reply-To: <0@office.example>",
        "References: <a@x.example> <0@office.example>",
    )
    assert read.sender == MailAddress(name="Jane Roe", address="Jane.Roe@example.com")
    assert [each.address for each in read.to] == ["help@office.example", "bob@office.example"]
    assert [each.address for each in read.cc] == ["carol@office.example"]
    assert [each.address for each in read.reply_to] == ["jane@home.example"]
    assert (read.subject, read.message_id) == ("Pothole", "<1@example.com>")
    assert read.date == datetime(2024, 5, 6, 14, 0, tzinfo=UTC)
    assert read.in_reply_to == ("<0@office.example>",)
    assert read.references == ("<a@x.example>", "<0@office.example>")
    assert read.text == "There is a pothole on Elm Street."
    assert read.defects == ()


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"   \n", b"\x00\x00"], ids=["empty", "lines", "spaces", "zeros"])
def test_only_a_mail_without_anything_is_unreadable(raw: bytes) -> None:
    with pytest.raises(MailUnreadableError):
        parse_mail(raw)


def test_words_without_any_header_are_a_mail_with_defects() -> None:
    read = parse_mail(b"please fix the light")
    assert read.text == "please fix the light"
    assert read.sender is None
    assert "no from" in read.defects


def test_missing_fields_are_told_and_do_not_hurt() -> None:
    read = parse_mail(b"To: help@office.example\n\nHello")
    assert (read.sender, read.subject, read.date, read.message_id) == (None, "", None, None)
    assert {"no from", "no date", "no message-id"} <= set(read.defects)


def test_plain_text_is_preferred_to_html() -> None:
    read = multipart("alternative", HTML, PLAIN)
    assert (read.text, read.is_html_only) == ("Señal rota", False)


def test_html_is_read_where_there_is_nothing_else() -> None:
    read = multipart("alternative", part("text/plain", b" \n"), HTML)
    assert (read.text, read.is_html_only) == ("Señal rota", True)


def test_html_sent_as_plain_text_is_read_as_html() -> None:
    assert mail("From: a@example.com", body=b"<html><body><p>A <i>pothole</i></p></body></html>").text == "A pothole"


def test_both_forms_side_by_side_are_read_once() -> None:
    assert multipart("mixed", PLAIN, HTML).text == "Señal rota"


def test_words_around_a_picture_are_all_read() -> None:
    picture = part(
        "image/jpeg; name=hole.jpg", base64.b64encode(b"\xff\xd8\xff\xe0abc"), "Content-Transfer-Encoding: base64"
    )
    read = multipart("mixed", part("text/plain", b"Look:"), picture, part("text/plain", b"Please fix it."))
    assert read.text == "Look:\n\nPlease fix it."
    assert [(each.filename, each.detected_type, each.size_bytes) for each in read.attachments] == [
        ("hole.jpg", "image/jpeg", 7)
    ]


def test_flowed_text_comes_in_whole_paragraphs() -> None:
    header = ("From: a@example.com", "Content-Type: text/plain; format=flowed")
    assert (
        mail(*header, body=b"A very \nlong line\n> quoted \n> too\n-- \nAnn").text
        == "A very long line\n> quoted too\n-- \nAnn"
    )


def test_flowed_text_may_say_that_its_spaces_go() -> None:
    header = ("From: a@example.com", "Content-Type: text/plain; format=flowed; delsp=yes")
    assert mail(*header, body=b"pot \nhole").text == "pothole"


def test_pictures_shown_in_html_are_attachments_not_words() -> None:
    picture = part("image/png", b"\x89PNG\r\n\x1a\n", "Content-ID: <p>")
    read = multipart("related", HTML, picture)
    assert read.text == "Señal rota"
    assert [each.detected_type for each in read.attachments] == ["image/png"]


def test_a_signed_mail_is_read_and_known_as_signed() -> None:
    read = multipart("signed", PLAIN, part("application/pgp-signature; name=signature.asc", b"-----BEGIN"))
    assert (read.text, read.is_signed, read.is_encrypted) == ("Señal rota", True, False)


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(
            lambda: multipart(
                "encrypted", part("application/pgp-encrypted", b"Version: 1"), part("application/x", b"..")
            ),
            id="OpenPGP",
        ),
        pytest.param(
            lambda: mail(
                "From: a@example.com", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data", body=b"\x30"
            ),
            id="S/MIME",
        ),
    ],
)
def test_an_encrypted_mail_is_known_as_such(read: Callable[[], ParsedMail]) -> None:
    assert read().is_encrypted
    assert read().text == ""


def test_an_invitation_without_words_is_told() -> None:
    event = b"BEGIN:VCALENDAR\nMETHOD:REQUEST\nSUMMARY:Block party\\, Elm St\nLOCATION:Elm\n  Street\nEND:VCALENDAR"
    read = multipart("mixed", part("text/calendar; method=request; charset=utf-8", event))
    assert read.text == "Summary: Block party, Elm St\nLocation: Elm Street"
    assert read.calendar_method == "REQUEST"


def test_a_mail_forwarded_as_attachment_without_a_word_is_read() -> None:
    read = multipart("mixed", part("message/rfc822", b"From: b@example.com\nSubject: Pothole\n\nFix it."))
    assert read.text == "Pothole\n\nFix it."
    assert [(each.filename, each.declared_type) for each in read.attachments] == [("Pothole", "message/rfc822")]


def test_a_forwarded_mail_under_words_is_only_an_attachment() -> None:
    read = multipart("mixed", part("text/plain", b"See below."), part("message/rfc822", b"Subject: x\n\nFix it."))
    assert read.text == "See below."


def test_a_delivery_report_tells_its_kind_and_reads() -> None:
    status = part("message/delivery-status", b"Action: failed")
    read = multipart("report", part("text/plain", b"Not delivered."), status, extra="; report-type=delivery-status")
    assert read.report_type == "delivery-status"
    assert read.text.startswith("Not delivered.")


@pytest.mark.parametrize(
    ("raw", "words", "defect"),
    [
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello",
            "Hello",
            "closing boundary missing",
            id="cut off",
        ),
        pytest.param(
            b"Content-Type: multipart/mixed\n\nHello",
            "Hello",
            "multipart without parts, read as text",
            id="no boundary",
        ),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=x\n\nHello",
            "Hello",
            "multipart without parts, read as text",
            id="other boundary",
        ),
        pytest.param(
            b"From: a@b.example\nHello there\nyou",
            "Hello there\nyou",
            "no empty line between header and body",
            id="no empty line",
        ),
        pytest.param(b"Content-Type: nonsense\n\nHello", "Hello", None, id="a type that is none"),
        pytest.param(
            b"From x@y Mon May 6 09:00:00 2024\nFrom: a@b.example\n\nHello", "Hello", None, id="from a mailbox file"
        ),
        pytest.param(b"\xef\xbb\xbf\r\nFrom: a@b.example\r\n\r\nHello", "Hello", None, id="byte-order mark"),
        pytest.param(b"From: a@b.example\r\rHello", "Hello", None, id="carriage returns only"),
    ],
)
def test_broken_mail_is_read_with_a_defect(raw: bytes, words: str, defect: str | None) -> None:
    read = parse_mail(raw)
    assert read.text == words
    assert defect is None or defect in read.defects


def test_controls_and_reversals_never_reach_the_text() -> None:
    read = mail("From: a@example.com", body="a\x00\x07\x1b[31mb\u202ec\r\nd\te".encode())
    assert read.text == "a[31mbc\nd\te"


def nested(depth: int) -> bytes:
    layers = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"From: a@b.example\n" + layers + b"\nHello"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(nested(2_000), id="two thousand layers"),
        pytest.param(
            b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nh\n" * 200_000,
            id="many parts",
        ),
        pytest.param(b"Content-Type: message/rfc822\n\n" * 50_000, id="mails in mails"),
        pytest.param(b"X: y\n" * 500_000, id="a header without end"),
        pytest.param(b"To: " + b"a@b.example, " * 200_000, id="recipients without end"),
        pytest.param(
            b"From: a@b.example\nContent-Type: text/html\n\n" + b"<a " * 100_000 + b">", id="tags never closed"
        ),
        pytest.param(
            b"From: a@b.example\nContent-Type: text/html\n\n" + b"<div>" * 100_000 + b"Hello", id="tags without end"
        ),
        pytest.param(b"From: a@b.example\n\n" + b"> " * 500_000, id="quotes without end"),
    ],
)
def test_hostile_mail_is_read_within_bounds(raw: bytes) -> None:
    assert parse_mail(raw).defects


def test_forty_megabytes_are_read_without_copying_them_many_times() -> None:
    encoded = base64.b64encode(b"\x00" * 57) + b"\r\n"
    attached = part("application/pdf; name=plans.pdf", encoded * 520_000, "Content-Transfer-Encoding: base64")
    raw = (
        b'From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        + PLAIN
        + b"\n--b\n"
        + attached
        + b"--b--\n"
    )
    tracemalloc.start()
    read = parse_mail(raw)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read.text == "Señal rota"
    assert read.attachments[0].size_bytes == pytest.approx(520_000 * 57, rel=0.001)
    assert peak_bytes < len(raw) / 10


header_text = st.text(st.characters(exclude_characters="\r\n"), max_size=200)


@given(name=header_text, subject=header_text, body=st.binary(max_size=300))
def test_whatever_is_in_a_header_names_and_subject_are_one_clean_line(name: str, subject: str, body: bytes) -> None:
    raw = b"From: " + name.encode("utf-8", "surrogatepass") + b" <a@b.example>\nSubject: "
    read = parse_mail(raw + subject.encode("utf-8", "surrogatepass") + b"\n\n" + body)
    shown = [read.subject, *(author.name for author in read.authors)]
    assert not any(char in text for text in shown for char in "\r\n\x00" + BIDI)


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_mail_or_unreadable(raw: bytes) -> None:
    try:
        read = parse_mail(raw)
    except MailUnreadableError:
        assert not raw.strip(b"\r\n\t \x00")
    else:
        read.text.encode("utf-8")
