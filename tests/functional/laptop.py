"""A small office's template, and a stand-in for Lambda functions, for the tests of the laptop stack."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tools.local.lambdas.functions import Function
from tools.local.lambdas.workers import Invocation
from tools.local.template.loader import LoadedTemplate, load

REGION = "us-east-1"
OFFICE_ADDRESS = "help@riverbend.example"


@cache
def _client(service: str) -> Any:
    # moto does not know the address with an account number in it that botocore would choose.
    own = f"https://streams.dynamodb.{REGION}.amazonaws.com" if service == "dynamodbstreams" else None
    create: Any = boto3.client
    return create(
        service,
        region_name=REGION,
        endpoint_url=own,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )


def account_clients() -> Callable[[str], Any]:
    """Clients of the in-process account, each made once for all tests: making one takes longer than most tests."""
    return _client


def a_function(**changes: Any) -> Function:
    """A function that may take five seconds."""
    settings: dict[str, Any] = {
        "logical_id": "Inbound",
        "name": "office-inbound",
        "arn": f"arn:aws:lambda:{REGION}:123456789012:function:office-inbound",
        "handler": "office.handler",
        "timeout_seconds": 5.0,
        "memory_mb": 256,
        "path": (),
        "environment": {},
    }
    return Function(**settings | changes)


class RecordingFunction:
    """Answers as it is told to, and keeps the events it was given."""

    is_stopped = False

    def __init__(self, answer: Callable[[Mapping[str, Any]], Any] = lambda event: None) -> None:
        self.function = a_function()
        self.events: list[Mapping[str, Any]] = []
        self._answer = answer

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        """Keep the event and answer; an exception of the answer becomes a function's error."""
        self.events.append(event)
        try:
            return Invocation(request_id="r", result=self._answer(event))
        except ValueError as error:
            return Invocation(request_id="r", error={"errorType": "ValueError", "errorMessage": str(error)})

    @property
    def records(self) -> list[list[dict[str, Any]]]:
        """The records of each call."""
        return [list(event["Records"]) for event in self.events]


def a_template() -> dict[str, Any]:
    """A queue with its dead-letter queue, a topic that feeds it, a table, a bucket, mail, two functions and an API."""
    return {
        "Parameters": {
            "Stage": {"Type": "String", "Default": "dev"},
            "MailAddresses": {"Type": "CommaDelimitedList"},
        },
        "Conditions": {"IsProduction": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
        "Resources": {
            "Texts": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": "${Stage}-texts"}}},
            "TextsToQueue": {
                "Type": "AWS::SNS::Subscription",
                "Properties": {
                    "TopicArn": {"Ref": "Texts"},
                    "Protocol": "sqs",
                    "Endpoint": {"Fn::GetAtt": ["Inbound", "Arn"]},
                },
            },
            "Inbound": {
                "Type": "AWS::SQS::Queue",
                "Properties": {
                    "VisibilityTimeout": 30,
                    "RedrivePolicy": {
                        "deadLetterTargetArn": {"Fn::GetAtt": ["InboundDead", "Arn"]},
                        "maxReceiveCount": 2,
                    },
                },
            },
            "InboundDead": {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": True}},
            "Records": {
                "Type": "AWS::DynamoDB::Table",
                "Properties": {
                    "BillingMode": "PAY_PER_REQUEST",
                    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                    "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
                    "TimeToLiveSpecification": {"AttributeName": "expires_at_epoch", "Enabled": True},
                    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
                    "DeletionProtectionEnabled": {"Fn::If": ["IsProduction", True, False]},
                },
            },
            "Mail": {
                "Type": "AWS::S3::Bucket",
                "Properties": {
                    "VersioningConfiguration": {"Status": "Enabled"},
                    "LifecycleConfiguration": {
                        "Rules": [{"Id": "OldMail", "Status": "Enabled", "ExpirationInDays": 9}]
                    },
                },
            },
            "RuleSet": {"Type": "AWS::SES::ReceiptRuleSet", "Properties": {"RuleSetName": "office"}},
            "Rule": {
                "Type": "AWS::SES::ReceiptRule",
                "Properties": {
                    "RuleSetName": {"Ref": "RuleSet"},
                    "Rule": {
                        "Name": "store",
                        "Enabled": True,
                        "ScanEnabled": True,
                        "Recipients": {"Ref": "MailAddresses"},
                        "Actions": [
                            {
                                "S3Action": {
                                    "BucketName": {"Ref": "Mail"},
                                    "ObjectKeyPrefix": "mail/",
                                    "TopicArn": {"Ref": "Texts"},
                                }
                            }
                        ],
                    },
                },
            },
            "Role": {"Type": "AWS::IAM::Role", "Properties": {}},
            "OnlyInProduction": {"Type": "AWS::SQS::Queue", "Condition": "IsProduction"},
            "Receive": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Handler": "office.receive",
                    "Timeout": 5,
                    "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                    "Environment": {"Variables": {"QUEUE": {"Ref": "Inbound"}, "MODEL": "/opt/model"}},
                },
            },
        },
        "Outputs": {"Queue": {"Value": {"Fn::Join": ["=", ["queue", {"Ref": "Inbound"}]]}}},
    }


def load_sample(template: Mapping[str, Any] | None = None, **parameters: str) -> LoadedTemplate:
    """The small office's template, created in the in-process account."""
    return load(
        template or a_template(),
        stack_name="office",
        parameters={"MailAddresses": OFFICE_ADDRESS} | parameters,
        clients=account_clients(),
        region=REGION,
    )


def write_module(folder: Path, name: str, source: str) -> Path:
    """A module of a packaged application."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.py"
    path.write_text(source, encoding="utf-8")
    return path
