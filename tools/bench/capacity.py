"""Request units of DynamoDB, reckoned from what was sent over the wire.

Sources: Amazon DynamoDB Developer Guide, "DynamoDB on-demand capacity mode", "DynamoDB item sizes and formats",
"Amazon DynamoDB Transactions: How it works" (a transaction takes two units where a plain write takes one), "Global
secondary indexes" (an index takes its own unit for each write of an item that it holds).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ItemKey = tuple[str, str, str]
"""Table, partition key, sort key."""

WRITE_UNIT_BYTES = 1024
READ_UNIT_BYTES = 4096
EVENTUALLY_CONSISTENT = 0.5
TRANSACTIONAL = 2

Attributes = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Read and write request units."""

    read: float = 0.0
    write: float = 0.0

    def __add__(self, other: "Units") -> "Units":
        return Units(read=self.read + other.read, write=self.write + other.write)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """What an item weighs now, in bytes, and how many indexes hold it. Items only grow, so this is the most."""

    size_bytes: int
    indexes: int


def stored(items: Mapping[ItemKey, Attributes], index_keys: Iterable[str]) -> dict[ItemKey, StoredItem]:
    """Items by key; one with any of the index keys is held by each index at some time of its life."""
    keys = tuple(index_keys)
    return {
        key: StoredItem(size_bytes=item_bytes(item), indexes=len(keys) if any(name in item for name in keys) else 0)
        for key, item in items.items()
    }


def units_of(operation: str, request: Mapping[str, Any], items: Mapping[ItemKey, StoredItem]) -> Units:
    """The units of one call. Raises KeyError for an operation that no function is known to call."""
    match operation.partition(":")[2]:
        case "GetItem":
            return Units(read=_read_units(_size(items, request["TableName"], request["Key"])))
        case "BatchGetItem":
            wanted = [(table, key) for table, part in request["RequestItems"].items() for key in part["Keys"]]
            return Units(read=sum(_read_units(_size(items, table, key)) for table, key in wanted))
        case "Query":
            return Units(read=_query_units(request, items))
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return Units(write=_write_units(request, items, times=1))
        case "TransactWriteItems":
            writes = [write for item in request["TransactItems"] for write in item.values()]
            return Units(write=sum(_write_units(write, items, times=TRANSACTIONAL) for write in writes))
    raise KeyError(operation)


def item_bytes(item: Attributes) -> int:
    """The size of an item as DynamoDB reckons it, to a few bytes."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return math.ceil(len(content) / 2) + 1
        case "M":
            return 3 + sum(len(name.encode()) + _value_bytes(inner) + 1 for name, inner in content.items())
        case "L":
            return 3 + sum(_value_bytes(inner) + 1 for inner in content)
    return len(content) if kind == "B" else 1


def _write_units(write: Mapping[str, Any], items: Mapping[ItemKey, StoredItem], *, times: int) -> float:
    """A check of a condition takes as much as the write that it stands for, but no index is written."""
    key = write.get("Key") or write["Item"]
    item = items.get((write["TableName"], key["pk"]["S"], key["sk"]["S"]))
    size = item.size_bytes if item else 0
    units = _units(size, WRITE_UNIT_BYTES)
    is_check = "Key" in write and "UpdateExpression" not in write and item is None
    return units * times + (0 if is_check or item is None else units * item.indexes)


def _query_units(request: Mapping[str, Any], items: Mapping[ItemKey, StoredItem]) -> float:
    """Every item of the partition that begins as asked; read eventually consistently unless it says otherwise."""
    values = request["ExpressionAttributeValues"]
    partition, prefix = values[":partition"]["S"], values.get(":prefix", {}).get("S", "")
    read = sum(
        item.size_bytes
        for (table, pk, sk), item in items.items()
        if (table, pk) == (request["TableName"], partition) and sk.startswith(prefix)
    )
    return _read_units(read) * (1 if request.get("ConsistentRead") else EVENTUALLY_CONSISTENT)


def _size(items: Mapping[ItemKey, StoredItem], table: str, key: Attributes) -> int:
    item = items.get((table, key["pk"]["S"], key["sk"]["S"]))
    return item.size_bytes if item else 0


def _read_units(size_bytes: int) -> float:
    return _units(size_bytes, READ_UNIT_BYTES)


def _units(size_bytes: int, unit_bytes: int) -> float:
    return float(max(1, math.ceil(size_bytes / unit_bytes)))
