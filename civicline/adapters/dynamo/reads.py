"""Reads by key: consistent, complete, and without a scan."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import items
from civicline.adapters.dynamo.items import Attributes

if TYPE_CHECKING:
    from civicline.adapters.dynamo.writes import Table

_ATTEMPTS = 6
_FIRST_PAUSE_SECONDS = 0.05


class ReadIncompleteError(RuntimeError):
    """The table kept some keys back through every attempt; the job is tried again by its queue."""


def get_item(table: Table, key: Mapping[str, str]) -> Attributes | None:
    """One item, read consistently; None if there is none."""
    response = table.client.get_item(TableName=table.name, Key=items.attributes(key), ConsistentRead=True)
    return response.get("Item")


def get_items(table: Table, wanted: Sequence[Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """Items whose sort keys differ, in one call, as plain data by sort key, read consistently; at most 100.

    The table may hand back part of the keys when it is busy; those are asked for again with growing pauses.
    """
    found: dict[str, dict[str, Any]] = {}
    pending: Any = {table.name: {"Keys": [items.attributes(key) for key in _unique(wanted)], "ConsistentRead": True}}
    for attempt in range(_ATTEMPTS):
        response = table.client.batch_get_item(RequestItems=pending)
        for item in map(items.plain, response["Responses"].get(table.name, [])):
            found[item["sk"]] = item
        pending = response.get("UnprocessedKeys")
        if not pending:
            return found
        time.sleep(_FIRST_PAUSE_SECONDS * 2**attempt)
    raise ReadIncompleteError(f"{len(pending[table.name]['Keys'])} keys unread after {_ATTEMPTS} attempts")


def _unique(wanted: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return list({(key["pk"], key["sk"]): key for key in wanted}.values())
