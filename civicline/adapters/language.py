"""Which language a text is written in, or honestly none.

py3langid (BSD-3-Clause) scores letter sequences; see docs/adr/0003-classifier-layer.md for what it was chosen over.
"""

import functools
import re
from typing import TYPE_CHECKING

from civicline.adapters.classifier_text import has_words, readable
from civicline.domain.classification import UNDETERMINED_LANGUAGE

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

CANDIDATES = (
    *("en", "es", "ht", "zh", "vi", "fr", "pt", "ar", "ru", "ko"),
    *("am", "bn", "de", "el", "fa", "gu", "he", "hi", "it", "ja", "km", "pa", "pl", "so", "tl", "uk", "ur"),
)
"""ISO 639-1 codes that are told apart: what people who write to an office in the United States speak most."""

LEAST_PROBABILITY = 0.5
"""Below it the language is undetermined: a wrong language sends a wrong text, none falls back to the office's own."""

_MAX_CHARACTERS = 1_000
_NO_LANGUAGE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[\d#*_]+")


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, one of `CANDIDATES`, or "und" where that is not clear.

    Links, addresses and digits are left out. The first call loads the detector, which takes about half a second.
    """
    words = _NO_LANGUAGE.sub(" ", readable(text))[:_MAX_CHARACTERS]
    if not has_words(words):
        return UNDETERMINED_LANGUAGE
    language, probability = load_detector().classify(words)
    return str(language) if probability >= LEAST_PROBABILITY else UNDETERMINED_LANGUAGE


@functools.cache
def load_detector() -> "LanguageIdentifier":
    """The detector, restricted to the candidates; loaded once in a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(CANDIDATES)
    return detector
