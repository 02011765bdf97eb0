"""Conditional writes: the building blocks of transactions, and what a cancelled one means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from civicline.adapters.dynamo import items
from civicline.domain.errors import ConcurrentChangeError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ABSENT = "attribute_not_exists(pk)"
PRESENT = "attribute_exists(pk)"

Write = dict[str, Any]


class Table:
    """One table, and the writes that can stand in a transaction on it."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self.client = client
        self.name = name

    def put(
        self, item: Mapping[str, Any], condition: str | None = None, values: Mapping[str, Any] | None = None
    ) -> Write:
        """Put a whole item, if the condition holds."""
        return {"Put": self._request({"Item": items.attributes(item)}, condition, values or {})}

    def delete(
        self, key: Mapping[str, str], condition: str | None = None, values: Mapping[str, Any] | None = None
    ) -> Write:
        """Delete an item, if the condition holds."""
        return {"Delete": self._request({"Key": items.attributes(key)}, condition, values or {})}

    def check(self, key: Mapping[str, str], condition: str) -> Write:
        """Write nothing, but cancel the transaction unless the condition holds."""
        return {"ConditionCheck": self._request({"Key": items.attributes(key)}, condition, {})}

    def update(
        self,
        key: Mapping[str, str],
        *,
        set_to: Mapping[str, Any] | None = None,
        remove: Sequence[str] = (),
        add: Mapping[str, int] | None = None,
        condition: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Write:
        """Set, remove and add to attributes of an item, if the condition holds."""
        clauses: list[str] = []
        names: dict[str, str] = {}
        bound: dict[str, Any] = dict(values or {})
        for verb, joiner, changes in (("SET", " = ", set_to or {}), ("ADD", " ", add or {})):
            parts = []
            for attribute, value in changes.items():
                index = len(names)
                names[f"#n{index}"], bound[f":v{index}"] = attribute, value
                parts.append(f"#n{index}{joiner}:v{index}")
            clauses += [f"{verb} {', '.join(parts)}"] if parts else []
        clauses += [f"REMOVE {', '.join(remove)}"] if remove else []
        request: dict[str, Any] = {"Key": items.attributes(key), "UpdateExpression": " ".join(clauses)}
        if names:
            request["ExpressionAttributeNames"] = names
        return {"Update": self._request(request, condition, bound)}

    def transact(self, writes: Sequence[Write]) -> None:
        """Write all or nothing.

        One write alone is sent as itself, which costs half (a transaction writes twice). Raises
        TransactionCancelledError, which tells which conditions did not hold.
        """
        try:
            if len(writes) == 1:
                self._alone(writes[0])
            else:
                self.client.transact_write_items(TransactItems=list(writes))  # type: ignore[arg-type]
        except ClientError as error:
            reasons = _reasons(error)
            if not {_CONDITION, _CONFLICT} & set(reasons):
                raise
            failed = frozenset(position for position, reason in enumerate(reasons) if reason == _CONDITION)
            raise TransactionCancelledError(failed) from error

    def _alone(self, write: Write) -> None:
        ((verb, request),) = write.items()
        call = {"Put": self.client.put_item, "Update": self.client.update_item, "Delete": self.client.delete_item}[verb]
        call(**request)  # type: ignore[operator]

    def _request(self, request: dict[str, Any], condition: str | None, values: Mapping[str, Any]) -> dict[str, Any]:
        request["TableName"] = self.name
        if condition:
            request["ConditionExpression"] = condition
        if values:
            request["ExpressionAttributeValues"] = items.attributes(values)
        return request


class TransactionCancelledError(ConcurrentChangeError):
    """Nothing was written. `failed` are the positions of the writes whose condition did not hold.

    It is empty where another transaction was merely in the way.
    """

    def __init__(self, failed: frozenset[int]) -> None:
        super().__init__(f"conditions of writes {sorted(failed)} did not hold")
        self.failed = failed


_CONDITION = "ConditionalCheckFailed"
_CONFLICT = "TransactionConflict"


def _reasons(error: ClientError) -> list[str]:
    """Why each write of a cancelled call failed; empty for an error that is not about conditions."""
    match error.response["Error"]["Code"]:
        case "ConditionalCheckFailedException":
            return [_CONDITION]
        case "TransactionConflictException":
            return [_CONFLICT]
        case "TransactionCanceledException":
            return [reason.get("Code", "") for reason in error.response.get("CancellationReasons", [])]
    return []
