"""Conversations: messages of one constituent on one matter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from civicline.domain.channel import Channel
from civicline.domain.ids import ConstituentId, ConversationId
from civicline.domain.opting_out.suppression import Suppression
from civicline.domain.people.constituent import Constituent
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.repetition import SaidBefore
from civicline.domain.replies.answered_question import AskedQuestion

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
class Clues:
    """What a message says of where it belongs and of what it repeats; none of it is proof by itself.

    `mail_ids` are Message-IDs, the nearest first: those that a mail answers, and its own, since an answer to it may
    have come first. `conversation_id` is what a signed token in the address named, `foreign_conversation_id` what one
    names that was not signed for the sender. `body` is the hash of the words.
    """

    mail_ids: tuple[str, ...] = ()
    conversation_id: ConversationId | None = None
    foreign_conversation_id: ConversationId | None = None
    body: str | None = None


NO_CLUES = Clues()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedConversation:
    """A conversation of the sender's own that a mail names, and its matter, "" if that is not known."""

    conversation_id: ConversationId
    matter: str = ""

    def is_of(self, matter: str) -> bool:
        """Whether a mail of that matter belongs to it; a mail without a subject changes none."""
        return not (self.matter and matter) or self.matter == matter


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSituation:
    """What is on record about a sender when a message of theirs is handled; everything may be absent.

    `named` is the sender's own conversation that the clues lead to, `same_body` the sender's latest message of the
    same words. `constituent` is who is behind the sender, `token_owner` whose the foreign conversation is.
    """

    contact: Contact | None = None
    constituent: Constituent | None = None
    token_owner: ContactPoint | None = None
    suppression: Suppression | None = None
    named: NamedConversation | None = None
    same_body: SaidBefore | None = None
    question: AskedQuestion | None = None


def conversation_joined(
    situation: ContactSituation, channel: Channel, now: datetime, matter: str = ""
) -> ConversationId | None:
    """The conversation that a new message joins, or None where it opens one.

    Mail joins what it names unless its subject says that the matter is another one; a subject alone proves nothing. A
    text joins within SMS_WINDOW.
    """
    if channel is Channel.EMAIL:
        named = situation.named
        return named.conversation_id if named and named.is_of(matter) else None
    contact = situation.contact
    if contact and now - contact.latest_message_at <= SMS_WINDOW:
        return contact.latest_conversation_id
    return None
