"""Which office a number or address is."""

from civicline.domain.office import Office
from civicline.domain.people.contact import ContactPoint
from civicline.ports.offices import Offices


def owner_of(offices: Offices, destination: ContactPoint) -> Office | None:
    """An address with a label (`help+road@...`) is its bare address's, unless it is set up by itself."""
    exact = offices.owner_of(destination)
    return exact or (offices.owner_of(destination.without_label) if destination.label else None)
