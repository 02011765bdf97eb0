"""`make lock`: resolve the requirements anew, one lock for development and one for the zip, with hashes."""

import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
REQUIREMENTS = PROJECT / "requirements"
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
)


def main() -> int:
    """Write both locks; the second takes every version from the first."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        print("uv is missing: run `make clean` and `make check` to set the environment up anew", file=sys.stderr)
        return 1
    _compile(uv, "dev.in", "dev.lock")
    _compile(uv, "runtime.in", "runtime.lock", f"--constraint={REQUIREMENTS / 'dev.lock'}")
    return 0


def _compile(uv: str, source: str, lock: str, *more: str) -> None:
    print(f"Resolving requirements/{source}")
    command = [uv, "pip", "compile", "--quiet", *OPTIONS, *more, "-o", str(REQUIREMENTS / lock)]
    subprocess.run([*command, str(REQUIREMENTS / source)], cwd=PROJECT, check=True)


if __name__ == "__main__":
    sys.exit(main())
