"""What may be relied on of `Clearances`, on the fake and on DynamoDB alike; and what offices make of it."""

from typing import Any

import pytest

from civicline.adapters.cached_offices import CachedOffices
from civicline.adapters.dynamo.clearances import DynamoClearances
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.going_live.clearance import Clearance, ClearanceAction, Wish, stepped
from civicline.domain.going_live.evidence import Assessment, Evidence
from civicline.domain.going_live.pause_switch import switched
from civicline.domain.ids import OfficeId
from civicline.domain.office import Topic, TopicGroup, TopicMode
from civicline.ports.going_live import Clearances
from civicline.ports.offices import Offices
from tests.builders import NOW, POTHOLE, RIVERBEND, STREETS, a_group, a_topic, an_office
from tests.fake_clearances import FakeClearances
from tests.fakes import FakeOffices

ENOUGH = Assessment(evidence=Evidence(shadow_right=149), budget=0.02)
TOPIC, GROUP = a_topic(mode=TopicMode.SHADOW), a_group(mode=TopicMode.SHADOW)


class Place:
    """Clearances and the offices that show them."""

    def __init__(self, clearances: Clearances, offices: Offices) -> None:
        self.clearances, self.offices = clearances, offices

    def take(self, action: ClearanceAction, subject: Topic | TopicGroup = TOPIC) -> Clearance:
        subject_id = subject.topic_id if isinstance(subject, Topic) else subject.group_id
        known = self.clearances.listed(RIVERBEND).get(subject_id)
        new, step = stepped(subject, known, a_wish(action), ENOUGH)
        self.clearances.save(RIVERBEND, subject, new, step)
        return new

    def turn(self, action: ClearanceAction, office_id: OfficeId | None = None) -> None:
        new, step = switched(self.clearances.switch(office_id), a_wish(action))
        self.clearances.turn(office_id, new, step)


def a_wish(action: ClearanceAction) -> Wish:
    return Wish(action=action, by="staff-1", at=NOW, because="Budget week")


def dynamo_place(client: Any) -> Place:
    offices = DynamoOffices(client, "RecordsTable")
    offices.save_office(an_office())
    offices.save_topics(RIVERBEND, [TOPIC])
    offices.save_groups(RIVERBEND, [GROUP])
    return Place(DynamoClearances(client, "RecordsTable"), offices)


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def place(request: pytest.FixtureRequest) -> Place:
    if request.param == "fake":
        offices = FakeOffices([an_office()], [TOPIC], groups=[GROUP])
        return Place(FakeClearances(offices), offices)
    return dynamo_place(request.getfixturevalue(request.param))


def test_a_topic_stands_as_it_was_set_up_until_somebody_decides(place: Place) -> None:
    assert place.clearances.listed(RIVERBEND) == {}
    assert place.offices.topics(RIVERBEND)[POTHOLE].mode is TopicMode.SHADOW


def test_a_topic_and_a_group_go_live_apart_and_are_kept_with_every_step(place: Place) -> None:
    live = place.take(ClearanceAction.GO_LIVE)
    assert place.clearances.listed(RIVERBEND) == {POTHOLE: live}
    assert place.offices.topics(RIVERBEND)[POTHOLE].mode is TopicMode.LIVE
    assert place.offices.groups(RIVERBEND)[STREETS].mode is TopicMode.SHADOW
    place.take(ClearanceAction.GO_LIVE, GROUP)
    place.take(ClearanceAction.PAUSE, GROUP)
    assert place.offices.groups(RIVERBEND)[STREETS].mode is TopicMode.PAUSED
    assert [step.action for step in place.clearances.steps(RIVERBEND, STREETS)] == ["go_live", "pause"]
    assert [step.evidence for step in place.clearances.steps(RIVERBEND, POTHOLE)] == [ENOUGH.evidence]


def test_of_two_people_at_the_same_moment_one_is_told_to_look_again(place: Place) -> None:
    new, step = stepped(TOPIC, None, a_wish(ClearanceAction.PAUSE), ENOUGH)
    place.take(ClearanceAction.GO_LIVE)
    with pytest.raises(ConcurrentChangeError):
        place.clearances.save(RIVERBEND, TOPIC, new, step)
    assert place.offices.topics(RIVERBEND)[POTHOLE].mode is TopicMode.LIVE


@pytest.mark.parametrize("of_office", [RIVERBEND, None], ids=["the office", "everything"])
def test_a_switch_pauses_and_resumes(place: Place, of_office: OfficeId | None) -> None:
    place.turn(ClearanceAction.PAUSE, of_office)
    assert place.offices.office(RIVERBEND) == an_office(is_paused=True)
    assert place.clearances.switch(of_office).pause
    place.turn(ClearanceAction.RESUME, of_office)
    assert place.offices.office(RIVERBEND) == an_office()
    assert [step.action for step in place.clearances.steps(of_office, "")] == ["pause", "resume"]


def test_the_switch_of_everything_holds_while_an_office_resumes(place: Place) -> None:
    place.turn(ClearanceAction.PAUSE)
    place.turn(ClearanceAction.PAUSE, RIVERBEND)
    place.turn(ClearanceAction.RESUME, RIVERBEND)
    assert place.offices.office(RIVERBEND) == an_office(is_paused=True)


def test_a_switch_turned_by_two_at_once_turns_once(place: Place) -> None:
    new, step = switched(place.clearances.switch(None), a_wish(ClearanceAction.PAUSE))
    place.turn(ClearanceAction.PAUSE)
    with pytest.raises(ConcurrentChangeError):
        place.clearances.turn(None, new, step)


@pytest.mark.parametrize("of_office", [RIVERBEND, None], ids=["the office", "everything"])
def test_a_pause_of_office_or_everything_is_known_within_a_minute(place: Place, of_office: OfficeId | None) -> None:
    seconds = [0.0]
    cached = CachedOffices(place.offices, lambda: seconds[0])
    assert cached.office(RIVERBEND) == an_office()
    place.turn(ClearanceAction.PAUSE, of_office)
    seconds[0] = 59.0
    assert cached.office(RIVERBEND) == an_office(is_paused=True)


def test_a_pause_of_a_topic_is_known_within_a_minute(place: Place) -> None:
    seconds = [0.0]
    cached = CachedOffices(place.offices, lambda: seconds[0])
    assert cached.topics(RIVERBEND)[POTHOLE].mode is TopicMode.SHADOW
    place.take(ClearanceAction.PAUSE)
    seconds[0] = 59.0
    assert cached.topics(RIVERBEND)[POTHOLE].mode is TopicMode.PAUSED


@pytest.mark.parametrize(
    "broken",
    [{}, {"switch": {"S": "?"}}, {"switch": {"M": {}}}, {"switch": {"M": {"number": {"N": "3"}, "pause": {"S": "?"}}}}],
    ids=["empty", "no switch", "without number", "with a pause that cannot be read"],
)
def test_a_switch_that_cannot_be_understood_pauses(dynamodb: Any, broken: dict[str, Any]) -> None:
    place = dynamo_place(dynamodb)
    key = {"pk": {"S": "EVERYTHING"}, "sk": {"S": "EVERYTHING"}}
    dynamodb.put_item(TableName="RecordsTable", Item=key | broken)
    assert place.offices.office(RIVERBEND) == an_office(is_paused=True)


def test_setting_up_an_office_again_leaves_what_it_has_earned(dynamodb: Any) -> None:
    place = dynamo_place(dynamodb)
    place.take(ClearanceAction.GO_LIVE)
    place.turn(ClearanceAction.PAUSE, RIVERBEND)
    dynamo_place(dynamodb)
    assert place.offices.topics(RIVERBEND)[POTHOLE].mode is TopicMode.LIVE
    assert place.offices.office(RIVERBEND) == an_office(is_paused=True)


def test_in_production_nothing_is_live_by_declaration(dynamodb: Any) -> None:
    place = dynamo_place(dynamodb)
    place.take(ClearanceAction.DECLARE_LIVE)
    production = DynamoOffices(dynamodb, "RecordsTable", refuses_declared=True)
    assert place.offices.topics(RIVERBEND)[POTHOLE].mode is TopicMode.LIVE
    assert production.topics(RIVERBEND)[POTHOLE].mode is TopicMode.SHADOW
