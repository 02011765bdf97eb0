"""Every point in turn: one sender of each kind, one fault, at every line and every call, and then redelivery.

Where a storm draws its faults by lot, this leaves no line out. A first run without a fault tells the lines and calls of
each function; then the same messages are lived through once for each of them. Of a line that is run more than once, the
first and the last time are tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from tools.chaos.account import RECORDS, deployed, memory_account
from tools.chaos.clock import virtual_time
from tools.chaos.cloud.queues import Parcel
from tools.chaos.cloud.tables import MemoryTables
from tools.chaos.faults import CALL_FAULTS, Fault, FaultKind, Weather
from tools.chaos.office import set_up
from tools.chaos.oracle import Oracle, Verdict, Violation
from tools.chaos.people import SCENARIOS, Pen, Scenario
from tools.chaos.stages import Stage
from tools.chaos.world import CALM, World

NEVER = 1_000_000
WITH_CARE = {"_a_text", "_a_mail", "_stop_and_more", "_stop_at_once", "_emergency", "_refused", "_stopped"}
"""Kinds whose every call of `reply` is tried, even where another kind made the same."""
Place = tuple[str, int]
"""A file and a line."""
SINGLE = tuple(one for one in SCENARIOS if one.__name__ not in {"_writes_on_and_on", "_a_talk"})
"""The kinds of senders; two that only write more of the same are left to the storms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A fault in the `run`-th run of a function, from 1, while a sender of one kind is served."""

    scenario: Scenario
    stage: str
    run: int
    fault: Fault
    transport: str
    seed: int

    @property
    def is_line(self) -> bool:
        """Whether it is a line, not a call."""
        return self.fault.kind is FaultKind.CRASH_AT_LINE

    def __str__(self) -> str:
        kind = self.scenario.__name__.strip("_").replace("_", " ")
        return f"{kind}, run {self.run} of {self.stage}: {self.fault.kind} {self.fault.at}"


@dataclass(slots=True)
class Exercise:
    """How many points were tried, and what went wrong at which."""

    kinds: set[str] = field(default_factory=set)
    lines: int = 0
    calls: int = 0
    violations: list[tuple[str, Violation]] = field(default_factory=list)

    def add(self, other: "Exercise") -> None:
        """Add other points."""
        self.kinds |= other.kinds
        self.lines += other.lines
        self.calls += other.calls
        self.violations += other.violations


class PlannedWorld(World):
    """A calm world with at most one fault, at a point that is given. It counts the lines and calls of every run."""

    point: Point | None = None

    def plan(self, point: Point | None) -> None:
        """Break at this point; without one, count."""
        self.point = point
        self.runs: dict[str, int] = {}
        self.reached: dict[tuple[str, int], Weather] = {}

    def invoke(self, stage: Stage, like: str | None = None, weather: Weather | None = None) -> None:
        """One run, under the weather that is planned for it."""
        number = self.runs[stage.name] = self.runs.get(stage.name, 0) + 1
        super().invoke(stage, like, weather or self._planned(stage.name, number))

    def overtake(self, batch: list[Parcel]) -> None:
        """Whatever lies in wait for the job, else the same job once more, delivered at the same moment."""
        if self.ambush(batch, Weather()):
            return
        stage = self.stages[self.overtaken_stage]
        stage.queue.put(batch[0].body)
        super().invoke(stage, like=batch[0].body, weather=Weather())

    overtaken_stage = ""

    def _planned(self, stage: str, number: int) -> Weather:
        if self.point is None:
            weather = Weather(fault=Fault(kind=FaultKind.CRASH_AT_LINE, at=NEVER))
            self.reached[stage, number] = weather
            return weather
        if (self.point.stage, self.point.run) != (stage, number):
            return Weather()
        self.overtaken_stage = stage
        return Weather(fault=self.point.fault, overtake=lambda: self.overtake(self.in_hand))


@cache
def _furnished() -> MemoryTables:
    tables = MemoryTables()
    set_up(tables, RECORDS)
    return tables


def points(seed: int, transport: str, *, thorough: bool) -> Iterator[Point]:
    """Every point to be tried.

    Unless `thorough`, a line that serves several kinds of senders is tried with the first, and so is a call that
    follows upon the same calls; but those of `reply` are tried with each of WITH_CARE.
    """
    known: dict[str, set[Place]] = {}
    paths: set[tuple[str, ...]] = set()
    for scenario in SINGLE:
        known, paths = ({}, set()) if thorough else (known, paths)
        world, _ = _lived(scenario, seed, transport, None)
        for (stage, run), weather in world.reached.items():
            lines = _telling_lines(weather, known.setdefault(stage, set()))
            faults = [Fault(kind=FaultKind.CRASH_AT_LINE, at=line) for line in lines]
            calls = _telling_calls(
                stage, weather, set() if stage == "reply" and scenario.__name__ in WITH_CARE else paths
            )
            faults += [Fault(kind=kind, at=call) for call in calls for kind in CALL_FAULTS]
            for fault in faults:
                yield Point(scenario=scenario, stage=stage, run=run, fault=fault, transport=transport, seed=seed)


def tried(some: Sequence[Point]) -> Exercise:
    """Live through each of some points."""
    done = Exercise(kinds={point.scenario.__name__ for point in some})
    for point in some:
        done.lines += point.is_line
        done.calls += not point.is_line
        _, verdict = _lived(point.scenario, point.seed, point.transport, point)
        done.violations += [(str(point), violation) for violation in verdict.violations]
    return done


def _telling_lines(weather: Weather, known: set[Place]) -> list[int]:
    """Of each line that no earlier run of the function came to, the first and the last time that it is run."""
    first: dict[Place, int] = {}
    last: dict[Place, int] = {}
    for number, place in enumerate(weather.lines, start=1):
        first.setdefault(place, number)
        last[place] = number
    new = first.keys() - known
    known |= new
    return sorted({times[place] for place in new for times in (first, last)})


def _telling_calls(stage: str, weather: Weather, known: set[tuple[str, ...]]) -> list[int]:
    """The calls to which no earlier run came by the same calls."""
    paths = {(stage, *weather.calls[:number]): number for number in range(1, len(weather.calls) + 1)}
    new = paths.keys() - known
    known |= new
    return sorted(paths[path] for path in new)


def _lived(scenario: Scenario, seed: int, transport: str, point: Point | None) -> tuple[PlannedWorld, Verdict]:
    chance = Random(f"{seed}/{scenario.__name__}")  # noqa: S311 - repeatable, not secret
    with virtual_time() as clock:
        account = memory_account(clock, _furnished())
        world = PlannedWorld(account, clock, chance, CALM)
        world.plan(point)
        written = world.expect([scenario(Pen(number=1, chance=chance, providers=world.providers))])
        with deployed(account, world.queues, world.providers, world.sky, transport):
            world.run()
        tells = transport == "end_user_messaging"
        verdict = Oracle(account, world.witness, world.providers.handed, tells=tells).judge(written)
    return world, verdict
