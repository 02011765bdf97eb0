"""Heads for the starter packs, trained on the examples that the packs carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from civicline.adapters.classifier_encoder import OnnxEncoder
from civicline.adapters.classifier_files import ENCODER, TOKENIZER, encoder_identity
from civicline.adapters.classifier_head import save_head
from layers.classifier.errors import BuildError
from layers.classifier.pip_runs import Progress
from layers.classifier.single_thread import single_threaded
from layers.classifier.train import TrainingDataError, train_head
from tools.pack_files import PackError, TopicsFile, read_pack_file


@dataclass(frozen=True, slots=True, kw_only=True)
class PackExamples:
    """What a pack teaches: texts, the topic of each, each topic's names and group, and the languages of the texts."""

    texts: tuple[str, ...]
    topic_ids: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, str]
    languages: tuple[str, ...]


def pack_examples(pack: Path) -> PackExamples:
    """The examples of a pack's topics, in all languages.

    Raises `tools.pack_files.PackError` where topics.yaml is not as docs/packs.md describes.
    """
    groups = read_pack_file(pack / "topics.yaml", TopicsFile).groups
    topics = [topic for group in groups for topic in group.topics]
    examples = [
        (text, topic.id, language) for topic in topics for language, texts in topic.examples.items() for text in texts
    ]
    return PackExamples(
        texts=tuple(text for text, _, _ in examples),
        topic_ids=tuple(topic for _, topic, _ in examples),
        names={topic.id: tuple(topic.name.values()) for topic in topics},
        groups={topic.id: group.id for group in groups for topic in group.topics},
        languages=tuple(sorted({language for _, _, language in examples})),
    )


def train_pack_head(pack: Path, encoder_folder: Path, folder: Path, progress: Progress) -> None:
    """Train the head of `pack` and write it into `folder`; raises `BuildError`."""
    progress(f"training the head of {pack.name}")
    encoder = load_encoder(encoder_folder)
    try:
        examples = pack_examples(pack)
        with single_threaded():
            head = train_head(
                encoder,
                examples.texts,
                examples.topic_ids,
                names=examples.names,
                groups=examples.groups,
                languages=examples.languages,
                progress=progress,
            )
    except (PackError, TrainingDataError) as error:
        raise BuildError(f"pack {pack.name}: {error}") from error
    save_head(head, folder, pack.name)


def load_encoder(folder: Path) -> OnnxEncoder:
    """The encoder in `folder`, named as the layer's manifest names it."""
    return OnnxEncoder.load(folder / ENCODER, folder / TOKENIZER, encoder_identity(folder))
