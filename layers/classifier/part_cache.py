"""Parts of a build, kept under a hash of what they are made from."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

Maker = Callable[[Path, Callable[[str], None]], None]
"""Fills an existing, empty folder, and tells its progress."""


def content_hash(*inputs: Path | str) -> str:
    """Sixteen hexadecimal digits over texts and the contents of files, in their order."""
    digest = hashlib.sha256()
    for one in inputs:
        content = one.read_bytes() if isinstance(one, Path) else one.encode()
        digest.update(f"{len(content)}:".encode() + content)
    return digest.hexdigest()[:16]


class PartCache:
    """Folders `ROOT/KIND/HASH`, each complete or absent, however a build ends and whoever builds at the same time."""

    def __init__(self, root: Path, progress: Callable[[str], None]) -> None:
        self._root = root
        self._progress = progress

    def part(self, kind: str, key: str, make: Maker) -> Path:
        """The folder of a part, made now if it is not there."""
        folder = self._root / kind / key
        if folder.is_dir():
            return folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(prefix=f".{key}-", dir=folder.parent))
        try:
            make(unfinished, self._progress)
            unfinished.chmod(0o755)
            self._publish(unfinished, folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return folder

    @staticmethod
    def _publish(unfinished: Path, folder: Path) -> None:
        try:
            unfinished.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another build was first; equal inputs made an equal part
                raise

    @staticmethod
    def copy(part: Path, destination: Path) -> None:
        """Put the files of a part into `destination`, as hard links where the file system can."""
        shutil.copytree(part, destination, dirs_exist_ok=True, copy_function=_link_or_copy)


def _link_or_copy(source: str, destination: str) -> None:
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)
