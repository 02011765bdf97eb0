"""Queues at least once: parcels become visible late, twice and in any order, and end among the dead letters."""

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tools.chaos.clock import VirtualClock

RECEIVES = 5
"""maxReceiveCount of every queue in infra/messaging.yaml."""


@dataclass(slots=True, kw_only=True)
class Parcel:
    """One body on its way, and how often a function has got it."""

    number: int
    body: str
    receives: int = 0


@dataclass(slots=True)
class Queue:
    """One queue with its dead letters. `visibility` is how long a parcel is hidden once it was handed out."""

    name: str
    visibility: timedelta
    chance: Random
    clock: VirtualClock
    duplicates: float = 0.0
    twins: int = 0
    dead: list[Parcel] = field(default_factory=list)
    _hidden: list[tuple[datetime, float, int, Parcel]] = field(default_factory=list)
    _ready: list[Parcel] = field(default_factory=list)
    _numbers: int = 0

    def put(self, body: str, delay: timedelta = timedelta()) -> None:
        """A body is sent; now and then the queue delivers it twice."""
        self._send(body, delay)
        if self.chance.random() < self.duplicates:
            self.twins += 1
            self._send(body, delay)

    def next_at(self) -> datetime | None:
        """When the next parcel can be had; None for an empty queue."""
        if self._ready:
            return self.clock.now
        return self._hidden[0][0] if self._hidden else None

    def take(self, most: int, like: str | None = None) -> list[Parcel]:
        """Up to `most` parcels in no order, those with the body `like` first; too often taken ones go to the dead."""
        self._show()
        batch: list[Parcel] = []
        while self._ready and len(batch) < most:
            parcel = self._pick(like)
            parcel.receives += 1
            if parcel.receives > RECEIVES:
                self.dead.append(parcel)
            else:
                batch.append(parcel)
        return batch

    def hide(self, parcel: Parcel) -> None:
        """A parcel that was not deleted comes back after the visibility time-out."""
        self._keep(parcel, self.clock.now + self.visibility)

    def redrive(self) -> int:
        """What an operator's replay does: the dead letters are sent again."""
        dead, self.dead = self.dead, []
        for parcel in dead:
            self._send(parcel.body, timedelta())
        return len(dead)

    def _send(self, body: str, delay: timedelta) -> None:
        self._numbers += 1
        self._keep(Parcel(number=self._numbers, body=body), self.clock.now + delay)

    def _keep(self, parcel: Parcel, visible_at: datetime) -> None:
        heapq.heappush(self._hidden, (visible_at, self.chance.random(), parcel.number, parcel))

    def _show(self) -> None:
        while self._hidden and self._hidden[0][0] <= self.clock.now:
            self._ready.append(heapq.heappop(self._hidden)[3])

    def _pick(self, like: str | None) -> Parcel:
        at = next((at for at, one in enumerate(self._ready) if one.body == like), None) if like else None
        at = self.chance.randrange(len(self._ready)) if at is None else at
        self._ready[at], self._ready[-1] = self._ready[-1], self._ready[at]
        return self._ready.pop()


class MemoryQueues:
    """The client `sqs`: the one call that the functions make."""

    def __init__(self, queues: dict[str, Queue]) -> None:
        self._queues = queues

    def send_message(self, **request: Any) -> dict[str, Any]:
        """`SendMessage`; a queue's address is its name."""
        queue = self._queues[request["QueueUrl"]]
        queue.put(request["MessageBody"], timedelta(seconds=request.get("DelaySeconds", 0)))
        return {"MessageId": queue.name}
