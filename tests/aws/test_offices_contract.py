"""Offices, their topics and approved messages, on the fake and on DynamoDB alike; and the cache before them."""

from typing import Any

import pytest

from civicline.adapters.cached_offices import LIFETIME_SECONDS, CachedOffices
from civicline.adapters.dynamo.approved_messages import DynamoApprovedMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.approved.approval import retired
from civicline.domain.approved.approved_message import MessageVersion, latest_in_effect
from civicline.domain.channel import Channel
from civicline.domain.errors import DestinationTakenError
from civicline.domain.ids import OfficeId, TopicId
from civicline.ports.approved import ApprovedMessages, MessageChange
from civicline.ports.offices import Offices
from tests.builders import (
    APPROVER,
    MARIA,
    NOW,
    OFFICE_ADDRESS,
    OFFICE_NUMBER,
    POTHOLE,
    RIVERBEND,
    STREETS,
    a_group,
    a_topic,
    an_approved_message,
    an_office,
)
from tests.fakes import FakeOffices

VERSIONS = (an_approved_message(), an_approved_message(version=2, text="newer"))


@pytest.fixture
def dynamo_offices(dynamodb: Any) -> DynamoOffices:
    return DynamoOffices(dynamodb, "RecordsTable")


def save(messages: ApprovedMessages) -> None:
    """Both versions, one after the other."""
    earlier: tuple[MessageVersion, ...] = ()
    for version in VERSIONS:
        messages.save(RIVERBEND, [MessageChange(versions=earlier, changed=version)])
        earlier = (*earlier, version)


@pytest.fixture(params=["fake", "dynamodb"])
def offices(request: pytest.FixtureRequest, dynamodb: Any) -> Offices:
    if request.param == "fake":
        return FakeOffices([an_office()], [a_topic()], VERSIONS, [a_group()])
    stored: DynamoOffices = request.getfixturevalue("dynamo_offices")
    stored.save_office(an_office())
    stored.save_topics(RIVERBEND, [a_topic()])
    stored.save_groups(RIVERBEND, [a_group()])
    save(DynamoApprovedMessages(dynamodb, "RecordsTable"))
    return stored


def test_a_number_and_an_address_lead_to_their_office(offices: Offices) -> None:
    assert offices.owner_of(OFFICE_NUMBER) == an_office()
    assert offices.owner_of(OFFICE_ADDRESS) == an_office()
    assert offices.owner_of(MARIA) is None


def test_an_office_knows_its_topics_and_messages(offices: Offices) -> None:
    assert offices.office(RIVERBEND) == an_office()
    assert offices.topics(RIVERBEND) == {POTHOLE: a_topic()}
    assert offices.groups(RIVERBEND) == {STREETS: a_group()}
    assert set(offices.approved_messages(RIVERBEND, POTHOLE)) == set(VERSIONS)
    assert offices.approved_messages(RIVERBEND, TopicId("graffiti")) == ()


def test_every_office_is_on_the_list_once(dynamo_offices: DynamoOffices) -> None:
    assert dynamo_offices.office_ids() == ()
    for office_id in ("riverbend", "lakeside", "riverbend"):
        address = f"help@{office_id}.example"
        dynamo_offices.save_office(an_office(office_id=OfficeId(office_id), numbers=(), addresses=(address,)))
    assert sorted(CachedOffices(dynamo_offices, lambda: 0.0).office_ids()) == ["lakeside", "riverbend"]


def test_an_unknown_office_has_nothing(offices: Offices) -> None:
    nowhere = OfficeId("nowhere")
    assert offices.office(nowhere) is None
    assert offices.topics(nowhere) == {}
    assert offices.groups(nowhere) == {}
    assert offices.approved_messages(nowhere, POTHOLE) == ()


def test_a_number_cannot_be_taken_from_another_office(dynamo_offices: DynamoOffices) -> None:
    dynamo_offices.save_office(an_office())
    with pytest.raises(DestinationTakenError, match="12025550143"):
        dynamo_offices.save_office(an_office(office_id=OfficeId("lakeside"), addresses=("info@lakeside.example",)))
    assert dynamo_offices.office(OfficeId("lakeside")) is None


def test_an_office_can_be_saved_again(dynamo_offices: DynamoOffices) -> None:
    dynamo_offices.save_office(an_office())
    dynamo_offices.save_office(an_office(is_paused=True))
    assert dynamo_offices.office(RIVERBEND) == an_office(is_paused=True)


def test_a_pause_takes_effect_within_a_minute() -> None:
    source, seconds = FakeOffices([an_office()]), [0.0]
    cached = CachedOffices(source, lambda: seconds[0])
    assert cached.office(RIVERBEND) == an_office()
    source.by_id[RIVERBEND] = an_office(is_paused=True)
    seconds[0] = LIFETIME_SECONDS - 0.1
    assert cached.office(RIVERBEND) == an_office()
    seconds[0] = LIFETIME_SECONDS
    assert cached.office(RIVERBEND) == an_office(is_paused=True)
    assert LIFETIME_SECONDS < 60


def test_nothing_is_sent_of_a_retired_text_within_a_minute() -> None:
    source, seconds = FakeOffices([an_office()], approved=VERSIONS), [0.0]
    cached = CachedOffices(source, lambda: seconds[0])

    def in_effect() -> bool:
        latest = latest_in_effect(cached.approved_messages(RIVERBEND, POTHOLE), Channel.SMS, "en", NOW)
        return latest is not None and latest.is_valid_at(NOW)

    assert in_effect()
    source.approved = [retired(version, APPROVER, NOW, "Wrong.") for version in VERSIONS]
    seconds[0] = LIFETIME_SECONDS
    assert not in_effect()


def test_mail_to_thousands_of_unknown_addresses_does_not_fill_the_memory() -> None:
    cached = CachedOffices(FakeOffices(), lambda: 0.0)
    for number in range(3_000):
        cached.office(OfficeId(str(number)))
    assert len(cached._entries) <= 1_000
