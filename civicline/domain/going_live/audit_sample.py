"""The sample of replies that staff audit: drawn by the message's id, so that neither staff nor a redelivery chooses."""

from dataclasses import replace
from hashlib import sha256

from civicline.domain.ids import MessageId
from civicline.domain.replies.decision import Action, Decision, Reason

AUTOMATIC = frozenset({Reason.CONFIDENT, Reason.CONFIDENT_OF_GROUP})
"""The reasons of replies that rest on the model; fixed messages are no topic's."""


def lot(message_id: MessageId) -> float:
    """A message's lot, from 0 to 1, the same whenever it is drawn."""
    return int.from_bytes(sha256(f"audit {message_id}".encode()).digest()[:8], "big") / 2**64


def is_drawn(message_id: MessageId, share: float) -> bool:
    """Whether a message is in a sample of this share."""
    return lot(message_id) < share


def drawn_for_audit(decision: Decision, message_id: MessageId, share: float) -> Decision:
    """The decision, marked if its reply is in the sample of the office's share."""
    is_automatic = decision.action is Action.SEND and decision.reason in AUTOMATIC
    return replace(decision, is_drawn=True) if is_automatic and is_drawn(message_id, share) else decision
