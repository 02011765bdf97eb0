"""The steps from the source tree to a folder that can be deployed, each skipped where nothing changed."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.packaging import folders
from tools.packaging.archives import normalise, zip_folder
from tools.packaging.errors import PackagingError
from tools.packaging.inspection import inspect_package
from tools.packaging.parts import Document, join_parts
from tools.packaging.staging import sources_digest, stage, tree_digest
from tools.packaging.targets import Target, target_named
from tools.packaging.template import check_merge, finish

Progress = Callable[[str], None]

_CHALICE = ("-c", "from chalice.cli import main; main()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A folder to deploy: the template, the code and layer it names, and the digest of what it was made from."""

    folder: Path
    digest: str

    @property
    def template(self) -> Path:
        """The SAM template, as JSON."""
        return self.folder / "template.json"

    @property
    def code(self) -> Path:
        """The zip all functions run from."""
        return self.folder / "deployment.zip"

    @property
    def layer(self) -> Path:
        """The zip of the classifier layer."""
        return self.folder / "layer.zip"

    @property
    def _stamp(self) -> Path:
        return self.folder / "package.sha256"

    def is_made(self) -> bool:
        """Whether the folder holds this very package, whole."""
        return self._stamp.is_file() and self._stamp.read_text(encoding="utf-8").strip() == self.digest

    def mark_made(self) -> None:
        """Written last: a folder without the mark is not a package."""
        self._stamp.write_text(f"{self.digest}\n", encoding="utf-8")


def package(
    stage_name: str,
    target_name: str = "lambda",
    *,
    out: Path | None = None,
    layer: Path | None = None,
    progress: Progress = print,
) -> Package:
    """Package a stage for a target into `out`; `layer` is an already built layer folder.

    Raises `PackagingError` with what to change.
    """
    target = target_named(target_name)
    with alone():
        built = layer or _built_layer(target, progress)
        digest = f"{stage_name} {sources_digest(target)} {tree_digest(built)}"
        made = Package(folder=(out or folders.packaged(stage_name, target_name)).resolve(), digest=digest)
        if made.is_made():
            progress(f"{made.folder} is up to date")
            return made
        shutil.rmtree(made.folder, ignore_errors=True)
        made.folder.mkdir(parents=True)
        _write(made, stage_name, target, built, progress)
        made.mark_made()
    return made


def _write(made: Package, stage_name: str, target: Target, built: Path, progress: Progress) -> None:
    progress(f"staging {stage_name} for {target.name}")
    project = stage(stage_name, target)
    parts = join_parts(folders.INFRASTRUCTURE)
    progress("packaging with Chalice")
    merged = _run_chalice(project, stage_name, parts, made.folder)
    check_merge(merged, parts)
    template = finish(merged, stage_name, target)
    made.template.write_text(json.dumps(template, indent=2) + "\n", encoding="utf-8")
    normalise(made.code)
    shutil.copy(_zipped_layer(built, progress), made.layer)
    progress("inspecting the package")
    inspect_package(made.code, made.layer, template, target)


def _run_chalice(project: Path, stage_name: str, parts: Document, out: Path) -> Document:
    merge = project / ".chalice" / "merge.json"
    merge.write_text(json.dumps(parts), encoding="utf-8")
    command = [sys.executable, *_CHALICE, "--project-dir", str(project), "package", "--stage", stage_name]
    command += ["--merge-template", str(merge), str(out)]
    # Chalice asks botocore for a region even offline, and importing app.py must leave no caches in vendor/.
    environment = os.environ | {"AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=project)
    generated = out / "sam.json"
    if done.returncode or not generated.is_file():
        raise PackagingError(f"chalice package failed:\n{done.stdout}{done.stderr}")
    merged: Document = json.loads(generated.read_text(encoding="utf-8"))
    generated.unlink()
    return merged


def _zipped_layer(built: Path, progress: Progress) -> Path:
    """The layer's zip, made once for the same contents: it is larger than everything else together."""
    archive = folders.LAYER_ZIPS / f"{tree_digest(built)[:16]}.zip"
    if not archive.is_file():
        progress("zipping the layer")
        archive.parent.mkdir(parents=True, exist_ok=True)
        unfinished = archive.with_suffix(".unfinished")
        zip_folder(built, unfinished)
        unfinished.rename(archive)
    return archive


def _built_layer(target: Target, progress: Progress) -> Path:
    progress(f"building the classifier layer for {target.name}")
    folder = folders.layer(target.name)
    command = [sys.executable, "-m", "layers.classifier.build", "--target", target.name, "--out", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folders.PROJECT)
    if done.returncode:
        raise PackagingError(f"the classifier layer could not be built:\n{done.stdout}{done.stderr}")
    return folder


@contextmanager
def alone() -> Iterator[None]:
    """One packaging at a time: tests and the laptop stack share build/."""
    folders.BUILD.mkdir(exist_ok=True)
    with (folders.BUILD / ".packaging.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
