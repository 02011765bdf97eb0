"""How many people, in a space that does not grow with them (HyperLogLog, Flajolet and others 2007).

Each person falls on one of 1,024 registers, which keeps the highest rank it has seen. To count a person again changes
nothing, so a redelivered message, or a second message of the same person, counts once; and no list of people is kept.
The standard error is 3.3 %; the first hundred are all but exact.
"""

import math
from collections.abc import Mapping
from hashlib import blake2b

from civicline.domain.ids import CampaignId, ConstituentId

REGISTERS = 1_024
_HASH_BITS = 54
_BIAS = 0.7213 / (1 + 1.079 / REGISTERS)


def place_of(constituent_id: ConstituentId, campaign_id: CampaignId) -> tuple[int, int]:
    """A person's register, and rank in it, in one campaign; other campaigns have other places."""
    digest = blake2b(f"{campaign_id}\x1f{constituent_id}".encode(), digest_size=8).digest()
    hashed = int.from_bytes(digest, "big")
    rest = hashed // REGISTERS
    return hashed % REGISTERS, _HASH_BITS - rest.bit_length() + 1


def people(registers: Mapping[int, int]) -> int:
    """About how many different people were counted; registers that are absent were never hit."""
    empty = REGISTERS - len(registers)
    estimate = _BIAS * REGISTERS**2 / (empty + sum(2.0**-rank for rank in registers.values()))
    if empty and estimate <= 2.5 * REGISTERS:
        estimate = REGISTERS * math.log(REGISTERS / empty)
    return round(estimate)
