"""Sentence vectors that are computed once: encoding is what costs, and every measurement reads the same texts."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np

from civicline.adapters.classifier_head import Matrix, TextEncoder

_TELL_EVERY, _SAVE_EVERY = 1_000, 10_000


class KeptVectors:
    """An encoder whose vectors are kept in a file, by a hash of the text; the encoder itself is loaded when needed."""

    def __init__(
        self,
        identity: str,
        load: Callable[[], TextEncoder],
        folder: Path,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.identity = identity
        self._load = load
        self._progress = progress
        self._encoder: TextEncoder | None = None
        self._file = folder / f"{identity}.npz"
        self._vectors: dict[bytes, Matrix] = {}
        self._unsaved = 0
        if self._file.is_file():
            with np.load(self._file, allow_pickle=False) as kept:
                keys = kept["keys"].tobytes()
                size = kept["keys"].shape[1] if len(keys) else 1
                self._vectors = dict(zip(_pieces(keys, size), kept["vectors"], strict=True))

    def embed(self, text: str) -> Matrix:
        """The vector of one text."""
        key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if (known := self._vectors.get(key)) is not None:
            return known
        if self._encoder is None:
            self._encoder = self._load()
        vector = self._vectors[key] = self._encoder.embed(text)
        self._unsaved += 1
        if self._unsaved % _TELL_EVERY == 0:
            self._progress(f"encoded {self._unsaved:,} texts that were not known yet")
        if self._unsaved >= _SAVE_EVERY:
            self.save()
        return vector

    def save(self) -> None:
        """Write the file anew, complete or not at all."""
        if not self._unsaved:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._file.parent, suffix=".npz", delete=False) as file:
            np.savez(
                file,
                keys=np.frombuffer(b"".join(self._vectors), dtype=np.uint8).reshape(len(self._vectors), -1),
                vectors=np.vstack(list(self._vectors.values())),
            )
        Path(file.name).replace(self._file)
        self._unsaved = 0


def _pieces(joined: bytes, size: int) -> list[bytes]:
    return [joined[start : start + size] for start in range(0, len(joined), size)]
