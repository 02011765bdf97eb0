"""What use cases may rely on of `Campaigns`, on the fake and on DynamoDB alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.adapters.dynamo.campaigns import DynamoCampaigns
from civicline.domain.campaigns.campaign import Found, Join, join_or_found
from civicline.domain.campaigns.likeness import LONGEST_BUCKET, Fingerprint, Likeness
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import ConstituentId, OfficeId
from civicline.ports.classifying import Campaigns
from tests.builders import NOW, RIVERBEND, a_letter
from tests.fakes import FakeCampaigns


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def campaigns(request: pytest.FixtureRequest) -> Campaigns:
    if request.param == "fake":
        return FakeCampaigns()
    client: Any = request.getfixturevalue(request.param)
    return DynamoCampaigns(client, "RecordsTable")


def a_fingerprint(*buckets: str, sketch: bytes = bytes(256)) -> Fingerprint:
    return Fingerprint(likeness=Likeness.WORDING, sketch=sketch, homes=buckets, probes=buckets, least_similarity=0.5)


def a_founding(campaigns: Campaigns, fingerprint: Fingerprint, number: int = 1, **changes: Any) -> Found:
    """What letter `number` does on the index as it is; it must be like none."""
    known = campaigns.buckets(RIVERBEND, fingerprint.probes)
    step = join_or_found(fingerprint, known, a_letter(number, **changes))
    assert isinstance(step, Found)
    return step


def founder(number: int = 1) -> ConstituentId:
    return a_letter(number).constituent_id


def sketch_of(number: int) -> bytes:
    return number.to_bytes(4, "big") * 64


def test_a_new_campaign_is_found_in_each_of_its_buckets(campaigns: Campaigns) -> None:
    founding = a_founding(campaigns, a_fingerprint("b1", "b2", sketch=bytes(range(256))))
    campaigns.found(founding, RIVERBEND, founder())
    known = campaigns.buckets(RIVERBEND, ["b1", "b2", "b3"])
    assert {name: bucket.seeds for name, bucket in known.items()} == {"b1": (founding.seed,), "b2": (founding.seed,)}


def test_nothing_is_looked_up_for_a_message_too_short_to_compare(campaigns: Campaigns) -> None:
    assert campaigns.buckets(RIVERBEND, []) == {}


def test_a_lookup_takes_a_hundred_buckets(campaigns: Campaigns) -> None:
    campaigns.found(a_founding(campaigns, a_fingerprint("b99")), RIVERBEND, founder())
    assert list(campaigns.buckets(RIVERBEND, [f"b{number}" for number in range(100)])) == ["b99"]


def test_people_are_counted_not_messages(campaigns: Campaigns) -> None:
    founding = a_founding(campaigns, a_fingerprint("b1"))
    campaigns.found(founding, RIVERBEND, founder())
    joined = Join(seed=founding.seed, similarity=1.0)
    assert [campaigns.join(joined, RIVERBEND, founder(number)) for number in (1, 2, 2, 3, 1, 4)] == [1, 2, 2, 3, 3, 4]


def test_of_two_letters_that_found_the_same_campaign_at_once_the_second_looks_again(campaigns: Campaigns) -> None:
    first, second = (a_founding(campaigns, a_fingerprint("b1", f"c{number}"), number) for number in (1, 2))
    campaigns.found(first, RIVERBEND, founder(1))
    with pytest.raises(ConcurrentChangeError):
        campaigns.found(second, RIVERBEND, founder(2))
    known = campaigns.buckets(RIVERBEND, ["b1", "c2"])
    assert list(known) == ["b1"]
    assert isinstance(join_or_found(a_fingerprint("b1", "c2"), known, a_letter(2)), Join)


def test_a_bucket_with_another_campaign_takes_a_further_one(campaigns: Campaigns) -> None:
    first = a_founding(campaigns, a_fingerprint("b1", sketch=sketch_of(1)))
    campaigns.found(first, RIVERBEND, founder(1))
    second = a_founding(campaigns, a_fingerprint("b1", sketch=sketch_of(2)), number=2)
    campaigns.found(second, RIVERBEND, founder(2))
    assert campaigns.buckets(RIVERBEND, ["b1"])["b1"].seeds == (second.seed, first.seed)


def test_a_bucket_keeps_the_newest_few_however_many_come(campaigns: Campaigns) -> None:
    foundings = []
    for number in range(1, LONGEST_BUCKET + 3):
        foundings.append(a_founding(campaigns, a_fingerprint("b1", sketch=sketch_of(number)), number))
        campaigns.found(foundings[-1], RIVERBEND, founder(number))
    kept = campaigns.buckets(RIVERBEND, ["b1"])["b1"].seeds
    assert kept == tuple(founding.seed for founding in foundings[::-1][:LONGEST_BUCKET])


def test_a_founder_that_fell_out_of_the_index_can_found_again(campaigns: Campaigns) -> None:
    founding = a_founding(campaigns, a_fingerprint("b1", sketch=sketch_of(1)))
    campaigns.found(founding, RIVERBEND, founder())
    for number in range(2, LONGEST_BUCKET + 2):
        other = a_founding(campaigns, a_fingerprint("b1", sketch=sketch_of(number)), number)
        campaigns.found(other, RIVERBEND, founder(number))
    campaigns.found(a_founding(campaigns, a_fingerprint("b1", sketch=sketch_of(1))), RIVERBEND, founder())
    assert campaigns.join(Join(seed=founding.seed, similarity=1.0), RIVERBEND, founder()) == 1


def test_offices_have_campaigns_of_their_own(campaigns: Campaigns) -> None:
    founding = a_founding(campaigns, a_fingerprint("b1"))
    campaigns.found(founding, RIVERBEND, founder())
    lakeside = OfficeId("lakeside")
    assert campaigns.buckets(lakeside, ["b1"]) == {}
    assert campaigns.join(Join(seed=founding.seed, similarity=1.0), lakeside, founder(2)) == 1


def test_what_a_campaign_leaves_in_the_table_expires_after_its_window(dynamodb: Any) -> None:
    campaigns = DynamoCampaigns(dynamodb, "RecordsTable")
    founding = a_founding(campaigns, a_fingerprint("b1"))
    campaigns.found(founding, RIVERBEND, founder())
    campaigns.join(Join(seed=founding.seed, similarity=1.0), RIVERBEND, founder(2))
    stored = dynamodb.scan(TableName="RecordsTable")["Items"]
    expiries = {int(item["expires_at_epoch"]["N"]) for item in stored}
    assert len(stored) == 2
    assert expiries == {int((NOW + timedelta(days=31)).timestamp())}


def test_what_a_campaign_leaves_in_the_table_does_not_grow_with_its_people(dynamodb: Any) -> None:
    campaigns = DynamoCampaigns(dynamodb, "RecordsTable")
    founding = a_founding(campaigns, a_fingerprint("b1"))
    campaigns.found(founding, RIVERBEND, founder())
    joined = Join(seed=founding.seed, similarity=1.0)
    counted = [campaigns.join(joined, RIVERBEND, ConstituentId(f"person-{number}")) for number in range(300)]
    assert dynamodb.scan(TableName="RecordsTable", Select="COUNT")["Count"] == 2
    assert abs(counted[-1] - 301) <= 30


def test_no_words_and_no_people_are_kept_in_the_index(dynamodb: Any) -> None:
    campaigns = DynamoCampaigns(dynamodb, "RecordsTable")
    founding = a_founding(campaigns, a_fingerprint("b1"))
    campaigns.found(founding, RIVERBEND, founder())
    campaigns.join(Join(seed=founding.seed, similarity=1.0), RIVERBEND, founder(2))
    stored = str(dynamodb.scan(TableName="RecordsTable")["Items"])
    assert founder() not in stored
    assert founder(2) not in stored
    assert "person-" not in stored


def test_an_error_of_the_table_is_not_taken_for_an_answer(dynamodb: Any) -> None:
    campaigns = DynamoCampaigns(dynamodb, "NoSuchTable")
    founding = a_founding(FakeCampaigns(), a_fingerprint("b1"))
    seed = replace(founding.seed, founded_at=NOW)
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException):
        campaigns.join(Join(seed=seed, similarity=1.0), RIVERBEND, founder())
