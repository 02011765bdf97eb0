"""The model folder and its manifest."""

import json
from pathlib import Path

import pytest

from civicline.adapters.classifier_files import HASHED_BYTES, read_manifest, sha256_of
from civicline.domain.errors import ModelArtefactError


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model folder with one small file, as the build would have written it."""
    (tmp_path / "tokenizer.json").write_text("{}")
    write_manifest(tmp_path)
    return tmp_path


def write_manifest(folder: Path, **changes: object) -> None:
    path = folder / "tokenizer.json"
    entry = {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
    manifest = {"format": 1, "encoder": {"identity": "e1"}, "heads": {"city": "city-1"}, "files": {path.name: entry}}
    (folder / "manifest.json").write_text(json.dumps({**manifest, **changes}))


def test_a_file_that_is_what_the_manifest_says_is_given_out(model: Path) -> None:
    files = read_manifest(model)
    assert files.path("tokenizer.json") == model / "tokenizer.json"
    assert files.encoder == "e1"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"[]", "damaged", id="same size, other content"),
        pytest.param(b"{", "damaged", id="cut off"),
        pytest.param(None, "No such file", id="gone"),
    ],
)
def test_a_damaged_file_is_refused_with_the_command_that_mends_it(
    model: Path, content: bytes | None, reason: str
) -> None:
    (model / "tokenizer.json").unlink()
    if content is not None:
        (model / "tokenizer.json").write_bytes(content)
    with pytest.raises(ModelArtefactError, match=reason) as raised:
        read_manifest(model).path("tokenizer.json")
    assert "python -m layers.classifier.build" in str(raised.value)


def test_of_a_large_file_only_the_size_is_compared(model: Path) -> None:
    large = model / "encoder.onnx"
    with large.open("wb") as file:
        file.truncate(HASHED_BYTES + 1)
    write_manifest(model, files={"encoder.onnx": {"bytes": HASHED_BYTES + 1, "sha256": "not compared"}})
    assert read_manifest(model).path("encoder.onnx") == large


def test_a_file_that_is_not_listed_is_not_given_out(model: Path) -> None:
    (model / "stranger.bin").write_bytes(b"x")
    with pytest.raises(ModelArtefactError, match="does not list"):
        read_manifest(model).path("stranger.bin")


@pytest.mark.parametrize("head", ["town", "../city", ""])
def test_a_head_that_the_layer_does_not_have_is_refused_with_those_it_has(model: Path, head: str) -> None:
    with pytest.raises(ModelArtefactError, match="it has: city"):
        read_manifest(model).head_folder(head)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="a list"),
        pytest.param('{"format": 1}', id="without its parts"),
        pytest.param('{"format": 2}', id="of a later format"),
    ],
)
def test_a_manifest_that_is_not_understood_is_refused_with_a_remedy(model: Path, content: str) -> None:
    (model / "manifest.json").write_text(content)
    with pytest.raises(ModelArtefactError, match="build the layer again"):
        read_manifest(model)


def test_a_folder_without_a_model_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelArtefactError, match="no classifier model at"):
        read_manifest(tmp_path / "nowhere")
