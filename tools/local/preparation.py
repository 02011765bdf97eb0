"""From the source tree to what the stack runs: layer, package, translated template, unpacked code."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.local.lambdas.functions import UnpackedCode
from tools.packaging import folders
from tools.packaging.assembly import Package, package
from tools.packaging.translation import translate

STAGE = "dev"
TARGET = "host"
UNPACKED = folders.BUILD / "local" / "code"
SHOWN_LOG_LINES = 20


class PreparationError(Exception):
    """A build step failed; the message carries the end of its output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Everything that starting needs: the translated template and where the code lies."""

    template: dict[str, Any]
    code: UnpackedCode


def forget_earlier_builds() -> None:
    """Remove the layer, the package and the unpacked code of earlier starts."""
    for folder in (folders.layer(TARGET), folders.packaged(STAGE, TARGET), UNPACKED):
        shutil.rmtree(folder, ignore_errors=True)


def build_layer() -> Path:
    """Build the classifier layer for this machine, or find that it is up to date; raises PreparationError."""
    folder = folders.layer(TARGET)
    command = [sys.executable, "-m", "layers.classifier.build", "--target", TARGET, "--out", str(folder)]
    done = subprocess.run(
        command, cwd=folders.PROJECT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-SHOWN_LOG_LINES:])
        raise PreparationError(f"the classifier layer could not be built:\n{tail}")
    return folder


def build_package(layer: Path) -> Package:
    """Package the application for this machine; raises the packaging's own errors."""
    return package(STAGE, TARGET, layer=layer, progress=lambda _: None)


def prepared_from(made: Package, layer: Path) -> Prepared:
    """Translate the packaged template and unpack the packaged code."""
    return Prepared(template=translate(made.template), code=UnpackedCode(code=unpacked(made.code), layer=layer))


def unpacked(archive: Path) -> Path:
    """The folder with an archive's contents, named by its hash; one that is there already is used again."""
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()[:16]
    folder = UNPACKED / digest
    if not folder.is_dir():
        shutil.rmtree(UNPACKED, ignore_errors=True)
        unfinished = UNPACKED / f"{digest}.unfinished"
        with zipfile.ZipFile(archive) as contents:
            contents.extractall(unfinished)
        unfinished.rename(folder)
    return folder
