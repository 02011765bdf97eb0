"""CloudFormation's intrinsic functions, evaluated over what has been created so far.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.local.template.errors import UnknownFunctionError, UnknownParameterError, UnknownReferenceError

PLACEHOLDER = re.compile(r"\$\{(!?)([^}]+)\}")
NO_VALUE = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A resource as other parts of the template see it: what Ref gives, and what Fn::GetAtt gives."""

    reference: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def parameter_values(declared: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str | list[str]]:
    """The value of every declared parameter: the given one, else the default; lists are split at commas.

    Raises UnknownParameterError for a value without a parameter and for a parameter without a value.
    """
    surplus = sorted(set(given) - set(declared))
    if surplus:
        raise UnknownParameterError(f"the template has no parameter {', '.join(surplus)}")
    values: dict[str, str | list[str]] = {}
    for name, declaration in declared.items():
        value = given.get(name, declaration.get("Default"))
        if value is None:
            raise UnknownParameterError(f"parameter {name} has no default and was given no value")
        values[name] = _typed(str(value), declaration["Type"])
    return values


def _typed(value: str, parameter_type: str) -> str | list[str]:
    if parameter_type.startswith("List<") or parameter_type == "CommaDelimitedList":
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


class Evaluator:
    """Evaluates values of a template; `created` is filled by the loader as it goes."""

    def __init__(
        self,
        template: Mapping[str, Any],
        parameters: Mapping[str, str | list[str]],
        pseudo: Mapping[str, str],
        created: Mapping[str, Created],
    ) -> None:
        self._parameters = parameters
        self._pseudo = pseudo
        self._created = created
        self._conditions: Mapping[str, Any] = template.get("Conditions", {})
        self._mappings: Mapping[str, Any] = template.get("Mappings", {})
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::Join": lambda argument: argument[0].join(map(str, self.resolve(argument[1]))),
            "Fn::Split": lambda argument: self.resolve(argument[1]).split(argument[0]),
            "Fn::Select": lambda argument: self.resolve(argument[1])[int(self.resolve(argument[0]))],
            "Fn::If": lambda argument: self.resolve(self._branch(argument)),
            "Fn::FindInMap": self._find_in_map,
            "Fn::Base64": lambda argument: base64.b64encode(self.resolve(argument).encode()).decode(),
            "Fn::Equals": lambda argument: self.resolve(argument[0]) == self.resolve(argument[1]),
            "Fn::And": lambda argument: all(self.resolve(part) for part in argument),
            "Fn::Or": lambda argument: any(self.resolve(part) for part in argument),
            "Fn::Not": lambda argument: not self.resolve(argument[0]),
            "Condition": self.holds,
        }

    def holds(self, condition: str) -> bool:
        """Whether a named condition of the template holds."""
        if condition not in self._conditions:
            raise UnknownReferenceError(f"the template has no condition {condition}")
        return bool(self.resolve(self._conditions[condition]))

    def resolve(self, value: Any) -> Any:
        """The value with every intrinsic function in it replaced by its result."""
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        function = _function_of(value)
        if function is None:
            resolved = {key: self.resolve(item) for key, item in value.items()}
            return {key: item for key, item in resolved.items() if item is not NO_VALUE}
        if function not in self._functions:
            raise UnknownFunctionError(f"the laptop stack does not evaluate {function}")
        return self._functions[function](value[function])

    def references(self, value: Any) -> Iterator[str]:
        """Names that a value refers to by Ref, Fn::GetAtt or Fn::Sub, only in the branches that conditions choose."""
        if isinstance(value, list):
            for item in value:
                yield from self.references(item)
        elif isinstance(value, dict):
            yield from self._references_of_mapping(value)

    def _references_of_mapping(self, value: dict[str, Any]) -> Iterator[str]:
        function = _function_of(value)
        if function == "Ref":
            yield value["Ref"]
        elif function == "Fn::GetAtt":
            yield _attribute_parts(value["Fn::GetAtt"])[0]
        elif function == "Fn::If":
            yield from self.references(self._branch(value["Fn::If"]))
        elif function == "Fn::Sub":
            text, own = _sub_parts(value["Fn::Sub"])
            yield from self.references(own)
            names = {name.split(".")[0] for literal, name in PLACEHOLDER.findall(text) if not literal}
            yield from sorted(names - set(own))
        else:
            yield from self.references(list(value.values()))

    def _branch(self, argument: list[Any]) -> Any:
        condition, if_true, if_false = argument
        return if_true if self.holds(condition) else if_false

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        for values in (self._parameters, self._pseudo):
            if name in values:
                return values[name]
        if name in self._created:
            return self._created[name].reference
        raise UnknownReferenceError(f"nothing is called {name}")

    def _get_att(self, argument: str | list[str]) -> str:
        name, attribute = _attribute_parts(argument)
        if name not in self._created:
            raise UnknownReferenceError(f"no resource is called {name}")
        attributes = self._created[name].attributes
        if attribute not in attributes:
            raise UnknownReferenceError(f"the laptop stack knows no attribute {attribute} of {name}")
        return attributes[attribute]

    def _sub(self, argument: str | list[Any]) -> str:
        text, own = _sub_parts(argument)

        def replacement(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return "${" + name + "}"
            if name in own:
                return str(self.resolve(own[name]))
            return str(self._get_att(name) if "." in name else self._ref(name))

        return PLACEHOLDER.sub(replacement, text)

    def _find_in_map(self, argument: list[Any]) -> Any:
        mapping, first, second = self.resolve(argument)
        return self._mappings[mapping][first][second]


def _function_of(value: dict[str, Any]) -> str | None:
    if len(value) != 1:
        return None
    (key,) = value
    is_condition_name = key == "Condition" and isinstance(value[key], str)
    return key if key == "Ref" or key.startswith("Fn::") or is_condition_name else None


def _attribute_parts(argument: str | list[str]) -> tuple[str, str]:
    name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
    return name, attribute


def _sub_parts(argument: str | list[Any]) -> tuple[str, dict[str, Any]]:
    return (argument, {}) if isinstance(argument, str) else (argument[0], argument[1])
