"""The template of each stage says what the office relies on."""

import json

from cfnlint.api import ManualArgs, lint

from tests.infra.documents import Template, target_of
from tools.packaging import folders
from tools.packaging.assembly import Package
from tools.packaging.parts import join_parts

REGIONS = ["us-east-1", "us-west-2"]
"""Regions of the United States that receive mail by SES: https://docs.aws.amazon.com/general/latest/gr/ses.html"""


def test_the_deployed_template_has_no_lint(packaged: Package) -> None:
    found = lint(packaged.template.read_text(encoding="utf-8"), config=ManualArgs(regions=REGIONS))

    assert [str(match) for match in found] == []


def test_the_translated_template_has_no_lint(template: Template) -> None:
    found = lint(json.dumps(template.document), config=ManualArgs(regions=REGIONS))

    assert [str(match) for match in found] == []


def test_every_part_of_the_infrastructure_is_in_the_template(sam: Template) -> None:
    parts = join_parts(folders.INFRASTRUCTURE)

    for section in ("Parameters", "Conditions", "Resources", "Outputs"):
        assert parts[section].keys() <= sam.document[section].keys()
    assert all("Type" in resource for resource in sam.resources.values())


def test_a_template_knows_its_stage(sam: Template, stage: str) -> None:
    assert sam.document["Parameters"]["Stage"]["Default"] == stage


def test_every_function_knows_its_stage_for_in_production_nothing_is_live_by_declaration(template: Template) -> None:
    for properties in template.of_type("AWS::Lambda::Function").values():
        assert properties["Environment"]["Variables"]["CIVICLINE_STAGE"] == {"Ref": "Stage"}


def test_every_function_has_its_own_role_memory_timeout_and_name(template: Template) -> None:
    functions = template.of_type("AWS::Lambda::Function")
    roles = [target_of(properties["Role"]) for properties in functions.values()]

    assert sorted(functions) == ["APIHandler", "Classify", "Delivery", "Drift", "Inbound", "Reply", "Report"]
    assert len(set(roles)) == len(functions)
    for properties in functions.values():
        assert properties["MemorySize"] >= 512
        assert 29 <= properties["Timeout"] <= 60
        assert properties["FunctionName"]["Fn::Sub"].startswith("${AWS::StackName}-")


def test_every_function_writes_to_a_log_group_of_its_own_that_forgets(template: Template) -> None:
    groups = template.of_type("AWS::Logs::LogGroup")

    for logical_id, properties in template.of_type("AWS::Lambda::Function").items():
        group = target_of(properties["LoggingConfig"]["LogGroup"])
        assert group == f"{logical_id}LogGroup"
        assert groups[group]["RetentionInDays"] == 90


def test_only_the_classifier_carries_the_model(template: Template) -> None:
    with_layers = {
        logical_id
        for logical_id, properties in template.of_type("AWS::Lambda::Function").items()
        if "Layers" in properties
    }

    assert with_layers == {"Classify"}


def test_the_console_url_makes_no_circle_with_the_user_pool(template: Template) -> None:
    api = json.dumps(template.of_type("AWS::ApiGateway::RestApi")["RestAPI"])

    assert "APIHandler" not in api
    assert "function:${AWS::StackName}-console/invocations" in api


def test_every_permission_to_invoke_names_its_caller(template: Template) -> None:
    for permission in template.of_type("AWS::Lambda::Permission").values():
        assert permission["SourceArn"]


def test_two_way_texts_and_mail_can_be_switched_on_from_the_outputs(template: Template) -> None:
    outputs = template.document["Outputs"]

    assert "set-active-receipt-rule-set" in json.dumps(outputs["CommandForReceivingMail"])
    assert "--two-way-enabled" in json.dumps(outputs["CommandForTwoWaySms"])
    assert {"ConsoleAddress", "InboundSmsTopicArn", "InboundMailTopicArn", "MailBucketName"} <= outputs.keys()
