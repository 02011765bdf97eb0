"""How a version of an approved message stands in the table: its words, which never change, and what was done to it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from civicline.adapters.dynamo import items, keys
from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.ids import OfficeId


def version_item(office_id: OfficeId, version: MessageVersion) -> dict[str, Any]:
    """The item of a version, as plain data."""
    return {
        **keys.approved_message(office_id, version.name, version.version),
        "approved_message": items.dump(replace(version, steps=())),
        "steps": items.dump(version.steps),
    }


def version_in(item: Mapping[str, Any]) -> MessageVersion:
    """The version in an item given as plain data."""
    return items.load(MessageVersion, {**item["approved_message"], "steps": item["steps"]})
