"""The rules of an office's configuration file: the defaults of the domain, and nothing that makes no sense."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from civicline.domain.office_rules import CampaignRule, OfficeRules
from tests.conftest import PROJECT
from tools.cli.init import read_office_file
from tools.cli.office_rules_file import RulesFile


def test_a_file_without_rules_has_the_defaults() -> None:
    assert RulesFile().rules() == OfficeRules()


def test_the_example_shows_every_rule_with_its_default() -> None:
    example = PROJECT / "infra" / "offices" / "example.yaml"
    assert read_office_file(example).office().rules == OfficeRules()
    written = yaml.safe_load(example.read_text(encoding="utf-8"))["rules"]
    assert written.keys() == RulesFile.model_fields.keys()


def test_an_office_sets_its_own_limits(tmp_path: Path) -> None:
    file = tmp_path / "office.yaml"
    content = yaml.safe_load((PROJECT / "infra" / "offices" / "example.yaml").read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump({**content, "rules": {"campaigns": "staff", "undo_seconds_sms": 5}}), "utf-8")
    rules = read_office_file(file).office().rules
    assert (rules.campaigns, rules.undo_seconds_sms, rules.undo_seconds_email) == (CampaignRule.STAFF, 5, 30)


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param({"undo_seconds_sms": -1}, id="a negative delay"),
        pytest.param({"undo_seconds_email": 3_601}, id="a delay of over an hour"),
        pytest.param({"replies_per_sender": 0}, id="no replies at all, which is what a pause is for"),
        pytest.param({"out_of_scope_below": 1.5}, id="a probability above one"),
        pytest.param({"campaigns": "ignore"}, id="a campaign rule that does not exist"),
        pytest.param({"replies_per_hour": 3}, id="an unknown rule"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rules: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RulesFile.model_validate(rules)
