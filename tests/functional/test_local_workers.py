"""A packaged function runs in a process of its own, as in Lambda, and never outlives the stack."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.functional.laptop import a_function, load_sample, write_module
from tools.local.lambdas.functions import UnpackedCode, functions_of
from tools.local.lambdas.workers import Worker, WorkerStartError

OFFICE = """
import json, os, sys, time

def answer(event, context):
    return {"event": event, "who": context.function_name, "left": context.get_remaining_time_in_millis(),
            "memory": context.memory_limit_in_mb, "arn": context.invoked_function_arn}

def look(event, context):
    return {"environment": dict(os.environ), "path": sys.path}

def fail(event, context):
    raise ValueError("no such topic")

def hang(event, context):
    if event.get("hang"):
        time.sleep(60)
    return os.getpid()

def leave(event, context):
    if event.get("leave"):
        os._exit(3)
    return os.getpid()

def unsayable(event, context):
    return {1, 2}

def chat(event, context):
    print("printed by the handler")
    return "x" * 300_000
"""


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Any]:
    """Starts workers for the functions of a small package, and ends them."""
    write_module(tmp_path / "code", "office", OFFICE)
    started: list[Worker] = []

    def start(handler: str, **changes: Any) -> Worker:
        function = a_function(handler=handler, path=(str(tmp_path / "code"),), **changes)
        worker = Worker(function, tmp_path / "logs")
        started.append(worker)
        worker.start()
        return worker

    yield start
    for worker in started:
        worker.stop()


def test_a_function_gets_its_event_and_learns_who_it_is(workers: Any) -> None:
    result = workers("office.answer").invoke({"text": "Straße"}).result
    assert result["event"] == {"text": "Straße"}
    assert (result["who"], result["memory"]) == ("office-inbound", "256")
    assert result["arn"].endswith(":function:office-inbound")
    assert 0 < result["left"] <= 5000


def test_nothing_but_the_package_and_the_standard_library_is_on_the_path(workers: Any) -> None:
    result = workers("office.look", environment={"CIVICLINE_STAGE": "dev"}).invoke({}).result
    assert not [entry for entry in result["path"] if "site-packages" in entry]
    assert result["environment"]["CIVICLINE_STAGE"] == "dev"
    assert "VIRTUAL_ENV" not in result["environment"]


def test_an_exception_is_told_as_lambda_tells_it(workers: Any) -> None:
    error = workers("office.fail").invoke({}).error
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no such topic")
    assert error["stackTrace"]


def test_an_answer_that_is_no_json_is_an_error(workers: Any) -> None:
    assert workers("office.unsayable").invoke({}).error["errorType"] == "TypeError"


def test_a_large_answer_arrives_whole_and_prints_go_to_the_log(workers: Any, tmp_path: Path) -> None:
    assert len(workers("office.chat").invoke({}).result) == 300_000
    assert "printed by the handler" in (tmp_path / "logs" / "Inbound.log").read_text(encoding="utf-8")


def test_a_function_that_takes_too_long_is_ended_and_the_next_call_finds_a_new_one(workers: Any) -> None:
    worker = workers("office.hang", timeout_seconds=0.5)
    first = worker.invoke({}).result
    assert worker.invoke({"hang": True}).error["errorType"] == "Sandbox.Timedout"
    assert not _exists(first)
    assert worker.invoke({}).result != first


def test_a_function_that_dies_is_told_and_started_anew(workers: Any) -> None:
    worker = workers("office.leave")
    first = worker.invoke({}).result
    assert worker.invoke({"leave": True}).error["errorType"] == "Runtime.ExitError"
    assert worker.invoke({}).result != first


def test_a_handler_that_cannot_be_imported_stops_the_start_and_names_its_log(workers: Any) -> None:
    with pytest.raises(WorkerStartError, match=r"office\.absent does not start.*Inbound\.log"):
        workers("office.absent")


def test_a_stopped_function_takes_no_more_calls(workers: Any) -> None:
    worker = workers("office.answer")
    worker.stop()
    assert worker.invoke({}).error["errorType"] == "Stopped"


@pytest.mark.usefixtures("account")
def test_a_function_gets_the_environment_of_the_template_and_lambdas_own(tmp_path: Path) -> None:
    loaded = load_sample()
    code = UnpackedCode(code=tmp_path / "code", layer=tmp_path / "layer")
    (function,) = functions_of(loaded, code, endpoint="http://127.0.0.1:5050", region="us-east-1")
    assert function.environment["QUEUE"] == loaded.resources["Inbound"].created.reference
    assert function.environment["AWS_LAMBDA_FUNCTION_NAME"] == "office-Receive"
    assert function.environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:5050"
    assert function.path == (str(tmp_path / "code"),)


@pytest.mark.usefixtures("account")
def test_only_a_function_with_the_layer_has_it_on_its_path_and_paths_into_it_are_real(tmp_path: Path) -> None:
    from tests.functional.laptop import a_template

    template = a_template()
    template["Resources"]["Receive"]["Properties"]["Layers"] = ["arn:layer"]
    code = UnpackedCode(code=tmp_path / "code", layer=tmp_path / "layer")
    (function,) = functions_of(load_sample(template), code, endpoint="http://x", region="us-east-1")
    assert function.path == (str(tmp_path / "code"), str(tmp_path / "layer" / "python"))
    assert function.environment["MODEL"] == str(tmp_path / "layer" / "model")


def test_a_function_in_the_middle_of_a_call_leaves_when_the_stack_is_killed(tmp_path: Path) -> None:
    write_module(tmp_path / "code", "office", OFFICE)
    stack = write_module(
        tmp_path,
        "stack",
        textwrap.dedent(f"""
        import sys, threading
        from pathlib import Path
        from tests.functional.laptop import a_function
        from tools.local.lambdas.workers import Worker

        worker = Worker(a_function(handler="office.hang", path=({str(tmp_path / "code")!r},), timeout_seconds=60.0),
                        Path({str(tmp_path / "logs")!r}))
        worker.start()
        pid = worker.invoke({{}}).result
        threading.Thread(target=worker.invoke, args=({{"hang": True}},), daemon=True).start()
        print(pid, flush=True)
        sys.stdin.read()
        """),
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(  # noqa: S603 - a program of this test
        [sys.executable, str(stack)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        worker_pid = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
    assert _leaves(worker_pid)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split(")")[1].split()[0] != "Z"


def _leaves(pid: int) -> bool:
    """Wait for a process that is not our child to end; the kernel tells by its pidfd."""
    import select

    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        readable, _, _ = select.select([descriptor], [], [], 10)
        return bool(readable)
    finally:
        os.close(descriptor)
