"""Originals from quarantine into the inbound queue again, and what came of it."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from civicline.domain.ids import OfficeId, QuarantineId
from civicline.domain.received.quarantine import QuarantineEntry
from civicline.ports.arrivals import Quarantine
from functions.inbound.quarantine import REPLAYED_ITEM

_PAGE = 100
_PAUSE_SECONDS = 0.2


class Fate(StrEnum):
    """What came of an entry."""

    WOULD_SEND = "would_send"
    SENT = "sent"
    READ = "read"
    FAILED_AGAIN = "failed_again"
    NO_ANSWER = "no_answer_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """An entry as it stood before, and what came of it."""

    entry: QuarantineEntry
    fate: Fate


def open_entries(quarantine: Quarantine, office_ids: Sequence[OfficeId]) -> Iterator[QuarantineEntry]:
    """Everything open, of these offices and of nobody, oldest first for each."""
    for office_id in (*office_ids, None):
        cursor: str | None = None
        while True:
            page = quarantine.waiting(office_id, _PAGE, cursor)
            yield from page.entries
            cursor = page.next_cursor
            if cursor is None:
                break


def send_again(sqs: Any, queue_url: str, quarantine: Quarantine, item_id: QuarantineId) -> None:
    """Put an original on the inbound queue; inbound releases the entry once it could read it."""
    sqs.send_message(
        QueueUrl=queue_url,
        MessageBody=quarantine.original(item_id).decode(),
        MessageAttributes={REPLAYED_ITEM: {"DataType": "String", "StringValue": item_id}},
    )


def watch(
    quarantine: Quarantine,
    entries: Sequence[QuarantineEntry],
    *,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[Replayed]:
    """Each entry as soon as it was read or failed again; those without an answer in time come last."""
    deadline = clock() + seconds
    pending = list(entries)
    while pending and clock() < deadline:
        still: list[QuarantineEntry] = []
        for entry in pending:
            fate = _fate(entry, quarantine.entry(entry.item_id))
            if fate is None:
                still.append(entry)
            else:
                yield Replayed(entry=entry, fate=fate)
        pending = still
        if pending:
            pause(_PAUSE_SECONDS)
    yield from (Replayed(entry=entry, fate=Fate.NO_ANSWER if seconds > 0 else Fate.SENT) for entry in pending)


def _fate(before: QuarantineEntry, now: QuarantineEntry | None) -> Fate | None:
    if now is None or now.failures > before.failures:
        return Fate.FAILED_AGAIN
    return Fate.READ if now.released_at and now.released_at != before.released_at else None
