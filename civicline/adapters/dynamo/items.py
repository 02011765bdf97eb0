"""Domain values to DynamoDB attribute values and back.

The values' own type hints are the schema: pydantic dumps and validates the frozen dataclasses, so what comes out of the
table is checked like any other input.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from pydantic import TypeAdapter

Attributes = dict[str, Any]
"""An item as the DynamoDB API has it: name to `{"S": ...}` and the like."""

T = TypeVar("T")

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


def dump(value: object) -> Any:
    """A domain value as plain data of strings, numbers, lists and maps, with absent optional parts left out."""
    return _with_decimals(_adapter(cast(Hashable, type(value))).dump_python(value, mode="json", exclude_none=True))


def load(kind: type[T], data: object) -> T:
    """Plain data as a domain value. Raises pydantic.ValidationError if the table holds something else."""
    return cast(T, _adapter(cast(Hashable, kind)).validate_python(data))


def attributes(data: Mapping[str, Any]) -> Attributes:
    """Plain data as DynamoDB attribute values."""
    return {name: _serializer.serialize(value) for name, value in data.items()}


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """DynamoDB attribute values as plain data."""
    return {name: _deserializer.deserialize(value) for name, value in item.items()}


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _with_decimals(data: Any) -> Any:
    """DynamoDB numbers are decimal; a float would be refused."""
    if isinstance(data, float):
        return Decimal(str(data))
    if isinstance(data, dict):
        return {key: _with_decimals(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_decimals(value) for value in data]
    return data
