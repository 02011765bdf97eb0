"""Telling near-identical texts: one that was copied, with another greeting, a sentence more or less, or typing errors.

A text is the set of its runs of three words (Broder 1997, "On the resemblance and containment of documents"); two
texts are as alike as the share of runs that both have (Jaccard). The share is estimated from the least hash of the
runs in each of 64 bins (one permutation hashing, Li, Owen and Zhang 2012; empty bins are filled as in Shrivastava
2017), and pairs of bins are the buckets in which copies meet. Chinese, Japanese, Thai and other scripts that write no
spaces are read character by character.
"""

import re
import struct
from collections.abc import Sequence
from hashlib import blake2b

from civicline.domain.campaigns.likeness import Fingerprint, Likeness
from civicline.domain.phrases import read

FEWEST_WORDS = 12
"""Below, people write the same by chance: "there is a pothole on Elm Street"."""
FEW_WORDS = 30
"""Below, a copy must be closer, since one usual phrase is a large part of a short text."""
MOST_WORDS = 2_000
"""Words that are compared, which bounds the work; campaigns' letters have a few hundred."""

LEAST_SIMILARITY = 0.4
LEAST_SIMILARITY_OF_FEW_WORDS = 0.9

_RUN = 3
_BINS = 64
_BANDS = 20
_ROWS = 2
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese, Khmer: scripts that put no spaces between words."""
_FRAME_LINE = 6
"""Words; a first line so short greets, and last lines so short are farewell, name and address."""
_MOST_CLOSING_LINES = 6
_PACKED = struct.Struct(f">{_BINS}I")


def wording_fingerprint(text: str) -> Fingerprint | None:
    """The fingerprint of a text's words; None where they are too few to say anything."""
    words = _compared_words(text)
    if len(words) < FEWEST_WORDS:
        return None
    least = _least_hashes({" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)})
    buckets = tuple(_bucket(band, least) for band in range(_BANDS))
    return Fingerprint(
        likeness=Likeness.WORDING,
        sketch=_PACKED.pack(*least),
        homes=buckets,
        probes=buckets,
        least_similarity=LEAST_SIMILARITY_OF_FEW_WORDS if len(words) < FEW_WORDS else LEAST_SIMILARITY,
    )


def wording_similarity(one: bytes, other: bytes) -> float:
    """The estimated share of runs of words that two texts have in common, 0 to 1; standard error at most 0.063."""
    pairs = zip(_PACKED.unpack(one), _PACKED.unpack(other), strict=True)
    equal = sum(1 for left, right in pairs if left == right)
    return equal / _BINS


def _compared_words(text: str) -> list[str]:
    """The words without the frame, unless hardly any would be left: a text of short lines has no frame to tell."""
    words, framed = _words(_without_frame(text)), _words(text)
    return words if 2 * len(words) >= len(framed) else framed


def _without_frame(text: str) -> str:
    """The text without a greeting before it and farewell and name after it, as far as these have their own lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    first = 1 if len(lines) > 1 and _is_short(lines[0]) else 0
    end = len(lines)
    while end - first > 1 and len(lines) - end < _MOST_CLOSING_LINES and _is_short(lines[end - 1]):
        end -= 1
    return "\n".join(lines[first:end])


def _is_short(line: str) -> bool:
    return len(_words(line)) <= _FRAME_LINE


def _words(text: str) -> list[str]:
    words: list[str] = []
    for form in read(text).forms():
        words += list(form) if _UNSPACED.match(form) else [form]
        if len(words) >= MOST_WORDS:
            break
    return words[:MOST_WORDS]


def _least_hashes(runs: set[str]) -> list[int]:
    """The least hash in each bin; an empty bin takes that of the first filled one on its own fixed path."""
    least: dict[int, int] = {}
    for run in runs:
        hashed = int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=5).digest(), "big")
        place, value = hashed % _BINS, hashed // _BINS & 0xFFFFFFFF
        least[place] = min(least.get(place, value), value)
    return [least[_donor(place, least)] for place in range(_BINS)]


def _donor(place: int, filled: dict[int, int]) -> int:
    if place in filled:
        return place
    attempt = 0
    while (donor := _path(place, attempt)) not in filled:
        attempt += 1
    return donor


def _path(place: int, attempt: int) -> int:
    return blake2b(struct.pack(">HI", place, attempt), digest_size=1).digest()[0] % _BINS


def _bucket(band: int, least: Sequence[int]) -> str:
    rows = least[band * _ROWS : (band + 1) * _ROWS]
    return f"w{band:02d}-{blake2b(struct.pack(f'>{_ROWS}I', *rows), digest_size=8).hexdigest()}"
