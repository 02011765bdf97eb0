"""From the source tree to what the stack runs: layer, package, translated template, unpacked code."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.local.lambdas.functions import UnpackedCode
from tools.packaging import folders
from tools.packaging.assembly import Package, package
from tools.packaging.translation import translate

STAGE = "dev"
TARGET = "host"
KEPT = folders.BUILD / "local"
KEPT_SECONDS = 7 * 24 * 3600
TRANSLATION = "cloudformation.json"
SHOWN_LOG_LINES = 20


class PreparationError(Exception):
    """A build step failed; the message carries the end of its output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Everything that starting needs: the translated template and where the code lies."""

    template: dict[str, Any]
    code: UnpackedCode


def forget_earlier_builds() -> None:
    """Remove the layer and the package of earlier starts, so that both are made again."""
    for folder in (folders.layer(TARGET), folders.packaged(STAGE, TARGET)):
        shutil.rmtree(folder, ignore_errors=True)


def build_layer() -> Path:
    """Build the classifier layer for this machine, or find that it is up to date; raises PreparationError."""
    folder = folders.layer(TARGET)
    command = [sys.executable, "-m", "tools.local.servers.lifeline", "layers.classifier.build"]
    command += ["--target", TARGET, "--out", str(folder)]
    # Its standard input is the pipe that ends with this process.
    with subprocess.Popen(
        command,
        cwd=folders.PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as build:
        try:
            output = build.stdout.read() if build.stdout else ""
        except BaseException:
            build.kill()
            raise
    if build.returncode:
        tail = "\n".join(output.splitlines()[-SHOWN_LOG_LINES:])
        raise PreparationError(f"the classifier layer could not be built:\n{tail}")
    return folder


def build_package(layer: Path) -> Package:
    """Package the application for this machine; raises the packaging's own errors."""
    return package(STAGE, TARGET, layer=layer, progress=lambda _: None)


def prepared_from(made: Package, layer: Path) -> Prepared:
    """Translate the packaged template and unpack the packaged code."""
    return Prepared(template=translated(made.template), code=UnpackedCode(code=unpacked(made.code), layer=layer))


def translated(template: Path) -> dict[str, Any]:
    """The template as plain CloudFormation, kept by its hash, since translating takes seconds."""
    kept = _kept(template, KEPT, lambda folder: _write_translation(template, folder))
    contents: dict[str, Any] = json.loads((kept / TRANSLATION).read_text(encoding="utf-8"))
    return contents


def unpacked(archive: Path, shelf: Path = KEPT) -> Path:
    """The folder with an archive's contents, kept on a shelf by its hash."""
    return _kept(archive, shelf, lambda folder: _extract(archive, folder))


def _write_translation(template: Path, folder: Path) -> None:
    (folder / TRANSLATION).write_text(json.dumps(translate(template)), encoding="utf-8")


def _extract(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as contents:
        contents.extractall(folder)


def _kept(source: Path, shelf: Path, fill: Callable[[Path], None]) -> Path:
    """The folder made from a file with these contents; stacks that run side by side may share it."""
    shelf.mkdir(parents=True, exist_ok=True)
    folder = shelf / f"{source.stem}-{hashlib.sha256(source.read_bytes()).hexdigest()[:16]}"
    if not folder.is_dir():
        _remove_unused(shelf)
        unfinished = Path(tempfile.mkdtemp(dir=shelf, prefix="unfinished-"))
        fill(unfinished)
        try:
            unfinished.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
            shutil.rmtree(unfinished)  # another stack was quicker
    os.utime(folder)
    return folder


def _remove_unused(shelf: Path) -> None:
    """Remove what no start has used for a week; what a running stack uses is younger."""
    for folder in shelf.iterdir():
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
