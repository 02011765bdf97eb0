"""Constituents in the records table: an item each, and for each of their contact points one that leads to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.reads import get_item, get_items
from civicline.adapters.dynamo.writes import Table, TransactionCancelledError, Write
from civicline.domain import ids
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import ConstituentId, OfficeId
from civicline.domain.people.constituent import Constituent, ConstituentChange, Profile, stranger
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.joining import MOST_CONTACT_POINTS
from civicline.domain.people.names import index_names
from civicline.domain.received.conversation import Contact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb import DynamoDBClient

_MOST_NAMED = 50
_FREE = "(attribute_not_exists(constituent) OR attribute_exists(constituent.joined_into))"
"""Nothing is stored under the id, or what was there has been joined into another."""


class DynamoConstituents:
    """The port `Constituents` on DynamoDB."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def of(self, office_id: OfficeId, point: ContactPoint) -> Constituent | None:
        """One call; a second one where the contact point was joined to another's record."""
        found = get_items(self._table, [keys.contact(office_id, point), *wanted(office_id, point)])
        return constituent_in(self._table, office_id, point, found)

    def by_id(self, office_id: OfficeId, constituent_id: ConstituentId) -> Constituent | None:
        """The item of that id, or of the one that it was joined into; a second call a join."""
        for _ in range(MOST_CONTACT_POINTS):
            found = self._stored(office_id, constituent_id)
            if found is None or found.joined_into is None:
                return found
            constituent_id = found.joined_into
        return None

    def _stored(self, office_id: OfficeId, constituent_id: ConstituentId) -> Constituent | None:
        item = get_item(self._table, keys.constituent(office_id, constituent_id))
        return load(items.plain(item)) if item else None

    def by_external_id(self, office_id: OfficeId, external_id: str) -> tuple[Constituent, ...]:
        """By the index items that were written with the profiles of that id."""
        return self._indexed(office_id, keys.external_id_partition(office_id, external_id), "", _MOST_NAMED)

    def named(self, office_id: OfficeId, beginning: str, limit: int) -> tuple[Constituent, ...]:
        """By the index items of names, each of which stands under two of its words."""
        wanted_name = next(iter(index_names(beginning)), "")
        if not wanted_name:
            return ()
        return self._indexed(office_id, keys.names_partition(office_id, wanted_name), wanted_name, limit)

    def save(self, change: ConstituentChange) -> None:
        """One transaction, on the versions as they were read."""
        try:
            self._table.transact(change_writes(self._table, change))
        except TransactionCancelledError as error:
            raise ConcurrentChangeError("a constituent changed since it was read") from error

    def _indexed(self, office_id: OfficeId, partition: str, beginning: str, limit: int) -> tuple[Constituent, ...]:
        condition, values = "pk = :partition", {":partition": {"S": partition}}
        if beginning:
            condition += " AND begins_with(sk, :beginning)"
            values[":beginning"] = {"S": beginning}
        response = self._table.client.query(
            TableName=self._table.name,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            Limit=min(limit * 2, 2 * _MOST_NAMED),
        )
        points = (items.load(ContactPoint, items.plain(item)["contact_point"]) for item in response["Items"])
        found = (self.of(office_id, point) for point in points)
        return tuple({one.constituent_id: one for one in found if one}.values())[:limit]


def wanted(office_id: OfficeId, point: ContactPoint) -> list[keys.Key]:
    """The keys that tell whose a contact point is: where it leads, and the record that has its own id."""
    return [
        keys.constituent_member(office_id, point),
        keys.constituent(office_id, ids.constituent_id(office_id, point)),
    ]


def constituent_in(
    table: Table, office_id: OfficeId, point: ContactPoint, found: Mapping[str, Mapping[str, Any]]
) -> Constituent | None:
    """The constituent in items given as plain data by sort key; a call more if they lead to another record.

    Somebody who only ever wrote has no record of their own: their contact says since when they are known.
    """
    own, member, contact = found.get("CONSTITUENT"), found.get("MEMBER"), found.get("CONTACT")
    if member is None:
        if contact is None:
            return None
        known = stranger(office_id, point, items.load(Contact, contact["contact"]).first_seen_at)
        return replace(known, zip_asked_at=_asked_in(own)) if own else known
    constituent_id = ConstituentId(member["constituent_id"])
    if own and constituent_id == ids.constituent_id(office_id, point):
        return load(own)
    item = get_item(table, keys.constituent(office_id, constituent_id))
    return load(items.plain(item)) if item else None


def load(item: Mapping[str, Any]) -> Constituent:
    """The constituent in an item given as plain data."""
    return replace(items.load(Constituent, item["constituent"]), zip_asked_at=_asked_in(item))


def change_writes(table: Table, change: ConstituentChange) -> list[Write]:
    """The writes of a change: records on their versions, and where their contact points lead."""
    version = max((one.version for one in change.before), default=0) + 1
    known = {one.constituent_id: one.version for one in change.before}
    writes = [_record(table, one, known.get(one.constituent_id, 0), version) for one in change.after]
    return [*writes, *_member_writes(table, change), *_index_writes(table, change)]


def ask_write(table: Table, office_id: OfficeId, constituent_id: ConstituentId, at: datetime) -> Write:
    """Note that a constituent is asked for the ZIP code, if that was never done."""
    key = keys.constituent(office_id, constituent_id)
    return table.update(key, set_to={"zip_asked_at": keys.moment(at)}, condition="attribute_not_exists(zip_asked_at)")


def _record(table: Table, new: Constituent, known: int, version: int) -> Write:
    key = keys.constituent(new.office_id, new.constituent_id)
    condition, values = ("constituent.version = :known", {":known": known}) if known else (_FREE, None)
    if not new.members and new.joined_into is None:
        return table.delete(key, condition, values)
    asked = {"zip_asked_at": keys.moment(new.zip_asked_at)} if new.zip_asked_at else {}
    stored = items.dump(replace(new, version=version, zip_asked_at=None))
    return table.update(key, set_to={"constituent": stored, **asked}, condition=condition, values=values)


def _member_writes(table: Table, change: ConstituentChange) -> list[Write]:
    """Where contact points lead from now on, if they led where the change assumes."""
    before = {point: one for one in change.before if one.version for point in one.contact_points}
    after = {point: one for one in change.after for point in one.contact_points}
    writes = []
    for point, one in after.items():
        old = before.pop(point, None)
        if old is None or old.constituent_id != one.constituent_id:
            writes.append(
                table.update(
                    keys.constituent_member(one.office_id, point),
                    set_to={"constituent_id": one.constituent_id},
                    condition="constituent_id = :old" if old else "attribute_not_exists(constituent_id)",
                    values={":old": old.constituent_id} if old else None,
                )
            )
    return writes + [table.delete(keys.constituent_member(one.office_id, point)) for point, one in before.items()]


def _index_writes(table: Table, change: ConstituentChange) -> list[Write]:
    """What names and ids of lists lead to; joining and splitting leave it as it is, for it leads to contact points."""
    before, after = _index_items(change.before), _index_items(change.after)
    gone = [table.delete({"pk": pk, "sk": sk}) for pk, sk in before.keys() - after.keys()]
    return gone + [table.put(after[place]) for place in after.keys() - before.keys()]


def _index_items(constituents: Iterable[Constituent]) -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in constituents:
        for member in one.members:
            for profile in member.profiles:
                for key in _index_keys(one.office_id, member.contact_point, profile):
                    found[key["pk"], key["sk"]] = {**key, "contact_point": items.dump(member.contact_point)}
    return found


def _index_keys(office_id: OfficeId, point: ContactPoint, profile: Profile) -> Iterable[keys.Key]:
    for name in index_names(profile.name):
        yield keys.constituent_name(office_id, name, point)
    if profile.external_id:
        yield keys.constituent_external_id(office_id, profile.external_id, point)


def _asked_in(item: Mapping[str, Any]) -> datetime | None:
    return items.load(datetime, item["zip_asked_at"]) if "zip_asked_at" in item else None
