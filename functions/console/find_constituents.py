"""Finding constituents by what people have at hand: an id, a number, an address, the beginning of a name."""

from uuid import UUID

from civicline.domain.ids import ConstituentId, OfficeId
from civicline.domain.people.constituent import Constituent
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.phone import PhoneNumberError, parse_number
from civicline.mail.addresses import parse_address
from civicline.ports.people import Constituents

MOST_FOUND = 25


def named_directly(given: str) -> ConstituentId | ContactPoint | None:
    """The id, number or address that somebody typed; None for anything else, such as a name."""
    try:
        return ConstituentId(str(UUID(given)))
    except ValueError:
        pass
    if "@" in given:
        address = parse_address(given)
        return ContactPoint.mail(address.address) if address else None
    try:
        return ContactPoint.phone(parse_number(given))
    except PhoneNumberError:
        return None


def find_one(constituents: Constituents, office_id: OfficeId, whom: ConstituentId | ContactPoint) -> Constituent | None:
    """The constituent of an id, number or address; None for nobody."""
    if isinstance(whom, ContactPoint):
        return constituents.of(office_id, whom)
    return constituents.by_id(office_id, whom)


def find_constituents(
    constituents: Constituents, office_id: OfficeId, wanted: str, limit: int = MOST_FOUND
) -> tuple[Constituent, ...]:
    """Everybody who fits, at most `limit`: one by an id, number or address, several by a name or an id of a list."""
    wanted = wanted.strip()
    direct = named_directly(wanted)
    if direct is not None:
        found = find_one(constituents, office_id, direct)
        return (found,) if found else ()
    by_id = constituents.by_external_id(office_id, wanted) if wanted else ()
    return (by_id or constituents.named(office_id, wanted, limit))[:limit]
