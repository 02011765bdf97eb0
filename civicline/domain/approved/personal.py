"""What an approved message may say about the person and the office: the values of its placeholders."""

import re

from civicline.domain.channel import Channel
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.received.message import InboundMessage

PLACEHOLDERS = ("first_name", "office_name", "office_short_name", "office_phone", "office_url", "topic_name")
"""The names that an approved message may use; anything else is refused when it is written."""

_ORGANIZATIONS = (
    "llc llp lp inc incorporated corp corporation co company ltd limited pllc pc plc gmbh association assn"
    " assoc hoa committee council commission coalition alliance society club league union foundation trust fund"
    " institute university college school district academy church parish temple mosque synagogue ministry"
    " ministries department dept division bureau agency office city county town township village state services"
    " service solutions systems group partners holdings enterprises industries realty properties management"
    " construction towing plumbing roofing landscaping restaurant cafe hotel motel store shop market pharmacy"
    " clinic hospital team staff family friends neighbors residents tenants apartments condominium condos"
    " support info admin helpdesk desk customer asociación comité iglesia escuela familia vecinos departamento"
)
_ORGANIZATION_WORDS = frozenset(_ORGANIZATIONS.split())

_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONGEST_NAME = 24
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "sr", "sra", "srta", "don", "doña", "prof", "rev", "the"}


def first_name(sender_name: str) -> str:
    """The first name in a mail's display name, or "" where there is no telling.

    `Maria Lopez` and `"Lopez, Maria"` give Maria; an address, a firm, a team or a title alone gives nothing: a wrong
    name is worse than none.
    """
    if "@" in sender_name or any(character.isdigit() for character in sender_name) or _is_organization(sender_name):
        return ""
    family, comma, given = sender_name.partition(",")
    words = _NAME_WORD.findall(given if comma else family)
    names = [word for word in words if word.lower().rstrip(".") not in _TITLES]
    if not names or not (comma or len(words) <= 4):
        return ""
    name = names[0]
    return name if 2 <= len(name) <= _LONGEST_NAME and name[0].isupper() and not name.isupper() else ""


def _is_organization(sender_name: str) -> bool:
    words = sender_name.casefold().replace(".", "").replace(",", " ").replace("'s", " ").replace("&", " & ").split()
    return "&" in words or not _ORGANIZATION_WORDS.isdisjoint(words)


def placeholder_values(
    office: Office, message: InboundMessage | None, about: Topic | TopicGroup | None, language: str
) -> dict[str, str]:
    """The value of each placeholder in an answer about a topic or group; "" where it is not known.

    `message` is None where nothing is known of the constituent.
    """
    is_mail = message is not None and message.channel is Channel.EMAIL
    return {
        "first_name": first_name(message.sender_name) if message and is_mail else "",
        "office_name": office.name,
        "office_short_name": office.short_name,
        "office_phone": office.phone,
        "office_url": office.url,
        "topic_name": about.name_in(language) if about else "",
    }
