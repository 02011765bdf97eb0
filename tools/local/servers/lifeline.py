"""Leaves when the stack does: standard input is a pipe from it, and ends with it.

`python -m tools.local.servers.lifeline MODULE ARGUMENTS` runs another module that way.
"""

import os
import runpy
import sys
import threading


def leave_with_the_stack() -> None:
    """Watch standard input in a thread, and end this process at once when it ends."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    """Run the module that the command line names, as long as the stack is there."""
    leave_with_the_stack()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
