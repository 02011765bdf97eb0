"""The automatic reply as it leaves: one recipient, its thread, and marks against loops."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.mail.addresses import MailAddress
from civicline.mail.auto_reply import AutomaticReason, automatic_reason
from civicline.mail.compose import Reply, compose_reply, reply_subject
from civicline.mail.errors import MailNotComposableError
from civicline.mail.mime import parse_mail
from civicline.mail.untrusted import clean_line

SENT_AT = datetime(2024, 5, 6, 9, 0, tzinfo=UTC)
FIELDS = [
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "X-Auto-Response-Suppress",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
]  # fmt: skip
REPLY = Reply(
    office_name="City of Riverbend",
    office_address="help@office.example",
    to=MailAddress(name="Jane Roe", address="jane@example.com"),
    subject="Pothole",
    body="We will repair it.\n\nCity of Riverbend",
    message_id="<r1@office.example>",
    sent_at=SENT_AT,
    in_reply_to="<1@example.com>",
    references=("<0@office.example>",),
)


def test_a_reply_is_addressed_threaded_and_marked() -> None:
    header, _, body = compose_reply(REPLY).partition(b"\r\n\r\n")
    assert header.decode("ascii").replace("\r\n ", " ").split("\r\n") == [
        'From: "City of Riverbend" <help@office.example>',
        'To: "Jane Roe" <jane@example.com>',
        "Subject: Re: Pothole",
        "Date: Mon, 06 May 2024 09:00:00 +0000",
        "Message-ID: <r1@office.example>",
        "In-Reply-To: <1@example.com>",
        "References: <0@office.example> <1@example.com>",
        "Auto-Submitted: auto-replied",
        "X-Auto-Response-Suppress: All",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
    ]
    assert body == b"We will repair it.\r\n\r\nCity of Riverbend\r\n"


def test_our_own_reply_is_never_answered() -> None:
    assert automatic_reason(parse_mail(compose_reply(REPLY)), ()) is AutomaticReason.AUTO_SUBMITTED


@pytest.mark.parametrize(
    ("subject", "replied"),
    [
        ("Pothole", "Re: Pothole"),
        ("RE: re:  Pothole", "Re: Pothole"),
        ("Re：Pothole", "Re: Pothole"),
        ("", "Re:"),
        ("Fwd: x", "Re: Fwd: x"),
    ],
)
def test_a_subject_gets_re_once(subject: str, replied: str) -> None:
    assert reply_subject(subject) == replied


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(replace(REPLY, to=MailAddress(name="", address="not an address")), id="no address"),
        pytest.param(replace(REPLY, to=MailAddress(name="", address="a@b.example, c@d.example")), id="two addresses"),
        pytest.param(
            replace(REPLY, to=MailAddress(name="", address="a@b.example\r\nBcc: c@d.example")),
            id="an address with a line end",
        ),
        pytest.param(replace(REPLY, to=MailAddress(name="", address="ñ@b.example")), id="a local part outside ASCII"),
        pytest.param(
            replace(REPLY, to=MailAddress(name="", address="a@" + "ñ" * 70 + ".example")), id="a domain too long"
        ),
        pytest.param(replace(REPLY, office_address=""), id="no office address"),
        pytest.param(replace(REPLY, message_id="<r@o>\r\nBcc: c@d.example"), id="an id with a line end"),
        pytest.param(replace(REPLY, message_id="r@o"), id="an id without brackets"),
        pytest.param(replace(REPLY, sent_at=datetime(2024, 5, 6)), id="a time without zone"),  # noqa: DTZ001
    ],
)
def test_what_cannot_stand_in_a_header_is_refused(broken: Reply) -> None:
    with pytest.raises(MailNotComposableError):
        compose_reply(broken)


def test_a_domain_outside_ascii_is_written_in_ascii() -> None:
    raw = compose_reply(replace(REPLY, to=MailAddress(name="", address="jane@exämple.example")))
    assert b"To: jane@xn--exmple-cua.example\r\n" in raw


def test_a_long_thread_keeps_its_first_and_newest_mails() -> None:
    references = tuple(f"<{n}@x.example>" for n in range(100))
    kept = parse_mail(compose_reply(replace(REPLY, references=references))).references
    assert (kept[0], kept[-2:], len(kept)) == ("<0@x.example>", ("<99@x.example>", "<1@example.com>"), 20)


def test_ids_that_a_stranger_made_up_are_left_out() -> None:
    raw = compose_reply(
        replace(REPLY, in_reply_to="<a\r\nBcc: x@y>", references=("<ñ@x>", "<ok@x.example>", "<" + "a" * 300 + "@x>"))
    )
    assert parse_mail(raw).references == ("<ok@x.example>",)
    assert b"In-Reply-To" not in raw


anything = st.text(max_size=300)
hostile = st.lists(
    st.sampled_from(["\r\n", "\n", "\r", "Bcc: x@y.example", ",", ";", ":", "<", ">", "@", '"', "\\", "(", ")", "=?utf-8?q?=2C?=",
                     "=?", "?=", " ", "\t", "ñ", "\u202e", "\u2028", "\x85", "\x00", "a" * 90, "a, b", "\ud800", "😀"]),
    max_size=30,
).map("".join)  # fmt: skip
words = anything | hostile


@pytest.mark.parametrize(
    "name", ["a, b " * 30, "Roe, Jane " * 15, 'x"y, ' * 30, "a" * 90 + ", b@c.example", "é, " + "b, " * 60]
)
def test_a_long_name_with_commas_adds_no_recipient(name: str) -> None:
    raw = compose_reply(replace(REPLY, to=MailAddress(name=name, address="jane@example.com")))
    assert [each.addr_spec for each in message_from_bytes(raw, policy=default)["to"].addresses] == ["jane@example.com"]


def test_a_long_message_id_stays_whole() -> None:
    long_id = "<" + "b" * 200 + "@x.example>"
    assert f"In-Reply-To: {long_id}\r\n".encode() in compose_reply(replace(REPLY, in_reply_to=long_id))


@given(office=words, name=words, subject=words, body=words)
def test_whatever_comes_in_one_mail_with_one_recipient_goes_out(
    office: str, name: str, subject: str, body: str
) -> None:
    raw = compose_reply(
        replace(
            REPLY, office_name=office, to=MailAddress(name=name, address="jane@example.com"), subject=subject, body=body
        )
    )
    header, _, _ = raw.partition(b"\r\n\r\n")
    # Every line end is CRLF and no line is too long (RFC 5322 2.1.1).
    assert not re.search(rb"[^\r]\n|\r[^\n]", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert [line.partition(b":")[0].decode() for line in header.split(b"\r\n") if line[:1] not in b" \t"] == FIELDS
    # Two readers, ours and the standard library's, see the same single recipient.
    assert [each.address for each in parse_mail(raw).to] == ["jane@example.com"]
    assert [each.addr_spec for each in message_from_bytes(raw, policy=default)["to"].addresses] == ["jane@example.com"]


@given(subject=anything, name=anything)
def test_a_subject_and_a_name_come_back_as_they_went_out(subject: str, name: str) -> None:
    raw = compose_reply(replace(REPLY, office_name=name, subject=subject))
    read = parse_mail(raw)
    assert read.subject == reply_subject(subject)
    assert read.sender is not None
    assert read.sender.name.strip("' ") == clean_line(name, max_chars=200).strip("' ")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Cn", "Zl", "Zp")), max_size=500))
def test_a_body_comes_back_as_it_went_out(body: str) -> None:
    read = parse_mail(compose_reply(replace(REPLY, body=body)))
    assert read.text.strip() == body.strip()
