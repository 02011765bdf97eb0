"""What the bundled model says about one message."""

from dataclasses import dataclass

from civicline.domain.stance import StanceFinding

UNDETERMINED_LANGUAGE = "und"
"""BCP 47 / ISO 639-2 subtag for a language that could not be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicScore:
    """One topic and the calibrated probability, 0 to 1, that the message is about it."""

    topic_id: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Topics, language and confidence of one message, with the model version that said so.

    `ranking` is best first and never empty. `threshold` is the confidence from which the model's own calibration
    allows an automatic reply; it travels with the classification so that a decision can be explained years later.
    `stance` is that towards each proposal that the message names.
    """

    ranking: tuple[TopicScore, ...]
    threshold: float
    language: str
    model_version: str
    stance: tuple[StanceFinding, ...] = ()

    @property
    def topic_id(self) -> str:
        """The most likely topic."""
        return self.ranking[0].topic_id

    @property
    def confidence(self) -> float:
        """The calibrated probability, 0 to 1, of the most likely topic."""
        return self.ranking[0].confidence

    @property
    def is_confident(self) -> bool:
        """Whether the model's calibration allows an automatic reply on its most likely topic."""
        return self.confidence >= self.threshold
