"""Nothing but approved words can leave by itself: not by the types, not by the code, not at run time."""

import ast
import copy
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from mypy import api

from civicline.adapters.approved_only import require_approved
from civicline.domain.approved.approval import retired
from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.approved.approved_text import ApprovedText, approved_text
from civicline.domain.approved.composing import Occasion, compose
from civicline.domain.errors import NotApprovedError, SendRefusedError
from civicline.domain.replies.reply import OutboundReply
from tests.builders import (
    APPROVER,
    AUTHOR,
    MARIA,
    NOW,
    OFFICE_NUMBER,
    RIVERBEND,
    a_draft,
    a_message,
    a_reply,
    a_topic,
    an_approved_message,
    an_approved_text,
    an_office,
)

PROJECT = Path(__file__).resolve().parents[2]
WHERE = Occasion(office=an_office(), message=None, about=a_topic())


def taken(version: MessageVersion, text: str | None = None, fingerprint: str | None = None, **at: Any) -> ApprovedText:
    """A version's words, taken as they are about to leave."""
    says = compose(version, WHERE).text if text is None else text
    return approved_text(says, fingerprint or version.fingerprint, version, WHERE, at.get("now", NOW))


def test_approved_words_carry_version_hash_author_and_approver() -> None:
    version = an_approved_message(version=3)
    words = taken(version)
    assert words.is_intact
    assert (words.message_key, words.version, words.fingerprint) == (version.key, 3, version.fingerprint)
    assert (words.author, words.approver) == (AUTHOR, APPROVER)


NOT_APPROVED = {
    "a draft": lambda: taken(a_draft()),
    "a retired version": lambda: taken(retired(an_approved_message(), APPROVER, NOW, "Old.")),
    "an expired version": lambda: taken(an_approved_message(expires_at=NOW)),
    "a version that has not begun": lambda: taken(an_approved_message(valid_from=NOW + timedelta(hours=1))),
    "words that were exchanged after the approval": lambda: taken(replace(an_approved_message(), text="Other.")),
    "words that the version does not say": lambda: taken(an_approved_message(), text="Riverbend 311: other."),
    "the hash of another version": lambda: taken(an_approved_message(), fingerprint=a_draft(version=2).fingerprint),
    "no hash": lambda: approved_text("Riverbend 311: x", "", an_approved_message(), WHERE, NOW),
    "a made-up text": lambda: ApprovedText(
        text="Made up.", message_key="x", version=1, fingerprint="x", author=AUTHOR, approver=APPROVER, seal=object()  # type: ignore[arg-type]
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", NOT_APPROVED.values(), ids=NOT_APPROVED.keys())
def test_no_approved_text_comes_of(make: Any) -> None:
    with pytest.raises(NotApprovedError):
        make()


def test_an_approved_text_cannot_be_changed_into_another() -> None:
    words: Any = an_approved_text()
    with pytest.raises(ValueError, match="seal"):
        replace(words, text="Other.")
    with pytest.raises(AttributeError):
        words.text = "Other."
    assert copy.copy(words) == pickle.loads(pickle.dumps(words)) == words  # noqa: S301


def outbound(words: Any) -> OutboundReply:
    return OutboundReply(
        reply_id=a_reply().reply_id,
        office_id=RIVERBEND,
        message_id=a_message().message_id,
        conversation_id=a_message().conversation_id,
        sender=OFFICE_NUMBER,
        sender_name="City of Riverbend 311",
        recipient=MARIA,
        recipient_name="",
        words=words,
        mail=None,
    )


def tampered(**changes: Any) -> ApprovedText:
    words = an_approved_text()
    for name, value in changes.items():
        object.__setattr__(words, name, value)
    return words


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Just a text.", id="a plain text"),
        pytest.param(None, id="nothing"),
        pytest.param(an_approved_message(), id="a version instead of its words"),
        pytest.param(tampered(text="Other."), id="words exchanged in memory"),
        pytest.param(tampered(approver=AUTHOR), id="an author as approver"),
        pytest.param(tampered(fingerprint=""), id="no hash"),
        pytest.param(tampered(version=0), id="no version"),
    ],
)
def test_an_adapter_refuses(words: Any) -> None:
    with pytest.raises(SendRefusedError, match="NotApproved"):
        require_approved(outbound(words))


def test_an_adapter_lets_approved_words_pass() -> None:
    require_approved(outbound(an_approved_text()))


WRONG = """
from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.approved.approved_text import ApprovedText
from civicline.domain.replies.reply import OutboundReply, Reply
from civicline.ports.sending import Sender

def leak(sender: Sender, row: Reply, version: MessageVersion, reply: OutboundReply) -> None:
    sender.send("Dear constituent")  # arg-type
    sender.send(row)  # arg-type
    sender.send(version)  # arg-type
    OutboundReply(words=row.text)  # call-arg, arg-type
    OutboundReply(words=version)  # call-arg, arg-type
    OutboundReply(text="Dear constituent")  # call-arg
    ApprovedText(text="x", message_key="x", version=1, fingerprint="x", author=version.author, approver=version.author)  # call-arg
    ApprovedText(text="x", message_key="x", version=1, fingerprint="x", author=version.author, approver=version.author, seal=object())  # arg-type
    reply.words.text = "x"  # misc
    class Forged(ApprovedText): ...  # misc
"""


def test_the_type_checker_refuses_every_other_way_to_send(tmp_path: Path) -> None:
    snippet = tmp_path / "wrong.py"
    snippet.write_text(WRONG, encoding="utf-8")
    cache = PROJECT / "build" / "types-of-approved-words"
    out, errors, status = api.run(
        ["--strict", "--config-file=", "--ignore-missing-imports", f"--cache-dir={cache}", str(snippet)]
    )
    assert (status, errors) == (1, "")
    # By file name: mypy repeats from its cache, where an earlier run's folder stands.
    told = {
        int(number): code for number, code in re.findall(r"wrong\.py:(\d+): error: .*\[([\w-]+)\]$", out, re.MULTILINE)
    }
    expected = {
        number: line.partition("# ")[2] for number, line in enumerate(WRONG.splitlines(), start=1) if "# " in line
    }
    assert told.keys() == expected.keys()
    assert all(told[number] in expected[number] for number in expected)


def sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("civicline", "functions", "tools", "layers"):
        for path in sorted((PROJECT / folder).rglob("*.py")):
            yield str(path.relative_to(PROJECT)), ast.parse(path.read_text(encoding="utf-8"))


def test_the_seal_is_named_in_one_module_and_replies_go_out_in_one_place() -> None:
    sealing, constructing = set(), set()
    for path, tree in sources():
        for node in ast.walk(tree):
            named = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
            if named in {"_SEAL", "_Seal"}:
                sealing.add(path)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                constructing |= {(path, node.func.id)} & {(path, "ApprovedText"), (path, "OutboundReply")}
    assert sealing == {"civicline/domain/approved/approved_text.py"}
    assert constructing == {
        ("civicline/domain/approved/approved_text.py", "ApprovedText"),
        ("functions/reply/hand_over.py", "OutboundReply"),
    }


def test_every_sender_looks_before_it_calls_its_provider() -> None:
    senders = [path for path, tree in sources() if path.startswith("civicline/adapters") and _sends(tree)]
    assert senders == [
        "civicline/adapters/end_user_messaging.py",
        "civicline/adapters/ses.py",
        "civicline/adapters/sms.py",
    ]


def _sends(tree: ast.Module) -> bool:
    """Whether a module has a `send` of a reply; its first call must then be the look."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "send":
            statement = node.body[1]
            assert ast.unparse(statement) == "require_approved(reply)"
            return True
    return False
