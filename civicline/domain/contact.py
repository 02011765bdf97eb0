"""Contact points: where a constituent, or an office, can be reached."""

from dataclasses import dataclass

from civicline.domain.channel import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """A phone number in E.164 (channel SMS) or a lower-cased e-mail address (channel EMAIL)."""

    channel: Channel
    value: str

    @classmethod
    def phone(cls, number: str) -> "ContactPoint":
        """A number that is in E.164 already."""
        return cls(channel=Channel.SMS, value=number)

    @classmethod
    def mail(cls, address: str) -> "ContactPoint":
        """An address; RFC 5321 lets the part before @ be case-sensitive, no provider in use is."""
        return cls(channel=Channel.EMAIL, value=address.strip().lower())
