"""An empty account in this process, for what the functional tests need of AWS."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from civicline.runtime import bootstrap
from tests.functional.deployed import Account
from tests.functional.laptop import REGION


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account; the environment keeps real credentials out of reach."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        yield


@pytest.fixture
def deployed(account: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """The functions in that account, with one office."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Civicline")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "test")
    yield Account(monkeypatch)
    bootstrap.forget()
