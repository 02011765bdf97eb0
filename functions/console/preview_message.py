"""What a version would say to the people who wrote lately."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from civicline.domain.approved.message_preview import Audience, Preview, chosen, preview
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId
from civicline.domain.office import Topic, TopicGroup
from civicline.ports.records import Inbox

MOST_PREVIEWS = 25
DAYS_BACK = 30
LOOKED_AT = 400
"""Messages; a busy office finds enough among them, and nobody waits for more."""
_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewMessage:
    """The use case behind the console's page, the API and the command."""

    inbox: Inbox
    clock: Callable[[], datetime]

    def __call__(self, audience: Audience, about: Topic | TopicGroup | None, most: int) -> tuple[Preview, ...]:
        """First for somebody of whom nothing is known, then for at most so many people who wrote on it lately."""
        recent = chosen(audience, self._recent(audience.office.office_id), most)
        return tuple(preview(audience, about, record) for record in (None, *recent))

    def _recent(self, office_id: OfficeId) -> Iterator[MessageRecord]:
        """The newest messages, day by day."""
        today = self.clock().astimezone(UTC).date()
        left = LOOKED_AT
        for back in range(DAYS_BACK):
            day, cursor = (today - timedelta(days=back)).isoformat(), None
            while left > 0:
                page = self.inbox.latest(office_id, day, min(_PAGE, left), cursor)
                yield from page.records
                left -= len(page.records)
                cursor = page.next_cursor
                if cursor is None:
                    break
