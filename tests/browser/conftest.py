"""A running laptop stack, for the journeys through all of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.laptop_stack import start_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The parsed local.json of a stack on free ports with the sample office; it ends after the last test."""
    running = start_stack(tmp_path_factory.mktemp("stack"))
    yield running.addresses
    running.end()
