"""What auditors type: the whole story of a message, and the proof of every journal."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from civicline.adapters.dynamo import keys
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.ids import OfficeId
from tests.builders import NOW, RIVERBEND, a_classification, a_message, a_receipt, a_record, an_office
from tests.console_fakes import Stage, a_member
from tests.functional.laptop import REGION
from tests.functional.test_learning_commands import BUCKET, STACK, stack
from tests.tables import create_tables
from tools.cli import main

REF = a_message().ref


class Audited:
    """A stack with one classified message."""

    def __init__(self) -> None:
        self.dynamodb: Any = boto3.client("dynamodb", REGION)
        create_tables(self.dynamodb)
        outputs = {
            "RecordsTableName": "RecordsTable",
            "AggregatesTableName": "AggregatesTable",
            "ModelsBucketName": BUCKET,
        }
        stack(STACK, outputs)
        DynamoOffices(self.dynamodb, "RecordsTable").save_office(an_office())
        messages = DynamoMessages(self.dynamodb, "RecordsTable", lambda: NOW)
        messages.receive(a_receipt())
        messages.classify(a_record(), a_classification())

    def type(self, command: str, *arguments: str) -> Result:
        return CliRunner().invoke(main, [command, *arguments, "--aws-stack", STACK, "--office", RIVERBEND])

    def item(self, key: dict[str, str]) -> dict[str, Any]:
        place = {name: {"S": value} for name, value in key.items()}
        found: dict[str, Any] = self.dynamodb.get_item(TableName="RecordsTable", Key=place)["Item"]
        return found

    def delete(self, key: dict[str, str]) -> None:
        self.dynamodb.delete_item(TableName="RecordsTable", Key={name: {"S": value} for name, value in key.items()})


@pytest.fixture
def audited(account: None) -> Audited:
    return Audited()


def test_a_message_is_explained_step_by_step(audited: Audited) -> None:
    told = audited.type("explain", REF.message_id)
    assert told.exit_code == 0, told.output
    for part in ("city-311-0123456789ab", "threshold 0.8", "The message came in.", "journal_proof", "holds"):
        assert part in told.output
    data = json.loads(audited.type("explain", REF.message_id, "--json").output)
    assert [entry["event"] for entry in data["journal"]] == ["received", "classified"]
    assert data["came_in"] == "There is a pothole on Elm St"


@pytest.mark.parametrize(
    ("message_id", "sentence"),
    [
        ("00000000-0000-0000-0000-000000000000", "office riverbend has no message 00000000"),
        ("not-an-id", "is not the id of a message"),
    ],
)
def test_a_message_that_is_not_there_is_told_plainly(audited: Audited, message_id: str, sentence: str) -> None:
    told = audited.type("explain", message_id)
    assert told.exit_code == 1
    assert sentence in told.output


def test_untouched_journals_are_proven(audited: Audited) -> None:
    told = audited.type("verify-journal")
    assert told.exit_code == 0, told.output
    assert "1 messages, 2 entries" in told.output


def test_an_altered_entry_ends_the_proof_with_one(audited: Audited) -> None:
    item = audited.item(keys.journal_entry(REF, 2))
    item["content"]["S"] = item["content"]["S"].replace("pothole", "grafitti")
    audited.dynamodb.put_item(TableName="RecordsTable", Item=item)
    told = audited.type("verify-journal")
    assert told.exit_code == 1
    assert f"message {REF.message_id}, entry 2" in told.output
    data = json.loads(audited.type("verify-journal", "--json").output)
    assert (data["holds"], data["entry"]) == (False, 2)
    assert "BROKEN at entry 2" in audited.type("explain", REF.message_id).output


def test_a_removed_entry_or_message_ends_the_proof_with_one(audited: Audited) -> None:
    audited.delete(keys.journal_entry(REF, 2))
    assert audited.type("verify-journal").exit_code == 1
    audited.delete(keys.message(REF, keys.STATE))
    assert "no such message" in audited.type("verify-journal").output


def test_a_whole_chain_that_was_removed_is_found_against_ends_kept_elsewhere(audited: Audited, tmp_path: Path) -> None:
    heads = tmp_path / "heads.json"
    assert audited.type("verify-journal", "--save-heads", str(heads)).exit_code == 0
    assert audited.type("verify-journal", "--against", str(heads)).exit_code == 0
    for key in (keys.journal_entry(REF, 1), keys.journal_entry(REF, 2), keys.message(REF, keys.STATE)):
        audited.delete(key)
    assert audited.type("verify-journal").exit_code == 0, "nothing is left that could tell"
    assert audited.type("verify-journal", "--against", str(heads)).exit_code == 1


def test_a_journal_is_told_through_the_api_to_staff_of_the_office_only() -> None:
    stage = Stage()
    stage.messages.receive(a_receipt())
    path = f"/api/v1/messages/{REF.message_id}/journal"
    answer = stage.browser(a_member()).get(path)
    assert answer.data["holds"] is True
    assert [entry["event"] for entry in answer.data["entries"]] == ["received"]
    assert stage.browser().get(path).status == 401
    assert stage.browser(a_member("lakeside/agent")).get(path).status == 403
    assert stage.browser(a_member()).get("/api/v1/messages/nowhere/journal").status == 404


def test_the_journal_of_another_office_is_not_found(audited: Audited) -> None:
    DynamoOffices(audited.dynamodb, "RecordsTable").save_office(
        an_office(office_id=OfficeId("lakeside"), numbers=(), addresses=())
    )
    told = CliRunner().invoke(main, ["explain", REF.message_id, "--aws-stack", STACK, "--office", "lakeside"])
    assert told.exit_code == 1
    assert "office lakeside has no message" in told.output


def test_opt_outs_are_entered_listed_shown_and_undone_from_the_command_line(audited: Audited) -> None:
    number, what = "+12025550188", ["--words", "by phone: no more texts", "--message", REF.message_id]
    assert audited.type("opt-outs", "add", number, *what).exit_code == 0
    assert "by phone: no more texts" in audited.type("opt-outs", "list").output
    assert audited.type("opt-outs", "undo", number, "--reason", "asked_again", "--note", "x").exit_code == 1
    undone = audited.type(
        "opt-outs", "undo", number, "--reason", "asked_again", "--note", "She called.", "--consent", "“Text me”"
    )
    assert undone.exit_code == 0, undone.output
    shown = json.loads(audited.type("opt-outs", "show", number, "--json").output)
    assert shown["current"] is None
    assert shown["lifted"][0]["consent"] == "“Text me”"
    told = json.loads(audited.type("explain", REF.message_id, "--json").output)
    assert [entry["event"] for entry in told["journal"]][-2:] == ["suppressed", "suppression_undone"]
    assert audited.type("verify-journal").exit_code == 0
