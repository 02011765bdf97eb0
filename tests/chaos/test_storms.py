"""The whole flow under faults: real handlers and adapters, 20,000 messages, and every line and call in turn.

In a process of its own, where no coverage is measured: tracing is how the storms crash at a line.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conftest import PROJECT

MESSAGES = int(os.environ.get("CIVICLINE_CHAOS_MESSAGES", "20000"))


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What came of it; the page that people read is shown where a test fails."""
    told = tmp_path_factory.mktemp("chaos") / "chaos.json"
    command = [sys.executable, "-W", "ignore", "-m", "tools.chaos", "--messages", str(MESSAGES), "--output", str(told)]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603
    sys.stdout.write(f"{run.stdout}\n{run.stderr}")
    return json.loads(told.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "wrong", ["lost", "duplicated", "wrongly silent", "wrongly sent", "untrue records", "miscounted"]
)
def test_under_any_fault_nothing_is(wrong: str, storm: Mapping[str, Any]) -> None:
    assert storm["messages"] >= MESSAGES
    assert storm["wrong"][wrong] == 0, storm["shortest"]


def test_a_crash_at_any_line_or_call_costs_at_most_a_persons_glance(storm: Mapping[str, Any]) -> None:
    assert storm["every_point"]["lines"] > 1_000
    assert storm["every_point"]["calls"] > 1_000
    assert storm["every_point"]["wrong"] == 0, storm["exercise_violations"]


def test_every_kind_of_fault_has_struck(storm: Mapping[str, Any]) -> None:
    from tools.chaos.faults import FaultKind

    assert set(storm["faults"]) == set(FaultKind)
    assert all(storm["disorder"].values())


def test_nearly_every_message_that_is_owed_a_reply_gets_it(storm: Mapping[str, Any]) -> None:
    fates = storm["fates"]
    left = fates["left to a person because nobody knows whether the reply left"]
    assert left < 0.05 * fates["answered"], "a third of all runs are struck, and still few need a person"
