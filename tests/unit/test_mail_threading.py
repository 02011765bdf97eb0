"""Which mails belong together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.mail.mime import ParsedMail, parse_mail
from civicline.mail.threading import MAX_REFERENCES, bare_subject, same_subject, thread_references


def a_mail(in_reply_to: str = "", references: str = "", message_id: str = "<me@x.example>") -> ParsedMail:
    header = f"From: a@x.example\nMessage-ID: {message_id}\nIn-Reply-To: {in_reply_to}\nReferences: {references}\n"
    return parse_mail(f"{header}\nHello".encode())


@pytest.mark.parametrize(
    ("in_reply_to", "references", "expected"),
    [
        pytest.param("<2@x>", "<0@x> <1@x> <2@x>", ("<2@x>", "<1@x>", "<0@x>"), id="nearest first, each once"),
        pytest.param("", "<0@x> <1@x>", ("<1@x>", "<0@x>"), id="references alone"),
        pytest.param("<2@x>", "", ("<2@x>",), id="In-Reply-To alone"),
        pytest.param("<me@x.example>", "<0@x>", ("<0@x>",), id="nothing answers itself"),
        pytest.param('Message of "Mon, 6 May" <2@x>', "", ("<2@x>",), id="with words around (RFC 822)"),
        pytest.param("2@x.example", "", ("<2@x.example>",), id="without brackets"),
        pytest.param("", "<0@x><1@x>,<2@x>", ("<2@x>", "<1@x>", "<0@x>"), id="without spaces"),
        pytest.param("=?utf-8?q?=3C2?= =?utf-8?q?=40x=3E?=", "", ("<2@x>",), id="broken into encoded words"),
        pytest.param("<a b@x> <>", "nonsense", (), id="no ids at all"),
    ],
)
def test_the_mails_that_are_answered_are_listed(in_reply_to: str, references: str, expected: tuple[str, ...]) -> None:
    assert thread_references(a_mail(in_reply_to, references)) == expected


def test_a_very_long_thread_is_cut_to_its_newest_mails() -> None:
    found = thread_references(a_mail("", " ".join(f"<{n}@x>" for n in range(100))))
    assert found == tuple(f"<{n}@x>" for n in range(99, 99 - MAX_REFERENCES, -1))


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Pothole", "RE: Pothole", "re:Pothole", "Re[2]: Pothole", "Re(3): Pothole", "Re: Re: Fwd: Pothole", "FW: Pothole",
        "AW: Pothole", "Antw: Pothole", "SV: Pothole", "VS: Pothole", "RV: Pothole", "RES: Pothole", "ENC: Pothole",
        "TR: Pothole", "RÉP: Pothole", "Re : Pothole", "R: Pothole", "Odp: Pothole", "YNT: Pothole", "回复: Pothole", "回复：Pothole",
        "[External] Re: Pothole", "[EXT] Pothole", "  pothole ", "Re: AW: [External] Fwd: POTHOLE",
    ],
)  # fmt: skip
def test_an_answers_subject_is_that_of_the_mail_it_answers(subject: str) -> None:
    assert same_subject(subject, "Pothole")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Pothole", "Potholes"),
        ("", ""),
        ("Re:", "Fwd:"),
        ("Reform: yes", "yes"),
        ("Traffic: Elm", "Elm"),
        ("[Ticket 1] a", "a"),
    ],
)
def test_other_subjects_are_other_matters(first: str, second: str) -> None:
    assert not same_subject(first, second)


@given(st.text(max_size=100))
def test_another_re_changes_nothing(subject: str) -> None:
    assert bare_subject(f"Re: {subject}") == bare_subject(subject)
