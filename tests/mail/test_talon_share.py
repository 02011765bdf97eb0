"""How many of the mails that the talon project collected come out as people read them: at least 95 in 100."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from civicline.mail.addresses import MailAddress
from civicline.mail.html_text import html_to_text
from civicline.mail.mime import parse_mail
from civicline.mail.quoting import split_new_text

AIM = 0.95
HTML_REPLY = "Hi. I am fine. Thanks, Alex"
OTHERS = {"OLK_SRC_BODY_SECTION": "Reply", "reply-separated-by-hr": "Hi there Bob"}


def squeezed(text: str) -> str:
    return " ".join(text.split())


def replies(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Name, what we take for the reply, and what the collection says that it is."""
    for path in sorted((folder / "standard_replies").glob("*.eml")):
        known = path.with_name(f"{path.stem}_reply_text")
        mail = parse_mail(path.read_bytes())
        yield path.stem, split_new_text(mail.text, mail.sender).reply, known.read_text() if known.exists() else "Hello"
    for path in sorted((folder / "html_replies").glob("*.html")):
        yield path.name, split_new_text(html_to_text(path.read_text(encoding="utf-8"))).text, HTML_REPLY
    for name, expected in OTHERS.items():
        html = (folder / f"{name}.html").read_text(encoding="utf-8")
        yield name, split_new_text(html_to_text(html)).text, expected


def signatures(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The same for signatures."""
    for path in sorted((folder / "signature" / "emails" / "stripped").glob("*_body")):
        name = path.name.removesuffix("_body")
        sender, expected = (path.with_name(f"{name}_{part}").read_text("utf-8") for part in ("sender", "signature"))
        is_address = "@" in sender
        known = MailAddress(name="" if is_address else sender.strip(), address=sender.strip() if is_address else "")
        split = split_new_text(path.read_text("utf-8").replace("#sig#", ""), known)
        yield name, split.signature, expected.replace("#sig#", "")


@pytest.mark.data
def test_at_least_95_in_100_real_replies_are_exact(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared_data / "eml" / "mailgun_talon"
    shares = []
    for what, found in (("replies", list(replies(folder))), ("signatures", list(signatures(folder)))):
        wrong = [name for name, ours, expected in found if squeezed(ours) != squeezed(expected)]
        shares.append(1 - len(wrong) / len(found))
        with capsys.disabled():
            sys.stdout.write(
                f"\n{what}: {len(found) - len(wrong)} of {len(found)} exact ({shares[-1]:.0%}); others: {wrong}\n"
            )
    assert min(shares) >= AIM
