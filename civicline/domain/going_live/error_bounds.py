"""Exact bounds of an error rate, from how many of some independent cases were wrong (Clopper and Pearson, 1934).

Exact rather than Wilson's: with no mistake or one among a few hundred cases, which is where it is decided whether a
topic goes live, Wilson's one-sided bound is too low more often than it says.
"""

import math

LEVEL = 0.05
"""One time in twenty the true rate lies beyond a bound."""

_HALVINGS = 60


def upper_bound(events: int, cases: int, confidence: float = 1 - LEVEL) -> float:
    """The highest rate at which so few events, such as mistakes, still happen with a probability of 1 - `confidence`.

    It is 1 where there are no cases. Raises ValueError where there are more events than cases, or fewer than none.
    """
    if not 0 <= events <= cases:
        raise ValueError(f"{events} events in {cases} cases cannot be")
    return 1.0 if events == cases else _rate_at(events, cases, 1 - confidence)


def lower_bound(wrong: int, cases: int) -> float:
    """The lowest rate at which so many mistakes still happen one time in twenty; 0 where there are none."""
    if wrong <= 0:
        return 0.0
    return _rate_at(wrong - 1, cases, 1 - LEVEL)


def missing_right(wrong: int, cases: int, budget: float) -> int:
    """How many more cases are needed, all of them right, until the upper bound is within the budget."""
    if upper_bound(wrong, cases) <= budget:
        return 0
    enough = 1
    while upper_bound(wrong, cases + enough) > budget:
        enough *= 2
    too_few = enough // 2
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        too_few, enough = (middle, enough) if upper_bound(wrong, cases + middle) > budget else (too_few, middle)
    return enough


def _rate_at(wrong: int, cases: int, probability: float) -> float:
    """The rate at which at most so many mistakes have this probability, which falls as the rate rises."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, cases, middle) > probability else (low, middle)
    return high


def _at_most(wrong: int, cases: int, rate: float) -> float:
    """The probability of at most so many mistakes: the binomial distribution, term by term in logarithms."""
    if rate <= 0:
        return 1.0
    if rate >= 1:
        return float(wrong >= cases)
    right, mistake, ways = math.log1p(-rate), math.log(rate), math.lgamma(cases + 1)
    terms = (
        ways - math.lgamma(k + 1) - math.lgamma(cases - k + 1) + k * mistake + (cases - k) * right
        for k in range(wrong + 1)
    )
    return min(1.0, math.fsum(map(math.exp, terms)))
