"""Approved messages in memory."""

from collections.abc import Iterable
from itertools import groupby

from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.approved.message_listing import listed, revision_of, with_change
from civicline.domain.errors import ConcurrentChangeError, CursorInvalidError
from civicline.domain.ids import OfficeId, TopicId
from civicline.ports.approved import MessageChange, MessagePage
from tests.builders import RIVERBEND


class FakeApprovedMessages:
    """`ApprovedMessages` in memory, on a list that `FakeOffices` may share."""

    def __init__(self, kept: list[MessageVersion] | None = None, office_id: OfficeId = RIVERBEND) -> None:
        self.kept = [] if kept is None else kept
        self.office_id = office_id

    def listed(self, office_id: OfficeId, limit: int, cursor: str | None = None) -> MessagePage:
        if cursor is not None and not cursor.isdecimal():
            raise CursorInvalidError
        start = int(cursor or 0)
        found = sorted(self._of(office_id), key=_sort_key)
        lines = [listed(list(versions)) for _, versions in groupby(found, key=_sort_key)]
        following = str(start + limit) if start + limit < len(lines) else None
        return MessagePage(messages=tuple(lines[start : start + limit]), next_cursor=following)

    def versions(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        return tuple(version for version in self._of(office_id) if version.topic_id == topic_id)

    def save(self, office_id: OfficeId, changes: Iterable[MessageChange]) -> None:
        changes = list(changes)
        for change in changes:
            now = [version for version in self.kept if version.name == change.changed.name]
            if revision_of(now) != revision_of(change.versions):
                raise ConcurrentChangeError
        for change in changes:
            others = [version for version in self.kept if version.name != change.changed.name]
            self.kept[:] = [*others, *with_change(change.versions, change.changed)]

    def _of(self, office_id: OfficeId) -> list[MessageVersion]:
        return self.kept if office_id == self.office_id else []


def _sort_key(version: MessageVersion) -> str:
    return f"{version.topic_id}#{version.channel}#{version.language}"
