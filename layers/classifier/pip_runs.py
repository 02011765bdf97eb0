"""Running pip, and saying what to do when it fails."""

import subprocess
import sys
from collections.abc import Callable, Sequence

from layers.classifier.errors import BuildError

Progress = Callable[[str], None]
"""Is told, in a line each, what is being done."""


def run_pip(what: str, arguments: Sequence[str]) -> None:
    """Run pip of this interpreter to fetch `what`. Raises `BuildError` where it fails."""
    command = [sys.executable, "-m", "pip", arguments[0], "--quiet", "--disable-pip-version-check", *arguments[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BuildError(download_failure(what, done.stderr))


def download_failure(what: str, pip_output: str) -> str:
    """A sentence for a failed pip run, with the next step that fits its reason."""
    lines = [line.strip() for line in pip_output.splitlines() if line.startswith("ERROR")]
    reason = lines[0].removeprefix("ERROR: ") if lines else "pip gave no reason"
    if "DO NOT MATCH THE HASHES" in pip_output:
        return (
            f"{what} is not the file that was pinned. Do not use it: clear pip's cache (pip cache purge) and try "
            "again; if it stays so, ask who runs your package index why its file differs."
        )
    return (
        f"could not fetch {what}: {reason}. Check the connection and pip's index settings (pip config list), "
        "then run the build again; on a machine without a network, copy build/cache from one that has built before."
    )
