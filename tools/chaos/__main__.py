"""`make chaos`: storms and every point in turn; exit code 1 if anything happened that must not."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tools.chaos.faults import PROJECT
from tools.chaos.running import TRANSPORTS, Outcome, Storm, live_through
from tools.chaos.systematic import Exercise, Point, points, tried
from tools.chaos.telling import as_data, as_text, is_clean

STORM_SIZE = 1_000
MOTO_STORM_SIZE = 50
_POINTS_AT_ONCE = 40


def main(arguments: list[str]) -> int:
    """Run what is asked for; 0 if all that must be zero is."""
    asked = _parser().parse_args(arguments)
    began = time.monotonic()
    outcome, exercise = Outcome(), Exercise()
    with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
        for one in pool.map(live_through, _storms(asked)):
            outcome.add(one)
            _progress(f"{outcome.messages:,} messages, {len(outcome.violations)} wrong")
        for done in pool.map(tried, _portions(_points(asked))):
            exercise.add(done)
            _progress(f"{exercise.lines + exercise.calls:,} points, {len(exercise.violations)} wrong")
    data = as_data(outcome, exercise, asked.seed, time.monotonic() - began)
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    asked.output.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(data) if asked.json else as_text(data))
    return 0 if is_clean(data) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.chaos", description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000, help="messages in all storms together")
    parser.add_argument("--moto", type=int, default=200, help="how many of them on moto, which is slow")
    parser.add_argument("--seed", type=int, default=1, help="the same seed is the same storms, to the last fault")
    parser.add_argument("--points", choices=("none", "once", "all"), default="once", help="every line and call in turn")
    parser.add_argument("--only", type=int, help="live through this storm of the seed alone, with --messages in it")
    parser.add_argument("--moto-only", action="store_true", help="with --only: on moto")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--output", type=Path, default=PROJECT / "build" / "chaos.json", help="where to keep the JSON")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser


def _storms(asked: argparse.Namespace) -> Iterator[Storm]:
    """Storms of moderate size, so that a million messages need no more memory than a thousand."""
    if asked.only is not None:
        yield Storm(seed=asked.seed, number=asked.only, messages=asked.messages, on_moto=asked.moto_only)
        return
    number, on_moto = 0, min(asked.moto, asked.messages)
    for total, size, moto in ((on_moto, MOTO_STORM_SIZE, True), (asked.messages - on_moto, STORM_SIZE, False)):
        for start in range(0, total, size):
            yield Storm(seed=asked.seed, number=number, messages=min(size, total - start), on_moto=moto)
            number += 1


def _points(asked: argparse.Namespace) -> Iterable[Point]:
    if asked.points == "none" or asked.only is not None:
        return ()
    thorough = asked.points == "all"
    transports = TRANSPORTS if thorough else TRANSPORTS[:1]
    return (point for transport in transports for point in points(asked.seed, transport, thorough=thorough))


def _portions(everything: Iterable[Point]) -> Iterator[list[Point]]:
    portion: list[Point] = []
    for point in everything:
        portion.append(point)
        if len(portion) == _POINTS_AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


def _progress(line: str) -> None:
    """On a terminal only, one line that is written over."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line}\033[K")


if __name__ == "__main__":
    os.chdir(Path(PROJECT))
    sys.exit(main(sys.argv[1:]))
