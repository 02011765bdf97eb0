"""Child processes that cannot outlive the stack.

Every child has a pipe from the stack as its standard input and leaves when the pipe ends, which the kernel sees to even
if the stack is killed. Children run in a session of their own, so that Ctrl-C reaches the stack alone, which then ends
them in order.
"""

import contextlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

GRACE_SECONDS = 3.0


def start_child(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str],
    descriptors: Sequence[int] = (),
) -> subprocess.Popen[str]:
    """Start a child with its output in a log file, a pipe as standard input, and the given descriptors open."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            pass_fds=tuple(descriptors),
            start_new_session=True,
            text=True,
        )


def end_child(child: subprocess.Popen[str]) -> None:
    """Close the child's input, which ends it; kill it if that does not help in time."""
    _close(child.stdin)
    child.terminate()
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def kill_child(child: subprocess.Popen[str]) -> None:
    """End a child at once."""
    child.kill()
    _close(child.stdin)
    child.wait()


def _close(stream: IO[str] | None) -> None:
    if stream is not None:
        # A child that is gone leaves unsent input behind; closing drops it, which is what is wanted.
        with contextlib.suppress(BrokenPipeError):
            stream.close()


def base_environment() -> dict[str, str]:
    """What every child needs of the stack's own environment, and no more."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
    return {name: os.environ[name] for name in kept if name in os.environ}
