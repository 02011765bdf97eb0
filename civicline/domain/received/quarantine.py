"""What came in and could not be read: kept as it came, shown to people, and tried again when the fault is mended."""

from dataclasses import dataclass
from datetime import datetime

from civicline.domain.ids import OfficeId, QuarantineId


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedItem:
    """An original that failed just now. `reason` is a short code, `detail` says more without quoting anybody.

    `office_id` is the office that it was for, None if that cannot be told. `raw_location` is where the mail is kept
    that the original speaks of, "" if it speaks of none.
    """

    item_id: QuarantineId
    office_id: OfficeId | None
    reason: str
    detail: str
    original: bytes
    failed_at: datetime
    raw_location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineEntry:
    """What is on record about an original: `failures` counts its attempts, `released_at` is when one succeeded."""

    item_id: QuarantineId
    office_id: OfficeId | None
    reason: str
    detail: str
    size_bytes: int
    first_failed_at: datetime
    failed_at: datetime
    failures: int
    raw_location: str = ""
    released_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be looked at."""
        return self.released_at is None
