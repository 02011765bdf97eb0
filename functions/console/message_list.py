"""The list of messages: a page at a time, for one of four views.

What waits for staff has an index of its own. The other views walk back day by day through the index of days, reading
no more than a bounded number of records for one page; a page may thus be short, and its cursor goes on from there.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from civicline.domain.errors import CursorInvalidError
from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.ids import OfficeId
from civicline.ports.records import Inbox, RecordPage

PAGE_SIZE = 25
LOOK_BACK = timedelta(days=14)
"""How many days one page walks back at most."""
_MOST_QUERIES = 30

_CURSOR = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:~(?P<rest>.{1,2000}))?")


class View(StrEnum):
    """Which messages to show; the values stand in the address bar."""

    ALL = "all"
    WAITING = "waiting"
    ANSWERED = "answered"
    SILENT = "silent"


_OUTCOME = {View.ANSWERED: Outcome.ANSWERED, View.SILENT: Outcome.SILENT}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a walk stands: a day (UTC), and the index's own cursor within it."""

    day: date
    cursor: str | None = None

    def __str__(self) -> str:
        return f"{self.day.isoformat()}~{self.cursor}" if self.cursor else self.day.isoformat()

    @classmethod
    def parse(cls, text: str) -> "_Place":
        match = _CURSOR.fullmatch(text)
        if not match:
            raise CursorInvalidError
        try:
            return cls(date.fromisoformat(match["day"]), match["rest"])
        except ValueError as error:
            raise CursorInvalidError from error


def list_messages(inbox: Inbox, office_id: OfficeId, view: View, now: datetime, cursor: str | None) -> RecordPage:
    """One page of a view. Raises CursorInvalidError where the cursor is not one of ours, or of another view."""
    if view is View.WAITING:
        return inbox.waiting(office_id, PAGE_SIZE, cursor)
    start = _Place.parse(cursor) if cursor else _Place(now.astimezone(UTC).date())
    return _walk(inbox, office_id, _OUTCOME.get(view), start)


def _walk(inbox: Inbox, office_id: OfficeId, outcome: Outcome | None, start: _Place) -> RecordPage:
    """Read until the page is full; the list ends after LOOK_BACK without any message, of whatever outcome."""
    found: list[MessageRecord] = []
    place, is_quiet = start, True
    for _ in range(_MOST_QUERIES):
        page = inbox.latest(office_id, place.day.isoformat(), PAGE_SIZE - len(found), place.cursor)
        is_quiet = is_quiet and not page.records
        found += [record for record in page.records if outcome in {None, record.outcome}]
        place = _Place(place.day, page.next_cursor) if page.next_cursor else _Place(place.day - timedelta(days=1))
        if len(found) >= PAGE_SIZE or start.day - place.day >= LOOK_BACK:
            break
    return RecordPage(records=tuple(found), next_cursor=None if is_quiet else str(place))
