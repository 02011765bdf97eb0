"""Changes of message records in a DynamoDB stream event, parsed once at the edge."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from civicline.adapters.dynamo.keys import STATE
from civicline.adapters.dynamo.records import record_of
from civicline.domain.history.record import MessageRecord
from civicline.ports.reports import RecordChange, RecordChanges

_Image = dict[str, dict[str, Any]]


class _Change(BaseModel):
    model_config = ConfigDict(frozen=True)

    created_at: datetime = Field(alias="ApproximateCreationDateTime")
    keys: _Image = Field(alias="Keys")
    old_image: _Image | None = Field(alias="OldImage", default=None)
    new_image: _Image | None = Field(alias="NewImage", default=None)
    sequence_number: str = Field(alias="SequenceNumber")


class _StreamRecord(BaseModel):
    model_config = ConfigDict(frozen=True)

    event_id: str = Field(alias="eventID", min_length=1)
    dynamodb: _Change


def read_batch(event: dict[str, Any]) -> RecordChanges:
    """Read a stream event; items other than message records are left out, should the filter let them by."""
    changes: list[RecordChange] = []
    for raw in event["Records"]:
        try:
            change = _read(_StreamRecord.model_validate(raw))
        except ValidationError:
            return RecordChanges(changes=tuple(changes), unreadable=raw["dynamodb"]["SequenceNumber"])
        if change:
            changes.append(change)
    return RecordChanges(changes=tuple(changes))


def _read(record: _StreamRecord) -> RecordChange | None:
    change = record.dynamodb
    if change.keys.get("sk", {}).get("S") != STATE:
        return None
    return RecordChange(
        change_id=record.event_id,
        changed_at=change.created_at,
        old=_record(change.old_image),
        new=_record(change.new_image),
    )


def _record(image: _Image | None) -> MessageRecord | None:
    return record_of(image) if image else None
