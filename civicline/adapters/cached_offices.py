"""Offices kept in memory for a while, since every message asks for the same few."""

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar, cast

from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.people.contact import ContactPoint
from civicline.ports.offices import Offices

LIFETIME_SECONDS = 30.0
"""How old an answer may be. A pause must take effect within a minute; half of it leaves room for what is under way."""

_MOST_ENTRIES = 1_000
"""Mail to thousands of unknown addresses must not fill the memory."""

T = TypeVar("T")


class CachedOffices:
    """The port `Offices` before another one; `clock` gives seconds and never goes back."""

    def __init__(
        self, offices: Offices, clock: Callable[[], float], lifetime_seconds: float = LIFETIME_SECONDS
    ) -> None:
        self._offices = offices
        self._clock = clock
        self._lifetime_seconds = lifetime_seconds
        self._entries: dict[Hashable, tuple[float, object]] = {}

    def owner_of(self, destination: ContactPoint) -> Office | None:
        """The office that owns a number or address."""
        return self._cached(("owner_of", destination), lambda: self._offices.owner_of(destination))

    def office(self, office_id: OfficeId) -> Office | None:
        """An office by its id."""
        return self._cached(("office", office_id), lambda: self._offices.office(office_id))

    def office_ids(self) -> tuple[OfficeId, ...]:
        """All offices that are set up."""
        return self._cached(("office_ids",), self._offices.office_ids)

    def topics(self, office_id: OfficeId) -> Mapping[TopicId, Topic]:
        """The topics on the office's list."""
        return self._cached(("topics", office_id), lambda: self._offices.topics(office_id))

    def groups(self, office_id: OfficeId) -> Mapping[str, TopicGroup]:
        """The groups of its topics, by their ids."""
        return self._cached(("groups", office_id), lambda: self._offices.groups(office_id))

    def approved_messages(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        """All versions of the approved messages of one topic, or of the group whose id is given."""
        return self._cached(
            ("approved", office_id, topic_id), lambda: self._offices.approved_messages(office_id, topic_id)
        )

    def _cached(self, key: Hashable, load: Callable[[], T]) -> T:
        now = self._clock()
        entry = self._entries.get(key)
        if entry and now - entry[0] < self._lifetime_seconds:
            return cast(T, entry[1])
        value = load()
        if len(self._entries) >= _MOST_ENTRIES:
            self._entries.clear()
        self._entries[key] = (now, value)
        return value
