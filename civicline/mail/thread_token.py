"""A signed token in the Reply-To address, by which an answer finds its conversation if its headers are lost.

`help+<token>@riverbend.example`: a sub-address (RFC 5233) whose label is 45 letters and digits, in lower case since
programs change case on the way (which RFC 5321 2.4 forbids). It holds the conversation's id, the day of signing and 80
bits of an HMAC-SHA256 (RFC 2104, section 5 on truncation) over these, the office and the contact point. So it opens one
conversation, of one office, to one sender, for a time; from any other sender it is just a label.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from civicline.domain.ids import ConversationId, OfficeId
from civicline.domain.people.contact import ContactPoint

VALID_FOR = timedelta(days=180)
"""An answer that comes later opens a conversation of its own, unless its headers name one."""

TOKEN_CHARS = 45
_LONGEST_LOCAL_PART = 64
"""RFC 5321 4.5.3.1.1."""
_FIRST_DAY = date(2020, 1, 1)
_PURPOSE = b"civicline thread token 1"
_MAC_BYTES = 10
_BODY_BYTES = 18
_TOKEN = re.compile(rf"[a-z2-7]{{{TOKEN_CHARS}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What a token is good for: one conversation of one contact point with one office."""

    office_id: OfficeId
    contact_point: ContactPoint
    conversation_id: ConversationId


def return_address(office_address: str, thread: Thread, key: str, now: datetime) -> str | None:
    """The office's own address with a token in it; None where it has no room for one (RFC 5321 4.5.3.1.1)."""
    local, _, domain = office_address.rpartition("@")
    if len(local) + 1 + TOKEN_CHARS > _LONGEST_LOCAL_PART:
        return None
    return f"{local}+{sign(thread, key, now)}@{domain}"


def sign(thread: Thread, key: str, now: datetime) -> str:
    """The token of a thread. Raises ValueError if the conversation's id is no UUID."""
    body = UUID(thread.conversation_id).bytes + (_utc_day(now) - _FIRST_DAY).days.to_bytes(2, "big")
    return _encoded(body + _mac(body, thread.office_id, thread.contact_point, key))


def verified(
    token: str, office_id: OfficeId, contact_point: ContactPoint, keys: Sequence[str], now: datetime
) -> ConversationId | None:
    """The conversation that a token opens to this sender; None if it is forged, expired or somebody else's."""
    data = _decoded(token)
    if data is None:
        return None
    body, mac = data[:_BODY_BYTES], data[_BODY_BYTES:]
    # Every key is tried, so that the time taken does not tell which one fitted.
    fits = [hmac.compare_digest(mac, _mac(body, office_id, contact_point, key)) for key in keys]
    age = _utc_day(now) - (_FIRST_DAY + timedelta(days=int.from_bytes(body[16:], "big")))
    # A day of grace: two machines need not agree on midnight.
    is_valid = any(fits) and timedelta(days=-1) <= age <= VALID_FOR
    return ConversationId(str(UUID(bytes=body[:16]))) if is_valid else None


def unproven_conversation(token: str) -> ConversationId | None:
    """The conversation that a token names, whoever wrote it: to look up whose it is, and then to verify it."""
    data = _decoded(token)
    return ConversationId(str(UUID(bytes=data[:16]))) if data else None


def is_token(label: str) -> bool:
    """Whether the label of an address could be a token at all."""
    return _TOKEN.fullmatch(label) is not None


def _mac(body: bytes, office_id: OfficeId, contact_point: ContactPoint, key: str) -> bytes:
    parts = (_PURPOSE, office_id.encode(), contact_point.channel.encode(), contact_point.value.encode(), body)
    # Lengths before the parts, so that no two lists of parts give the same bytes.
    signed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(key.encode(), signed, "sha256")[:_MAC_BYTES]


def _encoded(data: bytes) -> str:
    return base64.b32encode(data).decode("ascii").rstrip("=").lower()


def _decoded(token: str) -> bytes | None:
    """The bytes of a token; None for anything that `_encoded` would not have written."""
    if not is_token(token):
        return None
    try:
        data = base64.b32decode(token.upper() + "===")
    except binascii.Error:
        return None
    return data if _encoded(data) == token else None


def _utc_day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
