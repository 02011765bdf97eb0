"""Build the classifier layer: `python -m layers.classifier.build --target {lambda|lambda-x86_64|host} --out DIR`.

DIR/python holds the numeric libraries, DIR/civicline-model the encoder, a head for each starter pack and the manifest.
Encoder, libraries and heads are cached apart in build/cache by what they are made from; a second build only compares.
"""

import argparse
import fcntl
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from civicline.adapters.classifier_files import FORMAT, HEADS, MANIFEST, encoder_identity, sha256_of
from civicline.adapters.stance_classifier import STANCE
from layers.classifier.errors import BuildError
from layers.classifier.numeric_libraries import TARGETS, locked_pins
from layers.classifier.part_cache import PartCache, content_hash
from layers.classifier.pip_runs import Progress

PROJECT = Path(__file__).resolve().parents[2]
MODEL = "civicline-model"
LIBRARIES = "python"
LICENCE = PROJECT / "LICENSE"
"""Apache-2.0, of the heads and also of the encoder and of tokenizers, neither of whose packages brings the text."""
RECIPE = PROJECT / "layers" / "classifier"
RUNTIME = PROJECT / "civicline" / "adapters"
DOMAIN = PROJECT / "civicline" / "domain"

_ENCODER_SOURCES = ("encoder_graph.py", "encoder_recipe.py", "safetensors.py")
_LIBRARY_SOURCES = ("language_model.py", "numeric_libraries.py")
_HEAD_SOURCES = (
    *("calibration.py", "held_out.py", "lbfgs.py", "lexical.py", "pack_heads.py"),
    *("single_thread.py", "softmax_regression.py", "sparse_rows.py", "topic_shares.py", "train.py"),
)
_HEAD_RUNTIME = (
    *("classifier_encoder.py", "classifier_features.py", "classifier_head.py"),
    *("classifier_text.py", "language.py"),
)
_STANCE_DOMAIN = ("phrases.py", "proposal*.py", "stance*.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A built layer; `was_current` says that nothing had to be done."""

    folder: Path
    model: Path
    libraries: Path
    was_current: bool

    @property
    def size_bytes(self) -> int:
        """The size of all files, which AWS Lambda limits to 250 MB unzipped, with the function's own."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def build_layer(
    target_name: str,
    out: Path,
    *,
    packs: Path = PROJECT / "packs",
    cache: Path = PROJECT / "build" / "cache",
    progress: Progress = print,
) -> Layer:
    """Build the layer for `target_name`, one of `TARGETS`, into `out`, unless it is there and current.

    Raises `BuildError` where something cannot be fetched, verified or trained, with the next step.
    """
    inputs = _inputs(target_name, packs)
    layer = Layer(folder=out, model=out / MODEL, libraries=out / LIBRARIES, was_current=True)
    if _is_current(out, inputs):
        return layer
    with _alone(out):
        if _is_current(out, inputs):  # another build made it while this one waited
            return layer
        with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as scratch:
            staged = Path(scratch) / "new"
            _assemble(staged, target_name, packs, PartCache(cache, progress), inputs)
            if out.exists():
                out.rename(Path(scratch) / "old")
            staged.rename(out)
    return replace(layer, was_current=False)


def build_encoder(*, cache: Path = PROJECT / "build" / "cache", progress: Progress = print) -> Path:
    """The folder of the layer's encoder alone, for training heads; built unless the cache has it.

    Raises `BuildError` where it cannot be fetched or verified, with the next step.
    """
    from layers.classifier.layer_parts import encoder_part

    return PartCache(cache, progress).part("encoder", _encoder_key(), encoder_part)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """One build of a folder at a time: the laptop stack, packaging and tests may all want the layer at once."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with (out.parent / f".{out.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _assemble(folder: Path, target_name: str, packs: Path, cache: PartCache, inputs: dict[str, str]) -> None:
    """Put the layer's parts together, the manifest last."""
    # The recipe needs onnx and numpy; a build that is current must not wait for their import.
    from layers.classifier.layer_parts import encoder_part, head_part, libraries_part, stance_part

    encoder = cache.part("encoder", inputs["encoder"], encoder_part)
    cache.copy(encoder, folder / MODEL)
    libraries = cache.part("libraries", inputs["libraries"], libraries_part(target_name, PROJECT))
    cache.copy(libraries, folder / LIBRARIES)
    cache.copy(cache.part(STANCE, inputs[STANCE], stance_part(encoder)), folder / MODEL / STANCE)
    copyfile(LICENCE, folder / MODEL / LICENCE.name)
    versions = {}
    for pack in pack_names(packs):
        head = cache.part("heads", inputs[f"head {pack}"], head_part(packs / pack, encoder))
        cache.copy(head, folder / MODEL / HEADS / pack)
        versions[pack] = json.loads((head / "head.json").read_text(encoding="utf-8"))["version"]
    _write_manifest(folder / MODEL, versions, inputs)


def pack_names(packs: Path) -> list[str]:
    """The starter packs that have topics. Raises `BuildError` where there is none."""
    names = sorted(path.parent.name for path in packs.glob("*/topics.yaml"))
    if not names:
        raise BuildError(f"no pack with a topics.yaml in {packs}: run the build from a full checkout")
    return names


def _inputs(target_name: str, packs: Path) -> dict[str, str]:
    """A hash for each part of everything that it is made from."""
    lock = (PROJECT / "requirements" / "dev.lock").read_text(encoding="utf-8")
    target = TARGETS[target_name]
    encoder = _encoder_key()
    training = content_hash(*(RECIPE / name for name in _HEAD_SOURCES), *(RUNTIME / name for name in _HEAD_RUNTIME))
    inputs = {
        "licence": content_hash(LICENCE),
        "encoder": encoder,
        STANCE: content_hash(encoder, training, *_stance_sources()),
        "libraries": content_hash(
            *(RECIPE / name for name in _LIBRARY_SOURCES),
            RUNTIME / "language.py",
            f"{target.tag} compiled" if target.is_compiled else target.tag,
            *locked_pins(lock, target),
        ),
    }
    for pack in pack_names(packs):
        inputs[f"head {pack}"] = content_hash(encoder, training, packs / pack / "topics.yaml")
    return inputs


def _stance_sources() -> Iterator[Path]:
    """Its examples and training, and how a message is read."""
    yield from sorted((RECIPE / STANCE).glob("examples*"))
    yield RECIPE / STANCE / "train.py"
    yield RUNTIME / "stance_head.py"
    for pattern in _STANCE_DOMAIN:
        yield from sorted(DOMAIN.glob(pattern))


def _encoder_key() -> str:
    tools = [f"{name} {version(name)}" for name in ("numpy", "onnx", "onnxruntime")]
    return content_hash(*tools, *(RECIPE / name for name in _ENCODER_SOURCES))


def _is_current(folder: Path, inputs: dict[str, str]) -> bool:
    """Whether the manifest, which is written last, names the same inputs and every file has its size."""
    try:
        manifest = json.loads((folder / MODEL / MANIFEST).read_text(encoding="utf-8"))
        sizes = {folder / MODEL / name: entry["bytes"] for name, entry in manifest["files"].items()}
        return bool(
            manifest["inputs"] == inputs
            and (folder / LIBRARIES).is_dir()
            and all(path.stat().st_size == size for path, size in sizes.items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write_manifest(model: Path, versions: dict[str, str], inputs: dict[str, str]) -> None:
    files = sorted(path for path in model.rglob("*") if path.is_file())
    manifest = {
        "format": FORMAT,
        "encoder": {"identity": encoder_identity(model)},
        "heads": versions,
        "files": {
            path.relative_to(model).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
            for path in files
        },
        "inputs": inputs,
    }
    (model / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 when the layer is there, 1 when it could not be built."""
    parser = argparse.ArgumentParser(
        prog="python -m layers.classifier.build", description="Build the classifier layer."
    )
    parser.add_argument(
        "--target", choices=tuple(TARGETS), default="host", help="where the layer will run: lambda is arm64"
    )
    parser.add_argument("--out", type=Path, help="the layer's folder (default: build/layer/TARGET)")
    options = parser.parse_args(arguments)
    out = options.out or PROJECT / "build" / "layer" / options.target
    try:
        layer = build_layer(options.target, out.resolve(), progress=lambda line: print(f"  {line}", flush=True))
    except BuildError as error:
        print(f"classifier layer not built: {error}", file=sys.stderr)
        return 1
    state = "is current" if layer.was_current else "built"
    print(f"classifier layer for {options.target} {state}: {layer.folder} ({layer.size_bytes / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
