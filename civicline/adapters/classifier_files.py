"""The model folder of the layer, /opt/civicline-model on Lambda, and the manifest that says what must be in it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from civicline.domain.errors import ModelArtefactError

MANIFEST = "manifest.json"
ENCODER = "encoder.onnx"
TOKENIZER = "tokenizer.json"
HEADS = "heads"
FORMAT = 1
HASHED_BYTES = 16 * 2**20
"""Files up to this size are hashed when loaded; for larger ones, on a cold start, the size must do."""

_REMEDY = "build the layer again with: python -m layers.classifier.build --target {lambda|lambda-x86_64|host}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """A model folder whose manifest has been read."""

    folder: Path
    encoder: str
    heads: Mapping[str, str]
    files: Mapping[str, tuple[int, str]]

    def path(self, name: str) -> Path:
        """The path of a file of the manifest, checked against it: size always, SHA-256 up to `HASHED_BYTES`.

        Raises `ModelArtefactError` where the file is not listed, absent, or different.
        """
        if name not in self.files:
            raise ModelArtefactError(f"{self.folder / MANIFEST} does not list {name}: {_REMEDY}")
        size, sha256 = self.files[name]
        path = self.folder / name
        try:
            actual = path.stat().st_size
            is_intact = actual == size and (size > HASHED_BYTES or sha256_of(path) == sha256)
        except OSError as error:
            raise ModelArtefactError(f"{path} cannot be read ({error.strerror}): {_REMEDY}") from error
        if not is_intact:
            raise ModelArtefactError(f"{path} is damaged (it has {actual} bytes of {size}): {_REMEDY}")
        return path

    def head_folder(self, head: str) -> Path:
        """The folder of a head, its files checked. Raises `ModelArtefactError` where there is no such head."""
        if head not in self.heads:
            known = ", ".join(sorted(self.heads)) or "none"
            raise ModelArtefactError(
                f"the layer has no head {head!r} (it has: {known}): choose one of these, or {_REMEDY}"
            )
        self.path(f"{HEADS}/{head}/head.npz")
        return self.path(f"{HEADS}/{head}/head.json").parent


def read_manifest(folder: Path) -> ModelFiles:
    """The model folder's manifest. Raises `ModelArtefactError` where it is absent or not understood."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise ModelArtefactError(f"{path} has format {manifest['format']}, not {FORMAT}: {_REMEDY}")
        return ModelFiles(
            folder=folder,
            encoder=manifest["encoder"]["identity"],
            heads=dict(manifest["heads"]),
            files={name: (entry["bytes"], entry["sha256"]) for name, entry in manifest["files"].items()},
        )
    except OSError as error:
        raise ModelArtefactError(f"no classifier model at {folder} ({error.strerror}): {_REMEDY}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelArtefactError(f"{path} is not a manifest of this version ({error!r}): {_REMEDY}") from error


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def encoder_identity(folder: Path) -> str:
    """A name for the encoder in `folder` that no other shares: the beginning of the hashes of model and tokenizer."""
    return f"{sha256_of(folder / ENCODER)[:12]}-{sha256_of(folder / TOKENIZER)[:12]}"
