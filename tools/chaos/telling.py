"""What came of the storms, for people and for programs."""

from collections import Counter
from typing import Any

from tools.chaos.oracle import Violation, Wrong
from tools.chaos.running import Outcome, Storm
from tools.chaos.systematic import Exercise

_MOST_PLACES = 12


def as_data(outcome: Outcome, exercise: Exercise, seed: int, seconds: float) -> dict[str, Any]:
    """Everything as plain data."""
    shortest = shortest_story(outcome)
    return {
        "seed": seed,
        "seconds": round(seconds, 1),
        "messages": outcome.messages,
        "on_moto": outcome.on_moto,
        "replies": outcome.replies,
        "faults": dict(_by_kind(outcome)),
        "places": dict(_by_place(outcome)),
        "disorder": dict(outcome.disorder),
        "fates": dict(outcome.fates),
        "every_point": {
            "kinds": len(exercise.kinds),
            "lines": exercise.lines,
            "calls": exercise.calls,
            "wrong": len(exercise.violations),
        },
        "wrong": {wrong.value: outcome.count(wrong) for wrong in Wrong},
        "shortest": None if shortest is None else {"storm": _storm(shortest[0]), **_told(shortest[1])},
        "exercise_violations": [{"point": point, **_told(violation)} for point, violation in exercise.violations[:10]],
    }


def as_text(data: dict[str, Any]) -> str:
    """The same as a page."""
    lines = [
        f"{data['messages']:,} messages (of them {data['on_moto']:,} on moto), {data['replies']:,} replies, "
        f"{sum(data['faults'].values()):,} faults, in {data['seconds']:,.0f} s; seed {data['seed']}",
        *_table("Faults by kind", data["faults"]),
        *_table(f"Faults by place (the first {_MOST_PLACES} of {len(data['places'])})", _first(data["places"])),
        *_table("Disorder", data["disorder"]),
        *_table("How messages ended", data["fates"]),
        *_table("Every point in turn, one message at a time", data["every_point"]),
        *_table("Must be 0", data["wrong"]),
    ]
    if data["shortest"]:
        lines += ["", "The shortest story of a message that it happened to:", *_story(data["shortest"])]
    for violation in data["exercise_violations"]:
        lines += ["", *_story(violation)]
    return "\n".join(lines)


def is_clean(data: dict[str, Any]) -> bool:
    """Whether nothing happened that must not."""
    return not any(data["wrong"].values()) and not data["every_point"]["wrong"]


def shortest_story(outcome: Outcome) -> tuple[Storm, Violation] | None:
    """The violation that is told soonest."""
    return min(outcome.violations, key=lambda pair: len(pair[1].trace), default=None)


def _by_kind(outcome: Outcome) -> Counter[str]:
    counted: Counter[str] = Counter()
    for (kind, _), count in outcome.faults.items():
        counted[kind] += count
    return Counter(dict(counted.most_common()))


def _by_place(outcome: Outcome) -> Counter[str]:
    """Calls by name; lines by the file that they are in."""
    counted: Counter[str] = Counter()
    for (_, place), count in outcome.faults.items():
        counted[place.partition(":")[0]] += count
    return Counter(dict(counted.most_common()))


def _first(counts: dict[str, int]) -> dict[str, int]:
    return dict(list(counts.items())[:_MOST_PLACES])


def _table(title: str, counts: dict[str, int]) -> list[str]:
    width = max((len(name) for name in counts), default=0)
    return ["", title, *(f"  {name:<{width}}  {count:>9,}" for name, count in counts.items())]


def _storm(storm: Storm) -> str:
    moto = " --moto-only" if storm.on_moto else ""
    return f"make chaos N={storm.messages} SEED={storm.seed} ARGUMENTS='--only {storm.number}{moto}'"


def _told(violation: Violation) -> dict[str, Any]:
    return {
        "wrong": violation.wrong.value,
        "message": violation.message,
        "why": violation.why,
        "trace": list(violation.trace),
    }


def _story(violation: dict[str, Any]) -> list[str]:
    where = violation.get("storm") or violation.get("point")
    head = f"  {violation['wrong']}: {violation['message']}: {violation['why']}"
    return [head, f"  again: {where}", *(f"    {line}" for line in violation["trace"])]
