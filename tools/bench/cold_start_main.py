"""Goes from a fresh interpreter to the point where a message could be taken in, and says when it got there.

Started as `python -I -S -B cold_start_main.py`, with the path, the module to import and the ports to build as JSON on
standard input. Prints the monotonic time, which all processes of a machine share, at each step.
"""

import importlib
import json
import sys
import time


def main() -> None:
    """Import, build, and print the times."""
    job = json.loads(sys.stdin.read())
    sys.path[:0] = job["path"]
    times = [time.monotonic()]
    if job["module"]:
        importlib.import_module(job["module"])
    times.append(time.monotonic())
    if job["client"]:
        importlib.import_module("boto3").client(job["client"])
    if job["ports"]:
        getattr(importlib.import_module("civicline.runtime.bootstrap"), job["ports"])()
    times.append(time.monotonic())
    sys.__stdout__.write(json.dumps(times) + "\n")  # type: ignore[union-attr]


if __name__ == "__main__":
    main()
