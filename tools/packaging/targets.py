"""Where the packaged code runs: Lambda, or the machine that packages."""

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.packaging.errors import PackagingError

_LAMBDA_TAGS = ("manylinux_2_34", "manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_17")
"""Lambda's python3.13 runs on Amazon Linux 2023, glibc 2.34. pip does not add the lower tags by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A machine and an interpreter; `markers` is what a lock's environment markers are judged by."""

    name: str
    runtime: str
    architecture: str
    pip_arguments: tuple[str, ...] = ()
    markers: Mapping[str, str] = field(default_factory=dict)

    @property
    def abi_tag(self) -> str:
        """The interpreter's part of an extension module's file name, such as `cpython-313`."""
        return "cpython-" + self.runtime.removeprefix("python").replace(".", "")


def target_named(name: str) -> Target:
    """The target `lambda` or `host`; raises `PackagingError` for another name."""
    match name:
        case "lambda":
            return _lambda()
        case "host":
            return _host()
    raise PackagingError(f"there is no target {name!r}: use lambda or host")


def _lambda() -> Target:
    platforms = [f"{tag}_aarch64" for tag in (*_LAMBDA_TAGS, "manylinux2014")]
    return Target(
        name="lambda",
        runtime="python3.13",
        architecture="arm64",
        pip_arguments=(
            *(argument for tag in platforms for argument in ("--platform", tag)),
            *("--python-version", "3.13", "--implementation", "cp"),
        ),
        markers={
            "python_version": "3.13",
            "python_full_version": "3.13.0",
            "implementation_name": "cpython",
            "implementation_version": "3.13.0",
            "platform_python_implementation": "CPython",
            "platform_machine": "aarch64",
            "platform_system": "Linux",
            "sys_platform": "linux",
            "os_name": "posix",
        },
    )


def _host() -> Target:
    is_arm = platform.machine().lower() in {"arm64", "aarch64"}
    return Target(
        name="host",
        runtime=f"python{sys.version_info.major}.{sys.version_info.minor}",
        architecture="arm64" if is_arm else "x86_64",
    )
