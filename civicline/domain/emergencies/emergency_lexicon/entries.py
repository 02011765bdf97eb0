"""What an entry of the emergency lexicon is. The languages are in modules of their own, `emergency_*`.

The lexicon is written for recall: a message that may be an emergency is signposted to 911 or 988 and paged to a person
which
costs little where it was none. So a figure of speech is left out only where offices get it often ("drowning in debt")
and `unless` is for words that make it another matter altogether, such as a course, a law or a year long past.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class EmergencyKind(StrEnum):
    """What kind of help is needed, in the order in which it is offered where several are."""

    LIFE_THREATENING = "life_threatening"
    SELF_HARM = "self_harm"
    THREAT = "threat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """Phrases for one danger, written as in `civicline.domain.phrases`.

    `sense` says to a reviewer what they mean. `unless` are phrases which take that sense away in the same clause.
    """

    kind: EmergencyKind
    sense: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The dangers of one language (BCP 47) and the vocabulary that its phrases share."""

    language: str
    dangers: tuple[Danger, ...]
    vocabulary: Mapping[str, tuple[str, ...]]
