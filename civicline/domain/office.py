"""The office: owner of numbers, addresses, topics and approved messages."""

from dataclasses import dataclass, field
from enum import StrEnum

from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office_rules import OfficeRules
from civicline.domain.people.residency import ServiceArea


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One office and how it wants to be named and reached.

    `languages` are ISO 639-1 codes, the first being the one used when a writer's language cannot be told.
    `time_zone` is an IANA name. `rules` are its own limits for automatic replies, `area` is what it serves. While
    `is_paused`, nothing but the fixed messages (opt-out, help, emergency) is sent automatically.
    """

    office_id: OfficeId
    name: str
    short_name: str
    numbers: tuple[str, ...]
    addresses: tuple[str, ...]
    phone: str
    url: str
    time_zone: str
    languages: tuple[str, ...]
    is_paused: bool = False
    rules: OfficeRules = field(default_factory=OfficeRules)
    area: ServiceArea = field(default_factory=ServiceArea)


class TopicMode(StrEnum):
    """How far a topic has earned automation (architecture.md, decision 3)."""

    SHADOW = "shadow"
    LIVE = "live"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject on the office's list; `names` by ISO 639-1 language.

    A sensitive topic is never answered automatically.
    """

    topic_id: TopicId
    group_id: str
    names: dict[str, str]
    mode: TopicMode
    is_sensitive: bool = False

    def name_in(self, language: str) -> str:
        """The topic's name in a language, else in English, else its id."""
        return self.names.get(language) or self.names.get("en") or self.topic_id


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicGroup:
    """Neighbouring topics, of which one answer may fit all; `names` by ISO 639-1 language.

    Its approved messages stand under its id, which no topic has. `mode` is of those messages only: a topic of the group
    has its own.
    """

    group_id: str
    names: dict[str, str]
    mode: TopicMode

    def name_in(self, language: str) -> str:
        """The group's name in a language, else in English, else its id."""
        return self.names.get(language) or self.names.get("en") or self.group_id
