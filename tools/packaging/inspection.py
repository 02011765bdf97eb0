"""A last look at what was packaged, since Chalice and pip can leave something out and still succeed."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.packaging.archives import entries, unzipped_size
from tools.packaging.errors import PackagingError
from tools.packaging.parts import Document
from tools.packaging.targets import Target

SIZE_LIMIT = 250 * 1024 * 1024
"""Bytes of code and layers, unzipped: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

_FORBIDDEN = re.compile(
    r"(^|/)(tests|\.git|\.chalice|\.venv|node_modules)/|(^|/)\.env|(^|/)(id_rsa|credentials)$|\.key$"
)
_MACHINES = {"arm64": 0xB7, "x86_64": 0x3E}
"""e_machine of an ELF header, https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html"""


def inspect_package(code: Path, layer: Path, template: Document, target: Target) -> None:
    """Raise `PackagingError` with every fault of the code zip, the layer zip and the template's handlers."""
    faults = [
        *_content_faults(code, target),
        *_content_faults(layer, target),
        *_byte_code_faults(code, layer, target),
        *_handler_faults(code, template),
    ]
    size = unzipped_size(code) + unzipped_size(layer)
    if size > SIZE_LIMIT:
        faults.append(f"code and layer take {size} bytes unzipped; Lambda allows {SIZE_LIMIT}")
    if faults:
        raise PackagingError("the package is not fit to deploy:\n" + "\n".join(faults))


def _content_faults(archive: Path, target: Target) -> Iterator[str]:
    for name, content in entries(archive):
        if _FORBIDDEN.search(name):
            yield f"{archive.name} holds {name}, which no function needs"
        if content.startswith(b"\x7fELF"):
            yield from _extension_faults(name, content, target)


def _byte_code_faults(code: Path, layer: Path, target: Target) -> Iterator[str]:
    """The layer may bring the byte code of its libraries for the target's interpreter."""
    yield from (f"{code.name} holds {name}, which no function needs" for name in _byte_code(code))
    for name in _byte_code(layer):
        if f".{target.abi_tag}." not in name:
            yield f"{name} is for another interpreter than {target.abi_tag}"


def _byte_code(archive: Path) -> list[str]:
    return [name for name, _ in entries(archive) if name.endswith(".pyc")]


def _extension_faults(name: str, content: bytes, target: Target) -> Iterator[str]:
    machine = int.from_bytes(content[18:20], "little")
    if machine != _MACHINES[target.architecture]:
        yield f"{name} is for another machine (ELF {machine:#x}) than {target.architecture}"
    if ".cpython-" in name and target.abi_tag not in name:
        yield f"{name} is for another interpreter than {target.abi_tag}"


def _handler_faults(code: Path, template: Document) -> Iterator[str]:
    names = {name for name, _ in entries(code)}
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            module = resource["Properties"]["Handler"].rpartition(".")[0].replace(".", "/") + ".py"
            if module not in names:
                yield f"{logical_id} is handled by {module}, which {code.name} does not hold"
