"""What each part of the layer is made of, for the cache to call."""

from pathlib import Path

from layers.classifier.encoder_recipe import build_encoder_files
from layers.classifier.language_model import MODEL_IN_LIBRARIES, quicken
from layers.classifier.numeric_libraries import TARGETS, compile_libraries, install_libraries, locked_pins
from layers.classifier.pack_heads import train_pack_head
from layers.classifier.part_cache import Maker
from layers.classifier.pip_runs import Progress
from layers.classifier.stance.train import train_shipped_head

encoder_part: Maker = build_encoder_files


def libraries_part(target_name: str, project: Path) -> Maker:
    """Installs the libraries that the project's lock pins for the target, with the languages that are told apart."""
    target = TARGETS[target_name]
    pins = locked_pins((project / "requirements" / "dev.lock").read_text(encoding="utf-8"), target)

    def make(folder: Path, progress: Progress) -> None:
        install_libraries(folder, pins, target, progress)
        quicken(folder / MODEL_IN_LIBRARIES)
        if target.is_compiled:
            compile_libraries(folder)

    return make


def head_part(pack: Path, encoder: Path) -> Maker:
    """Trains the head of a starter pack on the encoder in a folder."""
    return lambda folder, progress: train_pack_head(pack, encoder, folder, progress)


def stance_part(encoder: Path) -> Maker:
    """Trains the stance head on the encoder in a folder."""
    return lambda folder, progress: train_shipped_head(encoder, folder, progress)
