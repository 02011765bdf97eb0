"""Offices and what they set up."""

from collections.abc import Mapping
from typing import Protocol

from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.people.contact import ContactPoint


class Offices(Protocol):
    """Offices and what they set up. Answers may be up to a minute old, so that a pause takes effect within that."""

    def owner_of(self, destination: ContactPoint) -> Office | None:
        """The office that owns a number or address."""

    def office(self, office_id: OfficeId) -> Office | None:
        """An office by its id."""

    def office_ids(self) -> tuple[OfficeId, ...]:
        """All offices that are set up."""

    def topics(self, office_id: OfficeId) -> Mapping[TopicId, Topic]:
        """The topics on the office's list."""

    def groups(self, office_id: OfficeId) -> Mapping[str, TopicGroup]:
        """The groups of its topics, by their ids."""

    def approved_messages(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        """All versions of the approved messages of one topic, or of the group whose id is given."""
