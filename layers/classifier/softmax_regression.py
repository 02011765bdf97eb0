"""Multinomial logistic regression with an L2 penalty, numpy only."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_head import Matrix
from layers.classifier.lbfgs import Vector, minimise

_FLAT_GRADIENT = 1e-4
"""scikit-learn's default as well; twenty times flatter changes no accuracy and takes twice as long."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoftmaxRegression:
    """Scores of text x in class k: `x @ weights + bias`, float32."""

    weights: Matrix
    bias: Matrix

    def scores(self, rows: Matrix) -> Matrix:
        """The unnormalised log-probabilities, one row for each of `rows`."""
        result: Matrix = rows @ self.weights + self.bias
        return result


def fit(rows: Matrix, classes: npt.NDArray[np.intp], class_count: int, *, looseness: float) -> SoftmaxRegression:
    """The regression that minimises the mean of cross-entropy plus |weights|^2 / (2 * looseness * number of rows).

    `looseness` is scikit-learn's C: the larger, the closer the fit. The bias carries no penalty.
    """
    count, size = rows.shape
    truth = np.zeros((count, class_count), dtype=np.float32)
    truth[np.arange(count), classes] = 1
    penalty = 1.0 / (looseness * count)

    def objective(flat: Vector) -> tuple[float, Vector]:
        parameters = flat.reshape(size + 1, class_count)
        scores = rows @ parameters[:size].astype(np.float32) + parameters[size].astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        exponents = np.exp(scores)
        totals = exponents.sum(axis=1, keepdims=True)
        losses = np.log(totals[:, 0].astype(np.float64)) - (scores * truth).sum(axis=1, dtype=np.float64)
        excess = (exponents / totals - truth) / np.float32(count)
        gradient = np.empty_like(parameters)
        gradient[:size] = rows.T @ excess
        gradient[:size] += penalty * parameters[:size]
        gradient[size] = excess.sum(axis=0)
        value = float(losses.mean() + 0.5 * penalty * np.square(parameters[:size]).sum())
        return value, gradient.ravel()

    start = np.zeros((size + 1) * class_count)
    solution = minimise(objective, start, tolerance=_FLAT_GRADIENT).point.reshape(size + 1, class_count)
    return SoftmaxRegression(weights=solution[:size].astype(np.float32), bias=solution[size].astype(np.float32))
