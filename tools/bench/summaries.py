"""Many measurements told in a few numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Measurements in one unit: how many, their middle, and the value that 95 in 100 do not exceed."""

    count: int
    p50: float
    p95: float
    most: float


def spread(values: Sequence[float]) -> Spread:
    """The spread of at least one measurement. Raises ValueError on none."""
    if not values:
        raise ValueError("nothing was measured")
    return Spread(count=len(values), p50=median(values), p95=percentile(values, 95), most=max(values))


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile: always one of the measured values. Raises ValueError on none."""
    if not values:
        raise ValueError("nothing was measured")
    rank = math.ceil(percent / 100 * len(values))
    return sorted(values)[max(rank, 1) - 1]


def ratio(measured: float, peer: float) -> float:
    """How many times the peer; infinite where the peer took nothing."""
    return measured / peer if peer else math.inf
