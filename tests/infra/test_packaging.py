"""The packaging refuses what Chalice, pip and YAML would let pass in silence."""

import zipfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tools import package as package_command
from tools import stage as stage_command
from tools.packaging import folders
from tools.packaging.archives import normalise, zip_folder
from tools.packaging.errors import PackagingError
from tools.packaging.inspection import inspect_package
from tools.packaging.parts import join_parts, read_part
from tools.packaging.targets import target_named
from tools.packaging.template import check_merge, finish
from tools.packaging.wheels import locked_pins

LAMBDA = target_named("lambda")
HASH = "--hash=sha256:" + "0" * 64
ELF_AARCH64 = b"\x7fELF" + bytes(14) + b"\xb7\x00"
ELF_X86_64 = b"\x7fELF" + bytes(14) + b"\x3e\x00"


def _part(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("!Ref Stage", {"Ref": "Stage"}, id="a reference"),
        pytest.param("!Sub '${Table.Arn}/*'", {"Fn::Sub": "${Table.Arn}/*"}, id="a substitution"),
        pytest.param("!GetAtt Table.StreamArn", {"Fn::GetAtt": ["Table", "StreamArn"]}, id="an attribute"),
        pytest.param(
            "!GetAtt [Nested, Outputs.Arn]", {"Fn::GetAtt": ["Nested", "Outputs.Arn"]}, id="an attribute as a list"
        ),
        pytest.param(
            "!If [Prod, !Ref A, 1]", {"Fn::If": ["Prod", {"Ref": "A"}, 1]}, id="a choice with a reference in it"
        ),
        pytest.param("!Condition Prod", {"Condition": "Prod"}, id="a condition"),
    ],
)
def test_short_forms_of_cloudformation_are_understood(written: str, meant: Any, tmp_path: Path) -> None:
    part = _part(tmp_path, "data.yaml", f"Resources: {{Thing: {{Type: T, Properties: {{Value: {written}}}}}}}")

    assert read_part(part)["Resources"]["Thing"]["Properties"]["Value"] == meant


def test_a_resource_described_in_two_parts_fails_the_build(tmp_path: Path) -> None:
    _part(tmp_path, "data.yaml", "Resources: {Table: {Type: T}}")
    _part(tmp_path, "mail.yaml", "Resources: {Table: {Type: T}}")

    with pytest.raises(PackagingError, match=r"Table is in data\.yaml and again in mail\.yaml"):
        join_parts(tmp_path)


def test_a_resource_described_twice_in_one_part_fails_the_build(tmp_path: Path) -> None:
    part = _part(tmp_path, "data.yaml", "Resources:\n  Table: {Type: A}\n  Table: {Type: B}\n")

    with pytest.raises(PackagingError, match="'Table' is given twice"):
        read_part(part)


def test_a_misspelt_section_fails_the_build(tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match="Resource"):
        read_part(_part(tmp_path, "data.yaml", "Resource: {Table: {Type: T}}"))


def test_a_part_that_is_not_yaml_fails_the_build(tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match="is not YAML"):
        read_part(_part(tmp_path, "data.yaml", "Resources: [unclosed"))


def test_an_addition_to_a_function_that_does_not_exist_fails_the_build() -> None:
    misspelt = {"Resources": {"Inbuond": {"Properties": {"Timeout": 1}}}}

    with pytest.raises(PackagingError, match="Inbuond adds to a resource that Chalice does not generate"):
        check_merge(misspelt, misspelt)


def test_a_new_resource_with_a_generated_name_fails_the_build() -> None:
    parts = {"Resources": {"InboundRole": {"Type": "AWS::IAM::Role", "Properties": {"Path": "/"}}}}
    merged = {"Resources": {"InboundRole": {"Type": "AWS::IAM::Role", "Properties": {"Path": "/", "Policies": []}}}}

    with pytest.raises(PackagingError, match="InboundRole is new in infra/"):
        check_merge(merged, parts)


def test_two_intrinsics_merged_into_one_another_fail_the_build() -> None:
    mixed = {"Fn::Sub": "${A}", "Fn::GetAtt": ["A", "Arn"]}
    merged = {"Resources": {"A": {"Type": "T", "Properties": {"Arn": mixed}}}}

    with pytest.raises(PackagingError, match=r"Resources\.A\.Properties\.Arn has the keys Fn::GetAtt, Fn::Sub at once"):
        check_merge(merged, {"Resources": {}})


def test_an_api_that_would_call_another_name_than_its_handler_has_fails_the_build() -> None:
    merged = {
        "Parameters": {"Stage": {}},
        "Resources": {"APIHandler": {"Type": "AWS::Serverless::Function", "Properties": {"FunctionName": "web"}}},
    }

    with pytest.raises(PackagingError, match="APIHandler is named web"):
        finish(merged, "dev", LAMBDA)


def test_requirements_are_chosen_for_the_python_that_will_run_not_the_one_that_packages() -> None:
    lock = (
        f"old==1 ; python_full_version < '3.13' \\\n    {HASH}\n"
        f"new==2 ; python_full_version >= '3.13' and platform_machine == 'aarch64' \\\n    {HASH} \\\n    {HASH}\n"
        f"windows==3 ; sys_platform == 'win32' \\\n    {HASH}\n"
        f"# a comment\nalways==4 \\\n    {HASH}\n"
    )

    assert locked_pins(lock, LAMBDA) == [f"new==2 {HASH} {HASH}", f"always==4 {HASH}"]


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(PackagingError, match="no target 'windows'"):
        target_named("windows")


def test_the_same_contents_make_the_same_zip(tmp_path: Path) -> None:
    archives = []
    for order in (("b.py", "a.py"), ("a.py", "b.py")):
        folder = tmp_path / order[0]
        folder.mkdir()
        for name in order:
            (folder / name).write_text(name, encoding="utf-8")
        archives.append(tmp_path / f"{order[0]}.zip")
        zip_folder(folder, archives[-1])

    assert archives[0].read_bytes() == archives[1].read_bytes()


def test_a_normalised_zip_keeps_its_contents_and_loses_its_dates(tmp_path: Path) -> None:
    archive = tmp_path / "code.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(zipfile.ZipInfo("z.py", (2026, 1, 2, 3, 4, 6)), "z")
        opened.writestr(zipfile.ZipInfo("a/", (2026, 1, 2, 3, 4, 6)), "")
        opened.writestr(zipfile.ZipInfo("a/lib.so", (2026, 1, 2, 3, 4, 6)), "l")

    normalise(archive)

    with zipfile.ZipFile(archive) as opened:
        assert opened.namelist() == ["a/lib.so", "z.py"]
        assert opened.read("z.py") == b"z"
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        pytest.param("a/__pycache__/b.cpython-313.pyc", b"", "no function needs", id="a cache"),
        pytest.param("lib/tests/test_a.py", b"", "no function needs", id="a library's tests"),
        pytest.param(".env", b"", "no function needs", id="an environment file"),
        pytest.param("a.cpython-313-x86_64-linux-gnu.so", ELF_X86_64, "another machine", id="a wheel for a laptop"),
        pytest.param(
            "a.cpython-311-aarch64-linux-gnu.so", ELF_AARCH64, "another interpreter", id="a wheel for an old Python"
        ),
    ],
)
def test_a_zip_that_lambda_could_not_use_is_refused(name: str, content: bytes, fault: str, tmp_path: Path) -> None:
    code, layer = tmp_path / "code.zip", tmp_path / "layer.zip"
    for archive in (code, layer):
        with zipfile.ZipFile(archive, "w") as opened:
            opened.writestr(name if archive == code else "fine.py", content)

    with pytest.raises(PackagingError, match=fault):
        inspect_package(code, layer, {"Resources": {}}, LAMBDA)


@pytest.mark.parametrize(
    ("version", "is_fit"),
    [pytest.param("313", True, id="lambdas-own"), pytest.param("311", False, id="another-interpreters")],
)
def test_the_layers_byte_code_is_of_the_interpreter_that_reads_it(version: str, is_fit: bool, tmp_path: Path) -> None:
    code, layer = tmp_path / "code.zip", tmp_path / "layer.zip"
    for archive, name in ((code, "app.py"), (layer, f"python/numpy/__pycache__/a.cpython-{version}.pyc")):
        with zipfile.ZipFile(archive, "w") as opened:
            opened.writestr(name, b"")

    refusal = nullcontext() if is_fit else pytest.raises(PackagingError, match="another interpreter")
    with refusal:
        inspect_package(code, layer, {"Resources": {}}, LAMBDA)


def test_a_handler_that_is_not_in_the_zip_is_refused(tmp_path: Path) -> None:
    code = tmp_path / "code.zip"
    with zipfile.ZipFile(code, "w") as opened:
        opened.writestr("app.py", "")
    function = {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "functions.reply.handler.reply"}}

    with pytest.raises(PackagingError, match=r"Reply is handled by functions/reply/handler\.py"):
        inspect_package(code, code, {"Resources": {"Reply": function}}, LAMBDA)


def test_an_unknown_stage_is_refused_with_the_stages_there_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "layer").mkdir()
    arguments = [
        "--stage",
        "staging",
        "--target",
        "host",
        "--layer",
        str(tmp_path / "layer"),
        "--out",
        str(tmp_path / "out"),
    ]

    assert package_command.main(arguments) == 1
    assert "no stage 'staging': it has dev, prod" in capsys.readouterr().err


def test_a_staged_project_has_what_chalice_reads_and_nothing_for_it_to_resolve(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert stage_command.main(["--stage", "dev", "--target", "host"]) == 0

    project = Path(capsys.readouterr().out.strip())
    assert (project / "requirements.txt").read_text("utf-8") == ""
    assert (project / ".chalice" / "config.json").read_bytes() == folders.CONFIGURATION.read_bytes()
    assert {path.stem for path in (project / ".chalice" / "policies").iterdir()} == {
        "inbound",
        "classify",
        "reply",
        "delivery",
        "report",
        "drift",
        "console",
    }
    assert (project / "vendor" / "functions" / "inbound" / "handler.py").is_file()
    assert not list(project.rglob("__pycache__"))


def test_an_unknown_stage_is_not_staged(capsys: pytest.CaptureFixture[str]) -> None:
    assert stage_command.main(["--stage", "staging"]) == 1
    assert "no stage 'staging'" in capsys.readouterr().err
