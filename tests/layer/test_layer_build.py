"""The built layer: what is in it, that it is whole, and that it runs with nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import onnxruntime
import pytest

from civicline.adapters.classifier_files import ENCODER, read_manifest, sha256_of
from layers.classifier.build import PROJECT, Layer, build_layer
from layers.classifier.encoder_graph import OUTPUT

LAYER_LIMIT_BYTES = 130_000_000


def test_the_layer_leaves_the_function_room_below_lambdas_limit(host_layer: Layer) -> None:
    assert host_layer.size_bytes <= LAYER_LIMIT_BYTES


def test_a_second_build_has_nothing_to_do(host_layer: Layer) -> None:
    said: list[str] = []
    again = build_layer("host", PROJECT / "build" / "layer" / "host", progress=said.append)
    assert again.was_current
    assert said == []


def test_the_layer_is_built_again_where_a_file_is_gone(host_layer: Layer, tmp_path: Path) -> None:
    first = build_layer("host", tmp_path / "layer" / "host", cache=PROJECT / "build" / "cache", progress=print)
    (first.model / "NOTICE").unlink()
    again = build_layer("host", tmp_path / "layer" / "host", cache=PROJECT / "build" / "cache", progress=print)
    assert not again.was_current
    assert (again.model / "NOTICE").is_file()
    assert (host_layer.model / "NOTICE").is_file()


def test_every_file_is_what_the_manifest_says(host_layer: Layer) -> None:
    files = read_manifest(host_layer.model)
    assert {"encoder.onnx", "tokenizer.json", "NOTICE", "heads/city-311/head.npz"} <= set(files.files)
    assert {name: sha256_of(host_layer.model / name) for name in files.files} == {
        name: sha256 for name, (_, sha256) in files.files.items()
    }


def test_every_library_brings_its_licence_or_is_under_the_one_that_the_layer_brings(host_layer: Layer) -> None:
    for distribution in host_layer.libraries.glob("*.dist-info"):
        metadata = (distribution / "METADATA").read_text(encoding="utf-8")
        assert "\nLicense" in metadata or "\nClassifier: License" in metadata, distribution.name
        module = host_layer.libraries / distribution.name.partition("-")[0]
        texts = [*distribution.rglob("LICENSE*"), *module.glob("LICENSE*")]
        assert texts or "Apache Software License" in metadata, distribution.name


def test_the_layer_brings_the_licence_of_the_encoder(host_layer: Layer) -> None:
    assert "Apache License, Version 2.0" in (host_layer.model / "NOTICE").read_text(encoding="utf-8")
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION" in (host_layer.model / "LICENSE").read_text(encoding="utf-8")


def test_the_encoder_needs_no_operators_beyond_the_standard(host_layer: Layer) -> None:
    session = onnxruntime.InferenceSession(str(host_layer.model / ENCODER))
    assert [one.name for one in session.get_outputs()] == [OUTPUT]
    assert session.get_outputs()[0].shape[-1] == 384


def test_the_layer_classifies_in_an_interpreter_that_has_nothing_else(host_layer: Layer) -> None:
    program = (
        "import sys, json, pathlib\n"
        f"sys.path[:0] = [{str(host_layer.libraries)!r}, {str(PROJECT)!r}]\n"
        "from civicline.adapters.bundled_classifier import BundledClassifier\n"
        f"one = BundledClassifier.load(pathlib.Path({str(host_layer.model)!r}), 'city-311')\n"
        "said = one.classify('There is a pothole on Maple Street')\n"
        "print(json.dumps([said.topic_id, said.language, sys.modules['numpy'].__file__]))\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-S", "-B", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    topic, language, numpy_file = json.loads(done.stdout)
    assert (topic, language) == ("pothole", "en")
    assert numpy_file.startswith(str(host_layer.libraries))


def test_importing_the_classifier_imports_no_numeric_library() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(PROJECT)!r}); import civicline.adapters.bundled_classifier\n"
        "print([name for name in ('numpy', 'onnxruntime', 'tokenizers', 'py3langid') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("target", ["host", "lambda"])
def test_an_office_without_packs_is_told_so(tmp_path: Path, target: str) -> None:
    from layers.classifier.errors import BuildError

    with pytest.raises(BuildError, match=r"no pack with a topics\.yaml"):
        build_layer(target, tmp_path / "layer" / target, packs=tmp_path)
