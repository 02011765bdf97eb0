"""Filters of event sources choose what Lambda's would choose."""

from typing import Any

import pytest

from tools.local.lambdas.filters import UnknownFilterError, is_wanted

RECORD = {"name": "State", "count": 5, "tags": ["red", "blue"], "inner": {"kind": None, "flag": True}}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param({"name": ["State"]}, True, id="equal"),
        pytest.param({"name": ["Other"]}, False, id="not equal"),
        pytest.param({"name": ["Other", "State"]}, True, id="one of several"),
        pytest.param({"count": ["5"]}, False, id="a number is not its text"),
        pytest.param({"inner": {"flag": [1]}}, False, id="true is not one"),
        pytest.param({"inner": {"kind": [None]}}, True, id="null"),
        pytest.param({"missing": [None]}, False, id="absent is not null"),
        pytest.param({"tags": ["blue"]}, True, id="one of the record's list"),
        pytest.param({"missing": [{"exists": False}]}, True, id="absent"),
        pytest.param({"name": [{"exists": True}]}, True, id="present"),
        pytest.param({"name": [{"prefix": "St"}]}, True, id="prefix"),
        pytest.param({"name": [{"suffix": "te"}]}, True, id="suffix"),
        pytest.param({"name": [{"equals-ignore-case": "STATE"}]}, True, id="whatever the case"),
        pytest.param({"name": [{"anything-but": ["State"]}]}, False, id="anything but it"),
        pytest.param({"name": [{"anything-but": "Other"}]}, True, id="anything but another"),
        pytest.param({"count": [{"numeric": [">", 1, "<=", 5]}]}, True, id="a range"),
        pytest.param({"count": [{"numeric": ["=", 4]}]}, False, id="outside a range"),
        pytest.param({"$or": [{"name": ["x"]}, {"count": [5]}]}, True, id="either"),
        pytest.param({"name": ["State"], "count": [4]}, False, id="all fields have to match"),
        pytest.param({"name": {"first": ["State"]}}, False, id="deeper than the record"),
    ],
)
def test_a_pattern_matches_as_in_lambda(pattern: dict[str, Any], expected: bool) -> None:
    assert is_wanted(RECORD, [pattern]) is expected


def test_any_one_of_several_patterns_is_enough_and_none_wants_everything() -> None:
    assert is_wanted(RECORD, [{"name": ["x"]}, {"count": [5]}])
    assert is_wanted(RECORD, [])


def test_a_comparison_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownFilterError, match="cidr"):
        is_wanted(RECORD, [{"name": [{"cidr": "10.0.0.0/24"}]}])
