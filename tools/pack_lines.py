"""Where in a YAML file something stands, so that a problem can be told with its line."""

from collections.abc import Sequence
from pathlib import Path

import yaml

Place = tuple[int | str, ...]
"""The keys and numbers that lead to a value of a YAML file."""


def root_of(path: Path) -> yaml.Node | None:
    """The file as nodes that know their lines; None for an empty one."""
    node: yaml.Node | None = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return node


def line_of(node: yaml.Node | None, place: Sequence[int | str]) -> int:
    """The line of what is at `place`, or of the nearest thing around it."""
    line = 1
    for step in (*place, None):
        if node is None:
            break
        line = node.start_mark.line + 1
        node = _child(node, step)
    return line


def _child(node: yaml.Node, step: int | str | None) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None
