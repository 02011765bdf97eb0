"""The examples that the stance head learns from, written by hand: examples_en.yaml and examples_es.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from civicline.domain.stances.stance import Stance
from tools.pack_files import Identifier, Text, read_pack_file

FOLDER = Path(__file__).resolve().parent
FILES = {"en": FOLDER / "examples_en.yaml", "es": FOLDER / "examples_es.yaml"}
"""The file of each language."""


class _Subject(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Identifier
    is_held_out: bool = False
    support: tuple[Text, ...] = ()
    oppose: tuple[Text, ...] = ()
    neutral: tuple[Text, ...] = ()
    unclear: tuple[Text, ...] = ()


class _ExamplesFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    subjects: Annotated[tuple[_Subject, ...], Field(min_length=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceExample:
    """A message that names one proposal, what it is about, and where it stands.

    `is_held_out` marks subjects on which no word list was written and no number chosen.
    """

    text: str
    subject: str
    language: str
    stance: Stance
    is_held_out: bool


def stance_examples() -> tuple[StanceExample, ...]:
    """All examples. Raises `tools.pack_files.PackError` where a file is not as it should be."""
    return tuple(_examples())


def _examples() -> Iterator[StanceExample]:
    for language, path in FILES.items():
        for subject in read_pack_file(path, _ExamplesFile).subjects:
            for stance in Stance:
                for text in getattr(subject, stance.value):
                    yield StanceExample(
                        text=text,
                        subject=subject.id,
                        language=language,
                        stance=stance,
                        is_held_out=subject.is_held_out,
                    )
