"""What is uploaded: the code that runs, for the machine it runs on, and nothing else."""

import re
import zipfile
from pathlib import PurePosixPath

import pytest

from tests.infra.documents import Template
from tools.packaging import folders
from tools.packaging.archives import entries, unzipped_size
from tools.packaging.assembly import Package
from tools.packaging.inspection import SIZE_LIMIT
from tools.packaging.targets import target_named
from tools.packaging.wheels import locked_pins

EXTENSION = re.compile(r"\.(cpython-\d+|abi3)[^/]*\.so$")


def _names(package: Package) -> set[str]:
    with zipfile.ZipFile(package.code) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(
    "unwanted",
    [
        pytest.param("__pycache__", id="caches"),
        pytest.param("tests", id="tests"),
        pytest.param(".chalice", id="build configuration"),
        pytest.param("pip", id="an installer"),
        pytest.param("moto", id="the stand-in for AWS"),
        pytest.param("layers", id="the recipe of the layer"),
        pytest.param("tools", id="our tools"),
    ],
)
def test_the_zip_leaves_out(unwanted: str, packaged: Package) -> None:
    assert not [name for name in _names(packaged) if unwanted in PurePosixPath(name).parts]


def test_the_zip_holds_every_source_file_of_the_library_and_the_functions(packaged: Package) -> None:
    sources = {
        path.relative_to(folders.PROJECT).as_posix()
        for package in folders.SOURCES
        for path in (folders.PROJECT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert sources | {"app.py", "chalice/app.py"} <= _names(packaged)


def test_the_zip_holds_every_locked_dependency(for_lambda: Package) -> None:
    pins = locked_pins(folders.LOCK.read_text("utf-8"), target_named("lambda"))
    wanted = {re.split(r"[= ]+", pin)[0].replace("-", "_").lower() for pin in pins}
    held = {
        name.partition(".dist-info/")[0].rsplit("-", 1)[0].replace("-", "_").lower()
        for name in _names(for_lambda)
        if ".dist-info/" in name
    }

    assert held == wanted


def test_every_extension_module_for_lambda_is_for_its_machine_and_python(for_lambda: Package) -> None:
    with zipfile.ZipFile(for_lambda.code) as code, zipfile.ZipFile(for_lambda.layer) as layer:
        extensions = [name for name in (*code.namelist(), *layer.namelist()) if EXTENSION.search(name)]

    assert len(extensions) > 10
    assert [name for name in extensions if "cpython-313-aarch64-linux-gnu" not in name and ".abi3." not in name] == []


def test_lambda_is_told_the_machine_and_python_that_the_zip_was_made_for(for_lambda: Package) -> None:
    for function in Template.read(for_lambda.template).of_type("AWS::Serverless::Function").values():
        assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])


def test_code_and_layer_fit_into_lambda(for_lambda: Package) -> None:
    assert unzipped_size(for_lambda.code) + unzipped_size(for_lambda.layer) < SIZE_LIMIT


def test_no_secret_is_packed(packaged: Package) -> None:
    secret = re.compile(rb"AKIA[0-9A-Z]{16}|-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----\n[A-Za-z0-9+/=]{40}")

    assert [name for name, content in entries(packaged.code) if secret.search(content)] == []


def test_botocore_describes_only_the_services_that_are_called(packaged: Package) -> None:
    described = {name.split("/")[2] for name in _names(packaged) if re.match(r"botocore/data/[^/]+/", name)}

    assert {"dynamodb", "s3", "sqs", "sns", "sesv2", "secretsmanager"} <= described
    assert len(described) <= 10


def test_every_file_can_be_read_by_lambda_and_has_no_date(packaged: Package) -> None:
    for archive in (packaged.code, packaged.layer):
        with zipfile.ZipFile(archive) as opened:
            for entry in opened.infolist():
                assert entry.date_time == (1980, 1, 1, 0, 0, 0)
                assert (entry.external_attr >> 16) & 0o444 == 0o444
