"""Chromium, and a running laptop stack for the journeys through all of it."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.laptop_stack import start_stack


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; absent on many machines, required in CI."""
    path = os.environ.get("CIVICLINE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        message = "no Chromium: install Debian's chromium, or name one in CIVICLINE_CHROMIUM"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The parsed local.json of a stack on free ports with the sample office; it ends after the last test."""
    running = start_stack(tmp_path_factory.mktemp("stack"))
    yield running.addresses
    running.end()
