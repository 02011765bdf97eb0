"""Words and letter groups of a text as weighted features (TF-IDF), shared by training and runtime.

Features are words, pairs of words, and groups of 3 to 5 letters inside a word; a feature is known by the CRC-32 of
its spelling (the last bit tells words from letter groups), so that a head carries numbers and none of the sentences
it was trained on.
"""

import itertools
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_WORD = re.compile(r"\w+")
_LETTER_GROUPS = (3, 4, 5)
_WORDS, _GROUPS = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """The features of a training set, ascending, and the weight of each: the rarer the heavier."""

    features: npt.NDArray[np.uint32]
    rarity: npt.NDArray[np.float32]

    def weigh(self, text: str) -> "SparseText":
        """The known features of `text`; words and letter groups each make a vector of length 1, or none."""
        words = self._weighted(Counter(word_features(text)))
        groups = self._weighted(Counter(letter_features(text)))
        return SparseText(
            columns=np.concatenate([words.columns, groups.columns]),
            values=np.concatenate([words.values, groups.values]),
        )

    def _weighted(self, counts: Counter[int]) -> "SparseText":
        found = np.fromiter(counts.keys(), dtype=np.uint32, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        columns = np.searchsorted(self.features, found)
        known = columns < len(self.features)
        known[known] = self.features[columns[known]] == found[known]
        columns = columns[known]
        values = (1 + np.log(times[known])) * self.rarity[columns]
        length = float(np.linalg.norm(values))
        return SparseText(columns=columns, values=(values / length if length else values).astype(np.float32))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SparseText:
    """A text as the columns that are not zero, and their values."""

    columns: npt.NDArray[np.intp]
    values: npt.NDArray[np.float32]


def word_features(text: str) -> Iterator[int]:
    """Each word and each pair of neighbouring words, once for each time it stands in `text`."""
    words = _words(text)
    for word in words:
        yield _feature(_WORDS, word)
    for first, second in itertools.pairwise(words):
        yield _feature(_WORDS, f"{first} {second}")


def letter_features(text: str) -> Iterator[int]:
    """Each group of 3 to 5 letters within a word, whose ends count as letters: they carry typos and inflections."""
    for word in _words(text):
        padded = f" {word} "
        for size in _LETTER_GROUPS:
            for start in range(len(padded) - size + 1):
                yield _feature(_GROUPS, padded[start : start + size])


def _words(text: str) -> list[str]:
    """Words without case or accents, which people on phones leave out."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    return _WORD.findall(plain)


def _feature(kind: int, spelling: str) -> int:
    return zlib.crc32(spelling.encode("utf-8", "surrogatepass")) & ~1 | kind
