"""`Constituents` in memory."""

from dataclasses import replace

from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import ConstituentId, OfficeId
from civicline.domain.people.constituent import Constituent, ConstituentChange, stranger
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.names import index_names, plain_name
from civicline.domain.received.conversation import Contact


class FakeConstituents:
    """Constituents over the contacts of `FakeMessages`, with the table's versions and conditions."""

    def __init__(self) -> None:
        self.contacts: dict[tuple[OfficeId, ContactPoint], Contact] = {}
        self.stored: dict[tuple[OfficeId, ConstituentId], Constituent] = {}
        self.members: dict[tuple[OfficeId, ContactPoint], ConstituentId] = {}
        self.asked: dict[tuple[OfficeId, ConstituentId], object] = {}

    def of(self, office_id: OfficeId, point: ContactPoint) -> Constituent | None:
        if leads_to := self.members.get((office_id, point)):
            return self._read(self.stored[office_id, leads_to])
        contact = self.contacts.get((office_id, point))
        return self._read(stranger(office_id, point, contact.first_seen_at)) if contact else None

    def by_id(self, office_id: OfficeId, constituent_id: ConstituentId) -> Constituent | None:
        found = self.stored.get((office_id, constituent_id))
        return self.by_id(office_id, found.joined_into) if found and found.joined_into else found and self._read(found)

    def by_external_id(self, office_id: OfficeId, external_id: str) -> tuple[Constituent, ...]:
        return tuple(
            one for one in self._everybody(office_id) if any(p.external_id == external_id for p in one.profiles)
        )

    def named(self, office_id: OfficeId, beginning: str, limit: int) -> tuple[Constituent, ...]:
        wanted = plain_name(beginning)
        found = (
            one
            for one in self._everybody(office_id)
            if wanted and any(name.startswith(wanted) for p in one.profiles for name in index_names(p.name))
        )
        return tuple(found)[:limit]

    def save(self, change: ConstituentChange) -> None:
        known = {one.constituent_id: one.version for one in change.before}
        before = {point: one for one in change.before if one.version for point in one.contact_points}
        after = {point: one for one in change.after for point in one.contact_points}
        for one in change.after:
            self._require_version(one, known.get(one.constituent_id, 0))
        for point, one in after.items():
            expected = before[point].constituent_id if point in before else None
            if self.members.get((one.office_id, point)) != expected:
                raise ConcurrentChangeError
        version = max((one.version for one in change.before), default=0) + 1
        for one in change.after:
            self._put(replace(one, version=version))
        for point in before.keys() - after.keys():
            del self.members[before[point].office_id, point]
        for point, one in after.items():
            self.members[one.office_id, point] = one.constituent_id

    def _require_version(self, new: Constituent, known: int) -> None:
        stored = self.stored.get((new.office_id, new.constituent_id))
        is_free = stored is None or stored.joined_into is not None
        if not (stored and stored.version == known if known else is_free):
            raise ConcurrentChangeError

    def _put(self, new: Constituent) -> None:
        place = (new.office_id, new.constituent_id)
        if not new.members and new.joined_into is None:
            self.stored.pop(place, None)
            return
        self.stored[place] = new
        if new.zip_asked_at:
            self.asked.setdefault(place, new.zip_asked_at)

    def _read(self, found: Constituent) -> Constituent:
        asked = self.asked.get((found.office_id, found.constituent_id))
        return replace(found, zip_asked_at=asked)

    def _everybody(self, office_id: OfficeId) -> list[Constituent]:
        own = (self._read(one) for (office, _), one in self.stored.items() if office == office_id)
        return [one for one in own if one.members]
