"""The routes of a REST API, as its definition in the template lists them.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

PARAMETER = re.compile(r"\{([^}+]+)(\+?)\}")
ANY_METHOD = "x-amazon-apigateway-any-method"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The resource that a request is for, with what its path says."""

    resource: str
    path_parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resource:
    path: str
    pattern: re.Pattern[str]
    rank: tuple[int, ...]
    methods: frozenset[str]


class Routes:
    """Finds the resource for a request; fixed parts of a path go before parameters, a greedy one comes last."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        resources = (_resource(path, methods) for path, methods in definition["paths"].items())
        self._resources = sorted(resources, key=lambda resource: resource.rank)

    def match(self, method: str, path: str) -> Match | None:
        """The resource with this method for a path, percent-encoded as it came; None if there is none."""
        for resource in self._resources:
            found = resource.pattern.fullmatch(path)
            if found:
                if not {method, "ANY"} & resource.methods:
                    return None
                parameters = {
                    name: unquote(value) for name, value in zip(_names(resource.path), found.groups(), strict=True)
                }
                return Match(resource=resource.path, path_parameters=parameters)
        return None


def _names(path: str) -> Sequence[str]:
    return [name for name, _ in PARAMETER.findall(path)]


def _resource(path: str, methods: Mapping[str, Any]) -> _Resource:
    pattern, position = "", 0
    for found in PARAMETER.finditer(path):
        pattern += re.escape(path[position : found.start()]) + ("(.+)" if found[2] else "([^/]+)")
        position = found.end()
    pattern += re.escape(path[position:])
    return _Resource(
        path=path,
        pattern=re.compile(pattern if path == "/" else f"{pattern}/?"),
        rank=tuple(_rank(part) for part in path.split("/")),
        methods=frozenset("ANY" if name == ANY_METHOD else name.upper() for name in methods),
    )


def _rank(part: str) -> int:
    parameter = PARAMETER.fullmatch(part)
    if not parameter:
        return 0
    return 2 if parameter[2] else 1
