"""Quiet hours: when nobody may be written to unasked.

Source: 47 CFR 64.1200(c)(1), 8 to 21 h by the recipient's clock. Laws of states are stricter: Florida, Oklahoma,
Maryland and New Jersey 8 to 20 h, Connecticut 9 to 20 h, Texas 12 to 21 h on Sundays. Civicline keeps 9 to 20 h
everywhere, which is inside all of them but the Texan Sunday.
"""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from civicline.domain.channel import Channel

_SUNDAY = 6
_OPENS, _CLOSES = time(9), time(20)
_SUNDAY_OPENING = {"TX": time(12)}
"""By state (USPS code), where it is later than ours."""


class Purpose(StrEnum):
    """Why something is sent: in answer to a person's own message, or unasked."""

    REPLY = "reply"
    OUTREACH = "outreach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a recipient is: an IANA time zone, and the state if it is known (USPS code, such as `TX`)."""

    time_zone: str
    state: str = ""


def is_quiet(channel: Channel, purpose: Purpose, moment: datetime, place: Place) -> bool:
    """Whether a message of this kind must not be sent at this moment.

    Replies never are, and mail rings at nobody's bed. Where the state is not known, the strictest Sunday holds.
    """
    if purpose is Purpose.REPLY or channel is Channel.EMAIL:
        return False
    local = moment.astimezone(ZoneInfo(place.time_zone))
    opens = _opening(local, place.state)
    return not opens <= local.time() < _CLOSES


def _opening(local: datetime, state: str) -> time:
    if local.weekday() != _SUNDAY:
        return _OPENS
    return _SUNDAY_OPENING.get(state, _OPENS) if state else max(_SUNDAY_OPENING.values())
