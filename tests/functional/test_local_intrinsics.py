"""CloudFormation's functions mean on a laptop what they mean in AWS."""

from typing import Any

import pytest

from tools.local.template.intrinsics import Created, Evaluator

TEMPLATE = {
    "Conditions": {
        "IsProduction": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
        "IsSmall": {"Fn::Not": [{"Condition": "IsProduction"}]},
        "IsBoth": {"Fn::And": [{"Condition": "IsProduction"}, {"Condition": "IsSmall"}]},
        "IsEither": {"Fn::Or": [{"Condition": "IsProduction"}, {"Condition": "IsSmall"}]},
    },
    "Mappings": {"Sizes": {"dev": {"Memory": 128}}},
}


def _evaluator() -> Evaluator:
    created = {"Queue": Created(reference="https://queue", attributes={"Arn": "arn:queue", "Nested.Id": "7"})}
    return Evaluator(TEMPLATE, {"Stage": "dev", "Numbers": ["+1", "+2"]}, {"AWS::Region": "us-east-1"}, created)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param({"Ref": "Stage"}, "dev", id="a parameter"),
        pytest.param({"Ref": "AWS::Region"}, "us-east-1", id="a pseudo parameter"),
        pytest.param({"Ref": "Queue"}, "https://queue", id="a resource"),
        pytest.param({"Fn::GetAtt": ["Queue", "Arn"]}, "arn:queue", id="an attribute"),
        pytest.param({"Fn::GetAtt": "Queue.Nested.Id"}, "7", id="a nested attribute, dotted"),
        pytest.param({"Fn::Sub": "${Stage}-${Queue.Arn}-${!Stage}"}, "dev-arn:queue-${Stage}", id="a text with places"),
        pytest.param({"Fn::Sub": ["${A}${Stage}", {"A": {"Ref": "Queue"}}]}, "https://queuedev", id="with own names"),
        pytest.param({"Fn::Join": [" ", {"Ref": "Numbers"}]}, "+1 +2", id="a list joined"),
        pytest.param({"Fn::Select": [1, {"Ref": "Numbers"}]}, "+2", id="one of a list"),
        pytest.param({"Fn::Split": ["e", {"Ref": "Stage"}]}, ["d", "v"], id="a text split"),
        pytest.param({"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "Memory"]}, 128, id="a mapping"),
        pytest.param({"Fn::Base64": "hello"}, "aGVsbG8=", id="base64"),
        pytest.param({"Fn::If": ["IsProduction", 1, 2]}, 2, id="a choice"),
        pytest.param({"a": {"Fn::If": ["IsProduction", 1, {"Ref": "AWS::NoValue"}]}, "b": 1}, {"b": 1}, id="no value"),
        pytest.param([{"Ref": "AWS::NoValue"}, 1], [1], id="no value in a list"),
        pytest.param({"Condition": {"Bool": "x"}}, {"Condition": {"Bool": "x"}}, id="a policy's condition is data"),
    ],
)
def test_a_function_means_what_it_means_in_aws(value: Any, expected: Any) -> None:
    assert _evaluator().resolve(value) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("IsProduction", False), ("IsSmall", True), ("IsBoth", False), ("IsEither", True)],
)
def test_a_condition_holds_as_in_aws(condition: str, expected: bool) -> None:
    assert _evaluator().holds(condition) is expected


def test_only_the_branch_that_is_chosen_makes_a_resource_wait_for_another() -> None:
    value = {"Fn::If": ["IsProduction", {"Ref": "Never"}, {"Fn::Sub": ["${Queue}${Own}", {"Own": {"Ref": "Other"}}]}]}
    assert set(_evaluator().references(value)) == {"Queue", "Other"}
