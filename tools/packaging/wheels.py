"""The zip's dependencies: wheels of requirements/runtime.lock, for a target, without what never runs."""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

from tools.packaging.errors import PackagingError
from tools.packaging.targets import Target

_CALLED_SERVICES = frozenset(
    "dynamodb s3 sqs sns ses sesv2 secretsmanager sts pinpoint-sms-voice-v2 ssm".split()  # noqa: SIM905
)
"""The AWS services the functions call; botocore describes over four hundred, most of its size."""

_UNUSED = (
    "bin",
    "**/__pycache__",
    "**/tests",
    "**/*.pyi",
    # RECORD lists files that are gone and scripts with this machine's paths; the rest tells scanners our versions.
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    "boto3/examples",
    # Sample calls for a manual; some hold keys that look like secrets to a scanner.
    "botocore/data/*/*/examples-1.json*",
    # Names of towns and of carriers for each prefix: only parsing, validity and time zones are used.
    "phonenumbers/carrierdata",
    "phonenumbers/geodata",
)


def locked_pins(lock: str, target: Target) -> list[str]:
    """The lock's requirements that hold on `target`, with their hashes and without markers.

    pip judges markers by the interpreter it runs in, which is not the one that will run the code.
    """
    return [
        f"{requirement.name}{requirement.specifier} {' '.join(hashes)}"
        for requirement, hashes in _entries(lock)
        if requirement.marker is None or requirement.marker.evaluate(dict(target.markers))
    ]


def _entries(lock: str) -> Iterator[tuple[Requirement, list[str]]]:
    for line in lock.replace("\\\n", " ").splitlines():
        entry = line.strip()
        if entry and not entry.startswith("#"):
            requirement, *hashes = re.split(r"\s+(?=--hash=)", entry)
            yield Requirement(requirement), hashes


def resolved(lock: Path, target: Target, cache: Path) -> Path:
    """A folder with the installed and trimmed dependencies, made once for the same lock, target and recipe.

    Raises `PackagingError` where pip cannot fetch a wheel, or a file is not the one that was locked.
    """
    pins = locked_pins(lock.read_text(encoding="utf-8"), target)
    recipe = Path(__file__).read_bytes()
    inputs = "\n".join([*pins, target.runtime, target.architecture, sys.platform, *target.pip_arguments])
    digest = hashlib.sha256(inputs.encode() + recipe).hexdigest()[:16]
    folder = cache / f"{target.name}-{digest}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cache) as scratch:
            made = Path(scratch) / "site"
            _install(pins, made, target)
            _trim(made)
            made.rename(folder)
    return folder


def _install(pins: list[str], folder: Path, target: Target) -> None:
    listed = folder.with_suffix(".txt")
    listed.write_text("\n".join(pins) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-compile", "--only-binary=:all:", "--require-hashes"]
    command += ["--requirement", str(listed), "--target", str(folder), *target.pip_arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackagingError(
            f"pip could not install the wheels of requirements/runtime.lock for {target.name}:\n"
            f"{done.stderr.strip()}\nIs the package index reachable, and the lock up to date (make lock)?"
        )


def _trim(folder: Path) -> None:
    for pattern in _UNUSED:
        for path in sorted(folder.glob(pattern)):
            _remove(path)
    for described in (folder / "botocore" / "data", folder / "boto3" / "data"):
        for service in described.iterdir():
            if service.is_dir() and service.name not in _CALLED_SERVICES:
                _remove(service)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
