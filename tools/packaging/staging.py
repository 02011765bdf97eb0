"""A clean Chalice project, made anew from the source tree: Chalice packs whatever it finds."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tools.packaging import folders
from tools.packaging.errors import PackagingError
from tools.packaging.targets import Target
from tools.packaging.wheels import resolved

_LEFT_OUT = ("__pycache__", ".*", "tests", "*.pyc", "*.pyo", "*.orig", "*~")


def stage_names() -> list[str]:
    """The stages of chalice-config.json."""
    return sorted(json.loads(folders.CONFIGURATION.read_text(encoding="utf-8"))["stages"])


def stage(name: str, target: Target) -> Path:
    """Make the Chalice project of the stage `name` for `target`, and return its folder.

    Raises `PackagingError` where the stage is unknown, or app.py or a dependency is missing.
    """
    if name not in stage_names():
        raise PackagingError(f"chalice-config.json has no stage {name!r}: it has {', '.join(stage_names())}")
    app = folders.PROJECT / "app.py"
    if not app.is_file():
        raise PackagingError(f"{app} is missing: it is what Chalice packages")
    dependencies = resolved(folders.LOCK, target, folders.DEPENDENCIES)
    project = folders.staged(name, target.name)
    shutil.rmtree(project, ignore_errors=True)
    vendor = project / "vendor"
    shutil.copytree(dependencies, vendor, symlinks=True)
    for package in folders.SOURCES:
        shutil.copytree(folders.PROJECT / package, vendor / package, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    shutil.copy(app, project / "app.py")
    # Chalice would resolve these itself, for the Python that packages; vendor/ already has what is needed.
    (project / "requirements.txt").write_text("", encoding="utf-8")
    _configure(project / ".chalice")
    return project


def _configure(folder: Path) -> None:
    folder.mkdir()
    shutil.copy(folders.CONFIGURATION, folder / "config.json")
    shutil.copytree(folders.INFRASTRUCTURE / "policies", folder / "policies", ignore=shutil.ignore_patterns("*.md"))


def sources_digest(target: Target) -> str:
    """A digest of everything in the tree that a package is made from, the layer apart."""
    parts = [folders.PROJECT / "app.py", folders.CONFIGURATION, folders.LOCK]
    parts += [folders.PROJECT / package for package in folders.SOURCES]
    parts += [folders.INFRASTRUCTURE, Path(__file__).parent]
    digest = hashlib.sha256(f"{target.name} {target.runtime} {target.architecture}".encode())
    for part in parts:
        digest.update(tree_digest(part).encode())
    return digest.hexdigest()


def tree_digest(path: Path) -> str:
    """A digest of a file, or of the names and contents of a folder's files without caches."""
    digest = hashlib.sha256()
    for file in _files(path):
        digest.update(f"{file.relative_to(path)}\0".encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if name != "__pycache__")
        yield from (Path(folder) / name for name in sorted(files) if not name.endswith(".pyc"))
