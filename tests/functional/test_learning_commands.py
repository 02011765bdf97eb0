"""What operators type to teach a head, to see what was learnt, and to go back; on a stack in AWS as moto plays it."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from civicline.adapters.dynamo.heads import DynamoHeads
from civicline.adapters.dynamo.judgements import DynamoJudgements
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.adapters.head_store import S3HeadStore
from civicline.domain.topics.classification import TopicScore
from tests.builders import (
    NOW,
    RIVERBEND,
    a_classification,
    a_head_version,
    a_message,
    a_receipt,
    a_record,
    a_text,
    a_topic,
    an_office,
)
from tests.functional.laptop import REGION
from tests.tables import create_tables
from tools.cli import main

STACK = "civicline-prod"
BUCKET = "civicline-models"


class Deployed:
    """A stack with one office, whose outputs are all that the commands know of it."""

    def __init__(self) -> None:
        self.dynamodb: Any = boto3.client("dynamodb", REGION)
        self.s3: Any = boto3.client("s3", REGION)
        create_tables(self.dynamodb)
        self.s3.create_bucket(Bucket=BUCKET)
        outputs = {
            "RecordsTableName": "RecordsTable",
            "AggregatesTableName": "AggregatesTable",
            "ModelsBucketName": BUCKET,
        }
        stack(STACK, outputs)
        offices = DynamoOffices(self.dynamodb, "RecordsTable")
        offices.save_office(an_office())
        offices.save_topics(RIVERBEND, [a_topic()])
        self.messages = DynamoMessages(self.dynamodb, "RecordsTable")
        self.heads = DynamoHeads(self.dynamodb, "RecordsTable")

    def receive(self, number: int, confidence: float) -> str:
        message = a_message(
            provider_id=f"provider-{number}", received_at=NOW + timedelta(minutes=number), preview=f"words {number}"
        )
        contact = self.messages.situation(RIVERBEND, message.sender).contact
        record = a_record(message=message)
        self.messages.receive(a_receipt(record, known=contact, text=a_text(f"words {number}"), opens_conversation=True))
        ranking = (TopicScore(topic_id="pothole", confidence=confidence), TopicScore(topic_id="trash", confidence=0.2))
        self.messages.classify(a_record(message=message), a_classification(ranking=ranking))
        return message.message_id

    def train(self, version: str) -> None:
        files = S3HeadStore(self.s3, BUCKET).keep(RIVERBEND, version, b"{}", version.encode())
        assert self.heads.register(a_head_version(version, files=files))

    def judgements(self) -> list[Any]:
        judged = DynamoJudgements(self.dynamodb, "RecordsTable").judged(RIVERBEND, "2026-11")
        return [(record.message.message_id, record.judgement) for record in judged]


def stack(name: str, outputs: dict[str, str]) -> None:
    template = {
        "Resources": {"One": {"Type": "AWS::SNS::Topic", "Properties": {}}},
        "Outputs": {key: {"Value": value} for key, value in outputs.items()},
    }
    boto3.client("cloudformation", REGION).create_stack(StackName=name, TemplateBody=json.dumps(template))


@pytest.fixture
def deployed(account: None) -> Deployed:
    return Deployed()


def civicline(*arguments: str, office: str = RIVERBEND) -> Result:
    return CliRunner().invoke(main, [*arguments, "--aws-stack", STACK, *(["--office", office] if office else [])])


def speaking() -> str | None:
    found: str | None = json.loads(civicline("models", "--json").stdout)["speaking"]
    return found


@pytest.mark.parametrize(("says", "topic"), [(["--topic", "pothole"], "pothole"), (["--none"], None)])
def test_an_operator_says_what_a_message_is_about(deployed: Deployed, says: list[str], topic: str | None) -> None:
    message_id = deployed.receive(1, 0.5)
    done = civicline("judge", message_id, *says, "--by", "operator:ada")
    assert done.exit_code == 0, done.output
    ((judged_id, judgement),) = deployed.judgements()
    assert (judged_id, judgement.topic_id, judgement.judged_by) == (message_id, topic, "operator:ada")


@pytest.mark.parametrize(
    ("arguments", "code", "answer"),
    [
        pytest.param(["MESSAGE", "--topic", "parking"], 1, "It has: pothole", id="a topic that the office has not"),
        pytest.param(["elsewhere", "--none"], 1, "has no message elsewhere", id="a message that is not there"),
        pytest.param(["MESSAGE"], 2, "with --topic, or with --none", id="no topic"),
        pytest.param(["MESSAGE", "--topic", "pothole", "--none"], 2, "with --topic, or", id="a topic and none"),
        pytest.param([], 2, "name a message", id="no message"),
        pytest.param(["--next", "--none"], 2, "once you have read it", id="the next one unread"),
    ],
)
def test_a_judgement_that_cannot_be_taken_is_told(
    deployed: Deployed, arguments: list[str], code: int, answer: str
) -> None:
    message_id = deployed.receive(1, 0.5)
    done = civicline("judge", *(message_id if one == "MESSAGE" else one for one in arguments))
    assert done.exit_code == code
    assert answer in done.stderr
    assert deployed.judgements() == []


def test_the_most_instructive_messages_are_listed_first_and_without_their_words(deployed: Deployed) -> None:
    sure, torn = deployed.receive(1, 0.9), deployed.receive(2, 0.25)
    listed = civicline("unsure").stdout
    assert listed.index(torn) < listed.index(sure)
    assert "words" not in listed
    assert "words 2" in civicline("unsure", "--text").stdout
    assert json.loads(civicline("judge", "--next", "--json").stdout)["message_id"] == torn
    civicline("judge", torn, "--none")
    assert [one["message_id"] for one in json.loads(civicline("unsure", "--json").stdout)] == [sure]


def test_where_nothing_is_unsure_it_is_said(deployed: Deployed) -> None:
    assert "Nothing waits" in civicline("unsure").stderr
    assert civicline("judge", "--next").exit_code == 1


def test_a_head_is_promoted_by_hand_and_the_way_back_is_kept(deployed: Deployed) -> None:
    for version in ("riverbend-1", "riverbend-2"):
        deployed.train(version)
    assert speaking() is None
    assert civicline("promote", "riverbend-1").exit_code == 0
    assert civicline("promote", "riverbend-2", "--by", "operator:ada").exit_code == 0
    assert speaking() == "riverbend-2"
    civicline("promote", "--undo")
    assert speaking() == "riverbend-1"
    civicline("promote", "--undo")
    assert speaking() is None
    assert civicline("promote", "--undo").exit_code == 1
    listed = civicline("models").stdout
    assert "riverbend is answered by the head in the layer." in listed
    assert "promotion 2" in listed
    assert "riverbend-2 by operator:ada" in listed
    assert "undoing 2" in listed


def test_an_office_can_always_go_back_to_the_layer(deployed: Deployed) -> None:
    deployed.train("riverbend-1")
    civicline("promote", "riverbend-1")
    assert civicline("promote", "--layer").exit_code == 0
    assert speaking() is None
    civicline("promote", "--undo")
    assert speaking() == "riverbend-1"


@pytest.mark.parametrize(
    ("arguments", "code", "answer"),
    [
        pytest.param(["riverbend-9"], 1, "it has: riverbend-1", id="a version that is not there"),
        pytest.param([], 2, "give a version", id="nothing"),
        pytest.param(["riverbend-1", "--undo"], 2, "give a version", id="two wishes"),
    ],
)
def test_a_promotion_that_cannot_be_followed_is_told(
    deployed: Deployed, arguments: list[str], code: int, answer: str
) -> None:
    deployed.train("riverbend-1")
    done = civicline("promote", *arguments)
    assert done.exit_code == code
    assert answer in done.stderr
    assert speaking() is None


def test_a_version_whose_files_were_changed_is_not_promoted(deployed: Deployed) -> None:
    deployed.train("riverbend-1")
    deployed.s3.put_object(Bucket=BUCKET, Key="heads/riverbend/riverbend-1/head.npz", Body=b"others")
    done = civicline("promote", "riverbend-1")
    assert done.exit_code == 1
    assert "not what was promoted" in done.stderr


def test_training_from_too_few_corrections_says_how_many_are_missing(deployed: Deployed) -> None:
    for number in range(3):
        civicline("judge", deployed.receive(number, 0.5), "--none")
    done = civicline("train", "--from-corrections")
    assert done.exit_code == 1
    assert "nothing was trained or promoted: 3 corrections" in done.stderr
    assert "27 more" in done.stderr
    assert speaking() is None


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        pytest.param(["--from-corrections", "--out", "x"], "--out is for heads from a pack", id="a folder of its own"),
        pytest.param([], "--pack", id="neither pack nor corrections"),
        pytest.param(["--pack", "city-311", "--dry-run"], "--dry-run goes with", id="a dry run of a pack"),
    ],
)
def test_a_training_that_cannot_be_followed_is_a_wrong_call(arguments: list[str], answer: str) -> None:
    done = CliRunner().invoke(main, ["train", *arguments])
    assert done.exit_code == 2
    assert answer in done.stderr


def test_drift_is_told_with_the_topics_behind_it(deployed: Deployed) -> None:
    told = civicline("drift").stdout
    assert "0.0% of 0 messages in 7 days" in told
    found = json.loads(civicline("drift", "--json").stdout)
    assert (found["office"], found["is_drifting"], found["abstention_probability"]) == ("riverbend", False, 1.0)


def test_a_stack_or_office_that_is_not_there_is_told(deployed: Deployed) -> None:
    assert "there is no office 'lakeside'" in civicline("models", office="lakeside").stderr
    unnamed = civicline("models", office="")
    assert (unnamed.exit_code, "--office" in unnamed.stderr) == (2, True)
    nowhere = CliRunner().invoke(main, ["models", "--aws-stack", "nowhere"])
    assert nowhere.exit_code == 1
    assert "AWS refuses" in nowhere.stderr
    stack("old", {"RecordsTableName": "RecordsTable"})
    old = CliRunner().invoke(main, ["models", "--aws-stack", "old"])
    assert "no output AggregatesTableName, ModelsBucketName" in old.stderr
