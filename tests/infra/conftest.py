"""The package of each stage, made once for this machine and kept in build/ between runs."""

from pathlib import Path

import pytest

from tests.infra.documents import Template
from tools.packaging import folders
from tools.packaging.assembly import Package, package
from tools.packaging.translation import translate


def _silent(_: str) -> None:
    return None


@pytest.fixture(scope="session", params=["dev", "prod"])
def stage(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def packaged(stage: str) -> Package:
    return package(stage, "host", progress=_silent)


@pytest.fixture(scope="session")
def sam(packaged: Package) -> Template:
    """The template as it is deployed, with SAM's resources."""
    return Template.read(packaged.template)


@pytest.fixture(scope="session")
def template(packaged: Package) -> Template:
    """The template as CloudFormation sees it."""
    return Template(translate(packaged.template))


@pytest.fixture(scope="session")
def for_lambda() -> Package:
    """What is really deployed: arm64, whatever machine packages."""
    return package("prod", "lambda", progress=_silent)


@pytest.fixture(scope="session")
def for_this_machine() -> Package:
    """The development stage, to be run."""
    return package("dev", "host", progress=_silent)


@pytest.fixture(scope="session")
def built_layer(for_this_machine: Package) -> Path:
    """The folder that the layer's zip was made from."""
    assert for_this_machine.layer.is_file()
    return folders.layer("host")
