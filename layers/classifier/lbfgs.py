"""L-BFGS, the limited-memory quasi-Newton method (Nocedal and Wright, "Numerical Optimization", algorithm 7.5)."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Objective = Callable[[Vector], tuple[float, Vector]]
"""The value and the gradient at a point."""

_MEMORY = 10
_SUFFICIENT_DECREASE = 1e-4
_SMALLEST_STEP = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Minimum:
    """Where the search ended; `has_converged` says whether the gradient is as flat as was asked."""

    point: Vector
    value: float
    iterations: int
    has_converged: bool


def minimise(objective: Objective, start: Vector, *, tolerance: float = 1e-4, max_iterations: int = 300) -> Minimum:
    """The minimum of a smooth convex function.

    It ends when no component of the gradient exceeds `tolerance`, when no step lowers the value any more (the
    limit of floating point), or after `max_iterations`.
    """
    point = start.astype(np.float64)
    value, gradient = objective(point)
    pairs: deque[tuple[Vector, Vector]] = deque(maxlen=_MEMORY)
    for iteration in range(max_iterations):
        if np.abs(gradient).max(initial=0.0) <= tolerance:
            return Minimum(point=point, value=value, iterations=iteration, has_converged=True)
        direction = -_inverse_hessian_times(gradient, pairs)
        first_step = 1.0 if pairs else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        found = _line_search(objective, point, value, gradient, direction, first_step)
        if found is None:
            return Minimum(point=point, value=value, iterations=iteration, has_converged=False)
        next_point, value, next_gradient = found
        moved, turned = next_point - point, next_gradient - gradient
        if moved @ turned > 1e-10 * (turned @ turned):  # else the pair says nothing about a convex function's shape
            pairs.append((moved, turned))
        point, gradient = next_point, next_gradient
    return Minimum(point=point, value=value, iterations=max_iterations, has_converged=False)


def _inverse_hessian_times(gradient: Vector, pairs: deque[tuple[Vector, Vector]]) -> Vector:
    """The two-loop recursion."""
    result = gradient.copy()
    shares = []
    for moved, turned in reversed(pairs):
        share = (moved @ result) / (moved @ turned)
        result -= share * turned
        shares.append(share)
    if pairs:
        moved, turned = pairs[-1]
        result *= (moved @ turned) / (turned @ turned)
    for (moved, turned), share in zip(pairs, reversed(shares), strict=True):
        result += moved * (share - (turned @ result) / (moved @ turned))
    return result


def _line_search(
    objective: Objective, point: Vector, value: float, gradient: Vector, direction: Vector, step: float
) -> tuple[Vector, float, Vector] | None:
    """The first of the halved steps that lowers the value enough (Armijo), or None."""
    slope = float(gradient @ direction)
    while step > _SMALLEST_STEP:
        candidate = point + step * direction
        candidate_value, candidate_gradient = objective(candidate)
        if candidate_value <= value + _SUFFICIENT_DECREASE * step * slope:
            return candidate, candidate_value, candidate_gradient
        step /= 2
    return None
