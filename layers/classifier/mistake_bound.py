"""How wrong the answers may be, when the topics that an office happens to have are a matter of chance.

Mistakes come by topic: one topic that resembles its neighbours makes most of them. So it is topics that are drawn anew,
with all of their texts: the Bayesian bootstrap (Rubin 1981, "The Bayesian bootstrap") over clusters.
"""

import numpy as np
import numpy.typing as npt

REDRAWS = 100
_SEED = 0
_TINY = 1e-12

Shares = npt.NDArray[np.float64]


def upper_wrong_share(
    is_wrong: npt.NDArray[np.bool_],
    is_in_scope: npt.NDArray[np.bool_],
    weight: Shares,
    topics: npt.NDArray[np.intp],
    *,
    confidence: float,
) -> Shares:
    """The share of wrong answers among the first, the first two, the first three texts and so on, which `confidence`
    of all redraws stay below.

    `weight` is what a text stands for, summing to 1; what texts out of scope weigh together stays as it is, since it
    is known or assumed apart. `topics` is the topic that each text is about.
    """
    generator = np.random.default_rng(_SEED)
    share_outside = weight[~is_in_scope].sum()
    redrawn = np.empty((REDRAWS, len(weight)))
    for one in redrawn:
        drawn = weight * generator.exponential(size=int(topics.max()) + 1)[topics]
        inside, outside = np.where(is_in_scope, drawn, 0.0), np.where(is_in_scope, 0.0, drawn)
        drawn = (1 - share_outside) * inside / (inside.sum() + _TINY) + share_outside * outside / (
            outside.sum() + _TINY
        )
        one[:] = np.cumsum(drawn * is_wrong) / (np.cumsum(drawn) + _TINY)
    bound: Shares = np.quantile(redrawn, confidence, axis=0)
    return bound
