"""The sentence encoder for commands that train."""

import click

from civicline.adapters.classifier_encoder import OnnxEncoder
from civicline.domain.errors import ModelArtefactError
from layers.classifier.build import build_encoder
from layers.classifier.errors import BuildError
from layers.classifier.pack_heads import load_encoder


def load_layer_encoder() -> OnnxEncoder:
    """The layer's encoder, fetched and built first if it is not there. Raises click.ClickException."""
    try:
        return load_encoder(build_encoder(progress=lambda line: click.echo(line, err=True)))
    except (BuildError, ModelArtefactError) as error:
        raise click.ClickException(str(error)) from None
