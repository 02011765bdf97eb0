"""Heads for the starter packs, trained on the examples that the packs carry."""

from pathlib import Path

from civicline.adapters.classifier_encoder import OnnxEncoder
from civicline.adapters.classifier_files import ENCODER, TOKENIZER, encoder_identity
from civicline.adapters.classifier_head import save_head
from layers.classifier.errors import BuildError
from layers.classifier.pip_runs import Progress
from layers.classifier.single_thread import single_threaded
from layers.classifier.train import TrainingDataError, train_head
from tools.pack_files import PackError, TopicsFile, read_pack_file

Examples = tuple[list[str], list[str], list[str]]
"""Texts, the topic of each, and the languages that occur."""


def pack_examples(pack: Path) -> Examples:
    """The examples and names of a pack's topics, in all languages: a name is the shortest way to say a topic.

    Raises `tools.pack_files.PackError` where topics.yaml is not as docs/packs.md describes.
    """
    texts, topics, languages = [], [], set()
    for group in read_pack_file(pack / "topics.yaml", TopicsFile).groups:
        for topic in group.topics:
            for language, examples in topic.examples.items():
                languages.add(language)
                texts += [*examples, topic.name[language]] if language in topic.name else examples
                topics += [topic.id] * (len(texts) - len(topics))
    return texts, topics, sorted(languages)


def train_pack_head(pack: Path, encoder_folder: Path, folder: Path, progress: Progress) -> None:
    """Train the head of `pack` and write it into `folder`; raises `BuildError`."""
    progress(f"training the head of {pack.name}")
    encoder = load_encoder(encoder_folder)
    try:
        texts, topics, languages = pack_examples(pack)
        with single_threaded():
            head = train_head(encoder, texts, topics, languages=languages, progress=progress)
    except (PackError, TrainingDataError) as error:
        raise BuildError(f"pack {pack.name}: {error}") from error
    save_head(head, folder, pack.name)


def load_encoder(folder: Path) -> OnnxEncoder:
    """The encoder in `folder`, named as the layer's manifest names it."""
    return OnnxEncoder.load(folder / ENCODER, folder / TOKENIZER, encoder_identity(folder))
