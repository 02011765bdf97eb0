"""The language detector's model without the languages that Civicline does not tell apart.

Loading it is the largest part of a cold start: of 142 languages all but 27 are decompressed for nothing.
"""

from pathlib import Path

import numpy as np
from py3langid import langid  # type: ignore[import-untyped]
from py3langid.modelio import load_model, save_model  # type: ignore[import-untyped]

from civicline.adapters.language import CANDIDATES

MODEL_IN_LIBRARIES = f"py3langid/{langid.MODEL_FILE}"


def keep_candidates(model: Path) -> None:
    """Rewrite the detector's model file with the columns of `CANDIDATES` alone; what is told of them stays the same."""
    of_features, of_languages, languages, moves, rows, outputs = load_model(model)
    kept = [place for place, language in enumerate(languages) if language in CANDIDATES]
    some = (
        np.asarray(of_features)[:, kept],
        np.asarray(of_languages)[kept],
        [languages[place] for place in kept],
    )
    save_model(model, (*some, moves, rows, outputs))
