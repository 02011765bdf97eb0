"""Training the lexical half of a head: its vocabulary, and a regression over tens of thousands of sparse features.

With many more features than texts, the best weights are a combination of the texts themselves (the representer
theorem), so the regression is fitted on coordinates in which texts have the same inner products, as many as there
are texts, and its weights are carried back to features. No sparse solver is needed, and nothing is approximated, up to
`EXACT_UP_TO` texts. Beyond, where the time would grow with their cube, only the directions in which texts differ most
are kept, found by a randomised subspace iteration (Halko, Martinsson and Tropp 2011, "Finding structure with
randomness", algorithm 4.4).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_features import SparseText, Vocabulary, letter_features, word_features
from civicline.adapters.classifier_head import Matrix
from layers.classifier.sparse_rows import SparseRows

EXACT_UP_TO = 4_000
"""Texts, up to which all directions are kept."""
DIRECTIONS = 1_200
"""Directions that are kept of more texts; with them accuracy stays within 0.3 % of the exact one (docs/adr/0003)."""
_MORE_DIRECTIONS = 32
"""Searched for beyond those that are kept, so that the last of these are good too."""
_ITERATIONS = 2
_SEED = 0
_DENSE_COLUMNS_AT_ONCE = 256

_COLUMNS_AT_ONCE = 8_192
_NEGLIGIBLE = 1e-6


def learn_vocabulary(texts: Sequence[str]) -> Vocabulary:
    """Every feature of `texts`, with its smoothed inverse document frequency: ln((1 + n) / (1 + texts with it)) + 1."""
    texts_with: Counter[int] = Counter()
    for text in texts:
        texts_with.update({*word_features(text), *letter_features(text)})
    features = np.array(sorted(texts_with), dtype=np.uint32)
    counts = np.array([texts_with[int(feature)] for feature in features], dtype=np.float32)
    rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
    return Vocabulary(features=features, rarity=rarity.astype(np.float32))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LexicalSpace:
    """Texts as dense rows with the inner products of their sparse features."""

    rows: Matrix
    texts: tuple[SparseText, ...]
    back: Matrix

    def feature_weights(self, weights: Matrix, feature_count: int) -> npt.NDArray[np.float16]:
        """The weights over features that score every text as `weights` scores its row; half precision suffices."""
        of_texts = self.back @ weights
        result = np.zeros((feature_count, weights.shape[1]), dtype=np.float32)
        for text, share in zip(self.texts, of_texts, strict=True):
            result[text.columns] += text.values[:, None] * share
        return result.astype(np.float16)


def lexical_space(
    vocabulary: Vocabulary, texts: Sequence[str], *, exact_up_to: int = EXACT_UP_TO, directions: int = DIRECTIONS
) -> LexicalSpace:
    """The space of `texts`: exact up to `exact_up_to` of them, in time that grows with the cube of their number, and
    with the most important `directions` beyond, in time that grows with their number."""
    sparse = tuple(vocabulary.weigh(text) for text in texts)
    if len(sparse) <= max(exact_up_to, directions):
        products = _inner_products(sparse, len(vocabulary.features))
        spreads, vectors = np.linalg.eigh(products)
        kept = spreads > _NEGLIGIBLE * max(float(spreads[-1]), 1.0)
        scale = np.sqrt(spreads[kept])
        rows, back = vectors[:, kept] * scale, vectors[:, kept] / scale
    else:
        rows, back = _main_directions(SparseRows.of(sparse, len(vocabulary.features)), directions)
    return LexicalSpace(rows=rows.astype(np.float32), texts=sparse, back=back.astype(np.float32))


def _main_directions(texts: SparseRows, directions: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Coordinates of the texts along the directions in which they differ most, and the way back to features."""
    features = texts.transposed()
    start = np.random.default_rng(_SEED).standard_normal((texts.height, directions + _MORE_DIRECTIONS))
    images = _products_times(texts, features, start.astype(np.float32))
    for _ in range(_ITERATIONS - 1):
        images = _products_times(texts, features, np.linalg.qr(images).Q)
    basis = np.linalg.qr(images).Q
    images = _products_times(texts, features, basis)
    spreads, vectors = np.linalg.eigh((basis.T @ images).astype(np.float64))
    kept = np.flatnonzero(spreads > _NEGLIGIBLE * float(spreads[-1]))[-directions:]
    turned = vectors[:, kept] / np.sqrt(spreads[kept])
    return images @ turned, basis @ turned


def _products_times(texts: SparseRows, features: SparseRows, dense: Matrix) -> Matrix:
    """The Gram matrix of the texts times `dense`, without the Gram matrix; some columns at once, to bound memory."""
    blocks = [
        texts.times(features.times(np.ascontiguousarray(dense[:, first : first + _DENSE_COLUMNS_AT_ONCE])))
        for first in range(0, dense.shape[1], _DENSE_COLUMNS_AT_ONCE)
    ]
    return np.hstack(blocks)


def _inner_products(texts: Sequence[SparseText], feature_count: int) -> npt.NDArray[np.float64]:
    """The Gram matrix, by slices of the features so that the dense form of all texts never exists."""
    products = np.zeros((len(texts), len(texts)))
    owners = np.repeat(np.arange(len(texts)), [len(text.columns) for text in texts])
    columns = np.concatenate([text.columns for text in texts])
    values = np.concatenate([text.values for text in texts])
    for first in range(0, feature_count, _COLUMNS_AT_ONCE):
        within = (columns >= first) & (columns < first + _COLUMNS_AT_ONCE)
        dense = np.zeros((len(texts), min(_COLUMNS_AT_ONCE, feature_count - first)), dtype=np.float32)
        dense[owners[within], columns[within] - first] = values[within]
        products += dense @ dense.T
    return products
