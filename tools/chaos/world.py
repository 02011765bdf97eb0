"""One day of the office in a storm: people write, functions run and break, and in the end it is calm again."""

import heapq
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tools.chaos.account import Account
from tools.chaos.clock import VirtualClock
from tools.chaos.cloud.providers import Providers
from tools.chaos.cloud.queues import Parcel, Queue
from tools.chaos.faults import CALL_FAULTS, Crash, Fault, FaultKind, Sky, Weather
from tools.chaos.office import OFFICE_ID
from tools.chaos.reporting import Reporting
from tools.chaos.staff import Staff
from tools.chaos.stages import VISIBILITY, Stage, stages
from tools.chaos.witness import Witness
from tools.chaos.writing import BUCKET, Written

SPREAD = timedelta(minutes=30)
_BATCH = 10
_LONGEST_SKEW_SECONDS = 150
_POISON = ("", "{", '{"office_id": "riverbend"}', '{"office_id": "riverbend", "message_id": "nobody"}', "[1, 2]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate:
    """How bad it is: the share of runs that a fault strikes, and of parcels that come again although all went well."""

    struck: float = 0.3
    redelivered: float = 0.05
    duplicated: float = 0.05
    skewed: float = 0.3
    poison: float = 0.01
    at_lines: float = 0.35


CALM = Climate(struck=0, redelivered=0, duplicated=0, skewed=0, poison=0)


class World:
    """The office, its queues and providers, on one account."""

    def __init__(self, account: Account, clock: VirtualClock, chance: Random, climate: Climate) -> None:
        self.account = account
        self.clock = clock
        self.chance = chance
        self.climate = climate
        self.sky = Sky()
        self.witness = Witness()
        self.disorder: Counter[str] = Counter()
        self.queues = {
            name: Queue(name, visibility, chance, clock, climate.duplicated) for name, visibility in VISIBILITY.items()
        }
        self.providers = Providers(clock, chance, self.queues["delivery"], self._took)
        self.stages = stages(self.queues)
        self.reporting = Reporting(account.feed, self.sky, chance, self.witness)
        self.staff = Staff(account, self.witness, clock)
        self._arrivals: list[tuple[datetime, int, Written]] = []
        self._depth = 0
        self.in_hand: list[Parcel] = []
        self._of_sender: dict[str, list[str]] = {}
        self._in_wait: dict[str, Written] = {}

    def expect(self, scenarios: Iterable[list[Written]]) -> list[Written]:
        """Let senders begin at any time within the day's spread."""
        everything: list[Written] = []
        for scenario in scenarios:
            begin = self.clock.now + self.chance.random() * SPREAD
            jobs = [job_of(written) for written in scenario]
            for written in filter(lambda one: one.lies_in_wait, scenario):
                self._in_wait[scenario[0].message_id] = written
            for written in scenario:
                self._of_sender[written.message_id] = jobs
                heapq.heappush(self._arrivals, (begin + written.after, len(everything), written))
                everything.append(written)
        return everything

    def run(self) -> None:
        """Until nothing is left to do; then the dead letters are replayed in calm weather."""
        while self._step():
            pass
        self.climate = CALM
        for _ in range(2):  # a second replay, since what was replayed in a batch may wait for another job's claim
            for queue in self.queues.values():
                queue.redrive()
            while self._step():
                pass
        self.reporting.finish()

    def invoke(self, stage: Stage, like: str | None = None, weather: Weather | None = None) -> None:
        """One run of a function on a batch."""
        batch = stage.queue.take(self.chance.randint(1, _BATCH), like)
        if not batch:
            return
        weather = weather or self._weather(batch)
        self.in_hand = batch
        skew = self._skew()
        self.clock.advance(timedelta(milliseconds=self.chance.randint(5, 400)))
        failed: set[int] | None = None
        try:
            with self.sky.over(weather), self.clock.skewed(skew):
                failed = stage.run(batch)
        except Crash:
            self.disorder["runs that died"] += 1
        self._hand_back(stage, batch, failed, weather)

    def overtake(self, batch: list[Parcel]) -> None:
        """Another run comes in between: of the same job or of the sender's next where there is one, else of any."""
        if self._depth >= 2:
            return
        self._depth += 1
        try:
            if not self.ambush(batch):
                stage = self.chance.choice(list(self.stages.values()))
                self.invoke(stage, like=self.chance.choice(self.related(batch[0].body)))
        finally:
            self._depth -= 1

    def ambush(self, batch: list[Parcel], weather: Weather | None = None) -> bool:
        """What lies in wait for a message comes now, and is dealt with at once; false if there is nothing."""
        found = [one for parcel in batch if (one := self._in_wait.pop(_message_of(parcel.body), None))]
        for written in found:
            self._deliver(written)
            self.invoke(self.stages["inbound"], like=written.body, weather=weather)
            self.invoke(self.stages["reply"], like=job_of(written), weather=weather)
        return bool(found)

    def related(self, body: str) -> list[str]:
        """A job, and those of the same sender's other messages."""
        return self._of_sender.get(_message_of(body), [body])

    def _step(self) -> bool:
        """The next thing that happens; false if nothing ever will."""
        moments = [moment for queue in self.queues.values() if (moment := queue.next_at())]
        moments += [self._arrivals[0][0]] if self._arrivals else []
        moments += self.staff.next_at()
        if not moments:
            return False
        self.clock.move_to(min(moments))
        self._arrive()
        self.staff.act()
        ready = [stage for stage in self.stages.values() if (at := stage.queue.next_at()) and at <= self.clock.now]
        if ready:
            self.invoke(self.chance.choice(ready))
        self.reporting.run(self.climate.struck)
        return True

    def _arrive(self) -> None:
        while self._arrivals and self._arrivals[0][0] <= self.clock.now:
            written = heapq.heappop(self._arrivals)[2]
            waiting = next((first for first, one in self._in_wait.items() if one is written), "")
            if not written.lies_in_wait or waiting:
                self._in_wait.pop(waiting, None)
                self._deliver(written)
            if self.chance.random() < self.climate.poison:
                self.disorder["poison"] += 1
                queue = self.queues[self.chance.choice(("classify", "reply", "delivery"))]
                queue.put(self.chance.choice(_POISON))

    def _deliver(self, written: Written) -> None:
        if written.raw:
            self.account.s3.put_object(Bucket=BUCKET, Key=f"mail/{written.provider_id}", Body=written.raw)
        if written.stops:
            self.staff.will_stop(written)
        self.queues["inbound"].put(written.body)
        self.witness.note(written.message_id, f"{self.clock.now:%H:%M:%S} {written.kind} arrives")

    def _weather(self, batch: list[Parcel]) -> Weather:
        if self.chance.random() >= self.climate.struck:
            return Weather()
        if self.chance.random() < self.climate.at_lines:
            fault = Fault(kind=FaultKind.CRASH_AT_LINE, at=self.chance.randint(1, 90 * len(batch)))
        else:
            fault = Fault(kind=self.chance.choice(CALL_FAULTS), at=self.chance.randint(1, 5 * len(batch)))
        return Weather(fault=fault, overtake=lambda: self.overtake(batch))

    def _skew(self) -> timedelta:
        if self.chance.random() >= self.climate.skewed:
            return timedelta()
        self.disorder["runs with a wrong clock"] += 1
        return timedelta(seconds=self.chance.uniform(-_LONGEST_SKEW_SECONDS, _LONGEST_SKEW_SECONDS))

    def _hand_back(self, stage: Stage, batch: list[Parcel], failed: set[int] | None, weather: Weather) -> None:
        """Delete what went well, unless the deletion is lost; the rest comes again."""
        for parcel in batch:
            if weather.struck:
                self._note_trouble(stage, parcel, weather)
            if failed is None or parcel.number in failed:
                self.disorder["parcels that failed"] += 1
                stage.queue.hide(parcel)
            elif self.chance.random() < self.climate.redelivered:
                self.disorder["delivered again after success"] += 1
                stage.queue.hide(parcel)

    def _note_trouble(self, stage: Stage, parcel: Parcel, weather: Weather) -> None:
        message_id = _message_of(parcel.body)
        if not message_id or weather.fault is None:
            return
        self.witness.note(
            message_id, f"{self.clock.now:%H:%M:%S} {stage.name}: {weather.fault.kind} at {weather.struck}"
        )
        if stage.name == "reply":
            self.witness.troubled.add(message_id)

    def _took(self, handed: object) -> None:
        message_id = str(getattr(handed, "message_id", ""))
        if message_id:
            self.witness.note(message_id, f"{self.clock.now:%H:%M:%S} the provider takes the reply")


def job_of(written: Written) -> str:
    """The job that names a message, as the queues between the functions carry it."""
    return json.dumps({"office_id": OFFICE_ID, "message_id": written.message_id})


def _message_of(body: str) -> str:
    """The message that a job names; "" for what is no job."""
    try:
        job = json.loads(body)
    except ValueError:
        return ""
    return str(job.get("message_id", "")) if isinstance(job, dict) else ""
