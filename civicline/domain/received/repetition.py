"""The same words from the same sender again, moments later: a second tap on "send", or a carrier delivering twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from civicline.domain.ids import ConversationId, MessageId
from civicline.domain.received.message import MessageText
from civicline.domain.received.screening import Gate

REPETITION_WINDOW = timedelta(minutes=10)
"""Carriers deliver at least once, sometimes under two ids; later than this, people ask again because they mean it."""

_MAY_REPEAT = frozenset({Gate.NONE})
"""What would go to the model. Keywords are left out (START, STOP, START within minutes are three wishes), and
emergencies, which are answered each; mail that is not trusted, so that a forger cannot make the real one look repeated;
messages without words, whose pictures may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBefore:
    """The message in which a sender last said the same words."""

    message_id: MessageId
    conversation_id: ConversationId
    received_at: datetime


def body_hash(text: MessageText, gate: Gate) -> str | None:
    """What two messages of the same words share; None for a message that can repeat none.

    White space does not count, subject and attachments do. SHA-256 in hexadecimal digits.
    """
    if gate not in _MAY_REPEAT:
        return None
    files = [f"{file.filename}\x1e{file.content_type}\x1e{file.size_bytes}" for file in text.attachments]
    words = [" ".join(part.split()) for part in (text.subject, text.full)]
    return sha256("\x1f".join([*words, *files]).encode("utf-8", "surrogatepass")).hexdigest()


def repeated(said: SaidBefore | None, message_id: MessageId, now: datetime) -> SaidBefore | None:
    """The message that this one repeats, None if it is new; a second delivery repeats nothing, it is the same."""
    if said is None or said.message_id == message_id:
        return None
    return said if now - said.received_at <= REPETITION_WINDOW else None
