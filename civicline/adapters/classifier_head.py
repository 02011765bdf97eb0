"""The office's part of the classifier: from a sentence vector and a text's features to topics and confidence.

Two softmax regressions, one over the sentence vector and one over the lexical features, add their log-probabilities,
those of the words with a weight that training finds; a temperature turns the sum into calibrated probabilities
(Guo et al. 2017, "On Calibration of Modern Neural Networks"), and where it is known how often the office hears of each
topic, they are shifted to that (Saerens et al. 2002, "Adjusting the outputs of a classifier to new a priori
probabilities").
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_features import Vocabulary
from civicline.domain.errors import ModelArtefactError
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE

FORMAT = 3
DESCRIPTION, NUMBERS = "head.json", "head.npz"
"""The two files of a head."""
NEVER_CONFIDENT = 1.01
"""A threshold above every probability: no confidence was found at which the budget holds."""

Matrix = npt.NDArray[np.float32]


class TextEncoder(Protocol):
    """Turns a text into a vector of length 1; `identity` names the model, since heads do not fit another."""

    identity: str

    def embed(self, text: str) -> Matrix:
        """The vector of one text, float32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How two scores become one probability: the weight of the words' log-probabilities beside those of the sentence
    vector, and the temperature that divides the sum."""

    lexical_share: float
    temperature: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """A trained head. `threshold` is the confidence from which an automatic reply keeps the wrong-reply budget.

    `mixes` are by language (ISO 639-1), since an encoder is not as good in each; `mix` is for all others.
    `topic_shift` is added to the log-probability of each topic: the logarithm of how much more common it is among the
    office's messages than among the examples.
    `groups` is the group of each topic at its place in `topic_ids`, and empty where topics have none;
    `group_threshold` is to a group's probability what `threshold` is to a topic's.
    `languages` are those of its examples (ISO 639-1); `encoder` is the identity of the encoder it was trained on;
    `calibration` says what the threshold was measured on, for people.
    """

    topic_ids: tuple[str, ...]
    languages: tuple[str, ...]
    encoder: str
    sentence_weights: Matrix
    sentence_bias: Matrix
    vocabulary: Vocabulary
    lexical_weights: npt.NDArray[np.float16]
    lexical_bias: Matrix
    mix: Mix
    mixes: Mapping[str, Mix] = field(default_factory=dict)
    threshold: float
    topic_shift: Matrix
    groups: tuple[str, ...] = ()
    group_threshold: float = NEVER_CONFIDENT
    calibration: Mapping[str, float] = field(default_factory=dict)

    def probabilities(self, vector: Matrix, text: str, language: str = UNDETERMINED_LANGUAGE) -> Matrix:
        """The calibrated probability of each topic, in the order of `topic_ids`, for one text, its vector and its
        language."""
        sparse = self.vocabulary.weigh(text)
        lexical = sparse.values @ self.lexical_weights[sparse.columns].astype(np.float32) + self.lexical_bias
        sentence = vector @ self.sentence_weights + self.sentence_bias
        mix = self.mixes.get(language, self.mix)
        fused = fuse(sentence, lexical, np.float32(mix.lexical_share))
        return softmax(fused / np.float32(mix.temperature) + self.topic_shift)

    def is_taught(self, language: str) -> bool:
        """Whether the examples can back a confidence in a message of that language.

        An undetermined language passes: short texts have none, and the confidence speaks for itself.
        """
        return language in (UNDETERMINED_LANGUAGE, *self.languages) or not self.languages

    def likeliest_group(self, probabilities: Matrix) -> tuple[str, float] | None:
        """The group whose topics' probabilities have the greatest sum, and that sum; None where topics have none."""
        sums = dict.fromkeys(self.groups, 0.0)
        for group, probability in zip(self.groups, probabilities.tolist(), strict=bool(self.groups)):
            sums[group] += probability
        best = max(sums, key=sums.__getitem__, default=None)
        return None if best is None else (best, min(sums[best], 1.0))


def softmax(scores: Matrix) -> Matrix:
    """Probabilities over the last axis."""
    return np.exp(log_softmax(scores))


def log_softmax(scores: Matrix) -> Matrix:
    """Logarithms of the probabilities over the last axis, without overflow."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: Matrix = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def fuse(sentence_scores: Matrix, lexical_scores: Matrix, lexical_share: np.float32 | Matrix) -> Matrix:
    """The sum of the log-probabilities of both regressions, those of the words times `lexical_share`."""
    result: Matrix = log_softmax(sentence_scores) + lexical_share * log_softmax(lexical_scores)
    return result


def save_head(head: Head, folder: Path, name: str) -> str:
    """Write head.npz and head.json into `folder`, and return the version: `name` and a hash of the content."""
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez(
        buffer,
        sentence_weights=head.sentence_weights,
        sentence_bias=head.sentence_bias,
        lexical_features=head.vocabulary.features,
        lexical_rarity=head.vocabulary.rarity,
        lexical_weights=head.lexical_weights,
        lexical_bias=head.lexical_bias,
        topic_shift=head.topic_shift,
    )
    meaning: dict[str, Any] = {
        "format": FORMAT,
        "topic_ids": head.topic_ids,
        "languages": head.languages,
        "encoder": head.encoder,
        "mix": asdict(head.mix),
        "mixes": {language: asdict(mix) for language, mix in sorted(head.mixes.items())},
        "threshold": head.threshold,
        "groups": head.groups,
        "group_threshold": head.group_threshold,
        "calibration": dict(head.calibration),
    }
    version = f"{name}-{_content_hash(buffer.getvalue(), meaning)}"
    (folder / NUMBERS).write_bytes(buffer.getvalue())
    (folder / DESCRIPTION).write_text(json.dumps({"version": version, **meaning}, indent=1) + "\n", encoding="utf-8")
    return version


def load_head(folder: Path) -> tuple[Head, str]:
    """The head in `folder`, and its version.

    Raises `ModelArtefactError` where a file is absent, damaged, of another format, or not what its version says.
    """
    try:
        description, numbers = (folder / DESCRIPTION).read_bytes(), (folder / NUMBERS).read_bytes()
    except OSError as error:
        raise ModelArtefactError(f"the head in {folder} cannot be read ({error}): train it again") from error
    return read_head(description, numbers, str(folder))


def read_head(description: bytes, numbers: bytes, place: str) -> tuple[Head, str]:
    """The head in the contents of head.json and head.npz, and its version; `place` is where they came from.

    Raises `ModelArtefactError` where they are damaged, of another format, or not what their version says. Nothing in
    them is ever executed: arrays are read without pickle.
    """
    try:
        meaning = json.loads(description)
        version = str(meaning.pop("version"))
        if meaning["format"] != FORMAT:
            raise ModelArtefactError(f"{place} has format {meaning['format']}, not {FORMAT}: train the head again")
        if not version.endswith(f"-{_content_hash(numbers, meaning)}"):
            raise ModelArtefactError(f"{place} is not what its version {version} says: train the head again")
        return _assemble(meaning, numbers), version
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile) as error:
        raise ModelArtefactError(f"the head in {place} cannot be read ({error}): train it again") from error


def _assemble(meaning: Mapping[str, Any], numbers: bytes) -> Head:
    with np.load(io.BytesIO(numbers), allow_pickle=False) as arrays:
        return Head(
            topic_ids=tuple(meaning["topic_ids"]),
            languages=tuple(meaning["languages"]),
            encoder=meaning["encoder"],
            sentence_weights=arrays["sentence_weights"],
            sentence_bias=arrays["sentence_bias"],
            vocabulary=Vocabulary(features=arrays["lexical_features"], rarity=arrays["lexical_rarity"]),
            lexical_weights=arrays["lexical_weights"],
            lexical_bias=arrays["lexical_bias"],
            topic_shift=arrays["topic_shift"],
            mix=Mix(**meaning["mix"]),
            mixes={language: Mix(**mix) for language, mix in meaning["mixes"].items()},
            threshold=float(meaning["threshold"]),
            groups=tuple(meaning["groups"]),
            group_threshold=float(meaning["group_threshold"]),
            calibration=meaning["calibration"],
        )


def _content_hash(numbers: bytes, meaning: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits of SHA-256 over both files' content."""
    canonical = json.dumps(meaning, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(canonical + b"\0" + numbers).hexdigest()[:12]
