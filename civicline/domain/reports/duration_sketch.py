"""A mergeable sketch of durations with a bounded relative error, as counts by logarithmic bin.

Two sketches merge by adding counts, and a correction subtracts, so bins can be counters in a table. The bins are those
of DDSketch (Masson, Rim, Lee, VLDB 2019): bin i holds durations in (g^(i-1), g^i] with g = (1 + e) / (1 - e).
"""

import math
from collections.abc import Mapping

RELATIVE_ERROR = 0.01
_GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
_LOG_GAMMA = math.log(_GAMMA)
_SHORTEST_SECONDS = 0.001


def bin_of(seconds: float) -> int:
    """The bin of a duration; what is shorter than a millisecond counts as a millisecond."""
    return math.ceil(math.log(max(seconds, _SHORTEST_SECONDS)) / _LOG_GAMMA)


def seconds_of(bin_index: int) -> float:
    """The duration that stands for a bin, within RELATIVE_ERROR of every duration in it."""
    return 2 * math.exp(bin_index * _LOG_GAMMA) / (_GAMMA + 1)


def quantile(bins: Mapping[int, int], share: float) -> float | None:
    """The duration in seconds below which `share` (0 to 1) of the durations lie; None without any."""
    total = sum(bins.values())
    if total <= 0:
        return None
    rank = max(1, math.ceil(share * total))
    seen = 0
    for bin_index in sorted(bins):
        seen += bins[bin_index]
        if seen >= rank:
            return seconds_of(bin_index)
    return seconds_of(max(bins))
