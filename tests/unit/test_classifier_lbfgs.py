"""The optimiser and the regression, against answers that are known in closed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.classifier.lbfgs import Vector, minimise
from layers.classifier.softmax_regression import fit


@given(st.integers(0, 10_000), st.integers(1, 12))
def test_the_minimum_of_a_quadratic_is_the_solution_of_its_linear_system(seed: int, size: int) -> None:
    generator = np.random.default_rng(seed)
    root = generator.standard_normal((size, size))
    matrix, target = root @ root.T + np.eye(size), generator.standard_normal(size)

    def quadratic(point: Vector) -> tuple[float, Vector]:
        return float(point @ matrix @ point / 2 - target @ point), matrix @ point - target

    found = minimise(quadratic, np.zeros(size), tolerance=1e-6, max_iterations=1_000)
    assert found.point == pytest.approx(np.linalg.solve(matrix, target), abs=1e-4)


def test_a_curved_valley_is_followed_to_its_end() -> None:
    def rosenbrock(point: Vector) -> tuple[float, Vector]:
        x, y = point
        value = (1 - x) ** 2 + 100 * (y - x * x) ** 2
        return float(value), np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])

    found = minimise(rosenbrock, np.array([-1.2, 1.0]), tolerance=1e-6, max_iterations=1_000)
    assert found.has_converged
    assert found.point == pytest.approx([1.0, 1.0], abs=1e-4)


def test_a_search_that_is_cut_short_says_so() -> None:
    found = minimise(lambda point: (float(point @ point), 2 * point), np.full(3, 9.0), max_iterations=0)
    assert not found.has_converged


def test_without_features_the_regression_learns_how_frequent_each_class_is() -> None:
    classes = np.array([0] * 6 + [1] * 3 + [2])
    model = fit(np.zeros((10, 1), dtype=np.float32), classes, 3, looseness=1.0)
    shares = np.exp(model.bias) / np.exp(model.bias).sum()
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=1e-3)


def test_at_the_regressions_minimum_the_gradient_is_flat() -> None:
    generator = np.random.default_rng(0)
    rows = generator.standard_normal((60, 5)).astype(np.float32)
    classes = generator.integers(0, 3, 60)
    model = fit(rows, classes, 3, looseness=2.0)
    scores = model.scores(rows).astype(np.float64)
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    excess = (shares - np.eye(3)[classes]) / 60
    assert rows.T @ excess + model.weights / (2.0 * 60) == pytest.approx(np.zeros((5, 3)), abs=1e-4)
    assert excess.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-4)


def test_a_looser_regression_fits_its_examples_closer() -> None:
    rows, classes = np.eye(4, dtype=np.float32), np.array([0, 1, 2, 3])
    tight, loose = (fit(rows, classes, 4, looseness=looseness).scores(rows) for looseness in (0.1, 100.0))
    assert (loose.max(axis=1) - loose.min(axis=1)).min() > (tight.max(axis=1) - tight.min(axis=1)).max()
