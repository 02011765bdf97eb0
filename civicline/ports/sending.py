"""The providers that take replies."""

from dataclasses import dataclass
from typing import Protocol

from civicline.domain.replies.reply import OutboundReply


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A provider took a reply: its own id for it, and the Message-IDs under which a mail travels."""

    provider_id: str
    mail_ids: tuple[str, ...] = ()


class Sender(Protocol):
    """The way out by one channel. Raises SendRefusedError, SendThrottledError or SendUnsettledError."""

    def send(self, reply: OutboundReply) -> Accepted:
        """Hand a reply to the provider."""
