"""Time that passes only when it is told to, for everything in the process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

START = datetime(2026, 11, 22, 12, tzinfo=UTC)


class VirtualClock:
    """The true time; functions may be shown another one, as clocks of two machines are never the same."""

    def __init__(self, traveller: time_machine.Traveller, start: datetime = START) -> None:
        self._traveller = traveller
        self._skew = timedelta()
        self.now = start

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.move_to(self.now + by)

    def move_to(self, moment: datetime) -> None:
        """Let time pass until a moment; never back."""
        self.now = max(self.now, moment)
        self._show()

    @contextmanager
    def skewed(self, by: timedelta) -> Iterator[None]:
        """What runs here sees a clock that is wrong by so much; time that it sleeps has passed for all."""
        before, self._skew = self._skew, by
        self._show()
        try:
            yield
        finally:
            self._skew = before
            self._show()

    def _show(self) -> None:
        self._traveller.move_to(self.now + self._skew, tick=False)


@contextmanager
def virtual_time(start: datetime = START) -> Iterator[VirtualClock]:
    """Virtual time for the whole process; `time.sleep` takes none of the real one."""
    real_sleep = time.sleep
    with time_machine.travel(start, tick=False) as traveller:
        clock = VirtualClock(traveller, start)
        library: Any = time
        library.sleep = lambda seconds: clock.advance(timedelta(seconds=seconds))
        try:
            yield clock
        finally:
            library.sleep = real_sleep
