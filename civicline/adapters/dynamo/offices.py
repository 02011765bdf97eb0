"""Offices, their topics and approved messages in the records table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from civicline.adapters.dynamo import approved_items, items, keys
from civicline.adapters.dynamo.clearances import clearance_in, pauses
from civicline.adapters.dynamo.reads import get_item, get_items
from civicline.adapters.dynamo.writes import ABSENT, Table, TransactionCancelledError
from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.errors import DestinationTakenError
from civicline.domain.going_live.clearance import mode_of
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.people.contact import ContactPoint

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

S = TypeVar("S", Topic, TopicGroup)


class DynamoOffices:
    """The port `Offices` on DynamoDB, and how an office is set up.

    With `refuses_declared`, as in production, a topic that is live without evidence is in shadow.
    """

    def __init__(self, client: DynamoDBClient, table_name: str, *, refuses_declared: bool = False) -> None:
        self._table = Table(client, table_name)
        self._refuses_declared = refuses_declared

    def owner_of(self, destination: ContactPoint) -> Office | None:
        """By the destination's own item."""
        item = get_item(self._table, keys.destination(destination))
        return self.office(OfficeId(item["office_id"]["S"])) if item else None

    def office(self, office_id: OfficeId) -> Office | None:
        """By the office's profile and the two switches that pause it, in one call.

        A switch that cannot be understood pauses: what is in doubt goes to staff.
        """
        profile, own, everything = keys.office(office_id), keys.office_pause(office_id), keys.pause_of_everything()
        found = get_items(self._table, [profile, own, everything])
        if profile["sk"] not in found:
            return None
        office = items.load(Office, found[profile["sk"]]["office"])
        is_switched_off = any(pauses(found.get(key["sk"])) for key in (own, everything))
        return replace(office, is_paused=office.is_paused or is_switched_off)

    def office_ids(self) -> tuple[OfficeId, ...]:
        """By the list that every office is put on when it is saved."""
        return tuple(OfficeId(item["office_id"]) for item in self._query(keys.OFFICES, ""))

    def topics(self, office_id: OfficeId) -> Mapping[TopicId, Topic]:
        """By the sort keys beside the profile."""
        found = self._query(keys.office(office_id)["pk"], "TOPIC#")
        topics = (self._as_it_stands(items.load(Topic, item["topic"]), item) for item in found)
        return {topic.topic_id: topic for topic in topics}

    def groups(self, office_id: OfficeId) -> Mapping[str, TopicGroup]:
        """By the sort keys beside the profile."""
        found = self._query(keys.office(office_id)["pk"], "GROUP#")
        groups = (self._as_it_stands(items.load(TopicGroup, item["topic_group"]), item) for item in found)
        return {group.group_id: group for group in groups}

    def approved_messages(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        """All versions in the topic's or group's own partition."""
        found = self._query(keys.approved_partition(office_id, topic_id), "")
        return tuple(map(approved_items.version_in, found))

    def save_office(self, office: Office) -> None:
        """Write an office's profile and claim its numbers and addresses.

        Raises DestinationTakenError if one of them belongs to another office; then nothing is written.
        """
        destinations = [ContactPoint.phone(number) for number in office.numbers]
        destinations += [ContactPoint.mail(address) for address in office.addresses]
        own = f"{ABSENT} OR office_id = :office_id"
        writes = [
            self._table.put(
                {**keys.destination(point), "office_id": office.office_id}, own, {":office_id": office.office_id}
            )
            for point in destinations
        ]
        writes.append(self._table.put({**keys.office(office.office_id), "office": items.dump(office)}))
        writes.append(self._table.put({**keys.listed_office(office.office_id), "office_id": office.office_id}))
        try:
            self._table.transact(writes)
        except TransactionCancelledError as error:
            taken = [destinations[position].value for position in sorted(error.failed)]
            raise DestinationTakenError(taken) from error

    def save_topics(self, office_id: OfficeId, topics: Iterable[Topic]) -> None:
        """Write topics, in place of what stood under their ids; what they have earned stays."""
        for topic in topics:
            key = keys.topic(office_id, topic.topic_id)
            self._table.transact([self._table.update(key, set_to={"topic": items.dump(topic)})])

    def save_groups(self, office_id: OfficeId, groups: Iterable[TopicGroup]) -> None:
        """Write groups of topics, in place of what stood under their ids; what they have earned stays."""
        for group in groups:
            key = keys.topic_group(office_id, group.group_id)
            self._table.transact([self._table.update(key, set_to={"topic_group": items.dump(group)})])

    def _as_it_stands(self, subject: S, item: Mapping[str, Any]) -> S:
        mode = mode_of(subject.mode, clearance_in(item), refuses_declared=self._refuses_declared)
        return replace(subject, mode=mode)

    def _query(self, partition: str, prefix: str) -> Iterator[dict[str, Any]]:
        values = {":partition": {"S": partition}}
        condition = "pk = :partition"
        if prefix:
            condition += " AND begins_with(sk, :prefix)"
            values[":prefix"] = {"S": prefix}
        pages = self._table.client.get_paginator("query").paginate(
            TableName=self._table.name, KeyConditionExpression=condition, ExpressionAttributeValues=values
        )
        for page in pages:
            yield from map(items.plain, page["Items"])
