"""How far topics have earned automation, and the switches: beside the office's profile, with every step kept apart.

A clearance stands in the topic's own item, so that whoever reads topics reads it with them, and in an attribute of its
own, so that setting up the office again does not touch it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.reads import get_item
from civicline.adapters.dynamo.writes import ABSENT, PRESENT, Table, TransactionCancelledError, Write
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.going_live.clearance import Clearance, ClearanceStep
from civicline.domain.going_live.pause_switch import PauseSwitch
from civicline.domain.ids import OfficeId
from civicline.domain.office import Topic, TopicGroup

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoClearances:
    """The port `Clearances` on DynamoDB."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def listed(self, office_id: OfficeId) -> Mapping[str, Clearance]:
        """By the sort keys beside the profile, read consistently."""
        partition = keys.office(office_id)["pk"]
        found = [item for prefix in ("TOPIC#", "GROUP#") for item in self._query(partition, prefix)]
        known = ((item["sk"].partition("#")[2], clearance_in(item)) for item in found)
        return {subject_id: clearance for subject_id, clearance in known if clearance}

    def save(self, office_id: OfficeId, subject: Topic | TopicGroup, new: Clearance, step: ClearanceStep) -> None:
        """The topic's item on the number of its latest step, and the step, in one transaction."""
        subject_id, key = _place(office_id, subject)
        state = self._numbered(key, {"clearance": items.dump(new)}, new.number, PRESENT)
        self._transact([state, self._step(office_id, subject_id, step)])

    def steps(self, office_id: OfficeId | None, subject_id: str) -> tuple[ClearanceStep, ...]:
        """One query, in the order of their numbers."""
        found = self._query(keys.clearance_steps_partition(office_id, subject_id), "STEP#")
        return tuple(items.load(ClearanceStep, item["step"]) for item in found)

    def switch(self, office_id: OfficeId | None) -> PauseSwitch:
        """The switch's item, read consistently. Raises pydantic.ValidationError if it holds something else."""
        item = get_item(self._table, _switch_key(office_id))
        return items.load(PauseSwitch, items.plain(item)["switch"]) if item else PauseSwitch()

    def turn(self, office_id: OfficeId | None, new: PauseSwitch, step: ClearanceStep) -> None:
        """The switch's item on the number of its latest step, and the step, in one transaction."""
        state = self._numbered(_switch_key(office_id), {"switch": items.dump(new)}, new.number)
        self._transact([state, self._step(office_id, "", step)])

    def _numbered(self, key: keys.Key, set_to: Mapping[str, Any], number: int, also: str = "") -> Write:
        """An update that goes through only if the latest step is the one before `number`."""
        is_first = number == 1
        condition = "attribute_not_exists(step_number)" if is_first else "step_number = :before"
        return self._table.update(
            key,
            set_to={**set_to, "step_number": number},
            condition=f"{also} AND {condition}" if also else condition,
            values=None if is_first else {":before": number - 1},
        )

    def _step(self, office_id: OfficeId | None, subject_id: str, step: ClearanceStep) -> Write:
        key = keys.clearance_step(office_id, subject_id, step.number)
        return self._table.put({**key, "step": items.dump(step)}, ABSENT)

    def _transact(self, writes: list[Write]) -> None:
        try:
            self._table.transact(writes)
        except TransactionCancelledError as error:
            raise ConcurrentChangeError("somebody else changed this at the same moment; look again") from error

    def _query(self, partition: str, prefix: str) -> Iterator[dict[str, Any]]:
        pages = self._table.client.get_paginator("query").paginate(
            TableName=self._table.name,
            KeyConditionExpression="pk = :partition AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":partition": {"S": partition}, ":prefix": {"S": prefix}},
            ConsistentRead=True,
        )
        for page in pages:
            yield from map(items.plain, page["Items"])


def clearance_in(item: Mapping[str, Any]) -> Clearance | None:
    """The clearance in a topic's or group's item given as plain data."""
    return items.load(Clearance, item["clearance"]) if "clearance" in item else None


def pauses(item: Mapping[str, Any] | None) -> bool:
    """Whether a switch's item, given as plain data, pauses; one that cannot be understood does."""
    if item is None:
        return False
    switch = item.get("switch")
    return not isinstance(switch, Mapping) or "number" not in switch or "pause" in switch


def _place(office_id: OfficeId, subject: Topic | TopicGroup) -> tuple[str, keys.Key]:
    if isinstance(subject, Topic):
        return subject.topic_id, keys.topic(office_id, subject.topic_id)
    return subject.group_id, keys.topic_group(office_id, subject.group_id)


def _switch_key(office_id: OfficeId | None) -> keys.Key:
    return keys.office_pause(office_id) if office_id else keys.pause_of_everything()
