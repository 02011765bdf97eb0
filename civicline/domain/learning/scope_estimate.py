"""The share of messages that are about none of an office's topics, from what its staff said.

Staff look at messages that went to them more often than at those that were answered, and the former are more often out
of scope; a plain share of the judged ones would be far too high. So each stratum is estimated by itself and weighs as
much as it has messages.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ASSUMED_SHARE = 0.2
"""What is believed before anybody has judged; the same as a pack's head is calibrated for."""
ASSUMED_MESSAGES = 50.0
"""How many judged messages that belief is worth (a Beta distribution's sum), over all strata together."""
LEAST_SHARE, GREATEST_SHARE = 0.02, 0.6
"""No office is spared messages out of scope; with more than the latter its topics are not what people write about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Messages that staff look at about equally often: how many, how many judged, how many of these out of scope."""

    messages: int
    judged: int
    out_of_scope: int


def out_of_scope_share(strata: Iterable[Stratum]) -> float:
    """The estimated share of messages out of scope, 0.02 to 0.6; 0.2 where nothing was judged.

    A stratum's rate is its posterior mean under the assumed share, which is worth as many messages in it as befits its
    size. Raises ValueError where more are judged out of scope than judged.
    """
    known = list(strata)
    if any(not 0 <= one.out_of_scope <= one.judged for one in known):
        raise ValueError("more messages out of scope than judged")
    total = sum(one.messages for one in known)
    if not total:
        return ASSUMED_SHARE
    share = sum(one.messages / total * _rate(one, ASSUMED_MESSAGES * one.messages / total) for one in known)
    return min(max(share, LEAST_SHARE), GREATEST_SHARE)


def _rate(stratum: Stratum, assumed_messages: float) -> float:
    counted = stratum.judged + assumed_messages
    return (stratum.out_of_scope + assumed_messages * ASSUMED_SHARE) / counted if counted else ASSUMED_SHARE
