"""The language detector's model with the languages that Civicline tells apart, in a file that is quick to read.

Loading it is a large part of a cold start. The library's own file has 142 languages where 27 are told apart, and is
packed for the way over the network (LZMA), which takes half as long again to unpack as zlib.
"""

import io
import lzma
from pathlib import Path

import numpy as np
from py3langid import langid  # type: ignore[import-untyped]
from py3langid.modelio import load_model, save_model  # type: ignore[import-untyped]

from civicline.adapters.language import CANDIDATES

MODEL_IN_LIBRARIES = f"py3langid/{langid.MODEL_FILE}"


def quicken(model: Path) -> Path:
    """Replace the detector's model file by an `.npz` that numpy reads itself, with the columns of `CANDIDATES` alone.

    What is told of them stays the same. Returns the new file.
    """
    of_features, of_languages, languages, moves, rows, outputs = load_model(model)
    kept = [place for place, language in enumerate(languages) if language in CANDIDATES]
    some = (
        np.asarray(of_features)[:, kept],
        np.asarray(of_languages)[kept],
        [languages[place] for place in kept],
    )
    save_model(model, (*some, moves, rows, outputs))
    quick = model.with_suffix("")
    with np.load(io.BytesIO(lzma.decompress(model.read_bytes())), allow_pickle=False) as arrays:
        np.savez_compressed(quick, **arrays)
    model.unlink()
    return quick
