"""The merged template: what Chalice generated with what infra/ adds, checked and finished."""

import copy
from collections.abc import Iterator
from typing import Any

from tools.packaging.errors import PackagingError
from tools.packaging.parts import Document
from tools.packaging.targets import Target

_HANDLER_ARN = "${APIHandler.Arn}"
_HANDLER_NAME_SUFFIX = "console"
_HANDLER_BY_NAME = (
    "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-" + _HANDLER_NAME_SUFFIX
)


def check_merge(merged: Document, parts: Document) -> None:
    """Raise `PackagingError` where the merge did not mean what infra/ says.

    Chalice merges deep and silently: an override of a name that does not exist becomes a resource without
    a type, a new resource with a generated one's name is mixed with it, and so are two intrinsics.
    """
    for name, part in parts["Resources"].items():
        resource = merged["Resources"][name]
        if "Type" not in resource:
            raise PackagingError(f"{name} adds to a resource that Chalice does not generate: is its name right?")
        if "Type" in part and resource != part:
            raise PackagingError(f"{name} is new in infra/, but Chalice generates a resource of that name")
    for path, keys in _mixed_intrinsics(merged, ()):
        raise PackagingError(f"{'.'.join(path)} has the keys {', '.join(keys)} at once: replace it as a whole")


def _mixed_intrinsics(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    if isinstance(value, dict):
        if len(value) > 1 and any(key == "Ref" or key.startswith("Fn::") for key in value):
            yield path, sorted(value)
        for key, inner in value.items():
            yield from _mixed_intrinsics(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _mixed_intrinsics(inner, (*path, str(index)))


def finish(merged: Document, stage: str, target: Target) -> Document:
    """The template to deploy: its stage by default, its runtime, and an API that calls its handler by name."""
    template = copy.deepcopy(merged)
    template["Parameters"]["Stage"]["Default"] = stage
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function":
            # Chalice writes the Python that packages; the wheels were resolved for the target's.
            properties |= {"Runtime": target.runtime, "Architectures": [target.architecture]}
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            properties |= {
                "CompatibleRuntimes": [target.runtime],
                "CompatibleArchitectures": [target.architecture],
            }
    _call_handler_by_name(template)
    return template


def _call_handler_by_name(template: Document) -> None:
    """Break the circle console -> user pool client -> callback URL -> API -> console.

    Raises `PackagingError` if the handler has not got the name that the API is about to call.
    """
    name = template["Resources"]["APIHandler"]["Properties"].get("FunctionName")
    if name != {"Fn::Sub": "${AWS::StackName}-" + _HANDLER_NAME_SUFFIX}:
        raise PackagingError(f"APIHandler is named {name}, but the API calls <stack>-{_HANDLER_NAME_SUFFIX}")
    properties = template["Resources"]["RestAPI"]["Properties"]
    properties["DefinitionBody"] = _replaced(properties["DefinitionBody"])


def _replaced(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(_HANDLER_ARN, _HANDLER_BY_NAME)
    if isinstance(value, list):
        return [_replaced(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _replaced(inner) for key, inner in value.items()}
    return value
