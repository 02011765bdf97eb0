"""How a message's record stands in the table: one STATE item with the index keys derived from it."""

from collections.abc import Mapping
from typing import Any

from civicline.adapters.dynamo import items, keys
from civicline.domain.going_live.audit import is_to_be_audited
from civicline.domain.history.record import MessageRecord

_PARTS = (
    "message",
    "screening",
    "classification",
    "campaign",
    "concern",
    "decision",
    "reply",
    "judgements",
    "residency",
    "answer",
    "opt_out_honoured_at",
    "journal",
)


def state_item(record: MessageRecord) -> dict[str, Any]:
    """The STATE item of a record, as plain data."""
    return {**keys.message(record.message.ref, keys.STATE), **record_parts(record), **_index_keys(record)}


def record_parts(record: MessageRecord) -> dict[str, Any]:
    """The parts of a record that are there, as plain data."""
    return {part: items.dump(value) for part in _PARTS if (value := getattr(record, part)) not in (None, ())}


def record_of(item: Mapping[str, Any]) -> MessageRecord:
    """The record in a STATE item given as DynamoDB attribute values."""
    return record_in(items.plain(item))


def record_in(item: Mapping[str, Any]) -> MessageRecord:
    """The record in a STATE item given as plain data."""
    return items.load(MessageRecord, {part: value for part, value in item.items() if part in _PARTS})


def waiting_keys(record: MessageRecord) -> dict[str, str]:
    """The keys that put a message on the staff's queue, or its reply on the list of audits; empty for neither."""
    office_id = record.message.office_id
    if record.needs_staff:
        return {"waiting_pk": keys.waiting_partition(office_id), "waiting_sk": _order(record)}
    if is_to_be_audited(record):
        return {"waiting_pk": keys.audit_partition(office_id), "waiting_sk": _order(record)}
    return {}


def _index_keys(record: MessageRecord) -> dict[str, str]:
    message, order = record.message, _order(record)
    return {
        "day_pk": keys.day_partition(message.office_id, keys.moment(message.received_at)[:10]),
        "day_sk": order,
        "conversation_pk": keys.conversation_partition(message.office_id, message.conversation_id),
        "conversation_sk": order,
        **waiting_keys(record),
    }


def _order(record: MessageRecord) -> str:
    return f"{keys.moment(record.message.received_at)}#{record.message.message_id}"
