"""Training the lexical half of a head: its vocabulary, and a regression over tens of thousands of sparse features.

With many more features than texts, the best weights are a combination of the texts themselves (the representer
theorem), so the regression is fitted on coordinates in which texts have the same inner products, as many as there
are texts, and its weights are carried back to features. Nothing is approximated, and no sparse solver is needed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_features import SparseText, Vocabulary, letter_features, word_features
from civicline.adapters.classifier_head import Matrix

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


def lexical_space(vocabulary: Vocabulary, texts: Sequence[str]) -> LexicalSpace:
    """The space of `texts`. Time grows with the cube of their number: seconds for 2,000, minutes for 10,000."""
    sparse = tuple(vocabulary.weigh(text) for text in texts)
    products = _inner_products(sparse, len(vocabulary.features))
    spreads, directions = np.linalg.eigh(products)
    kept = spreads > _NEGLIGIBLE * max(float(spreads[-1]), 1.0)
    scale = np.sqrt(spreads[kept])
    return LexicalSpace(
        rows=(directions[:, kept] * scale).astype(np.float32),
        texts=sparse,
        back=(directions[:, kept] / scale).astype(np.float32),
    )


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
