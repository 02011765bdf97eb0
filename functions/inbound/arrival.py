"""A message as it arrived, read from a provider's notification, before any office is asked about it."""

from dataclasses import dataclass
from datetime import datetime

from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MailHeaders, MessageText


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message, whatever channel it came by.

    `automatic` and `distrust` say why the message must not be answered like a person's; None where nothing speaks
    against it. `destinations` are all numbers or addresses of ours that it was sent to. `references` are the
    Message-IDs that a mail answers, the nearest first. `is_authenticated` says that the sender is proven to be who the
    message names, `is_to_office_alone` that nobody else got it, `is_encrypted` that its words cannot be read.
    `signature` is what stands under a mail's words.
    """

    provider_id: str
    sender: ContactPoint
    sender_name: str
    destinations: tuple[ContactPoint, ...]
    text: MessageText
    raw_location: str
    sent_at: datetime | None = None
    mail: MailHeaders | None = None
    references: tuple[str, ...] = ()
    automatic: str | None = None
    distrust: str | None = None
    is_forged: bool = False
    is_authenticated: bool = False
    is_to_office_alone: bool = False
    is_encrypted: bool = False
    signature: str = ""

    @property
    def speaks_for_sender(self) -> bool:
        """Whether what it says may change what is known of its sender: a person's own words, from where they say."""
        return self.is_authenticated and not self.is_forged and self.distrust is None and self.automatic is None

    @property
    def matter(self) -> str:
        """What its subject says that it is about, "" for nothing or a text."""
        return self.mail.matter if self.mail else ""

    @property
    def mail_ids(self) -> tuple[str, ...]:
        """The Message-IDs by which its conversation may be found; its own, since its answer may have come first."""
        own = (self.mail.message_id,) if self.mail and self.mail.message_id else ()
        return (*self.references, *own)
