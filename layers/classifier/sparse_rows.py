"""Products of a sparse matrix, whose rows are texts and whose columns are features, with numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_features import SparseText
from civicline.adapters.classifier_head import Matrix

_ENTRIES_AT_ONCE = 16_384
"""Few enough that the products of one step stay in the processor's cache."""
_Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SparseRows:
    """Compressed sparse rows: row `i` has the values `values[starts[i]:starts[i + 1]]` in the columns beside them."""

    starts: _Places
    columns: _Places
    values: Matrix
    width: int

    @classmethod
    def of(cls, texts: Sequence[SparseText], width: int) -> "SparseRows":
        """A row for each text, over `width` features."""
        return cls(
            starts=np.concatenate([[0], np.cumsum([len(text.columns) for text in texts])]).astype(np.intp),
            columns=np.concatenate([text.columns for text in texts]),
            values=np.concatenate([text.values for text in texts]),
            width=width,
        )

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.starts) - 1

    def transposed(self) -> "SparseRows":
        """The same entries with rows and columns exchanged."""
        owners = np.repeat(np.arange(self.height), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        counts = np.bincount(self.columns, minlength=self.width)
        return SparseRows(
            starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.intp),
            columns=owners[order],
            values=self.values[order],
            width=self.height,
        )

    def times(self, dense: Matrix) -> Matrix:
        """The product with a dense matrix of `width` rows."""
        result = np.zeros((self.height, dense.shape[1]), dtype=np.float32)
        first = 0
        while first < self.height:
            begin = self.starts[first]
            end = max(int(np.searchsorted(self.starts, begin + _ENTRIES_AT_ONCE, side="right")) - 1, first + 1)
            entries = slice(begin, self.starts[end])
            rows = np.flatnonzero(np.diff(self.starts[first : end + 1]))
            if len(rows):
                products = dense[self.columns[entries]]
                products *= self.values[entries, None]
                result[first + rows] = np.add.reduceat(products, self.starts[first + rows] - begin, axis=0)
            first = end
        return result
