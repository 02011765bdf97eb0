"""The last look before a provider is called: nothing leaves by itself that nobody approved."""

from civicline.domain.approved.approved_text import ApprovedText
from civicline.domain.errors import SendRefusedError
from civicline.domain.people.phone import is_e164
from civicline.domain.replies.reply import OutboundReply


def require_approved(reply: OutboundReply) -> None:
    """Raises SendRefusedError unless the words carry version, hash, author and another person's approval.

    The types promise as much; this holds where they were not checked, or where memory was changed behind their back.
    """
    words: object = reply.words
    if not (isinstance(words, ApprovedText) and words.is_intact):
        raise SendRefusedError("NotApproved")


def require_phone_number(reply: OutboundReply) -> None:
    """Raises SendRefusedError unless a text message goes to a number in E.164, which both providers ask for."""
    if not is_e164(reply.recipient.value):
        raise SendRefusedError("NotAPhoneNumber")
