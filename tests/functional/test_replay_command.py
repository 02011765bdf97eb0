"""`civicline replay` on a stack in AWS as moto plays it: out of quarantine, out of the dead letters, nothing twice."""

import json
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from civicline.domain.ids import quarantine_id
from civicline.runtime import bootstrap
from functions.inbound.handler import inbound
from tests.builders import OFFICE_NUMBER, an_office
from tests.functional.deployed import CONTEXT, REGION, Account, a_text_message, ref_of
from tools.cli import main
from tools.local.lambdas.queue_source import queue_record
from tools.replay.plumbing import STAGES

NEW_NUMBER = "+12025550111"
STACK = "civicline-prod"


def describe_stack(outputs: dict[str, str]) -> None:
    template = {
        "Resources": {"One": {"Type": "AWS::SNS::Topic", "Properties": {}}},
        "Outputs": {key: {"Value": value} for key, value in outputs.items()},
    }
    boto3.client("cloudformation", REGION).create_stack(StackName=STACK, TemplateBody=json.dumps(template))


class Operator:
    """Somebody at a terminal, beside a stack with all its queues."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.sqs: Any = account.sqs
        names = [f"{stage}{kind}" for stage in STAGES for kind in ("", "-dead")]
        urls = {name: self.sqs.create_queue(QueueName=name)["QueueUrl"] for name in names}
        self.urls = urls
        outputs = {"RecordsTableName": "RecordsTable", "MailBucketName": "mail"}
        for stage in STAGES:
            outputs[f"{stage.capitalize()}QueueUrl"] = urls[stage]
            outputs[f"{stage.capitalize()}DeadLetterQueueUrl"] = urls[f"{stage}-dead"]
        describe_stack(outputs)

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["replay", *arguments, "--aws-stack", STACK])

    def lambda_runs(self) -> None:
        """Inbound takes what is in its queue, as the event source would hand it over."""
        options = {"MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"]}
        for job in self.sqs.receive_message(QueueUrl=self.urls["inbound"], **options).get("Messages", []):
            record = queue_record(job, f"arn:aws:sqs:{REGION}:123456789012:inbound")
            assert inbound({"Records": [record]}, CONTEXT) == {"batchItemFailures": []}
            self.sqs.delete_message(QueueUrl=self.urls["inbound"], ReceiptHandle=job["ReceiptHandle"])

    def waiting(self, queue: str) -> int:
        name = "ApproximateNumberOfMessages"
        found = self.sqs.get_queue_attributes(QueueUrl=self.urls[queue], AttributeNames=[name])
        return int(found["Attributes"][name])


@pytest.fixture
def operator(deployed: Account) -> Operator:
    return Operator(deployed)


def lost(operator: Operator) -> str:
    """A text to a number that the office has not set up; then the office sets it up."""
    body = a_text_message(destinationNumber=NEW_NUMBER)
    operator.account.deliver(body)
    operator.account.offices.save_office(an_office(numbers=(OFFICE_NUMBER.value, NEW_NUMBER)))
    bootstrap.forget()
    return quarantine_id(body)


def test_an_item_is_sent_again_and_read(operator: Operator) -> None:
    item_id = lost(operator)
    sent = operator.run(item_id, "--wait", "0")
    assert (sent.exit_code, sent.stdout.split()[1]) == (0, "sent")
    operator.lambda_runs()
    assert operator.account.messages.record(ref_of("sms-1"))
    assert operator.account.quarantined() == []


def test_a_second_replay_changes_nothing(operator: Operator) -> None:
    item_id = lost(operator)
    for _ in range(2):
        assert operator.run(item_id, "--wait", "0").exit_code == 0
        operator.lambda_runs()
    assert operator.account.record("sms-1")
    days = operator.account.dynamodb.scan(TableName="RecordsTable")["Items"]
    assert len([item for item in days if item["sk"]["S"] == "STATE"]) == 1


def test_all_that_is_open_is_listed_without_touching_it(operator: Operator) -> None:
    item_id = lost(operator)
    operator.account.deliver("{")
    listed = operator.run("--all", "--dry-run", "--json")
    assert listed.exit_code == 0
    found = {(one["item_id"], one["fate"], one["reason"]) for one in json.loads(listed.stdout)}
    assert found == {
        (item_id, "would_send", "unknown_destination"),
        (quarantine_id("{"), "would_send", "not_an_sns_notification"),
    }
    assert operator.waiting("inbound") == 0


def test_what_gives_no_answer_in_time_ends_in_failure(operator: Operator) -> None:
    lost(operator)
    unanswered = operator.run("--all", "--wait", "0.01")
    assert unanswered.exit_code == 1
    assert "1 no_answer_yet" in unanswered.stdout


def test_an_empty_quarantine_is_no_failure(operator: Operator) -> None:
    nothing = operator.run("--all")
    assert (nothing.exit_code, nothing.stdout) == (0, "nothing is in quarantine\n")


WRONG = {
    "nothing to replay": ((), 2, "give an ITEM"),
    "two things at once": (("--all", "--dead-letters"), 2, "give an ITEM"),
    "no id": (("pothole",), 2, "not the id"),
    "an unknown id": ((quarantine_id("nothing"),), 1, "there is no item"),
    "a stage of nothing": (("--all", "--stage", "reply"), 2, "--stage goes with"),
}


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_says_what_to_do(operator: Operator, arguments: tuple[str, ...], code: int, said: str) -> None:
    refused = operator.run(*arguments)
    assert refused.exit_code == code
    assert said in refused.stderr


def test_dead_letters_go_back_to_their_own_queues_with_what_was_attached(operator: Operator) -> None:
    attribute = {"quarantined_item": {"DataType": "String", "StringValue": "item-1"}}
    for number in range(12):
        operator.sqs.send_message(
            QueueUrl=operator.urls["inbound-dead"], MessageBody=f"job {number}", MessageAttributes=attribute
        )
    operator.sqs.send_message(QueueUrl=operator.urls["reply-dead"], MessageBody="a reply")
    counted = operator.run("--dead-letters", "--dry-run", "--json")
    assert json.loads(counted.stdout)["inbound"] == {"found": 12, "moved": 0}
    moved = operator.run("--dead-letters", "--stage", "inbound", "--json")
    assert json.loads(moved.stdout) == {"inbound": {"found": 12, "moved": 12}}
    assert [operator.waiting(name) for name in ("inbound", "inbound-dead", "reply-dead", "reply")] == [12, 0, 1, 0]
    options = {"MaxNumberOfMessages": 1, "MessageAttributeNames": ["All"]}
    (job,) = operator.sqs.receive_message(QueueUrl=operator.urls["inbound"], **options)["Messages"]
    assert job["MessageAttributes"]["quarantined_item"]["StringValue"] == "item-1"
    everything = operator.run("--dead-letters")
    assert everything.stdout.splitlines() == [
        "inbound: 0 found, 0 moved",
        "classify: 0 found, 0 moved",
        "reply: 1 found, 1 moved",
        "delivery: 0 found, 0 moved",
    ]
