"""The parts of the layer's recipe that need no download."""

import hashlib
import json
import math
import struct
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from layers.classifier.encoder_graph import EncoderShape, build_encoder
from layers.classifier.errors import BuildError
from layers.classifier.numeric_libraries import HOST, LAMBDA, LAMBDA_X86, Target, compile_libraries, locked_pins
from layers.classifier.part_cache import PartCache, content_hash
from layers.classifier.pip_runs import download_failure, run_pip
from layers.classifier.safetensors import read_float_tensors

TINY = EncoderShape(layers=2, heads=2, hidden=8, max_tokens=6)
WORDS, INNER = 11, 16
Weights = dict[str, np.ndarray]


def tiny_weights() -> Weights:
    """Random weights under the names that BERT's files use."""
    generator = np.random.default_rng(7)
    sizes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (WORDS, 8),
        "embeddings.position_embeddings.weight": (12, 8),
        "embeddings.token_type_embeddings.weight": (2, 8),
        "embeddings.LayerNorm.weight": (8,),
        "embeddings.LayerNorm.bias": (8,),
    }
    for layer in range(TINY.layers):
        name = f"encoder.layer.{layer}"
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            sizes |= {f"{name}.{part}.weight": (8, 8), f"{name}.{part}.bias": (8,)}
        sizes |= {f"{name}.intermediate.dense.weight": (INNER, 8), f"{name}.intermediate.dense.bias": (INNER,)}
        sizes |= {f"{name}.output.dense.weight": (8, INNER), f"{name}.output.dense.bias": (8,)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            sizes |= {f"{name}.{part}.weight": (8,), f"{name}.{part}.bias": (8,)}
    return {name: generator.standard_normal(size).astype(np.float32) for name, size in sizes.items()}


def plain_bert(weights: Weights, tokens: list[int]) -> np.ndarray:
    """The same encoder written as the paper has it, in double precision, one text at a time."""
    w = {name: value.astype(np.float64) for name, value in weights.items()}

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * w[f"{name}.weight"] + w[f"{name}.bias"]

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    gelu = np.vectorize(lambda x: x * 0.5 * (1 + math.erf(x / math.sqrt(2))))
    x = w["embeddings.word_embeddings.weight"][tokens] + w["embeddings.position_embeddings.weight"][: len(tokens)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(TINY.layers):
        name = f"encoder.layer.{layer}"
        query, key, value = (dense(x, f"{name}.attention.self.{part}") for part in ("query", "key", "value"))
        heads = []
        for head in range(TINY.heads):
            of_head = slice(head * TINY.head_size, (head + 1) * TINY.head_size)
            scores = np.exp(query[:, of_head] @ key[:, of_head].T / math.sqrt(TINY.head_size))
            heads.append(scores / scores.sum(-1, keepdims=True) @ value[:, of_head])
        x = norm(x + dense(np.hstack(heads), f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
        inner = gelu(dense(x, f"{name}.intermediate.dense"))
        x = norm(x + dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = x.mean(axis=0)
    return mean / np.linalg.norm(mean)


@pytest.mark.parametrize("tokens", [[3], [1, 2, 3, 4], [10, 0, 10, 5, 5, 1]], ids=["one", "four", "the most"])
def test_the_graph_computes_what_the_paper_says(tokens: list[int]) -> None:
    weights = tiny_weights()
    session = onnxruntime.InferenceSession(build_encoder(weights, TINY).SerializeToString())
    (vectors,) = session.run(None, {"input_ids": np.array([tokens], dtype=np.int64)})
    assert vectors[0] == pytest.approx(plain_bert(weights, tokens), abs=1e-5)


def test_equal_weights_give_the_same_bytes() -> None:
    first, second = (build_encoder(tiny_weights(), TINY).SerializeToString(deterministic=True) for _ in range(2))
    assert first == second


def test_a_missing_weight_is_named() -> None:
    weights = tiny_weights()
    del weights["encoder.layer.1.output.dense.bias"]
    with pytest.raises(KeyError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        build_encoder(weights, TINY)


def test_floating_point_tensors_are_read_and_others_left(tmp_path: Path) -> None:
    header = {
        "__metadata__": {"format": "pt"},
        "full": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]},
        "half": {"dtype": "F16", "shape": [2], "data_offsets": [8, 12]},
        "ids": {"dtype": "I64", "shape": [1], "data_offsets": [12, 20]},
    }
    body = np.array([1.5, -2], "<f4").tobytes() + np.array([0.5, 4], "<f2").tobytes() + bytes(8)
    text = json.dumps(header).encode()
    (tmp_path / "m").write_bytes(struct.pack("<Q", len(text)) + text + body)
    tensors = read_float_tensors(tmp_path / "m")
    assert {name: value.tolist() for name, value in tensors.items()} == {"full": [[1.5, -2.0]], "half": [0.5, 4.0]}


@pytest.mark.parametrize("content", [b"", b"abc", struct.pack("<Q", 2**40) + b"{}"], ids=["empty", "short", "overlong"])
def test_what_is_no_weights_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m").write_bytes(content)
    with pytest.raises(ValueError, match="no safetensors file"):
        read_float_tensors(tmp_path / "m")


LOCK = """\
numpy==2.2.6 ; python_full_version < '3.14' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
numpy==2.5.5 ; python_full_version >= '3.14' \\
    --hash=sha256:cc
onnxruntime==1.20.1 \\
    --hash=sha256:dd
pandas==3 \\
    --hash=sha256:ee
py3langid==0.4.0 \\
    --hash=sha256:ff
tokenizers==0.23.3 ; sys_platform == 'linux' \\
    --hash=sha256:11
"""


def test_the_lock_is_read_for_the_machine_that_will_run_the_layer() -> None:
    assert locked_pins(LOCK, LAMBDA) == [
        "numpy==2.2.6 --hash=sha256:aa --hash=sha256:bb",
        "onnxruntime==1.20.1 --hash=sha256:dd",
        "py3langid==0.4.0 --hash=sha256:ff",
        "tokenizers==0.23.3 --hash=sha256:11",
    ]


@pytest.mark.parametrize(
    ("target", "machine"),
    [pytest.param(LAMBDA, "aarch64", id="arm64"), pytest.param(LAMBDA_X86, "x86_64", id="x86-64")],
)
def test_the_layer_is_fetched_for_either_machine_of_lambda(target: Target, machine: str) -> None:
    assert target.tag == f"cp313-{machine}"
    platforms = [one for before, one in pairwise(target.pip_arguments) if before == "--platform"]
    assert platforms
    assert all(one.endswith(f"_{machine}") for one in platforms)


@pytest.mark.parametrize("target", [LAMBDA, LAMBDA_X86, HOST], ids=["lambda", "lambda on x86-64", "host"])
def test_the_projects_own_lock_pins_every_library(target: object) -> None:
    lock = (Path(__file__).parents[2] / "requirements" / "dev.lock").read_text()
    assert all("--hash=sha256:" in pin for pin in locked_pins(lock, target))


def test_a_lock_that_lacks_a_library_is_refused() -> None:
    with pytest.raises(BuildError, match="does not pin tokenizers"):
        locked_pins(LOCK.partition("tokenizers")[0], LAMBDA)


@pytest.mark.parametrize(
    ("output", "next_step"),
    [
        pytest.param("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "pip cache purge", id="another file"),
        pytest.param("WARNING: x\nERROR: No matching distribution", "No matching distribution", id="not found"),
        pytest.param("", "pip gave no reason", id="silence"),
    ],
)
def test_a_failed_download_says_what_to_do_next(output: str, next_step: str) -> None:
    message = download_failure("the encoder", output)
    assert next_step in message
    assert message.count("the encoder") == 1


def test_a_download_that_fails_is_an_error_and_not_a_layer_without_it(tmp_path: Path) -> None:
    listed = tmp_path / "pins.txt"
    listed.write_text(f"no-such-file @ {(tmp_path / 'gone.whl').as_uri()} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(BuildError, match="could not fetch the thing"):
        run_pip("the thing", ["download", "--no-deps", "--requirement", str(listed), "--dest", str(tmp_path)])


def writer(text: str) -> Callable[[Path, object], None]:
    return lambda folder, progress: (folder / "file").write_text(text) and None


def test_a_part_is_made_once_for_the_same_inputs(tmp_path: Path) -> None:
    cache = PartCache(tmp_path, progress=lambda line: None)
    first = cache.part("heads", "k1", writer("first"))
    again = cache.part("heads", "k1", writer("again"))
    assert first == again
    assert (again / "file").read_text() == "first"


def test_a_part_whose_making_failed_is_not_kept(tmp_path: Path) -> None:
    def failing(folder: Path, progress: object) -> None:
        (folder / "half").write_text("x")
        raise BuildError("no network")

    cache = PartCache(tmp_path, progress=lambda line: None)
    with pytest.raises(BuildError):
        cache.part("heads", "k1", failing)
    assert not list((tmp_path / "heads").iterdir())


def test_two_builds_at_once_keep_the_part_of_the_first(tmp_path: Path) -> None:
    cache = PartCache(tmp_path, progress=lambda line: None)

    def slow(folder: Path, progress: object) -> None:
        cache.part("heads", "k1", writer("the quicker one"))
        (folder / "file").write_text("the slower one")

    assert (cache.part("heads", "k1", slow) / "file").read_text() == "the quicker one"


def test_a_copied_part_has_all_its_files(tmp_path: Path) -> None:
    cache = PartCache(tmp_path / "cache", progress=lambda line: None)
    cache.copy(cache.part("heads", "k1", writer("x")), tmp_path / "out" / "deep")
    assert (tmp_path / "out" / "deep" / "file").read_text() == "x"


def test_a_hash_depends_on_where_one_input_ends_and_the_next_begins(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("ab")
    assert content_hash("ab", "c") != content_hash("a", "bc")
    assert content_hash(tmp_path / "f", "c") == content_hash("ab", "c")
    assert content_hash("ab") == hashlib.sha256(b"2:ab").hexdigest()[:16]


def test_byte_code_is_made_only_for_the_python_that_reads_it() -> None:
    this_version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert HOST.is_compiled
    assert LAMBDA.is_compiled == LAMBDA_X86.is_compiled == (this_version == "3.13")


def test_a_layers_modules_run_from_byte_code_that_knows_no_path_of_the_builder(tmp_path: Path) -> None:
    (tmp_path / "small.py").write_text("def where():\n    return where.__code__.co_filename\n", encoding="utf-8")
    compile_libraries(tmp_path)
    compiled = next(tmp_path.glob("__pycache__/small.*.pyc"))
    flags = int.from_bytes(compiled.read_bytes()[4:8], "little")
    assert flags == 1, "hash-based and unchecked, PEP 552"
    assert str(tmp_path).encode() not in compiled.read_bytes()


def test_a_module_that_does_not_compile_fails_the_build(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def:\n", encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be compiled"):
        compile_libraries(tmp_path)
