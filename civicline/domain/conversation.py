"""Conversations: messages of one constituent on one matter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from civicline.domain.channel import Channel
from civicline.domain.contact import ContactPoint
from civicline.domain.ids import ConstituentId, ConversationId
from civicline.domain.suppression import Suppression

SMS_WINDOW = timedelta(days=7)
"""A text joins the sender's latest conversation if that was touched within this time; texts carry no thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact point as an office knows it. `version` counts changes, so that two writers cannot both win."""

    contact_point: ContactPoint
    constituent_id: ConstituentId
    first_seen_at: datetime
    latest_conversation_id: ConversationId
    latest_message_at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSituation:
    """What is on record about a sender when a message of theirs is handled; everything may be absent."""

    contact: Contact | None = None
    suppression: Suppression | None = None
    referenced: ConversationId | None = None
    """The sender's own conversation that the mail's In-Reply-To or References name."""


def conversation_joined(situation: ContactSituation, channel: Channel, now: datetime) -> ConversationId | None:
    """The conversation that a new message joins, or None where it opens one.

    Mail joins by its references only: a stranger's subject line is no proof. A text joins within SMS_WINDOW.
    """
    if channel is Channel.EMAIL:
        return situation.referenced
    contact = situation.contact
    if contact and now - contact.latest_message_at <= SMS_WINDOW:
        return contact.latest_conversation_id
    return None
