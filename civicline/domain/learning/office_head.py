"""The heads that an office has trained, and which of them speaks for it.

A head is the small part of the classifier that knows an office's topics. Every version stays; promotions are numbered
and never changed, so that each can be undone, and anyone can say which head spoke at any moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.errors import CiviclineError
from civicline.domain.ids import OfficeId
from civicline.domain.learning.head_comparison import HeadComparison


class NothingToUndoError(CiviclineError):
    """No promotion of the office is left to be undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadFiles:
    """The SHA-256, in hexadecimal, of a head's two files; what is loaded must match them."""

    description_sha256: str
    numbers_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadVersion:
    """One trained head.

    `learnt_until` is when the newest correction came in that it was trained on: nothing after that was seen by it, so
    only what came later can measure it. `comparison` is how it did against the head that spoke at the time.
    """

    office_id: OfficeId
    version: str
    files: HeadFiles
    pack: str
    trained_at: datetime
    trained_by: str
    examples: int
    corrections: int
    learnt_until: datetime
    threshold: float
    out_of_scope_share: float
    comparison: HeadComparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One step in which head speaks for an office; `head` is None for the one in the layer.

    `undoes` is the number of the promotion that this one takes back.
    """

    office_id: OfficeId
    number: int
    promoted_at: datetime
    promoted_by: str
    head: str | None = None
    files: HeadFiles | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an undo leads back to: the promotion to take back, and the head and files before it."""

    undone: Promotion
    head: str | None = None
    files: HeadFiles | None = None


def before_the_latest(promotions: Sequence[Promotion]) -> Standing:
    """What stood before the latest promotion that still stands; undoing again goes further back.

    `promotions` are all of an office, in the order of their numbers. Raises NothingToUndoError.
    """
    standing: list[Promotion] = []
    for promotion in promotions:
        if promotion.undoes is None:
            standing.append(promotion)
        else:
            standing = [one for one in standing if one.number != promotion.undoes]
    if not standing:
        raise NothingToUndoError("no promotion is left to be undone")
    if len(standing) == 1:
        return Standing(undone=standing[0])
    return Standing(undone=standing[-1], head=standing[-2].head, files=standing[-2].files)
