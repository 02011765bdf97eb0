"""infra/*.yaml read as CloudFormation and joined into one document."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from tools.packaging.errors import PackagingError

Document = dict[str, Any]

_SECTIONS = ("Globals", "Parameters", "Mappings", "Conditions", "Resources", "Outputs")
_SCALARS = ("AWSTemplateFormatVersion", "Description")


class _TemplateLoader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms (!Ref, !Sub, ...), which refuses a key that is given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise PackagingError(f"{key.start_mark}: {key.value!r} is given twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _short_form(loader: _TemplateLoader, suffix: str, node: yaml.Node) -> Document:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    value = _plain(loader, node)
    if name == "Fn::GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name: value}


def _plain(loader: _TemplateLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    raise PackagingError(f"{node.start_mark}: neither a text, a list nor a mapping")


_TemplateLoader.add_multi_constructor("!", _short_form)


def read_part(path: Path) -> Document:
    """One part as a document with long intrinsics.

    Raises `PackagingError` for YAML that cannot be read, a key given twice, or an unknown section.
    """
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_TemplateLoader)  # noqa: S506 - it is a SafeLoader
    except yaml.YAMLError as error:
        raise PackagingError(f"{path} is not YAML: {error}") from error
    if unknown := set(document) - {*_SECTIONS, *_SCALARS}:
        raise PackagingError(f"{path} has sections no template has: {', '.join(sorted(unknown))}")
    return dict(document)


def join_parts(folder: Path) -> Document:
    """All parts in `folder` as one document.

    Raises `PackagingError` where two parts name the same parameter, condition, resource or output.
    """
    joined: Document = {}
    origin: dict[tuple[str, str], str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for section, content in read_part(path).items():
            if section in _SCALARS:
                joined[section] = content
                continue
            for name, value in content.items():
                first = origin.setdefault((section, name), path.name)
                if first != path.name:
                    raise PackagingError(f"{section}: {name} is in {first} and again in {path.name}")
                joined.setdefault(section, {})[name] = value
    return joined
