"""From a receipt of mail and its raw bytes to an arrival."""

from collections.abc import Iterable

from civicline.domain.errors import NotificationUnreadableError
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import Attachment, MailHeaders, MessageText
from civicline.mail.armor import without_armor
from civicline.mail.auto_reply import automatic_reason
from civicline.mail.errors import MailError, MailUnreadableError
from civicline.mail.mime import ParsedMail, parse_mail
from civicline.mail.quoting import has_words, split_new_text
from civicline.mail.sender import responsible_sender
from civicline.mail.thread_token import is_token
from civicline.mail.threading import bare_subject, thread_references
from functions.inbound.arrival import Arrival
from functions.inbound.notifications import MailNotification


def read_mail(notification: MailNotification, raw: bytes) -> Arrival:
    """Read a mail. Raises NotificationUnreadableError if nobody could read it or answer it."""
    receipt = notification.receipt
    destinations = tuple(map(ContactPoint.mail, receipt.recipients))
    raw_location = f"s3://{receipt.action.bucket_name}/{receipt.action.object_key}"
    try:
        mail = parse_mail(raw)
        sender = responsible_sender(mail, notification.mail.source)
    except MailError as error:
        reason = "unreadable_mail" if isinstance(error, MailUnreadableError) else "mail_without_sender"
        raise NotificationUnreadableError(
            reason, str(error), destinations=destinations, raw_location=raw_location
        ) from error
    return Arrival(
        provider_id=notification.mail.message_id,
        sender=ContactPoint.mail(sender.address),
        sender_name=sender.name,
        destinations=destinations,
        text=message_text(mail, is_answer=_is_answer(mail, destinations)),
        raw_location=raw_location,
        sent_at=mail.date,
        mail=MailHeaders(
            subject=mail.subject,
            message_id=mail.message_id,
            references=mail.references or mail.in_reply_to[:1],
            matter=bare_subject(mail.subject),
            verdicts=notification.verdicts,
        ),
        references=thread_references(mail),
        automatic=automatic_reason(mail, _own_addresses(destinations), envelope_sender=notification.mail.source),
        is_authenticated=notification.is_authenticated(sender.address),
        is_encrypted=_is_encrypted(mail),
        is_to_office_alone=_is_to_office_alone(mail, destinations),
        signature=split_new_text(mail.text, mail.sender).signature,
        is_forged=notification.is_forged or _doubtful_author(mail) is not None,
        distrust=notification.distrust or _doubtful_author(mail),
    )


def _doubtful_author(mail: ParsedMail) -> str | None:
    """Why no check can speak for whom the mail names; None where it can.

    SPF, DKIM and DMARC look at one domain. Of authors in two, whichever was looked at vouches for nobody else (RFC 7489
    section 6.6.1).
    """
    if mail.sender is None:
        return "no valid From"
    domains = {author.address.rpartition("@")[2].lower() for author in mail.authors}
    return "authors of more than one domain" if len(domains) > 1 else None


def _is_encrypted(mail: ParsedMail) -> bool:
    """Whether what the sender says is hidden: the little that can be read beside it is not their message."""
    readable = without_armor(mail.text)
    return (mail.is_encrypted or readable.is_encrypted) and not has_words(readable.text)


def _own_addresses(destinations: Iterable[ContactPoint]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.value for point in destinations for form in (point, point.without_label)))


def _is_to_office_alone(mail: ParsedMail, destinations: Iterable[ContactPoint]) -> bool:
    """Whether nobody else was written to, who could answer to all with what was meant for one."""
    own = _own_addresses(destinations)
    return all(ContactPoint.mail(named.address).value in own for named in (*mail.to, *mail.cc))


def _is_answer(mail: ParsedMail, destinations: Iterable[ContactPoint]) -> bool:
    """Whether it answers a mail, by its headers or, should they be lost, by the address that it went to."""
    return bool(thread_references(mail)) or any(is_token(point.label) for point in destinations)


def message_text(mail: ParsedMail, *, is_answer: bool) -> MessageText:
    """The words of a mail, as they are stored and given to the model."""
    return MessageText(
        full=mail.text,
        new=_new_words(mail, is_answer),
        subject="" if is_answer else mail.subject,
        attachments=tuple(
            Attachment(
                filename=attachment.filename,
                content_type=attachment.detected_type,
                size_bytes=attachment.size_bytes,
                is_dangerous=attachment.is_dangerous,
            )
            for attachment in mail.attachments
        ),
    )


def _new_words(mail: ParsedMail, is_answer: bool) -> str:
    """The sender's own words. An answer that only quotes has none: the model must not read our words as theirs."""
    split = split_new_text(without_armor(mail.text).text, mail.sender)
    return "" if split.is_whole and is_answer and not split.is_forward else split.text
