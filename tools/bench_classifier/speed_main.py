"""Loads the layer in a fresh interpreter as a function does, answers messages, and prints how long each step took.

Started as `python -I -S -B speed_main.py` with, as JSON on standard input: `path` (the layer's libraries and the
project), `model` (the layer's model folder), `head`, `short` (text messages) and `long` (texts of 200 tokens). It
prints the monotonic time, which all processes of a machine share, at each step, milliseconds a message, and the most
memory.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def main() -> None:
    """Import, load, answer, print."""
    job = json.loads(sys.stdin.read())
    sys.path[:0] = job["path"]
    from civicline.adapters.bundled_classifier import BundledClassifier

    imported = time.monotonic()
    classifier = BundledClassifier.load(Path(job["model"]), job["head"])
    loaded = time.monotonic()
    classifier.classify(job["short"][0])
    answered = time.monotonic()
    found = {
        "imported": imported,
        "loaded": loaded,
        "answered": answered,
        "short_ms": _milliseconds(classifier.classify, job["short"]),
        "long_ms": _milliseconds(classifier.classify, job["long"]),
        "encode_short_ms": _milliseconds(classifier.embed, job["short"]),
        "encode_long_ms": _milliseconds(classifier.embed, job["long"]),
        "peak_megabytes": _peak_megabytes(),
    }
    sys.stdout.write(json.dumps(found) + "\n")


def _peak_megabytes() -> float | None:
    """The most memory that was resident, as Linux tells it; None elsewhere, where a child inherits its parent's."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    peak = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024 / 1e6


def _milliseconds(do: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Each text once, none of them twice in a row."""
    found = []
    for text in texts:
        start = time.perf_counter()
        do(text)
        found.append((time.perf_counter() - start) * 1000)
    return found


if __name__ == "__main__":
    main()
