"""Identifiers, made from what they stand for, so that the same input twice names the same thing.

A provider delivers at least once; with a message id derived from the provider's own id, a second delivery meets the
first record instead of making a new one. UUID version 5 (RFC 9562 section 5.5).
"""

from datetime import datetime
from typing import NewType
from uuid import UUID, uuid5

from civicline.domain.channel import Channel
from civicline.domain.people.contact import ContactPoint

OfficeId = NewType("OfficeId", str)
MessageId = NewType("MessageId", str)
ConversationId = NewType("ConversationId", str)
ConstituentId = NewType("ConstituentId", str)
ReplyId = NewType("ReplyId", str)
CampaignId = NewType("CampaignId", str)
QuarantineId = NewType("QuarantineId", str)
TopicId = NewType("TopicId", str)
JoinId = NewType("JoinId", str)
ImportId = NewType("ImportId", str)

_NAMESPACE = UUID("6b0a1c56-5e0b-5b59-9d2f-0f6d2a4f7c11")


def message_id(office_id: OfficeId, channel: Channel, provider_id: str) -> MessageId:
    """The id of an inbound message: one for each office, channel and provider id."""
    return MessageId(_derive("message", office_id, channel, provider_id))


def conversation_id(office_id: OfficeId, first_message: MessageId) -> ConversationId:
    """The id of the conversation that a message opens."""
    return ConversationId(_derive("conversation", office_id, first_message))


def constituent_id(office_id: OfficeId, contact_point: ContactPoint) -> ConstituentId:
    """The id of a constituent first seen at this contact point; it stays when contact points are joined."""
    return ConstituentId(_derive("constituent", office_id, contact_point.channel, contact_point.value))


def forged_sender_id(office_id: OfficeId, contact_point: ContactPoint) -> ConstituentId:
    """Stands for whoever forged a contact point, so that nothing leads to the person whose it is."""
    return ConstituentId(_derive("forged", office_id, contact_point.channel, contact_point.value))


def reply_id(message: MessageId) -> ReplyId:
    """The id of the one automatic reply to a message."""
    return ReplyId(_derive("reply", message))


def campaign_id(office_id: OfficeId, likeness: str, first_message: MessageId) -> CampaignId:
    """The id of the campaign, or of the concern, that a message founds."""
    return CampaignId(_derive("campaign", office_id, likeness, first_message))


def quarantine_id(original: str) -> QuarantineId:
    """The id of what could not be read: one for each original, however often it comes."""
    return QuarantineId(_derive("quarantine", original))


def join_id(points: tuple[ContactPoint, ContactPoint], at: datetime) -> JoinId:
    """The id of the join of two contact points at a moment."""
    ends = sorted(f"{point.channel}:{point.value}" for point in points)
    return JoinId(_derive("join", *ends, at.isoformat()))


def import_id(office_id: OfficeId, content: str, attempt: int) -> ImportId:
    """The id of the import of a file, by a hash of its content; an import that was undone may be made again."""
    return ImportId(_derive("import", office_id, content, str(attempt)))


def _derive(*parts: str) -> str:
    return str(uuid5(_NAMESPACE, "\x1f".join(parts)))
