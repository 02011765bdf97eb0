"""Event filters: which records of a queue or stream a function wants to see.

Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Pattern = Mapping[str, Any]
ABSENT = object()


class UnknownFilterError(Exception):
    """A comparison that the laptop stack does not know."""


def patterns_of(mapping_properties: Mapping[str, Any]) -> list[Pattern]:
    """The patterns of an event source mapping; none means that every record is wanted."""
    filters = mapping_properties.get("FilterCriteria", {}).get("Filters", [])
    return [json.loads(declared["Pattern"]) for declared in filters]


def is_wanted(record: Mapping[str, Any], patterns: Sequence[Pattern]) -> bool:
    """Whether a record matches one of the patterns, or there are none."""
    return not patterns or any(_matches(record, pattern) for pattern in patterns)


def with_parsed_body(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A queue's record with its JSON body as data, as filters of queues see it."""
    try:
        return {**record, "body": json.loads(record["body"])}
    except json.JSONDecodeError:
        return record


def _matches(value: Any, pattern: Pattern) -> bool:
    fields = value if isinstance(value, Mapping) else {}
    return all(_field_matches(fields, key, wanted) for key, wanted in pattern.items())


def _field_matches(fields: Mapping[str, Any], key: str, wanted: Any) -> bool:
    if key == "$or":
        return any(_matches(fields, alternative) for alternative in wanted)
    value = fields.get(key, ABSENT)
    if isinstance(wanted, Mapping):
        return _matches(value, wanted)
    values = value if isinstance(value, list) else [value]
    return any(_rule_matches(item, rule) for item in values for rule in wanted)


def _rule_matches(value: Any, rule: Any) -> bool:
    if not isinstance(rule, Mapping):
        return bool(value == rule) and type(value) is type(rule)
    ((comparison, operand),) = rule.items()
    if comparison not in COMPARISONS:
        raise UnknownFilterError(f"the laptop stack does not know the comparison {comparison}")
    return COMPARISONS[comparison](value, operand)


def _anything_but(value: Any, operand: Any) -> bool:
    refused = operand if isinstance(operand, list) else [operand]
    return value is not ABSENT and value not in refused


def _numeric(value: Any, operand: Sequence[Any]) -> bool:
    relations: dict[str, Callable[[float, float], bool]] = {
        "=": lambda left, right: left == right,
        "<": lambda left, right: left < right,
        "<=": lambda left, right: left <= right,
        ">": lambda left, right: left > right,
        ">=": lambda left, right: left >= right,
    }
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    pairs = zip(operand[::2], operand[1::2], strict=True)
    return all(relations[relation](value, bound) for relation, bound in pairs)


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exists": lambda value, operand: (value is not ABSENT) is operand,
    "prefix": lambda value, operand: isinstance(value, str) and value.startswith(operand),
    "suffix": lambda value, operand: isinstance(value, str) and value.endswith(operand),
    "equals-ignore-case": lambda value, operand: isinstance(value, str) and value.lower() == operand.lower(),
    "anything-but": _anything_but,
    "numeric": _numeric,
}
