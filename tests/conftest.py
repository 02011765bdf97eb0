"""Fixtures shared by all suites."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parents[1]

settings.register_profile("civicline", deadline=None)  # what a test finds must not depend on how busy a machine is
settings.load_profile("civicline")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data and public vectors; absent on most machines, required in CI."""
    folder = Path(os.environ.get("CIVICLINE_DATA", PROJECT.parent / "shared" / "data")).resolve()
    if not folder.is_dir():
        message = f"no shared data at {folder}: set CIVICLINE_DATA to its folder"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder
