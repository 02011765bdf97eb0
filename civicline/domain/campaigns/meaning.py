"""Telling texts on the same matter in other words, by the vectors of the bundled encoder.

Texts are on one matter from a cosine of 0.75 on (docs/adr/0010-campaigns.md has the measurements). Which side a text
takes is not told by it: "remove the masks" lies near "keep the masks".

Hyperplanes through the origin cut the space: two vectors fall on the same side of one with the probability
1 - angle / 180 degrees (Charikar 2002). Twelve planes make the buckets of a table; a new concern is written to one
bucket of each of four tables, and a search also looks into the buckets across the planes that the vector is nearest to
(multi-probe, Lv and others 2007), because reading is much cheaper than writing.
"""

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import shake_128
from itertools import combinations
from operator import mul

from civicline.domain.campaigns.likeness import Fingerprint, Likeness

LEAST_SIMILARITY = 0.75
FEWEST_LETTERS = 120
"""Below, texts about the same thing are alike without being about one matter."""
LANGUAGES = frozenset({"en"})
"""The encoder was trained on English; vectors of other languages lie close together whatever they say."""

_TABLES = 4
_PLANES = 12
_PROBES = 20
_NEAREST_PLANES = 8
_SCALE = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """A text's vector of any length but 0; vectors compare only within the same `space`, an encoder's name."""

    space: str
    vector: tuple[float, ...]


def meaning_fingerprint(text: str, language: str, embedding: Embedding | None) -> Fingerprint | None:
    """The fingerprint of a text's meaning; None where text or language do not allow to compare it."""
    if embedding is None or language not in LANGUAGES or sum(map(str.isalpha, text)) < FEWEST_LETTERS:
        return None
    largest = max(map(abs, embedding.vector))
    sketch = array("b", (round(value / largest * _SCALE) for value in embedding.vector))
    found = [_buckets(table, embedding.space, sketch) for table in range(_TABLES)]
    return Fingerprint(
        likeness=Likeness.MEANING,
        sketch=sketch.tobytes(),
        homes=tuple(buckets[0] for buckets in found),
        probes=tuple(bucket for buckets in found for bucket in buckets),
        least_similarity=LEAST_SIMILARITY,
    )


def meaning_similarity(one: bytes, other: bytes) -> float:
    """The cosine of two vectors, -1 to 1; within 0.01 of that before they were rounded to bytes."""
    left, right = array("b", one), array("b", other)
    return _product(left, right) / math.sqrt(_product(left, left) * _product(right, right))


def _product(left: Sequence[int], right: Sequence[int]) -> int:
    return sum(map(mul, left, right))


def _buckets(table: int, space: str, vector: Sequence[int]) -> list[str]:
    """The vector's own bucket in a table, then those across the planes that it is nearest to."""
    distances = [_product(plane, vector) for plane in _planes(table, len(vector))]
    own = sum(1 << index for index, distance in enumerate(distances) if distance > 0)
    return [f"m{table}-{space}-{own ^ flips:03x}" for flips in _nearest_flips(distances)]


def _nearest_flips(distances: Sequence[int]) -> Iterator[int]:
    """Which planes to cross, as bits: first none, then the smallest total distance first."""
    nearest = sorted(range(len(distances)), key=lambda index: abs(distances[index]))[:_NEAREST_PLANES]
    crossings = [crossed for count in range(4) for crossed in combinations(nearest, count)]
    crossings.sort(key=lambda crossed: sum(abs(distances[index]) for index in crossed))
    return (sum(1 << index for index in crossed) for crossed in crossings[:_PROBES])


@cache
def _planes(table: int, dimensions: int) -> tuple[tuple[int, ...], ...]:
    """Planes with normals of -1 and 1, drawn once and for all from a hash."""
    bits = int.from_bytes(shake_128(f"civicline-{table}".encode()).digest(_PLANES * dimensions // 8 + 1), "big")
    signs = [1 if bits >> at & 1 else -1 for at in range(_PLANES * dimensions)]
    return tuple(tuple(signs[at : at + dimensions]) for at in range(0, len(signs), dimensions))
