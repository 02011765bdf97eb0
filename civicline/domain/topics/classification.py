"""What the bundled model says about one message."""

from dataclasses import dataclass
from enum import StrEnum

from civicline.domain.stances.stance import StanceFinding

UNDETERMINED_LANGUAGE = "und"
"""BCP 47 / ISO 639-2 subtag for a language that could not be told."""


class Unmeasured(StrEnum):
    """Why no confidence was measured; the order of the topics then says nothing about the message."""

    NO_WORDS = "no_words"
    UNTAUGHT_LANGUAGE = "untaught_language"

    @property
    def sentence(self) -> str:
        """One sentence for staff."""
        return _SENTENCES[self]


_SENTENCES = {
    Unmeasured.NO_WORDS: "There are no words to go by, so the model names no topic.",
    Unmeasured.UNTAUGHT_LANGUAGE: "No example teaches this language, so the model names no topic.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicScore:
    """One topic and the calibrated probability, 0 to 1, that the message is about it."""

    topic_id: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScore:
    """One group of topics and the calibrated probability, 0 to 1, that the message is about one of them."""

    group_id: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Topics, language and confidence of one message, with the model version that said so.

    `ranking` is best first and never empty; where nothing was measured it is a mere list that nobody is shown.
    `threshold` is the confidence from which the model's own calibration allows an automatic reply; it travels with
    the classification so that a decision can be explained years later. `stance` is that towards each proposal that
    the message names.

    `topics` are those that the model is sure of, surest first: none, that of the whole message, or several that its
    parts are about. `group` is the likeliest group of topics, and `group_threshold` the confidence from which a reply
    may rest on it; both are absent where the model knows no groups, as it did not at first.
    """

    ranking: tuple[TopicScore, ...]
    threshold: float
    language: str
    model_version: str
    stance: tuple[StanceFinding, ...] = ()
    topics: tuple[TopicScore, ...] = ()
    group: GroupScore | None = None
    group_threshold: float | None = None

    @property
    def topic_id(self) -> str:
        """The most likely topic."""
        return self.ranking[0].topic_id

    @property
    def confidence(self) -> float:
        """The calibrated probability, 0 to 1, of the most likely topic."""
        return self.ranking[0].confidence

    @property
    def unmeasured(self) -> Unmeasured | None:
        """Why there is no confidence in any topic; None where there is one, however little."""
        if self.confidence > 0:
            return None
        return Unmeasured.NO_WORDS if self.language == UNDETERMINED_LANGUAGE else Unmeasured.UNTAUGHT_LANGUAGE

    @property
    def named_topic_id(self) -> str | None:
        """The topic that the message is taken to be about; None where nothing was measured."""
        return None if self.unmeasured else self.chief_topic_id

    @property
    def is_confident(self) -> bool:
        """Whether the model's calibration allows an automatic reply on its most likely topic."""
        return self.confidence >= self.threshold

    @property
    def chief_topic_id(self) -> str:
        """The first of several topics that were found, else the most likely one."""
        return self.topics[0].topic_id if self.also else self.topic_id

    @property
    def also(self) -> tuple[TopicScore, ...]:
        """The topics that the message is about besides its chief one."""
        return self.topics[1:]

    @property
    def is_group_confident(self) -> bool:
        """Whether the model's calibration allows an automatic reply on its most likely group."""
        return bool(self.group and self.group_threshold and self.group.confidence >= self.group_threshold)
