"""The laptop stack creates what the template declares, and refuses what it does not know."""

import json
from typing import Any

import pytest

from tests.functional.laptop import a_template, account_clients, load_sample
from tools.local.template.errors import (
    TemplateError,
    UnknownFunctionError,
    UnknownParameterError,
    UnknownPropertyError,
    UnknownReferenceError,
    UnknownTypeError,
)

pytestmark = pytest.mark.usefixtures("account")


def test_a_text_published_to_the_topic_arrives_in_the_queue() -> None:
    loaded = load_sample()
    clients = account_clients()
    clients("sns").publish(TopicArn=loaded.resources["Texts"].created.reference, Message="pothole")
    (message,) = clients("sqs").receive_message(QueueUrl=loaded.resources["Inbound"].created.reference)["Messages"]
    assert json.loads(message["Body"])["Message"] == "pothole"


def test_a_table_gets_its_stream_expiry_and_recovery() -> None:
    table = load_sample().resources["Records"]
    dynamodb = account_clients()("dynamodb")
    name = table.created.reference
    assert dynamodb.describe_table(TableName=name)["Table"]["LatestStreamArn"] == table.created.attributes["StreamArn"]
    expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert expiry["AttributeName"] == "expires_at_epoch"
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_bucket_gets_its_versions_and_lifecycle() -> None:
    name = load_sample().resources["Mail"].created.reference
    s3 = account_clients()("s3")
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    assert (rule["ID"], rule["Expiration"]["Days"]) == ("OldMail", 9)


def test_mail_is_received_for_the_addresses_given_as_parameter() -> None:
    load_sample(MailAddresses="help@a.example, b.example")
    rules = account_clients()("ses").describe_active_receipt_rule_set()["Rules"]
    assert rules[0]["Recipients"] == ["help@a.example", "b.example"]


@pytest.mark.parametrize(("stage", "expected"), [("dev", False), ("prod", True)])
def test_what_production_alone_has_is_created_there_alone(stage: str, expected: bool) -> None:
    assert ("OnlyInProduction" in load_sample(Stage=stage).resources) is expected


def test_a_role_is_left_out_with_a_reason_and_a_name_for_others_to_mention() -> None:
    loaded = load_sample()
    assert "permissions" in loaded.left_out["Role"]
    assert loaded.resources["Receive"].properties["Role"].startswith("arn:aws:iam")


def test_outputs_are_those_of_the_template() -> None:
    loaded = load_sample()
    assert loaded.outputs == {"Queue": f"queue={loaded.resources['Inbound'].created.reference}"}


def _with(path: str, value: Any) -> dict[str, Any]:
    template = a_template()
    place: Any = template["Resources"]
    *parents, last = path.split("/")
    for name in parents:
        place = place[name]
    place[last] = value
    return template


@pytest.mark.parametrize(
    ("path", "value", "error", "words"),
    [
        pytest.param("Extra", {"Type": "AWS::EC2::Instance"}, UnknownTypeError, "AWS::EC2::Instance", id="type"),
        pytest.param("Inbound/Properties/Colour", "blue", UnknownPropertyError, "Colour", id="property"),
        pytest.param("Inbound/CreationPolicy", {}, TemplateError, "CreationPolicy", id="attribute of a resource"),
        pytest.param(
            "Inbound/Properties/QueueName", {"Ref": "Nobody"}, UnknownReferenceError, "Nobody", id="reference"
        ),
        pytest.param(
            "Inbound/Properties/QueueName",
            {"Fn::GetAtt": ["InboundDead", "Colour"]},
            UnknownReferenceError,
            "Colour",
            id="attribute",
        ),
        pytest.param(
            "Inbound/Properties/QueueName",
            {"Fn::ImportValue": "x"},
            UnknownFunctionError,
            "Fn::ImportValue",
            id="function",
        ),
    ],
)
def test_the_start_is_refused_over_an_unknown(path: str, value: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        load_sample(_with(path, value))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"Colour": "blue"}, "no parameter Colour", id="a value without a parameter"),
        pytest.param({"MailAddresses": None}, "MailAddresses has no default", id="a parameter without a value"),
    ],
)
def test_the_start_is_refused_over_parameters_that_do_not_fit(given: dict[str, Any], words: str) -> None:
    with pytest.raises(UnknownParameterError, match=words):
        load_sample(**given)
