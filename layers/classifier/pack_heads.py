"""Heads for the starter packs, trained on the examples that the packs carry."""

from pathlib import Path

from civicline.adapters.classifier_encoder import OnnxEncoder
from civicline.adapters.classifier_files import ENCODER, TOKENIZER, encoder_identity
from civicline.adapters.classifier_head import save_head
from layers.classifier.errors import BuildError
from layers.classifier.pip_runs import Progress
from layers.classifier.single_thread import single_threaded
from layers.classifier.train import TrainingDataError, train_head
from tools.pack_files import PackError
from tools.topic_examples import read_topic_examples


def train_pack_head(pack: Path, encoder_folder: Path, folder: Path, progress: Progress) -> None:
    """Train the head of `pack` and write it into `folder`; raises `BuildError`."""
    progress(f"training the head of {pack.name}")
    encoder = load_encoder(encoder_folder)
    try:
        given = read_topic_examples(pack / "topics.yaml")
        with single_threaded():
            head = train_head(
                encoder,
                [example.text for example in given.examples],
                [example.topic_id for example in given.examples],
                names=given.names,
                groups=given.groups,
                languages=given.languages,
                progress=progress,
            )
    except (PackError, TrainingDataError) as error:
        raise BuildError(f"pack {pack.name}: {error}") from error
    save_head(head, folder, pack.name)


def load_encoder(folder: Path) -> OnnxEncoder:
    """The encoder in `folder`, named as the layer's manifest names it."""
    return OnnxEncoder.load(folder / ENCODER, folder / TOKENIZER, encoder_identity(folder))
