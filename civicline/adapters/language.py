"""Which language a text is written in, or honestly none.

py3langid (BSD-3-Clause) scores letter sequences; see docs/adr/0003-classifier-layer.md for what it was chosen over.
"""

import functools
import re
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

from civicline.adapters.classifier_text import has_words, readable
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

CANDIDATES = (
    *("en", "es", "ht", "zh", "vi", "fr", "pt", "ar", "ru", "ko"),
    *("am", "bn", "de", "el", "fa", "gu", "he", "hi", "it", "ja", "km", "pa", "pl", "so", "tl", "uk", "ur"),
)
"""ISO 639-1 codes that are told apart: what people who write to an office in the United States speak most."""

LEAST_PROBABILITY = 0.5
"""Below it the language is undetermined: a wrong language sends a wrong text, none falls back to the office's own."""

QUICK_MODEL = "data/model.npz"
"""The detector's model in the layer, beside where the library has its own."""

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
    """The detector, restricted to the candidates; loaded once in a process.

    The layer has the model in a file that is quicker to read than the library's own, for cold starts.
    """
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    quick = Path(MODEL_DIR) / QUICK_MODEL
    if quick.is_file():
        detector = read_quick_model(quick)
    else:
        detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(CANDIDATES)
    return detector


def read_quick_model(path: Path) -> "LanguageIdentifier":
    """The detector in a file with the arrays that `py3langid.modelio.save_model` names.

    Its tables are walked a letter at a time, at which arrays of the standard library are quicker than numpy's.
    """
    import numpy as np
    from py3langid.langid import LanguageIdentifier

    with np.load(path, allow_pickle=False) as data:
        moves, rows = (array(table.dtype.char, table.tobytes()) for table in (data["nextmove"], data["nextmove_row"]))
        return LanguageIdentifier(
            data["ptc"],
            data["pc"],
            data["classes"].tolist(),
            moves,
            data["out_feat"].tolist(),
            norm_probs=True,
            tk_row=rows,
        )
