"""A process per function, called one event at a time, restarted when it takes too long or dies."""

import json
import os
import select
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tools.local.children import end_child, kill_child, start_child
from tools.local.lambdas.functions import Function

WORKER_MAIN = Path(__file__).with_name("worker_main.py")
INIT_SECONDS = 60.0
CHUNK_BYTES = 65536


class WorkerStartError(Exception):
    """A function could not be imported from its package; its log says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """What came of calling a function: a result, or an error in Lambda's form."""

    request_id: str
    result: Any = None
    error: Mapping[str, Any] | None = None


class Invocable(Protocol):
    """Something that answers events as a Lambda function does."""

    @property
    def function(self) -> Function:
        """What runs."""

    @property
    def is_stopped(self) -> bool:
        """Whether it takes no more calls."""

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        """Call with one event and wait for the answer."""


class Worker:
    """One function in one process; concurrent callers wait for each other, as with a concurrency of one."""

    def __init__(self, function: Function, log_folder: Path) -> None:
        self.function = function
        self._log = log_folder / f"{function.logical_id}.log"
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._answers = -1
        self._pending = b""
        self.is_stopped = False

    def start(self) -> None:
        """Start the process and wait until the handler is imported; raises WorkerStartError if it cannot be."""
        reader, writer = os.pipe()
        child = start_child(
            [sys.executable, "-I", "-S", "-u", str(WORKER_MAIN)],
            log=self._log,
            environment=self.function.environment,
            descriptors=[writer],
        )
        os.close(writer)
        self._child, self._answers, self._pending = child, reader, b""
        self._say(self.function.description(writer))
        answer = self._answer_before(time.monotonic() + INIT_SECONDS)
        if answer is None or "error" in answer:
            self._discard()
            reason = answer["error"]["errorMessage"] if answer else "no answer"
            raise WorkerStartError(f"{self.function.handler} does not start ({reason}): see {self._log}")

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        """Call the handler; a function that dies or takes too long is ended and the error told, as in Lambda.

        The next call starts it anew.
        """
        request_id = str(uuid.uuid4())
        with self._lock:
            if self.is_stopped:
                return _failed(request_id, "Stopped", "the laptop stack is stopping")
            try:
                if self._child is None:
                    self.start()
                return self._answer_to(request_id, event)
            except WorkerStartError as error:
                return _failed(request_id, "Runtime.ImportModuleError", str(error))

    def stop(self) -> None:
        """End the process, even in the middle of a call."""
        self.is_stopped = True
        if self._child is not None:
            end_child(self._child)
        with self._lock:
            self._release()

    def _answer_to(self, request_id: str, event: Mapping[str, Any]) -> Invocation:
        deadline = time.monotonic() + self.function.timeout_seconds
        try:
            self._say(json.dumps({"request_id": request_id, "event": event}))
            answer = self._answer_before(deadline)
        except BrokenPipeError:
            answer = None
        if answer is not None:
            return Invocation(request_id=request_id, result=answer.get("result"), error=answer.get("error"))
        is_late = time.monotonic() >= deadline
        status = self._discard()
        if is_late:
            seconds = f"{self.function.timeout_seconds:.2f}"
            return _failed(request_id, "Sandbox.Timedout", f"Task timed out after {seconds} seconds")
        return _failed(request_id, "Runtime.ExitError", f"Runtime exited with status {status}")

    def _discard(self) -> int | None:
        child = self._child
        if child is not None:
            kill_child(child)
        self._release()
        return child.returncode if child else None

    def _release(self) -> None:
        if self._answers >= 0:
            os.close(self._answers)
        self._child, self._answers = None, -1

    def _say(self, line: str) -> None:
        if self._child is None or self._child.stdin is None:
            raise BrokenPipeError
        self._child.stdin.write(line + "\n")
        self._child.stdin.flush()

    def _answer_before(self, deadline: float) -> dict[str, Any] | None:
        """The next line of the worker, or None if it left or the deadline (time.monotonic) passed."""
        while b"\n" not in self._pending:
            readable, _, _ = select.select([self._answers], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(self._answers, CHUNK_BYTES) if readable else b""
            if not chunk:
                return None
            self._pending += chunk
        line, self._pending = self._pending.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(line)
        return answer


def _failed(request_id: str, error_type: str, message: str) -> Invocation:
    error = {"errorType": error_type, "errorMessage": f"RequestId: {request_id} Error: {message}"}
    return Invocation(request_id=request_id, error=error)
