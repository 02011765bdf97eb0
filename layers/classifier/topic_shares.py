"""How often an office hears of each topic, beside how often its examples speak of it.

Examples are chosen to teach, as many of the rarest topic as of the commonest. Messages are not: of an office's topics a
few make up most of its mail. A head that knows this is right more often, and surer where it is right.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_head import Matrix

LEAST_BELIEF = 1.0
"""Messages that each topic is believed to have had beside those counted, at least: none is thought impossible."""


def shares_of(counts: Mapping[str, int], topic_ids: Sequence[str]) -> dict[str, float]:
    """The share of each topic among messages of all of them, from counted messages; sums to 1.

    Counts differ by chance, too. Each topic is believed to have had some messages beside those counted, as many for
    all, and the more the less the counts differ beyond chance: equal shares come out where they do not.
    """
    counted = np.array([counts.get(topic, 0) for topic in topic_ids], dtype=np.float64)
    belief = _belief(counted)
    shares = (
        np.full(len(counted), 1 / len(counted)) if belief is None else (counted + belief) / (counted + belief).sum()
    )
    return dict(zip(topic_ids, shares.tolist(), strict=True))


def _belief(counted: npt.NDArray[np.float64]) -> float | None:
    """The parameter of the symmetric Dirichlet distribution that explains how far the counts differ (by its moments,
    Minka 2000, "Estimating a Dirichlet distribution"); None where chance alone explains it."""
    topics, total = len(counted), float(counted.sum())
    if topics < 2 or not total:
        return None
    even = 1 / topics
    spread = float(np.square(counted / total - even).sum()) / (topics - 1)
    beyond_chance = spread - even / total
    if beyond_chance <= 0:
        return None
    return max((even / beyond_chance - 1) / topics, LEAST_BELIEF)


def shift_to(shares: Mapping[str, float] | None, topic_ids: Sequence[str], classes: npt.NDArray[np.intp]) -> Matrix:
    """The logarithm of each topic's share over its share of the examples, whose topics `classes` number.

    Zeros where shares are not known. Raises `ValueError` where a topic has no share or one that is not positive.
    """
    if shares is None:
        return np.zeros(len(topic_ids), dtype=np.float32)
    if lost := [topic for topic in topic_ids if not shares.get(topic, 0) > 0]:
        raise ValueError(f"topic {lost[0]!r} has no share of the messages: give each topic a share above 0")
    wanted = np.array([shares[topic] for topic in topic_ids])
    given = np.bincount(classes, minlength=len(topic_ids)) / len(classes)
    shift: Matrix = np.log(wanted / wanted.sum() / given).astype(np.float32)
    return shift
