"""The laptop stack to measure: the one that is running, or one of our own on free ports for as long as it takes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.bench.errors import BenchmarkError
from tools.cli.running_stack import RunningStack
from tools.local.addresses_file import ADDRESSES_FILE
from tools.packaging import folders

LIFELINE = "tools.local.servers.lifeline"
START_SECONDS = 900
_PAUSE_SECONDS = 0.2


@contextmanager
def running_stack(folder: Path) -> Iterator[RunningStack]:
    """A stack that is ready, and gone when this process is. Raises BenchmarkError if none comes up."""
    if running_pid(ADDRESSES_FILE):
        yield RunningStack.read()
        return
    log = folder / "stack.log"
    own = folder / "stack"
    with log.open("w", encoding="utf-8") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", LIFELINE, "tools.local", "--ports", "free", "--folder", str(own)],
            cwd=folders.PROJECT,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield _ready(child, own / ADDRESSES_FILE.name, log)
    finally:
        child.terminate()
        child.communicate()


def running_pid(addresses: Path) -> int | None:
    """The process of the stack whose address file this is, if it lives."""
    try:
        pid = int(json.loads(addresses.read_text(encoding="utf-8"))["pid"])
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError):
        return None
    return pid


def _ready(child: "subprocess.Popen[bytes]", addresses: Path, log: Path) -> RunningStack:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        if running_pid(addresses) == child.pid:
            return RunningStack.read(addresses)
        time.sleep(_PAUSE_SECONDS)
    raise BenchmarkError(f"the laptop stack did not come up: see {log}")
