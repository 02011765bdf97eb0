"""`report` on the stream, as Lambda feeds it: in order, again after a failure, in halves, and sometimes twice."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from civicline.domain.errors import CiviclineError
from functions.report.handler import report
from tools.chaos.faults import CALL_FAULTS, Crash, Fault, FaultKind, Sky, Weather
from tools.chaos.feed import Feed, StreamRecord
from tools.chaos.stages import CONTEXT
from tools.chaos.witness import Witness

_BATCH = 100
_LOOKS = 0.1
"""The share of steps after which the stream is looked at."""
_RETRIES = 9
"""Of MaximumRetryAttempts, 10, the last meets no fault here: no outage lasts as long as the stream keeps a change."""


@dataclass(slots=True)
class Reporting:
    """The place in the stream up to which changes were counted."""

    feed: Feed
    sky: Sky
    chance: Random
    witness: Witness
    repeated: int = 0
    _waiting: list[StreamRecord] = field(default_factory=list)
    _attempts: int = 0

    def run(self, struck: float) -> None:
        """Now and then, see what is new and count a batch."""
        if not self._attempts and self.chance.random() >= _LOOKS:
            return
        self._see()
        if len(self._waiting) >= _BATCH or self._attempts or self.chance.random() < 0.2:
            self._count(struck)

    def finish(self) -> None:
        """Count what is left."""
        self._see()
        while self._waiting:
            self._count(0)

    def _see(self) -> None:
        new = self.feed.take()
        self.witness.watch(new)
        self._waiting += new

    def _count(self, struck: float) -> None:
        size = max(1, self.chance.randint(1, _BATCH) >> self._attempts)
        batch = self._waiting[:size]
        if not batch:
            return
        if not self._invoke(batch, struck if self._attempts < _RETRIES else 0):
            self._attempts += 1
            return
        self._attempts = 0
        if self.chance.random() < struck / 4:
            self.repeated += 1  # the batch comes again, whole or in part
            return
        del self._waiting[:size]

    def _invoke(self, batch: list[StreamRecord], struck: float) -> bool:
        event: dict[str, Any] = {"Records": batch}
        try:
            with self.sky.over(self._weather(struck)):
                return not report(event, CONTEXT)["batchItemFailures"]
        except (Crash, BotoCoreError, ClientError, CiviclineError):
            return False

    def _weather(self, struck: float) -> Weather:
        if self.chance.random() >= struck:
            return Weather()
        if self.chance.random() < 0.3:
            return Weather(fault=Fault(kind=FaultKind.CRASH_AT_LINE, at=self.chance.randint(1, 200)))
        return Weather(fault=Fault(kind=self.chance.choice(CALL_FAULTS), at=self.chance.randint(1, 4)))
