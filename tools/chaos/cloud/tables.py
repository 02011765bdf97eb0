"""DynamoDB in memory: the calls that the adapters make, without a wire.

moto answers 30 messages a second; this answers a few thousand, so that tens of thousands can go through the real
adapters. It passes the contract suites in tests/aws beside moto. Calls come one at a time, which is as strict as
serialisable. Items are never changed in place, so images and snapshots may share them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tools.chaos.cloud.expressions import Item, change, comparable, condition

Key = tuple[str, str]
_MOST_WRITES = 100
_FAILED = "ConditionalCheckFailed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one item, as a stream tells it; `number` is its place in the table's stream."""

    number: int
    key: Key
    old: Item | None
    new: Item | None


class MemoryTables:
    """The client `dynamodb`. Tables are there as soon as they are written to; every table is keyed by pk and sk."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, dict[str, Item]]] = {}
        self.changes: dict[str, list[Change]] = {}

    def get_item(self, **request: Any) -> dict[str, Any]:
        """`GetItem`."""
        found = self._item(request["TableName"], request["Key"])
        return {"Item": found} if found else {}

    def batch_get_item(self, **request: Any) -> dict[str, Any]:
        """`BatchGetItem`."""
        responses = {
            table: [item for key in wanted["Keys"] if (item := self._item(table, key))]
            for table, wanted in request["RequestItems"].items()
        }
        return {"Responses": responses, "UnprocessedKeys": {}}

    def put_item(self, **request: Any) -> dict[str, Any]:
        """`PutItem`."""
        self._alone("Put", request)
        return {}

    def delete_item(self, **request: Any) -> dict[str, Any]:
        """`DeleteItem`."""
        self._alone("Delete", request)
        return {}

    def update_item(self, **request: Any) -> dict[str, Any]:
        """`UpdateItem`."""
        new = self._alone("Update", request)
        return {"Attributes": new} if request.get("ReturnValues") == "ALL_NEW" else {}

    def transact_write_items(self, **request: Any) -> dict[str, Any]:
        """`TransactWriteItems`: all conditions, then all writes."""
        writes = [next(iter(one.items())) for one in request["TransactItems"]]
        places = {(write["TableName"], _key_of(verb, write)) for verb, write in writes}
        if len(writes) > _MOST_WRITES or len(places) < len(writes):
            raise refusal("TransactWriteItems", "ValidationException")
        reasons = [{"Code": "None"} if self._holds(verb, write) else {"Code": _FAILED} for verb, write in writes]
        if any(reason["Code"] == _FAILED for reason in reasons):
            raise refusal("TransactWriteItems", "TransactionCanceledException", CancellationReasons=reasons)
        for verb, write in writes:
            self._apply(verb, write)
        return {}

    def query(self, **request: Any) -> dict[str, Any]:
        """`Query`, of the table or of an index; a page holds `Limit` items, or all."""
        index = f"{request['IndexName'].removeprefix('by_')}_" if "IndexName" in request else ""
        found = sorted(self._candidates(request, index), key=lambda item: str(item[f"{index}sk"]["S"]))
        if not request.get("ScanIndexForward", True):
            found.reverse()
        start = _position(found, request.get("ExclusiveStartKey"))
        page = found[start : start + request["Limit"]] if "Limit" in request else found[start:]
        answer: dict[str, Any] = {"Items": page}
        if page and start + len(page) < len(found):
            names = dict.fromkeys(("pk", "sk", f"{index}pk", f"{index}sk"))
            answer["LastEvaluatedKey"] = {name: page[-1][name] for name in names}
        return answer

    def scan(self, **request: Any) -> dict[str, Any]:
        """`Scan`, in one page."""
        return {"Items": list(self.items(request["TableName"]))}

    def get_paginator(self, operation: str) -> "Pages":
        """A paginator of `query` or `scan`."""
        return Pages(getattr(self, operation))

    def items(self, table: str) -> Iterator[Item]:
        """Every item of a table."""
        for partition in self.tables.get(table, {}).values():
            yield from partition.values()

    def copy(self) -> "MemoryTables":
        """A snapshot with an empty stream."""
        twin = MemoryTables()
        twin.tables = {
            table: {pk: dict(partition) for pk, partition in partitions.items()}
            for table, partitions in self.tables.items()
        }
        return twin

    def _candidates(self, request: Mapping[str, Any], index: str) -> Iterable[Item]:
        values = request["ExpressionAttributeValues"]
        wanted = condition(request["KeyConditionExpression"], request.get("ExpressionAttributeNames"))
        partitions = self.tables.get(request["TableName"], {})
        if index:
            items = (item for part in partitions.values() for item in part.values() if f"{index}pk" in item)
            return [item for item in items if wanted(item, values)]
        own = partitions.get(_partition_in(request), {})
        return [item for item in own.values() if wanted(item, values)]

    def _alone(self, verb: str, request: Mapping[str, Any]) -> Item | None:
        if not self._holds(verb, request):
            asked = request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
            old = self._at(request["TableName"], _key_of(verb, request))
            details: dict[str, Any] = {"Item": old} if asked and old else {}
            raise refusal(f"{verb}Item", "ConditionalCheckFailedException", **details)
        return self._apply(verb, request)

    def _holds(self, verb: str, write: Mapping[str, Any]) -> bool:
        expression = write.get("ConditionExpression")
        if expression is None:
            return True
        current = self._at(write["TableName"], _key_of(verb, write)) or {}
        wanted = condition(expression, write.get("ExpressionAttributeNames"))
        return wanted(current, write.get("ExpressionAttributeValues", {}))

    def _apply(self, verb: str, write: Mapping[str, Any]) -> Item | None:
        if verb == "ConditionCheck":
            return None
        table, key = write["TableName"], _key_of(verb, write)
        old, new = self._at(table, key), None
        if verb == "Put":
            new = dict(write["Item"])
        elif verb == "Update":
            changes = change(write["UpdateExpression"], write.get("ExpressionAttributeNames"))
            new = changes(old or dict(write["Key"]), write.get("ExpressionAttributeValues", {}))
        self._store(table, key, old, new)
        return new

    def _store(self, table: str, key: Key, old: Item | None, new: Item | None) -> None:
        partition = self.tables.setdefault(table, {}).setdefault(key[0], {})
        if new is None:
            partition.pop(key[1], None)
        else:
            partition[key[1]] = new
        if old != new:  # as AWS's streams, which tell nothing of a write that changes nothing
            log = self.changes.setdefault(table, [])
            log.append(Change(number=len(log) + 1, key=key, old=old, new=new))

    def _item(self, table: str, key: Mapping[str, Any]) -> Item | None:
        return self._at(table, (key["pk"]["S"], key["sk"]["S"]))

    def _at(self, table: str, key: Key) -> Item | None:
        return self.tables.get(table, {}).get(key[0], {}).get(key[1])


class Pages:
    """A paginator over one call."""

    def __init__(self, call: Callable[..., dict[str, Any]]) -> None:
        self._call = call

    def paginate(self, **request: Any) -> Iterator[dict[str, Any]]:
        """Each page in its turn."""
        while True:
            page = self._call(**request)
            yield page
            if "LastEvaluatedKey" not in page:
                return
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def refusal(operation: str, code: str, status: int = 400, **details: Any) -> ClientError:
    """An error of AWS's as botocore raises it."""
    response: Any = {
        "Error": {"Code": code, "Message": code},
        "ResponseMetadata": {"HTTPStatusCode": status},
        **details,
    }
    return ClientError(response, operation)


def _key_of(verb: str, write: Mapping[str, Any]) -> Key:
    key = write["Item"] if verb == "Put" else write["Key"]
    return key["pk"]["S"], key["sk"]["S"]


def _partition_in(request: Mapping[str, Any]) -> str:
    """Every query of a table names its partition first: `pk = :value`."""
    name = request["KeyConditionExpression"].split()[2]
    return str(request["ExpressionAttributeValues"][name]["S"])


def _position(found: Sequence[Item], start: Mapping[str, Any] | None) -> int:
    if start is None:
        return 0
    wanted = [comparable(start["pk"]), comparable(start["sk"])]
    places = (at for at, item in enumerate(found) if [comparable(item["pk"]), comparable(item["sk"])] == wanted)
    return next(places, -1) + 1
