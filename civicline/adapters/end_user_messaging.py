"""Replies by text message, through AWS End User Messaging (API pinpoint-sms-voice-v2)."""

import math
from datetime import timedelta
from typing import Any, Protocol

from civicline.adapters.approved_only import require_approved, require_phone_number
from civicline.adapters.provider_errors import send_errors
from civicline.domain.errors import SendRefusedError
from civicline.domain.replies.reply import OutboundReply
from civicline.ports.sending import Accepted

_SHORTEST_LIFETIME = timedelta(seconds=5)
_LONGEST_LIFETIME = timedelta(hours=72)
"""TimeToLive of SendTextMessage, 5 to 259,200 seconds."""


class TextClient(Protocol):
    """The one call of the client that we make."""

    def send_text_message(self, **request: Any) -> dict[str, Any]:
        """`SendTextMessage`."""


class EndUserMessagingSender:
    """The port `Sender` for texts: from the very number that the constituent wrote to.

    The reply's ids travel as context, so that the events about it name them, and the provider stops trying when the
    reply is too old. Source: AWS, "SendTextMessage", End User Messaging SMS and Voice v2 API.
    """

    def __init__(self, client: TextClient) -> None:
        self._client = client

    def send(self, reply: OutboundReply) -> Accepted:
        """Send. The client must not retry by itself: the ledger decides about that."""
        require_approved(reply)
        require_phone_number(reply)
        request: dict[str, Any] = {
            "DestinationPhoneNumber": reply.recipient.value,
            "OriginationIdentity": reply.sender.value,
            "MessageBody": reply.text,
            "MessageType": "TRANSACTIONAL",
            "Context": {
                "reply_id": reply.reply_id,
                "office_id": reply.office_id,
                "message_id": reply.message_id,
            },
        }
        if reply.lifetime is not None:
            request["TimeToLive"] = _time_to_live(reply.lifetime)
        with send_errors():
            response = self._client.send_text_message(**request)
        return Accepted(provider_id=response["MessageId"])


def _time_to_live(lifetime: timedelta) -> int:
    """In whole seconds. Raises SendRefusedError for what is too old to be sent at all."""
    if lifetime < _SHORTEST_LIFETIME:
        raise SendRefusedError("TooOld")
    return math.floor(min(lifetime, _LONGEST_LIFETIME).total_seconds())
