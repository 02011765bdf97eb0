"""The index of campaigns and concerns in the records table.

A bucket is one item that holds a few seeds; a crowd is one item whose registers are attributes, so that people are
counted by updates that never wait for one another. Both expire when their campaign takes no more messages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from civicline.adapters.dynamo import items, keys
from civicline.adapters.dynamo.reads import get_items
from civicline.adapters.dynamo.writes import ABSENT, Table, Write
from civicline.domain.campaigns.campaign import WINDOW, Found, Join
from civicline.domain.campaigns.crowd import people, place_of
from civicline.domain.campaigns.likeness import Bucket, Seed
from civicline.domain.ids import CampaignId, ConstituentId, OfficeId

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_REGISTER = "register_"
_KEPT = WINDOW + timedelta(days=1)


class DynamoCampaigns:
    """The port `Campaigns` on DynamoDB. One batch read finds, one transaction founds, one update joins."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def buckets(self, office_id: OfficeId, names: Sequence[str]) -> Mapping[str, Bucket]:
        """One batch read, whatever was written before; none without names."""
        if not names:
            return {}
        found = get_items(self._table, [keys.likeness_bucket(office_id, name) for name in names])
        return {item["name"]: _bucket(item) for item in found.values()}

    def found(self, founded: Found, office_id: OfficeId, founder: ConstituentId) -> None:
        """One transaction, on the buckets as they were read."""
        seed = founded.seed
        register, rank = place_of(founder, seed.campaign_id)
        self._table.transact(
            [
                *(self._put_bucket(office_id, bucket, seed) for bucket in founded.buckets),
                self._set_register(office_id, seed, register, rank),
            ]
        )

    def join(self, joined: Join, office_id: OfficeId, member: ConstituentId) -> int:
        """One update, which does nothing where the register stands as high already; both answers hold the registers."""
        register, rank = place_of(member, joined.seed.campaign_id)
        name = f"{_REGISTER}{register}"
        is_higher = f"attribute_not_exists({name}) OR {name} < :rank"
        request = self._set_register(office_id, joined.seed, register, rank, is_higher)["Update"]
        try:
            answer = self._table.client.update_item(
                **request, ReturnValues="ALL_NEW", ReturnValuesOnConditionCheckFailure="ALL_OLD"
            )
            return people(_registers(answer["Attributes"]))
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            # The stubs of botocore leave out what a failed condition brings with it.
            return people(_registers(error.response["Item"]))  # type: ignore[typeddict-item]

    def _put_bucket(self, office_id: OfficeId, bucket: Bucket, seed: Seed) -> Write:
        filled = bucket.with_seed(seed)
        item = {
            **keys.likeness_bucket(office_id, bucket.name),
            "name": bucket.name,
            "seeds": [_plain_seed(known) for known in filled.seeds],
            "latest": filled.latest,
            "expires_at_epoch": _expiry(seed),
        }
        if bucket.latest is None:
            return self._table.put(item, ABSENT)
        return self._table.put(item, "latest = :latest", {":latest": bucket.latest})

    def _set_register(
        self, office_id: OfficeId, seed: Seed, register: int, rank: int, condition: str | None = None
    ) -> Write:
        return self._table.update(
            keys.crowd(office_id, seed.campaign_id),
            set_to={f"{_REGISTER}{register}": rank, "expires_at_epoch": _expiry(seed)},
            condition=condition,
            values={":rank": rank} if condition else None,
        )


def _expiry(seed: Seed) -> int:
    return int((seed.founded_at + _KEPT).timestamp())


def _plain_seed(seed: Seed) -> dict[str, Any]:
    return {
        "campaign_id": seed.campaign_id,
        "sketch": seed.sketch,
        "founded_at": keys.moment(seed.founded_at),
    }


def _bucket(item: Mapping[str, Any]) -> Bucket:
    return Bucket(name=item["name"], seeds=tuple(map(_seed, item["seeds"])))


def _seed(data: Mapping[str, Any]) -> Seed:
    return Seed(
        campaign_id=CampaignId(data["campaign_id"]),
        sketch=bytes(data["sketch"]),
        founded_at=datetime.fromisoformat(data["founded_at"]).astimezone(UTC),
    )


def _registers(item: Mapping[str, Any]) -> dict[int, int]:
    return {
        int(name.removeprefix(_REGISTER)): int(value)
        for name, value in items.plain(item).items()
        if name.startswith(_REGISTER)
    }
