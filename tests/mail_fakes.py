"""What inbound and the console need of mail and quarantine, in memory."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from civicline.domain.errors import CursorInvalidError
from civicline.domain.ids import OfficeId, QuarantineId
from civicline.domain.received.quarantine import QuarantinedItem, QuarantineEntry
from civicline.ports.arrivals import QuarantinePage


@dataclass
class FakeRawMail:
    """`RawMail` in memory, by key; the bucket is called `mail`."""

    mails: dict[str, bytes] = field(default_factory=dict)

    def fetch(self, bucket: str, key: str) -> bytes:
        return self.mails[key]

    def beginning(self, location: str, max_bytes: int) -> bytes | None:
        found = self.mails.get(location.removeprefix("s3://mail/"))
        return found[:max_bytes] if found else None


@dataclass
class FakeQuarantine:
    """`Quarantine` in memory."""

    originals: dict[QuarantineId, bytes] = field(default_factory=dict)
    entries: dict[QuarantineId, QuarantineEntry] = field(default_factory=dict)

    def keep(self, item: QuarantinedItem) -> None:
        known = self.entries.get(item.item_id)
        self.originals[item.item_id] = item.original
        self.entries[item.item_id] = QuarantineEntry(
            item_id=item.item_id,
            office_id=item.office_id,
            reason=item.reason,
            detail=item.detail,
            size_bytes=len(item.original),
            first_failed_at=known.first_failed_at if known else item.failed_at,
            failed_at=item.failed_at,
            failures=known.failures + 1 if known else 1,
            raw_location=item.raw_location,
        )

    def release(self, item_id: QuarantineId, now: datetime) -> bool:
        if item_id not in self.entries:
            return False
        self.entries[item_id] = replace(self.entries[item_id], released_at=now)
        return True

    def waiting(self, office_id: OfficeId | None, limit: int, cursor: str | None = None) -> QuarantinePage:
        open_entries = [entry for entry in self.entries.values() if entry.is_open and entry.office_id == office_id]
        found = sorted(open_entries, key=lambda entry: (entry.first_failed_at, entry.item_id))
        if cursor is not None and not cursor.isdigit():
            raise CursorInvalidError
        start = int(cursor or 0)
        following = str(start + limit) if len(found) > start + limit else None
        return QuarantinePage(entries=tuple(found[start : start + limit]), next_cursor=following)

    def entry(self, item_id: QuarantineId) -> QuarantineEntry | None:
        return self.entries.get(item_id)

    def original(self, item_id: QuarantineId) -> bytes:
        return self.originals[item_id]
