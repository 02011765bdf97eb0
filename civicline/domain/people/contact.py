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

    @property
    def label(self) -> str:
        """What stands behind the first + of an address (RFC 5233), "" for none or a number."""
        return self._halves[0].partition("+")[2]

    @property
    def without_label(self) -> "ContactPoint":
        """Where mail to an address with a label is delivered: the address without it."""
        local, domain = self._halves
        return ContactPoint.mail(f"{local.partition('+')[0]}@{domain}") if self.label else self

    @property
    def _halves(self) -> tuple[str, str]:
        local, _, domain = self.value.rpartition("@")
        return (local, domain) if self.channel is Channel.EMAIL else ("", "")
