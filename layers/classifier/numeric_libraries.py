"""The layer's python/ folder: the numeric libraries of requirements/layer.in, pinned by the lock, and trimmed."""

import compileall
import platform
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

from layers.classifier.errors import BuildError
from layers.classifier.pip_runs import Progress, run_pip

LIBRARIES = ("numpy", "onnxruntime", "py3langid", "tokenizers")
"""Installed without their dependencies: those serve downloads, command lines and conversions, never inference."""

_LAMBDA_GLIBC = (34, 28, 27, 17)
"""Lambda's python3.13 runs on Amazon Linux 2023, glibc 2.34; pip does not infer the older tags by itself."""

_UNUSED = (
    "bin",
    "**/__pycache__",
    "**/tests",
    "**/*.pyi",
    "numpy/_core/include",
    "numpy/_core/lib",
    "numpy/_core/_simd.*",
    "numpy/_core/*_tests.*",
    "numpy/distutils",
    "numpy/f2py",
    "numpy/random/include",
    "numpy/random/lib",
    "numpy/testing",
    "onnxruntime/backend",
    "onnxruntime/capi/libonnxruntime.so*",
    "onnxruntime/datasets",
    "onnxruntime/quantization",
    "onnxruntime/tools",
    "onnxruntime/transformers",
)
"""Compilers' headers, tests, converters, and a second copy of the runtime for programs in C."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a layer runs: the name, pip's arguments to resolve for it, and the environment of its markers."""

    name: str
    pip_arguments: tuple[str, ...] = ()
    markers: Mapping[str, str] | None = None

    @property
    def tag(self) -> str:
        """The interpreter and machine, for the cache and the manifest."""
        if self.markers:
            return f"cp{self.markers['python_version'].replace('.', '')}-{self.markers['platform_machine']}"
        version = f"{sys.version_info.major}{sys.version_info.minor}"
        return f"cp{version}-{sys.platform}-{platform.machine().lower()}"

    @property
    def is_compiled(self) -> bool:
        """Whether the Python that builds is the one that runs: another's byte code would not be read."""
        here = f"{sys.version_info.major}.{sys.version_info.minor}"
        return not self.markers or self.markers["python_version"] == here


def _on_lambda(name: str, machine: str) -> Target:
    """Lambda's python3.13 on a machine: aarch64, which Lambda calls arm64, or x86_64."""
    platforms = (*(f"manylinux_2_{glibc}_{machine}" for glibc in _LAMBDA_GLIBC), f"manylinux2014_{machine}")
    return Target(
        name=name,
        pip_arguments=(
            *(argument for tag in platforms for argument in ("--platform", tag)),
            *("--python-version", "3.13", "--implementation", "cp"),
        ),
        markers={
            "python_version": "3.13",
            "python_full_version": "3.13.0",
            "sys_platform": "linux",
            "platform_system": "Linux",
            "platform_machine": machine,
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "os_name": "posix",
        },
    )


HOST = Target(name="host")
LAMBDA = _on_lambda("lambda", "aarch64")
LAMBDA_X86 = _on_lambda("lambda-x86_64", "x86_64")
TARGETS = {target.name: target for target in (LAMBDA, LAMBDA_X86, HOST)}


def locked_pins(lock: str, target: Target) -> list[str]:
    """The lines of the lock, with hashes, that pin `LIBRARIES` on `target`; markers are resolved and dropped.

    pip would judge the markers by the machine that builds, not the one that runs.
    Raises `BuildError` where the lock does not pin exactly one version of each.
    """
    pins: dict[str, str] = {}
    for requirement, hashes in _requirements(lock):
        if requirement.name not in LIBRARIES:
            continue
        if requirement.marker is None or requirement.marker.evaluate(dict(target.markers or {})):
            pins[requirement.name] = f"{requirement.name}{requirement.specifier} {' '.join(hashes)}"
    if missing := sorted(set(LIBRARIES) - pins.keys()):
        raise BuildError(f"requirements/dev.lock does not pin {', '.join(missing)}: lock requirements/layer.in again")
    return [pins[name] for name in LIBRARIES]


def _requirements(lock: str) -> Iterator[tuple[Requirement, list[str]]]:
    for entry in lock.replace("\\\n", " ").splitlines():
        if not entry.strip() or entry.lstrip().startswith("#"):
            continue
        requirement, *hashes = re.split(r"\s+(?=--hash=)", entry.strip())
        yield Requirement(requirement), [one.strip() for one in hashes]


def install_libraries(folder: Path, pins: list[str], target: Target, progress: Progress) -> None:
    """Install and trim the pinned libraries into `folder`, which exists and is empty.

    Raises `BuildError` where pip cannot fetch one, or a file is not the one that was locked.
    """
    progress(f"installing {', '.join(LIBRARIES)} for {target.tag}")
    with TemporaryDirectory() as scratch:
        listed = Path(scratch) / "layer.txt"
        listed.write_text("\n".join(pins) + "\n", encoding="utf-8")
        arguments = ["install", "--no-deps", "--no-compile", "--only-binary=:all:", "--require-hashes"]
        arguments += ["--requirement", str(listed), "--target", str(folder), *target.pip_arguments]
        run_pip(f"the libraries of the layer for {target.tag}", arguments)
    for pattern in _UNUSED:
        for path in sorted(folder.glob(pattern)):
            _remove(path)


def compile_libraries(folder: Path) -> None:
    """Put the byte code of all modules beside them: where it runs the layer is read-only, and each cold start would
    compile numpy anew.

    It is never compared with its source (PEP 552), whose times a layer does not keep. Raises `BuildError`.
    """
    unchecked = PycInvalidationMode.UNCHECKED_HASH
    if not compileall.compile_dir(folder, quiet=1, stripdir=folder, invalidation_mode=unchecked, workers=1):
        raise BuildError(f"a module in {folder} cannot be compiled: see above")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
