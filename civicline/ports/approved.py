"""Approved messages, as staff write and approve them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.approved.message_listing import ListedMessage
from civicline.domain.ids import OfficeId, TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChange:
    """A version that is new or has one more step, and all versions of its message as they were loaded."""

    versions: tuple[MessageVersion, ...]
    changed: MessageVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """Some approved messages in the order of their names, and where the next page goes on."""

    messages: tuple[ListedMessage, ...]
    next_cursor: str | None


class ApprovedMessages(Protocol):
    """Approved messages as staff write and approve them, as they are at this moment."""

    def listed(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> MessagePage:
        """The office's approved messages, in whatever state. Raises CursorInvalidError."""

    def versions(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        """All versions of the approved messages of one topic, or of the group whose id is given."""

    def save(self, office_id: OfficeId, changes: Iterable[MessageChange]) -> None:
        """Store changes to different messages.

        Raises ConcurrentChangeError where somebody else changed one of the messages since it was loaded.
        """
