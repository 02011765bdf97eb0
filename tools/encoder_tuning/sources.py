"""The sets of texts with known topics that an encoder can be tuned on, and all that each of them holds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from layers.classifier.petitions import Groups as Duplicates
from layers.classifier.petitions import Letter, read_pairs, read_petitions
from layers.classifier.public_texts import OUT_OF_SCOPE, Labelled, banking77, clinc, topics_of
from tools.encoder_tuning.errors import TuningError
from tools.pack_files import PackError
from tools.packaging.folders import PROJECT
from tools.topic_examples import read_topic_examples

CLINC150, BANKING77, PETITIONS = "clinc150", "banking77", "petitions"
CITY, EVEN_CITY, LEGISLATOR = "city-311", "city-311-even", "legislator"
PACKS = PROJECT / "packs"
FEWEST_LETTERS = 20
"""Shorter parts of a petition say nothing of what it is about."""
MOST_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSet:
    """`examples` are learnt from; `everything` is all the texts, of every split, that a user of the set may meet."""

    examples: Callable[[Path], Labelled]
    everything: Callable[[Path], Labelled]


def read_set(name: str, data: Path) -> Labelled:
    """The examples of a set; `data` is the folder of the test data. Raises `TuningError`."""
    return _read(name, data, TEXT_SETS[name].examples)


def read_everything(name: str, data: Path) -> Labelled:
    """Every text of a set. Raises `TuningError`."""
    return _read(name, data, TEXT_SETS[name].everything)


def read_pack(name: str) -> Labelled:
    """The examples of a starter pack, in all its languages. Raises `PackError`."""
    return list(_pack_examples(name))


@cache
def _pack_examples(name: str) -> tuple[tuple[str, str], ...]:
    """Kept, since YAML with line numbers takes seconds to read."""
    return tuple((one.text, one.topic_id) for one in read_topic_examples(PACKS / name / "topics.yaml").examples)


def every_other_topic(examples: Labelled, first: int) -> Labelled:
    """The examples of half of the topics by name, from the first (0) or the second (1) on."""
    kept = set(topics_of(examples)[first::2])
    return [one for one in examples if one[1] in kept]


def _read(name: str, data: Path, read: Callable[[Path], Labelled]) -> Labelled:
    try:
        return read(data)
    except FileNotFoundError as error:
        raise TuningError(f"{error.filename} is missing: name the folder of the test data with --data") from error
    except PackError as error:
        raise TuningError(f"the pack of {name} cannot be read: {error}") from error


def _clinc_examples(data: Path) -> Labelled:
    return [one for one in clinc(data, "train") if one[1] != OUT_OF_SCOPE]


def _splits(read: Callable[[Path, str], Labelled], *names: str) -> Callable[[Path], Labelled]:
    return lambda data: [one for name in names for one in read(data, name)]


def _petitions(data: Path) -> Labelled:
    """Titles and paragraphs; a petition and those that moderators called its duplicates are one topic."""
    folder = data / "uk_parliament_petitions"
    letters = read_petitions(folder)
    known = {letter.petition for letter in letters}
    duplicates = Duplicates()
    for one, other in read_pairs(folder):
        if one in known and other in known:
            duplicates.join(one, other)
    return [(part, str(duplicates.of(letter.petition))) for letter in letters for part in _parts(letter)]


def _parts(letter: Letter) -> Iterator[str]:
    lines = [line for line in (letter.subject, *letter.body.split("\n")) if len(line) >= FEWEST_LETTERS]
    yield from lines[:MOST_PARTS]


def _pack(name: str) -> TextSet:
    return TextSet(examples=lambda _: read_pack(name), everything=lambda _: read_pack(name))


TEXT_SETS: Mapping[str, TextSet] = {
    CLINC150: TextSet(examples=_clinc_examples, everything=_splits(clinc, "train", "val", "test")),
    BANKING77: TextSet(examples=_splits(banking77, "train"), everything=_splits(banking77, "train", "test")),
    PETITIONS: TextSet(examples=_petitions, everything=_petitions),
    CITY: _pack(CITY),
    EVEN_CITY: TextSet(
        examples=lambda _: every_other_topic(read_pack(CITY), 0),
        everything=lambda _: every_other_topic(read_pack(CITY), 0),
    ),
    LEGISLATOR: _pack(LEGISLATOR),
}
"""By name."""
