"""How messages find what they belong to: the conversation, the Message-IDs that name it, the words said before."""

from collections.abc import Mapping
from typing import Any

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.writes import ABSENT, PRESENT, Table, Write
from civicline.domain.ids import ConversationId
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.conversation import NamedConversation
from civicline.domain.received.message import InboundMessage
from civicline.domain.received.repetition import REPETITION_WINDOW, SaidBefore
from civicline.ports.records import Receipt


def named_conversation(item: Mapping[str, Any]) -> NamedConversation:
    """The conversation that a REFERENCE or CONVERSATION item stands for."""
    return NamedConversation(
        conversation_id=ConversationId(item["conversation_id"]), matter=str(item.get("matter", ""))
    )


def owner_in(found: Mapping[str, Mapping[str, Any]]) -> ContactPoint | None:
    """Whose conversation a CONVERSATION item is; None for one that was opened before that was kept."""
    conversation = found.get("CONVERSATION", {})
    return items.load(ContactPoint, conversation["contact_point"]) if "contact_point" in conversation else None


def put_conversation(table: Table, receipt: Receipt) -> Write:
    """Open the message's conversation or say that it was touched; its time never goes back."""
    message = receipt.record.message
    key = keys.conversation(message.office_id, message.conversation_id)
    latest = keys.moment(receipt.contact.latest_message_at if receipt.contact else message.received_at)
    if not receipt.opens_conversation:
        return table.update(key, set_to={"latest_message_at": latest}, condition=PRESENT)
    item = {
        **key,
        "conversation_id": message.conversation_id,
        "constituent_id": message.constituent_id,
        "contact_point": items.dump(message.sender),
        "channel": message.channel.value,
        "opened_at": keys.moment(message.received_at),
        "latest_message_at": latest,
        "matter": message.mail.matter if message.mail else "",
    }
    return table.put(item, ABSENT)


def put_references(table: Table, receipt: Receipt) -> list[Write]:
    """Let the mail's own Message-ID, and those that it waits for, lead to its conversation; not a forger's."""
    message = receipt.record.message
    if receipt.contact is None:
        return []
    own = message.mail.message_id if message.mail else None
    wanted = dict.fromkeys(mail_id for mail_id in (own, *receipt.awaited) if mail_id)
    return [put_reference(table, message, mail_id) for mail_id in wanted]


def put_reference(table: Table, message: InboundMessage, mail_id: str) -> Write:
    """Let a Message-ID lead to the conversation of a message."""
    matter = message.mail.matter if message.mail else ""
    key = keys.reference(message.office_id, message.sender, mail_id)
    return table.put({**key, "conversation_id": message.conversation_id, "matter": matter})


def remember_words(table: Table, receipt: Receipt) -> list[Write]:
    """Remember the words for a while, unless somebody has just said them: of two at once, one fails and looks again."""
    if receipt.body is None:
        return []
    message = receipt.record.message
    said = SaidBefore(
        message_id=message.message_id, conversation_id=message.conversation_id, received_at=message.received_at
    )
    item = {
        **keys.said(message.office_id, message.sender, receipt.body),
        "said": items.dump(said),
        "said_at": keys.moment(said.received_at),
        "expires_at_epoch": int((said.received_at + REPETITION_WINDOW).timestamp()),
    }
    horizon = keys.moment(said.received_at - REPETITION_WINDOW)
    return [table.put(item, f"{ABSENT} OR said_at < :horizon", {":horizon": horizon})]
