"""What SNS delivers through the inbound queue, parsed once into typed values.

Sources: AWS, "Parsing message formats in Amazon SNS", "Two-way SMS messaging" (End User Messaging), "Contents of
notifications for Amazon SES email receiving".
"""

from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from civicline.domain.errors import NotificationUnreadableError

T = TypeVar("T", bound=BaseModel)


class _Notification(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True)


class SnsEnvelope(BaseModel):
    """The envelope that SNS puts around a notification when raw delivery is off."""

    model_config = ConfigDict(frozen=True)

    topic_arn: str = Field(alias="TopicArn")
    message: str = Field(alias="Message")


class SmsNotification(_Notification):
    """A text message received by End User Messaging."""

    origination_number: str = Field(min_length=1)
    destination_number: str = Field(min_length=1)
    message_body: str
    inbound_message_id: str = Field(min_length=1)


class _Verdict(_Notification):
    status: str


class _Action(_Notification):
    type: Literal["S3"]
    bucket_name: str
    object_key: str


class _Receipt(_Notification):
    recipients: tuple[str, ...]
    action: _Action
    spam_verdict: _Verdict | None = None
    virus_verdict: _Verdict | None = None
    spf_verdict: _Verdict | None = None
    dkim_verdict: _Verdict | None = None
    dmarc_verdict: _Verdict | None = None


class _Mail(_Notification):
    message_id: str = Field(min_length=1)
    source: str | None = None


class MailNotification(_Notification):
    """A mail that SES received, checked and stored."""

    notification_type: Literal["Received"]
    receipt: _Receipt
    mail: _Mail

    @property
    def verdicts(self) -> dict[str, str]:
        """What SES found of each check that it made, in small letters; `gray` means that there was nothing to check."""
        receipt = self.receipt
        made = {
            "spf": receipt.spf_verdict,
            "dkim": receipt.dkim_verdict,
            "dmarc": receipt.dmarc_verdict,
            "spam": receipt.spam_verdict,
            "virus": receipt.virus_verdict,
        }
        return {name: verdict.status.lower() for name, verdict in made.items() if verdict}

    @property
    def is_forged(self) -> bool:
        """Whether the mail is not from the domain that it names.

        DMARC says so, which looks at both of the others. For a domain without DMARC, SPF has failed and no signature
        (DKIM) holds: a forwarded mail fails SPF as well, but keeps its signature.
        """
        found = self.verdicts
        if found.get("dmarc") in {"fail", "pass"}:
            return found["dmarc"] == "fail"
        return found.get("spf") == "fail" and found.get("dkim") != "pass"

    def is_authenticated(self, sender: str) -> bool:
        """Whether the mail is proven to be from the domain of `sender`, which its From names.

        By DMARC; for a domain without one, by SPF of the envelope's sender, if that is of the same domain (RFC 7489
        section 3.1.2, strict alignment).
        """
        found = self.verdicts
        if found.get("dmarc") in {"fail", "pass"}:
            return found["dmarc"] == "pass"
        domains = {address.rpartition("@")[2].lower() for address in (sender, self.mail.source or "@")}
        return found.get("spf") == "pass" and len(domains) == 1

    @property
    def distrust(self) -> str | None:
        """Why the mail must not be answered by itself: a failed check for viruses, spam or a forged sender."""
        found = self.verdicts
        failed = [name for name in ("virus", "spam", "dmarc") if found.get(name) == "fail"]
        if self.is_forged and "dmarc" not in failed:
            failed.append("spf")
        return f"failed {', '.join(failed)} check" if failed else None


def parse_envelope(body: str) -> SnsEnvelope:
    """The SNS envelope in a queue record's body. Raises NotificationUnreadableError."""
    return _parse(SnsEnvelope, body, "not_an_sns_notification")


def parse_sms(message: str) -> SmsNotification:
    """A text message. Raises NotificationUnreadableError."""
    return _parse(SmsNotification, message, "not_a_text_message")


def parse_mail_notification(message: str) -> MailNotification:
    """A receipt of mail. Raises NotificationUnreadableError."""
    return _parse(MailNotification, message, "not_a_mail_receipt")


def _parse(kind: type[T], text: str, reason: str) -> T:
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        fields = "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['type']}" for problem in error.errors()[:5])
        raise NotificationUnreadableError(reason, fields) from None
