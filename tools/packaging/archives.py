"""Zip files that are the same, byte for byte, for the same contents."""

import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: no clock and no checkout date in the archive."""

_FILE_MODE = (stat.S_IFREG | 0o644) << 16
_EXECUTABLE_MODE = (stat.S_IFREG | 0o755) << 16


def zip_folder(folder: Path, archive: Path) -> None:
    """Zip the files of `folder`, sorted by name."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    _write(archive, {name: path.read_bytes for name, path in files.items()})


def normalise(archive: Path) -> None:
    """Rewrite `archive` in place with sorted names, a fixed time and permissions Lambda can read."""
    rewritten = archive.with_suffix(".new")
    with zipfile.ZipFile(archive) as original:
        names = [one for one in original.namelist() if not one.endswith("/")]
        _write(rewritten, {name: _reader(original, name) for name in names})
    rewritten.replace(archive)


def entries(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The names in `archive` and their contents."""
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            yield name, opened.read(name)


def unzipped_size(archive: Path) -> int:
    """The bytes that `archive` takes when extracted."""
    with zipfile.ZipFile(archive) as opened:
        return sum(entry.file_size for entry in opened.infolist())


def _reader(archive: zipfile.ZipFile, name: str) -> Callable[[], bytes]:
    return lambda: archive.read(name)


def _write(archive: Path, contents: Mapping[str, Callable[[], bytes]]) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as opened:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = 3  # Unix, whatever packages: Lambda reads the permissions below
            entry.external_attr = _EXECUTABLE_MODE if ".so" in Path(name).suffixes else _FILE_MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            opened.writestr(entry, contents[name]())
