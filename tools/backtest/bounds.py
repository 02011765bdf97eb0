"""How large a share can be, given how often it was seen."""

import math

CONFIDENCE = 0.95
"""One-sided: in 95 of 100 tests the true share is below the bound."""

_HALVINGS = 60


def upper_bound(events: int, cases: int, confidence: float = CONFIDENCE) -> float:
    """The exact upper bound of a share seen `events` times in `cases` (Clopper and Pearson 1934), one-sided.

    It is the share at which so few events would be seen with a probability of only 1 - `confidence`; 1 where there
    are no cases. Raises ValueError where there are more events than cases.
    """
    if not 0 <= events <= cases:
        raise ValueError(f"{events} events in {cases} cases cannot be")
    if events == cases:
        return 1.0
    low, high = events / cases, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _probability_of_at_most(events, cases, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _probability_of_at_most(events: int, cases: int, share: float) -> float:
    """The binomial distribution function, summed from its largest term down in logarithms."""
    if share >= 1:
        return 0.0
    odds = math.log(share) - math.log1p(-share) if share else -math.inf
    if odds == -math.inf:
        return 1.0
    logarithms = [
        math.lgamma(cases + 1) - math.lgamma(seen + 1) - math.lgamma(cases - seen + 1) + seen * odds
        for seen in range(events + 1)
    ]
    largest = max(logarithms)
    total = math.fsum(math.exp(one - largest) for one in logarithms)
    return math.exp(largest + math.log(total) + cases * math.log1p(-share))
