"""What operators type to put topics live, in shadow or at rest; on a stack in AWS as moto plays it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from civicline.adapters.dynamo.aggregates import DynamoAggregates
from civicline.adapters.dynamo.clearances import DynamoClearances
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.going_live.counted_evidence import EvidenceSlice
from civicline.domain.going_live.evidence import Evidence
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import TopicMode
from civicline.ports.reports import CountedChange
from tests.builders import NOW, POTHOLE, RIVERBEND, a_group, a_topic, an_office
from tests.functional.laptop import REGION
from tests.tables import create_tables
from tools.cli import main
from tools.offices import install_sample_office
from tools.packaging.folders import PROJECT

STACK = "civicline-prod"
EVICTION = TopicId("eviction")


class Deployed:
    """A stack with one office, whose outputs are all that the commands know of it."""

    def __init__(self) -> None:
        self.dynamodb: Any = boto3.client("dynamodb", REGION)
        create_tables(self.dynamodb)
        names = {"RecordsTableName": "RecordsTable", "AggregatesTableName": "AggregatesTable", "ModelsBucketName": "m"}
        template = {
            "Resources": {"One": {"Type": "AWS::SNS::Topic", "Properties": {}}},
            "Outputs": {key: {"Value": value} for key, value in names.items()},
        }
        boto3.client("cloudformation", REGION).create_stack(StackName=STACK, TemplateBody=json.dumps(template))
        self.offices = DynamoOffices(self.dynamodb, "RecordsTable")
        self.offices.save_office(an_office())
        shadow = TopicMode.SHADOW
        self.offices.save_topics(RIVERBEND, [a_topic(mode=shadow), a_topic(EVICTION, mode=shadow, is_sensitive=True)])
        self.offices.save_groups(RIVERBEND, [a_group(mode=shadow)])

    def judge(
        self, model_version: str = "v1", day: str = "2026-11-20", topic: TopicId = POTHOLE, **counts: int
    ) -> None:
        part = EvidenceSlice(office_id=RIVERBEND, subject_id=topic, day=day, model_version=model_version)
        change = CountedChange(
            change_id=f"{model_version} {day}", changed_at=NOW, tallies={}, evidence={part: Evidence(**counts)}
        )
        DynamoAggregates(self.dynamodb, "AggregatesTable").add([change])

    @property
    def mode(self) -> TopicMode:
        return self.offices.topics(RIVERBEND)[POTHOLE].mode


@pytest.fixture
def deployed(account: None) -> Deployed:
    return Deployed()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--aws-stack", STACK])


def civicline(*arguments: str) -> Result:
    return run(*arguments, "--office", RIVERBEND)


def told(*arguments: str) -> Any:
    done = civicline(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


REASON = ("--reason", "Rosa read them", "--by", "operator:ada")


def test_a_topic_without_evidence_is_refused_with_the_numbers(deployed: Deployed) -> None:
    deployed.judge(shadow_right=100)
    done = civicline("topics", "go-live", POTHOLE, *REASON)
    assert done.exit_code == 1
    assert "0 of 100 judged replies were wrong" in done.stderr
    assert "49 more judged replies" in done.stderr
    assert deployed.mode is TopicMode.SHADOW


def test_a_topic_with_the_evidence_goes_live_on_somebodys_word(deployed: Deployed) -> None:
    deployed.judge(shadow_right=149)
    live = told("topics", "go-live", POTHOLE, *REASON)
    assert (live["mode"], live["decided"]["by"], live["decided"]["because"]) == (
        "live",
        "operator:ada",
        "Rosa read them",
    )
    assert deployed.mode is TopicMode.LIVE
    (step,) = told("topics", "show", POTHOLE)["steps"]
    assert (step["action"], step["evidence"]["shadow_right"], step["budget"]) == ("go_live", 149, 0.02)
    assert told("topics", "to-shadow", POTHOLE, *REASON)["mode"] == "shadow"


def test_a_new_head_must_earn_it_anew(deployed: Deployed) -> None:
    deployed.judge("old", "2026-11-19", shadow_right=400)
    deployed.judge("new", "2026-11-21", shadow_right=9)
    done = civicline("topics", "go-live", POTHOLE, *REASON)
    assert "0 of 9 judged replies were wrong" in done.stderr


def test_a_sensitive_topic_stays_in_shadow_whatever_the_evidence_and_the_reason(deployed: Deployed) -> None:
    deployed.judge(topic=EVICTION, shadow_right=10_000)
    done = civicline("topics", "go-live", EVICTION, *REASON)
    assert (done.exit_code, "never answered automatically" in done.stderr) == (1, True)
    assert deployed.offices.topics(RIVERBEND)[EVICTION].mode is TopicMode.SHADOW
    assert told("topics", "show", EVICTION)["steps"] == []


def test_a_sensitive_topic_and_an_unknown_one_are_refused(deployed: Deployed) -> None:
    assert "never answered automatically" in civicline("topics", "go-live", EVICTION, *REASON).stderr
    assert "no topic and no group" in civicline("topics", "pause", "parade", *REASON).stderr


def test_a_topic_rests_and_goes_on_as_it_was(deployed: Deployed) -> None:
    deployed.judge(shadow_right=149)
    told("topics", "go-live", POTHOLE, *REASON)
    assert told("pause", "--topic", POTHOLE, *REASON)["mode"] == "paused"
    assert deployed.mode is TopicMode.PAUSED
    assert "paused already" in civicline("topics", "pause", POTHOLE, *REASON).stderr
    assert told("topics", "resume", POTHOLE, *REASON)["mode"] == "live"


def test_the_list_says_what_is_missing(deployed: Deployed) -> None:
    deployed.judge(shadow_right=100, shadow_wrong=1)
    lines = civicline("topics", "list").stdout.splitlines()
    assert any("1 of 101 wrong" in line and "135 right judgements missing" in line for line in lines)
    assert any(line.startswith("eviction") and "never automatic" in line for line in lines)
    assert {one["kind"] for one in told("topics", "list")} == {"topic", "group"}
    assert "1 wrong" in civicline("topics", "show", POTHOLE).stdout


def test_an_office_and_everything_have_a_switch_each(deployed: Deployed) -> None:
    other = an_office(office_id=OfficeId("lakeside"), numbers=("+12025550199",), addresses=("l@lakeside.example",))
    deployed.offices.save_office(other)

    def paused() -> list[bool]:
        found = (deployed.offices.office(one) for one in (RIVERBEND, other.office_id))
        return [office.is_paused for office in found if office]

    assert told("pause", *REASON)["is_paused"]
    assert paused() == [True, False]
    assert run("pause", "--all", *REASON).exit_code == 0
    assert civicline("resume", *REASON).exit_code == 0
    assert paused() == [True, True]
    assert run("resume", "--all", *REASON).exit_code == 0
    assert paused() == [False, False]
    assert run("resume", "--all", *REASON).exit_code == 1
    assert run("pause", "--all", "--topic", POTHOLE, *REASON).exit_code == 2


def test_every_step_says_why(deployed: Deployed) -> None:
    assert civicline("pause").exit_code == 2
    assert civicline("pause", "--reason", " ").exit_code == 1


def test_the_laptops_office_says_that_it_is_live_by_declaration(account: None, tmp_path: Path) -> None:
    dynamodb: Any = boto3.client("dynamodb", REGION)
    create_tables(dynamodb)
    installed = install_sample_office(dynamodb, "RecordsTable", PROJECT / "packs" / "city-311")
    office_id = installed.office.office_id
    topics = DynamoOffices(dynamodb, "RecordsTable").topics(office_id).values()
    assert {topic.mode for topic in topics if not topic.is_sensitive} == {TopicMode.LIVE}
    assert {topic.mode for topic in topics if topic.is_sensitive} <= {TopicMode.SHADOW}
    production = DynamoOffices(dynamodb, "RecordsTable", refuses_declared=True)
    assert {topic.mode for topic in production.topics(office_id).values()} == {TopicMode.SHADOW}
    clearance = DynamoClearances(dynamodb, "RecordsTable").listed(office_id)[POTHOLE]
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert clearance.decided.because == (
        f"Live by declaration of {installed.approver} on {today}, for demonstration: nobody has measured it."
    )
