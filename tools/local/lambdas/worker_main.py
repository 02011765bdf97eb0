"""Runs one packaged function in an interpreter that has nothing on its path but the package and its layer.

Started as `python -I -S worker_main.py`, so this file uses the standard library alone. The first line on standard input
describes the function; every further line is an event. Each answer is one line on the descriptor named in the
description. The end of standard input means that the stack is gone, whatever the handler is doing: the process leaves.
"""

import importlib
import json
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

Handler = Callable[[Any, "Context"], Any]

FATAL = 1


class Context:
    """What a handler learns of its invocation.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    """

    identity = None
    client_context = None

    def __init__(self, description: dict[str, Any], request_id: str, deadline: float) -> None:
        self.function_name = description["name"]
        self.function_version = "$LATEST"
        self.invoked_function_arn = description["arn"]
        self.memory_limit_in_mb = str(description["memory_mb"])
        self.aws_request_id = request_id
        self.log_group_name = "/aws/lambda/" + description["name"]
        self.log_stream_name = "laptop"
        self._deadline = deadline

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function is ended for taking too long."""
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def error_answer(error: Exception) -> dict[str, Any]:
    """An exception as Lambda reports it to the caller."""
    return {
        "error": {
            "errorMessage": str(error),
            "errorType": type(error).__name__,
            "stackTrace": traceback.format_tb(error.__traceback__),
        }
    }


def import_handler(path: str) -> Handler:
    """The function that a dotted path names."""
    module_name, _, function_name = path.rpartition(".")
    handler: Handler = getattr(importlib.import_module(module_name), function_name)
    return handler


def invoke(handler: Handler, description: dict[str, Any], call: dict[str, Any]) -> str:
    """Call the handler with one event; whatever it raises becomes an answer, as in Lambda."""
    context = Context(description, call["request_id"], time.monotonic() + description["timeout_seconds"])
    try:
        return json.dumps({"result": handler(call["event"], context)})
    except Exception as error:  # noqa: BLE001 - this is the boundary at which Lambda catches everything
        traceback.print_exc()
        return json.dumps(error_answer(error))


def read_calls(calls: "queue.SimpleQueue[str]") -> None:
    """Pass on lines of standard input until it ends, then leave at once."""
    for line in sys.stdin:
        calls.put(line)
    os._exit(0)


def main() -> int:
    """Import the handler, say that it is ready, then answer events until standard input ends."""
    description = json.loads(sys.stdin.readline())
    sys.path[:0] = description["path"]
    calls: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=read_calls, args=(calls,), daemon=True).start()
    with os.fdopen(description["answers"], "w", encoding="utf-8", buffering=1) as answers:
        try:
            handler = import_handler(description["handler"])
        except Exception as error:  # noqa: BLE001 - reported to the stack, which refuses to start
            traceback.print_exc()
            answers.write(json.dumps(error_answer(error)) + "\n")
            return FATAL
        answers.write(json.dumps({"result": "ready"}) + "\n")
        while True:
            answers.write(invoke(handler, description, json.loads(calls.get())) + "\n")


if __name__ == "__main__":
    sys.exit(main())
