"""The bundled model as the `Classifier` port: encoder, an office's head, and the language detector."""

from pathlib import Path
from typing import TYPE_CHECKING

from civicline.adapters.classifier_files import ENCODER, TOKENIZER, read_manifest
from civicline.adapters.classifier_text import has_words, readable
from civicline.adapters.language import detect_language, load_detector
from civicline.adapters.stance_classifier import StanceClassifier
from civicline.adapters.topic_reading import TopicReading, no_reading, read_topics
from civicline.domain.campaigns.meaning import Embedding
from civicline.domain.errors import ModelArtefactError
from civicline.domain.stances.stance import StanceFinding
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE, Classification

if TYPE_CHECKING:
    from civicline.adapters.classifier_head import Head, Matrix, TextEncoder

_SPACE_LETTERS = 12
"""Of the encoder's identity, which begins with a hash, in the names of buckets."""


class BundledClassifier:
    """Classifies with the files of the layer; numeric libraries are imported by `load`, not with this module."""

    def __init__(self, *, encoder: "TextEncoder", head: "Head", stances: StanceClassifier, version: str) -> None:
        self._encoder = encoder
        self._head = head
        self._stances = stances
        self._version = version
        self._latest: tuple[str, Matrix] | None = None

    @classmethod
    def load(cls, model_path: Path, head: str) -> "BundledClassifier":
        """The classifier with the head named `head` of the layer's model folder, warm: its first answer is not slower.

        Raises `ModelArtefactError` where files or libraries are absent, damaged or do not belong together.
        """
        files = read_manifest(model_path)
        try:
            from civicline.adapters.classifier_encoder import OnnxEncoder
            from civicline.adapters.classifier_head import load_head

            load_detector()
        except ImportError as error:
            raise ModelArtefactError(
                f"the classifier's libraries are not installed ({error.name}): attach the layer to the function, "
                f"or put {model_path.parent / 'python'} on PYTHONPATH"
            ) from error
        trained, version = load_head(files.head_folder(head))
        if trained.encoder != files.encoder:
            raise ModelArtefactError(
                f"head {version} was trained on encoder {trained.encoder}, the layer has {files.encoder}: "
                "train the head again on this layer"
            )
        encoder = OnnxEncoder.load(files.path(ENCODER), files.path(TOKENIZER), files.encoder)
        return cls(encoder=encoder, head=trained, stances=StanceClassifier(files), version=version)

    @property
    def encoder(self) -> "TextEncoder":
        """The encoder, on which a head must be trained."""
        return self._encoder

    def with_head(self, head: "Head", version: str) -> "BundledClassifier":
        """The same encoder and stances with another head; nothing is loaded again."""
        return BundledClassifier(encoder=self._encoder, head=head, stances=self._stances, version=version)

    def classify(self, text: str) -> Classification:
        """The five likeliest topics of a message, its likeliest group, what its parts are about, its language and
        stances, and how sure the model is.

        It raises on no text.

        All confidences are 0 where nothing was measured that could back one: a text without words (empty,
        emoji, digits, a link; the ranking is then the office's order of topics), or in a language that the head's
        examples do not have. Only the first 4,000 visible characters are read, so that time is bounded.
        """
        words = readable(text)
        if not has_words(words):
            return self._classification(UNDETERMINED_LANGUAGE, no_reading(self._head))
        language = detect_language(text)
        sentence = self._vector(words)
        probabilities = self._head.probabilities(sentence, words, language)
        reading = read_topics(self._head, self._encoder, text, probabilities, language)
        if not self._head.is_taught(language):
            reading = no_reading(self._head, reading.ranking)
        return self._classification(language, reading, self._stances.findings(text, sentence, language))

    def embed(self, text: str) -> Embedding | None:
        """The encoder's vector of a text, None for one without words; free after `classify` of the same text."""
        words = readable(text)
        if not has_words(words):
            return None
        return Embedding(space=self._encoder.identity[:_SPACE_LETTERS], vector=tuple(map(float, self._vector(words))))

    def _vector(self, words: str) -> "Matrix":
        """The vector of some words; the latest is kept, since one message is asked about twice."""
        if self._latest is None or self._latest[0] != words:
            self._latest = words, self._encoder.embed(words)
        return self._latest[1]

    def _classification(
        self, language: str, reading: TopicReading, stance: tuple[StanceFinding, ...] = ()
    ) -> Classification:
        return Classification(
            ranking=reading.ranking,
            threshold=self._head.threshold,
            topics=reading.topics,
            group=reading.group,
            group_threshold=self._head.group_threshold if reading.group else None,
            language=language,
            model_version=self._version,
            stance=stance,
        )
