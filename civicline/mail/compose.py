"""Writing the one mail that an office sends by itself: a reply, marked as automatic.

The reply goes to the sender's From address. Reply-To is ignored: anybody can write anything there, and an office
that follows it can be made to send mail to a third person (the same reason why RFC 3834 section 4 answers the return
path). Staff who want to write elsewhere do so by hand.

The header is written here and not by `email.message.EmailMessage`, which drops the quotes of a long name when it folds
the field, so that a comma in the name adds a recipient, and breaks long message ids into encoded words.
"""

import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from civicline.mail.addresses import MAX_NAME_CHARS, MailAddress, parse_address
from civicline.mail.errors import MailNotComposableError
from civicline.mail.headers import MAX_MESSAGE_ID_CHARS
from civicline.mail.mime import MAX_SUBJECT_CHARS
from civicline.mail.untrusted import clean_line, clean_text

MAX_BODY_CHARS = 200_000
_MAX_REFERENCES = 20
_REPLY_MARK = re.compile(r"\s*re\s?[:：]\s*", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,240}@[!-;=?-~]{1,240}>")
_LINE_CHARS = 76
"""Lines of a header and of quoted-printable text (RFC 5322 2.1.1, RFC 2045 6.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a reply says and from whom; `sent_at` must know its zone, `message_id` stands in angle brackets.

    `return_address` is an address of the office's where an answer is wanted, if not at `office_address`.
    """

    office_name: str
    office_address: str
    to: MailAddress
    subject: str
    body: str
    message_id: str
    sent_at: datetime
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    return_address: str | None = None


def compose_reply(reply: Reply) -> bytes:
    """The raw mail, ready for SES: CRLF line ends, ASCII header, plain text in UTF-8.

    `subject` gets "Re: " once. `references` are those of the mail that is answered, oldest first; its own id is added.

    Raises:
        MailNotComposableError: an address or the message id cannot stand in a header, or `sent_at` has no zone.
    """
    if reply.sent_at.tzinfo is None:
        raise MailNotComposableError("the time of sending has no zone")
    fields = {
        "From": _mailbox(reply.office_name, reply.office_address),
        "Reply-To": _mailbox(reply.office_name, reply.return_address) if reply.return_address else "",
        "To": _mailbox(reply.to.name, reply.to.address),
        "Subject": _words("Subject", reply_subject(reply.subject)),
        "Date": format_datetime(reply.sent_at),
        "Message-ID": _valid_id(reply.message_id),
        **_thread_fields(reply),
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "quoted-printable",
    }
    header = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return header.encode("ascii") + b"\r\n" + _quoted_printable(reply.body)


def reply_subject(subject: str) -> str:
    """ "Re: " and the subject, whatever number of "Re:" it has had."""
    rest = clean_line(subject, max_chars=MAX_SUBJECT_CHARS)
    while (mark := _REPLY_MARK.match(rest)) is not None:
        rest = rest[mark.end() :]
    return f"Re: {rest}".rstrip()


def _mailbox(name: str, address: str) -> str:
    """A mailbox for a header, always one; the domain in ASCII (RFC 5890), since SES takes no other."""
    valid = parse_address(address)
    if valid is None or valid.address.casefold() != address.strip().casefold():
        raise MailNotComposableError("not an address")
    if not valid.local_part.isascii():
        raise MailNotComposableError("the part before the @ is not ASCII")
    try:
        domain = valid.domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise MailNotComposableError("not a domain") from error
    shown = clean_line(name, max_chars=MAX_NAME_CHARS)
    return f"{_phrase(shown)}\r\n <{valid.local_part}@{domain}>" if shown else f"{valid.local_part}@{domain}"


def _phrase(name: str) -> str:
    """A display name: quoted, so that no sign in it means anything (RFC 5322 3.2.4), or in encoded words."""
    if _is_plain(name):
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _words("Subject", name)


def _words(field: str, value: str) -> str:
    """Text for a header, folded; in encoded words (RFC 2047) unless plain ASCII says the same."""
    charset = "us-ascii" if _is_plain(value) else "utf-8"
    return Header(value, charset, maxlinelen=_LINE_CHARS, header_name=field).encode(linesep="\r\n")


def _is_plain(value: str) -> bool:
    return value.isascii() and "=?" not in value


def _quoted_printable(body: str) -> bytes:
    text = clean_text(body, max_chars=MAX_BODY_CHARS).rstrip("\n") + "\n"
    return binascii.b2a_qp(text.encode("utf-8").replace(b"\n", b"\r\n"))


def _valid_id(message_id: str) -> str:
    if len(message_id) > MAX_MESSAGE_ID_CHARS or not _MESSAGE_ID.fullmatch(message_id):
        raise MailNotComposableError("not a message id")
    return message_id


def _thread_fields(reply: Reply) -> dict[str, str]:
    """In-Reply-To and References (RFC 5322 3.6.4), one id a line; ids that cannot stand in a header are left out."""
    answered = [each for each in (reply.in_reply_to,) if each and _is_id(each)]
    known = [each for each in dict.fromkeys(reply.references) if _is_id(each) and each not in answered]
    # Of a long thread the first id and the newest ones are kept, as RFC 5537 3.4.4 does.
    kept = known if len(known) < _MAX_REFERENCES else [known[0], *known[-(_MAX_REFERENCES - 2) :]]
    return {"In-Reply-To": "".join(answered), "References": "\r\n ".join([*kept, *answered])}


def _is_id(value: str) -> bool:
    return len(value) <= MAX_MESSAGE_ID_CHARS and _MESSAGE_ID.fullmatch(value) is not None
