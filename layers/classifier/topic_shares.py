"""How often an office hears of each topic, beside how often its examples speak of it.

Examples are chosen to teach, as many of the rarest topic as of the commonest. Messages are not: of an office's topics a
few make up most of its mail. A head that knows this is right more often, and surer where it is right.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_head import Matrix

ASSUMED_COUNT = 1.0
"""Messages that each topic is believed to have had beside those counted, so that none is thought impossible."""


def shares_of(counts: Mapping[str, int], topic_ids: Sequence[str]) -> dict[str, float]:
    """The share of each topic among messages of all of them, from counted messages; sums to 1.

    Topics that were never counted have a small share; equal ones if nothing was counted.
    """
    believed = {topic: counts.get(topic, 0) + ASSUMED_COUNT for topic in topic_ids}
    total = sum(believed.values())
    return {topic: count / total for topic, count in believed.items()}


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
