"""How long a function takes from a fresh interpreter to its first message, beside boto3 with one client.

Twice: as packaged, where Python compiles every module on the way (a Lambda's code folder can be written by nobody, so
no start profits from the one before), and with the modules compiled beforehand.
"""

import compileall
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns
from statistics import median
from tempfile import TemporaryDirectory

from tools.bench.errors import BenchmarkError
from tools.bench.office import PackagedOffice
from tools.bench.summaries import ratio
from tools.local.lambdas.functions import UnpackedCode

MAIN = Path(__file__).with_name("cold_start_main.py")
PEER = "boto3 with a client"
BARE = "bare Python"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is started: a module to import, and a client or the ports of a function to build."""

    name: str
    path: tuple[str, ...]
    environment: Mapping[str, str]
    module: str = ""
    client: str = ""
    ports: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Milliseconds from the start of the process: to the end of the import, and to readiness."""

    imported_ms: float
    ready_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdStart:
    """The median of some starts, as packaged and compiled beforehand, and how many times the peer's."""

    name: str
    packaged: Start
    compiled: Start
    times_peer: float


def cold_starts(office: PackagedOffice, runs: int, progress: Callable[[str], None]) -> list[ColdStart]:
    """Start everything `runs` times in both ways, in turns."""
    with TemporaryDirectory() as folder:
        ignore = ignore_patterns("__pycache__")
        code = Path(copytree(office.code.code, Path(folder) / "code", ignore=ignore))
        if office.code.layer is None:
            raise BenchmarkError("there is no layer to start with")
        layer = Path(copytree(office.code.layer, Path(folder) / "layer", ignore=ignore))
        subjects = _subjects(office, UnpackedCode(code=code, layer=layer))
        progress("as packaged")
        packaged = _measured(subjects, runs)
        progress("compiled beforehand")
        compileall.compile_dir(folder, quiet=2, workers=1)
        compiled = _measured(subjects, runs)
    peer = packaged[PEER].ready_ms
    return [
        ColdStart(name=name, packaged=packaged[name], compiled=compiled[name], times_peer=ratio(start.ready_ms, peer))
        for name, start in packaged.items()
    ]


def _subjects(office: PackagedOffice, copy: UnpackedCode) -> list[Subject]:
    """The functions of the template; the console's handler is the whole application."""
    found = []
    for logical_id, function in office.functions.items():
        name = "console" if logical_id == "APIHandler" else logical_id.lower()
        found.append(
            Subject(
                name=name,
                path=tuple(_moved(part, office.code, copy) for part in function.path),
                environment=dict(function.environment),
                module=function.handler.rpartition(".")[0],
                ports=name,
            )
        )
    path, environment = (str(copy.code),), found[0].environment
    return [
        Subject(name=BARE, path=path, environment=environment),
        Subject(name=PEER, path=path, environment=environment, module="boto3", client="dynamodb"),
        *found,
    ]


def _moved(path: str, original: UnpackedCode, copy: UnpackedCode) -> str:
    return path.replace(str(original.code), str(copy.code)).replace(str(original.layer), str(copy.layer))


def _measured(subjects: Sequence[Subject], runs: int) -> dict[str, Start]:
    """One start of each in turn, so that whatever else the machine does meets all; the first round warms the disk."""
    starts: dict[str, list[Start]] = {subject.name: [] for subject in subjects}
    for number in range(runs + 1):
        for subject in subjects:
            start = _start(subject)
            if number:
                starts[subject.name].append(start)
    return {
        name: Start(
            imported_ms=median(one.imported_ms for one in found), ready_ms=median(one.ready_ms for one in found)
        )
        for name, found in starts.items()
    }


def _start(subject: Subject) -> Start:
    job = {"path": subject.path, "module": subject.module, "client": subject.client, "ports": subject.ports}
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", str(MAIN)],
        input=json.dumps(job),
        text=True,
        env=dict(subject.environment),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise BenchmarkError(f"{subject.name} does not start: {done.stderr[-500:]}")
    _, imported, ready = json.loads(done.stdout.splitlines()[-1])
    return Start(imported_ms=(imported - started) * 1000, ready_ms=(ready - started) * 1000)
