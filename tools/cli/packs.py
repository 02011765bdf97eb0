"""Packs by name, for commands that train."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tools.packaging.folders import PROJECT

if TYPE_CHECKING:
    from tools.topic_examples import TopicExamples


def pack_folder(pack: str) -> Path:
    """The folder that `pack` names. Raises click.ClickException with the packs that there are."""
    for folder in (PROJECT / "packs" / pack, Path(pack)):
        if (folder / "topics.yaml").is_file():
            return folder.resolve()
    known = ", ".join(sorted(path.parent.name for path in (PROJECT / "packs").glob("*/topics.yaml")))
    raise click.ClickException(
        f"no topics.yaml in {PROJECT / 'packs' / pack} or {Path(pack).resolve()}: give the folder that holds it, or "
        f"the name of a pack ({known})"
    )


def examples_of(folder: Path) -> "TopicExamples":
    """The examples of a pack. Raises click.ClickException with file, line and remedy."""
    from tools.pack_files import PackError
    from tools.topic_examples import read_topic_examples

    try:
        return read_topic_examples(folder / "topics.yaml")
    except PackError as error:
        raise click.ClickException(str(error)) from None
