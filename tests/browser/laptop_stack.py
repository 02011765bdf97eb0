"""Starts the laptop stack as a command, as somebody at a keyboard does."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import PROJECT

READY = "Ctrl-C ends everything"
LONGEST_END_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningStack:
    """A stack that is ready, and the processes that it started."""

    process: subprocess.Popen[str]
    folder: Path
    children: tuple[int, ...]

    @property
    def addresses(self) -> dict[str, Any]:
        """The parsed local.json."""
        contents: dict[str, Any] = json.loads((self.folder / "local.json").read_text(encoding="utf-8"))
        return contents

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, wait until the stack has ended, and return its exit code."""
        self.process.send_signal(number)
        try:
            return self.process.wait(LONGEST_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def processes_left(self) -> list[int]:
        """Processes of the stack that do not end within ten seconds of its own end."""
        return [pid for pid in self.children if not _ends(pid)]


def start_stack(folder: Path, *options: str) -> RunningStack:
    """Start a stack on free ports with its files in a folder, and wait until it says that it is ready."""
    command = [sys.executable, "-u", "-m", "tools.local", "--ports", "free", "--folder", str(folder), *options]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said = []
    assert process.stdout
    for line in process.stdout:
        said.append(line)
        if READY in line:
            # Whatever it says from now on must not fill the pipe and make it wait.
            threading.Thread(target=_drain, args=(process,), daemon=True).start()
            return RunningStack(process=process, folder=folder, children=_children_of(process.pid))
    process.stdout.close()
    process.wait()
    raise AssertionError("the stack did not start:\n" + "".join(said))


def _drain(process: subprocess.Popen[str]) -> None:
    if process.stdout:
        with process.stdout as output:
            for _ in output:
                pass


def _children_of(pid: int) -> tuple[int, ...]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    by_threads = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="utf-8").split()
    ]
    return tuple(sorted({*map(int, children), *by_threads}))


def _ends(pid: int) -> bool:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        ended, _, _ = select.select([descriptor], [], [], 10)
        return bool(ended)
    finally:
        os.close(descriptor)
