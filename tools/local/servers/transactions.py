"""DynamoDB transactions for a table that grows: conditions first, then writes, one request at a time.

moto copies every table of a transaction before it writes, and puts the copies back if a condition fails. Time and
memory of that grow with the table, and what others wrote meanwhile, also to the stream, is forgotten. A transaction
never names an item twice, so checking all conditions before the first write comes to the same.
"""

import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_MOST_WRITES = 100


def write_without_copies() -> None:
    """Put our transaction in the place of moto's, for this process."""
    backend: Any = import_module("moto.dynamodb.models").DynamoDBBackend
    backend.transact_write_items = transact


def one_at_a_time(application: WsgiApplication) -> WsgiApplication:
    """Answer DynamoDB's requests one after another: a condition and its write are one step, as in AWS."""
    lock = threading.Lock()

    def serialised(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB_"):
            return application(environ, start_response)
        with lock:
            return list(application(environ, start_response))

    return serialised


def transact(backend: Any, transact_items: list[dict[str, Any]]) -> None:
    """Write all or nothing. Raises moto's own errors, which the client sees as DynamoDB's."""
    errors: Any = import_module("moto.dynamodb.exceptions")
    if len(transact_items) > _MOST_WRITES:
        raise errors.TooManyTransactionsException
    writes = [next(iter(item.items())) for item in transact_items]
    keys = [_key(backend, verb, write) for verb, write in writes]
    places = {(write["TableName"], str(sorted(key.items()))) for (_, write), key in zip(writes, keys, strict=True)}
    if len(places) < len(writes):
        raise errors.MultipleTransactionsException
    reasons = [_refusal(backend, write, key) for (_, write), key in zip(writes, keys, strict=True)]
    if any(code for code, _, _ in reasons):
        raise errors.TransactionCanceledException(reasons)
    for (verb, write), key in zip(writes, keys, strict=True):
        _apply(backend, verb, write, key)


def _key(backend: Any, verb: str, write: dict[str, Any]) -> dict[str, Any]:
    if verb != "Put":
        key: dict[str, Any] = write["Key"]
        return key
    table = backend.get_table(write["TableName"])
    names = [name for name in (table.hash_key_attr, table.range_key_attr) if name]
    return {name: write["Item"][name] for name in names}


def _refusal(
    backend: Any, write: dict[str, Any], key: dict[str, Any]
) -> tuple[str | None, str | None, dict[str, Any] | None]:
    """Why a write must not be done, in the form of moto's reasons; three times None if it may."""
    condition = write.get("ConditionExpression")
    if condition is None:
        return None, None, None
    comparisons: Any = import_module("moto.dynamodb.comparisons")
    holds = comparisons.get_filter_expression(
        condition, write.get("ExpressionAttributeNames"), write.get("ExpressionAttributeValues")
    ).expr(backend.get_item(write["TableName"], key))
    return (None, None, None) if holds else ("ConditionalCheckFailed", "The conditional request failed", None)


def _apply(backend: Any, verb: str, write: dict[str, Any], key: dict[str, Any]) -> None:
    table = write["TableName"]
    match verb:
        case "Put":
            backend.put_item(table, write["Item"])
        case "Delete":
            backend.delete_item(table, key)
        case "Update":
            backend.update_item(
                table,
                key,
                update_expression=write["UpdateExpression"],
                expression_attribute_names=write.get("ExpressionAttributeNames"),
                expression_attribute_values=_used(write),
            )


def _used(write: dict[str, Any]) -> dict[str, Any] | None:
    """The values that the update names: those of the condition alone would be refused as unused."""
    values = {
        name: value
        for name, value in (write.get("ExpressionAttributeValues") or {}).items()
        if name in write["UpdateExpression"]
    }
    return values or None
