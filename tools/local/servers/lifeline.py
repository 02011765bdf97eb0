"""Leaves when the stack does: standard input is a pipe from it, and ends with it."""

import os
import sys
import threading


def leave_with_the_stack() -> None:
    """Watch standard input in a thread, and end this process at once when it ends."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    sys.stdin.read()
    os._exit(0)
