"""What can go wrong in one run of a function, and the place where it does."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from tools.chaos.cloud.tables import refusal

PROJECT = Path(__file__).resolve().parents[2]
_TRACED = tuple(str(PROJECT / folder) + "/" for folder in ("functions", "civicline/adapters"))


class Crash(BaseException):
    """The process is gone: memory, time-out or hardware. Nothing in the functions may catch it."""


class FaultKind(StrEnum):
    """What goes wrong at a call, or at a line."""

    CRASH_AT_LINE = "crash at a line"
    CRASH_BEFORE_CALL = "crash before a call"
    CRASH_AFTER_CALL = "crash after a call"
    THROTTLED = "throttled"
    SERVER_ERROR = "server error, nothing done"
    REQUEST_LOST = "request lost"
    ANSWER_LOST = "done, but the answer is lost"
    REPEATED = "repeated by the client after a lost answer"
    CONFLICT = "another transaction in the way"
    PARTIAL_READ = "part of the keys held back"
    OVERTAKEN_BEFORE = "overtaken before a call"
    OVERTAKEN_AFTER = "overtaken after a call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, at the `at`-th call or line of a run (from 1), or the first after it that it can happen to."""

    kind: FaultKind
    at: int


@dataclass(slots=True)
class Weather:
    """What one run of a function goes through. `struck` is the place where the fault happened, "" while it has not.

    `calls` are those that were made, `lines` the places that were run, as far as they were traced.
    """

    fault: Fault | None = None
    overtake: Callable[[], None] = field(default=lambda: None)
    calls: list[str] = field(default_factory=list)
    lines: list[tuple[str, int]] = field(default_factory=list)
    struck: str = ""


class Sky:
    """The weather over the run that is going on, for every client to ask; and the tally of what happened where."""

    def __init__(self) -> None:
        self.weather = Weather()
        self.tally: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def over(self, weather: Weather) -> Iterator[Weather]:
        """One run under this weather; runs may stand inside one another, since one may overtake another."""
        before, self.weather = self.weather, weather
        try:
            with _lines_counted(weather, self.strike):
                yield weather
        finally:
            self.weather = before

    def strike(self, weather: Weather, place: str) -> None:
        """Note that the fault of a run has happened."""
        weather.struck = place
        kind = weather.fault.kind if weather.fault else ""
        self.tally[str(kind), place] += 1

    def around(self, place: str, request: dict[str, Any], call: Callable[..., Any], *, retries: bool) -> Any:
        """One call to AWS. `retries` says whether the client repeats a call by itself when an answer is lost."""
        weather = self.weather
        weather.calls.append(place)
        fault = weather.fault
        is_over = fault is None or weather.struck or len(weather.calls) < fault.at
        if fault is None or is_over or not _can_happen(fault.kind, place, retries):
            return call(**request)
        self.strike(weather, place)
        return _FAULTS[fault.kind](call, request, weather)


def _can_happen(kind: FaultKind, place: str, retries: bool) -> bool:
    """Whether the fault can happen to this call."""
    match kind:
        case FaultKind.CRASH_AT_LINE:
            return False
        case FaultKind.CONFLICT:
            return place.endswith("transact_write_items")
        case FaultKind.PARTIAL_READ:
            return place.endswith("batch_get_item")
        case FaultKind.REPEATED:
            return retries
    return True


def _crash_before(_call: Callable[..., Any], _request: dict[str, Any], _weather: Weather) -> Any:
    raise Crash


def _crash_after(call: Callable[..., Any], request: dict[str, Any], _weather: Weather) -> Any:
    call(**request)
    raise Crash


def _throttled(_call: Callable[..., Any], _request: dict[str, Any], _weather: Weather) -> Any:
    raise refusal("Call", "ThrottlingException")


def _server_error(_call: Callable[..., Any], _request: dict[str, Any], _weather: Weather) -> Any:
    raise refusal("Call", "InternalServerError", status=500)


def _request_lost(_call: Callable[..., Any], _request: dict[str, Any], _weather: Weather) -> Any:
    raise ConnectTimeoutError(endpoint_url="https://aws.example")


def _answer_lost(call: Callable[..., Any], request: dict[str, Any], _weather: Weather) -> Any:
    call(**request)
    raise ReadTimeoutError(endpoint_url="https://aws.example")


def _repeated(call: Callable[..., Any], request: dict[str, Any], _weather: Weather) -> Any:
    """A transaction carries a token by which AWS knows it again for ten minutes; other writes are done twice."""
    answer = call(**request)
    return answer if "TransactItems" in request else call(**request)


def _conflict(_call: Callable[..., Any], request: dict[str, Any], _weather: Weather) -> Any:
    reasons = [{"Code": "TransactionConflict"}, *({"Code": "None"} for _ in request["TransactItems"][1:])]
    raise refusal("TransactWriteItems", "TransactionCanceledException", CancellationReasons=reasons)


def _partial_read(call: Callable[..., Any], request: dict[str, Any], _weather: Weather) -> Any:
    ((table, wanted),) = request["RequestItems"].items()
    keys = wanted["Keys"]
    answer = call(RequestItems={table: {**wanted, "Keys": keys[: len(keys) // 2] or keys[:1]}})
    held_back = keys[len(keys) // 2 or 1 :]
    return {**answer, "UnprocessedKeys": {table: {**wanted, "Keys": held_back}} if held_back else {}}


def _overtaken_before(call: Callable[..., Any], request: dict[str, Any], weather: Weather) -> Any:
    weather.overtake()
    return call(**request)


def _overtaken_after(call: Callable[..., Any], request: dict[str, Any], weather: Weather) -> Any:
    answer = call(**request)
    weather.overtake()
    return answer


_FAULTS: dict[FaultKind, Callable[[Callable[..., Any], dict[str, Any], Weather], Any]] = {
    FaultKind.CRASH_BEFORE_CALL: _crash_before,
    FaultKind.CRASH_AFTER_CALL: _crash_after,
    FaultKind.THROTTLED: _throttled,
    FaultKind.SERVER_ERROR: _server_error,
    FaultKind.REQUEST_LOST: _request_lost,
    FaultKind.ANSWER_LOST: _answer_lost,
    FaultKind.REPEATED: _repeated,
    FaultKind.CONFLICT: _conflict,
    FaultKind.PARTIAL_READ: _partial_read,
    FaultKind.OVERTAKEN_BEFORE: _overtaken_before,
    FaultKind.OVERTAKEN_AFTER: _overtaken_after,
}
CALL_FAULTS = tuple(_FAULTS)


@contextmanager
def _lines_counted(weather: Weather, strike: Callable[[Weather, str], None]) -> Iterator[None]:
    """Count the lines of functions and adapters that are run, and crash at the one that the fault names.

    Only where a run asks for it: tracing costs several times the work.
    """
    if weather.fault is None or weather.fault.kind is not FaultKind.CRASH_AT_LINE:
        yield
        return
    at, before = weather.fault.at, sys.gettrace()

    def line(frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            weather.lines.append((frame.f_code.co_filename, frame.f_lineno))
            if len(weather.lines) == at:
                strike(weather, _place(frame))
                raise Crash
        return line

    def enter(frame: FrameType, _event: str, _argument: Any) -> Any:
        return line if _is_traced(frame.f_code.co_filename) else None

    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(before)


@cache
def _is_traced(filename: str) -> bool:
    return filename.startswith(_TRACED)


def _place(frame: FrameType) -> str:
    return f"{Path(frame.f_code.co_filename).relative_to(PROJECT)}:{frame.f_lineno}"
