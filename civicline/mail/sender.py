"""Who sent a mail, as far as it says so itself."""

from civicline.mail.addresses import MailAddress, parse_address
from civicline.mail.errors import MailWithoutSenderError
from civicline.mail.mime import ParsedMail


def responsible_sender(mail: ParsedMail, envelope_sender: str | None) -> MailAddress:
    """The first author, else Sender (RFC 5322 3.6.2), else the envelope's sender (RFC 5321 4.1.1.2).

    Without a valid From a mail is no person's ordinary mail, but a person may have written it: the caller must not
    answer it by itself.

    Raises:
        MailWithoutSenderError: none of them is a valid address.
    """
    named = (mail.sender, parse_address(mail.header("sender") or ""), parse_address(envelope_sender or ""))
    found = next((address for address in named if address), None)
    if found is None:
        raise MailWithoutSenderError("; ".join(mail.defects) or "no valid From")
    return found
