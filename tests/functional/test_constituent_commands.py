"""What operators type about constituents, on a stack in AWS as moto plays it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from civicline.adapters.dynamo.constituents import DynamoConstituents
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.people.constituent import Constituent, ConstituentChange
from civicline.domain.people.contact import ContactPoint
from tests.builders import MARIA, MARIAS_MAIL, RIVERBEND, a_receipt, an_office
from tests.constituent_builders import MARIAS_WORK_MAIL, a_constituent, a_profile
from tests.functional.laptop import REGION
from tests.functional.test_learning_commands import stack
from tests.tables import create_tables
from tools.cli import main

LIST = (
    "name,phone,email,zip,id\n"
    "Maria Lopez,(202) 555-0188,maria.lopez@example.net,80203,V-1\n"
    "Bo Lee,(202) 555-0190,,80204,V-2\n"
    "Broken,12,,,\n"
)


class Deployed:
    """A stack with one office."""

    def __init__(self, folder: Path) -> None:
        client: Any = boto3.client("dynamodb", REGION)
        create_tables(client)
        outputs = {
            "RecordsTableName": "RecordsTable",
            "AggregatesTableName": "AggregatesTable",
            "ModelsBucketName": "b",
        }
        stack("civicline-prod", outputs)
        DynamoOffices(client, "RecordsTable").save_office(an_office())
        self.constituents = DynamoConstituents(client, "RecordsTable")
        self.messages = DynamoMessages(client, "RecordsTable")
        self.client, self.folder = client, folder

    def run(self, *arguments: str) -> Result:
        # Moto, unlike DynamoDB, bears one transaction at a time.
        one_by_one = ["--at-once", "1"] if arguments[0] == "import" else []
        options = [*one_by_one, "--aws-stack", "civicline-prod", "--office", RIVERBEND]
        return CliRunner().invoke(main, ["constituents", *arguments, *options], catch_exceptions=False)

    def told(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json").stdout)

    def file(self, content: str = LIST, name: str = "list.csv") -> str:
        path = self.folder / name
        path.write_text(content, "utf-8")
        return str(path)

    def of(self, point: ContactPoint) -> Constituent | None:
        return self.constituents.of(RIVERBEND, point)

    def keep(self, *constituents: Constituent) -> None:
        for one in constituents:
            self.constituents.save(ConstituentChange(before=(), after=(one,)))

    def everything(self) -> dict[tuple[str, str], Any]:
        """All items but those about imports."""
        items = self.client.scan(TableName="RecordsTable")["Items"]
        named = {(item["pk"]["S"], item["sk"]["S"]): item for item in items}
        return {place: item for place, item in named.items() if "#IMPORT#" not in place[0]}


@pytest.fixture
def deployed(account: None, tmp_path: Path) -> Deployed:
    return Deployed(tmp_path)


def test_a_list_joins_the_number_and_the_address_of_one_row(deployed: Deployed) -> None:
    outcome = deployed.told("import", deployed.file())
    assert (outcome["rows"], outcome["added"], outcome["joined"]) == (3, 2, 0)
    assert [(row["line"], row["column"], row["fate"]) for row in outcome["left_out"]] == [(4, "phone", "refused")]
    maria = deployed.of(MARIA)
    assert maria
    assert maria == deployed.of(MARIAS_MAIL)
    assert (maria.name, maria.zip_code, maria.joins[0].proof) == ("Maria Lopez", "80203", "import")


def test_rows_left_out_are_told_with_line_column_and_remedy_and_by_the_exit_code(deployed: Deployed) -> None:
    result = deployed.run("import", deployed.file())
    assert result.exit_code == 1
    assert (
        "line 4, phone: refused: This phone number is not in use" in result.stdout or "line 4, phone" in result.stdout
    )


def test_a_dry_run_tells_the_same_and_writes_nothing(deployed: Deployed) -> None:
    before = deployed.everything()
    dry = deployed.told("import", deployed.file(), "--dry-run")
    assert (dry["added"], dry["dry_run"]) == (2, True)
    assert deployed.everything() == before
    assert deployed.told("import", deployed.file())["added"] == 2


def test_the_same_file_again_changes_nothing(deployed: Deployed) -> None:
    first = deployed.told("import", deployed.file())
    before = deployed.everything()
    second = deployed.told("import", deployed.file())
    assert (second["import_id"], second["was_done_before"], second["added"]) == (first["import_id"], True, 0)
    assert deployed.everything() == before


def test_an_import_that_broke_off_goes_on_where_it_was(deployed: Deployed) -> None:
    from datetime import UTC, datetime

    from civicline.adapters.dynamo.constituent_imports import DynamoConstituentImports
    from tools.constituent_lists.importing import ImportList, check_list
    from tools.constituent_lists.reading import read_list

    given = read_list(Path(deployed.file()))
    use_case = ImportList(
        constituents=deployed.constituents, imports=DynamoConstituentImports(deployed.client, "RecordsTable")
    )
    one = use_case.begin(RIVERBEND, given, "operator:ada", datetime.now(UTC))
    rows = check_list(given).rows
    use_case.imports.save(one)
    use_case.imports.save_row(one, use_case._keep(one, *rows[0], False))
    outcome = deployed.told("import", deployed.file())
    assert (outcome["import_id"], outcome["added"], outcome["done_before"]) == (one.import_id, 1, 1)


def test_an_import_taken_back_leaves_everything_as_it_was(deployed: Deployed) -> None:
    assert deployed.messages.receive(a_receipt())
    deployed.keep(
        a_constituent(MARIAS_MAIL, days=3).with_profile(MARIAS_MAIL, a_profile("message:1", zip_code="80299"))
    )
    before = {point: deployed.of(point) for point in (MARIA, MARIAS_MAIL)}
    outcome = deployed.told("import", deployed.file())
    assert deployed.of(MARIA) == deployed.of(MARIAS_MAIL)
    undone = deployed.told("import", "--undo", outcome["import_id"])
    assert undone["rows_taken_back"] == 2
    for point, known in before.items():
        found = deployed.of(point)
        assert known
        assert found
        assert (found.constituent_id, found.members, found.joins) == (known.constituent_id, known.members, ())
    assert deployed.of(ContactPoint.phone("+12025550190")) is None
    assert deployed.told("find", "V-2") == []
    assert deployed.told("find", "lopez") == []


def test_an_import_taken_back_can_be_made_again(deployed: Deployed) -> None:
    first = deployed.told("import", deployed.file())
    deployed.told("import", "--undo", first["import_id"])
    assert deployed.told("import", "--undo", first["import_id"])["rows_taken_back"] == 0
    second = deployed.told("import", deployed.file())
    assert second["import_id"] != first["import_id"]
    assert deployed.of(MARIA) == deployed.of(MARIAS_MAIL)


def test_a_later_list_that_says_the_same_outlives_the_first_one(deployed: Deployed) -> None:
    first = deployed.told("import", deployed.file())
    again = deployed.told("import", deployed.file(LIST.replace("Broken,12,,,", ""), "second.csv"))
    assert (again["unchanged"], again["updated"], again["left_out"]) == (2, 0, [])
    deployed.told("import", "--undo", first["import_id"])
    found = deployed.of(ContactPoint.phone("+12025550190"))
    assert found
    assert found.name == "Bo Lee"


def test_another_name_on_record_is_a_conflict_and_nothing_is_merged(deployed: Deployed) -> None:
    deployed.keep(a_constituent(MARIA).with_profile(MARIA, a_profile(name="Jo Smith")))
    outcome = deployed.told("import", deployed.file())
    (conflict, _) = outcome["left_out"]
    assert (conflict["line"], conflict["fate"]) == (2, "conflict")
    assert "Jo Smith" in conflict["problem"]
    assert deployed.of(MARIAS_MAIL) is None


def test_what_staff_split_is_not_joined_by_a_list(deployed: Deployed) -> None:
    deployed.told("import", deployed.file())
    maria = deployed.of(MARIA)
    assert maria
    deployed.told("split", MARIA.value, maria.joins[0].join_id, "--reason", "her daughter's address")
    outcome = deployed.told("import", deployed.file(LIST.replace("Broken,12,,,", ""), "second.csv"))
    assert [row["problem"] for row in outcome["left_out"]] == [
        "Staff split these constituents; only staff may join them again."
    ]
    assert deployed.of(MARIA) != deployed.of(MARIAS_MAIL)


def test_a_name_may_be_corrected_under_the_same_id_of_the_list(deployed: Deployed) -> None:
    deployed.told("import", deployed.file())
    deployed.told("import", deployed.file(LIST.replace("Bo Lee", "Bo Leigh"), "second.csv"))
    found = deployed.of(ContactPoint.phone("+12025550190"))
    assert found
    assert found.name == "Bo Leigh"


def test_the_report_of_rows_left_out_holds_no_formula(deployed: Deployed, tmp_path: Path) -> None:
    deployed.keep(a_constituent(MARIA).with_profile(MARIA, a_profile(name="=HYPERLINK(1)")))
    report = tmp_path / "left-out.csv"
    deployed.run("import", deployed.file(), "--report", str(report))
    text = report.read_text("utf-8-sig")
    assert text.startswith("line,column,fate,problem")
    assert ",=HYPERLINK" not in text


def test_staff_join_and_split_two_constituents_with_a_reason(deployed: Deployed) -> None:
    deployed.keep(a_constituent(MARIA, days=3), a_constituent(MARIAS_WORK_MAIL))
    whole = deployed.told("merge", "202-555-0188", MARIAS_WORK_MAIL.value, "--reason", "she called", "--by", "staff-9")
    (made,) = whole["joins"]
    assert (made["proof"], made["evidence"], made["joined_by"]) == ("staff", "she called", "staff-9")
    halves = deployed.told("split", whole["constituent_id"], made["join_id"], "--reason", "a mistake")
    assert [len(one["contact_points"]) for one in halves] == [1, 1]
    shown = deployed.run("show", MARIA.value).stdout
    assert "undone by operator:" in shown
    assert ": a mistake" in shown


def test_constituents_are_found_by_what_is_at_hand(deployed: Deployed) -> None:
    deployed.told("import", deployed.file())
    for wanted in ("(202) 555-0188", "maria.lopez@example.net", "V-1", "Lopez", "maria"):
        assert [one["name"] for one in deployed.told("find", wanted)] == ["Maria Lopez"], wanted
    assert "Nobody fits." in deployed.run("find", "zzz").stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("merge", "+12025550188", "maria.lopez@example.net", "--reason", "x"), "knows no such constituent"),
        (("merge", "+12025550188", "+12025550188", "--reason", " "), "Say why"),
        (("show", "Maria"), "no number, address or id"),
        (("import", "--undo", "7"), "has no import 7"),
        (("import",), "give a FILE"),
    ],
)
def test_what_cannot_be_done_is_told_with_a_remedy(deployed: Deployed, arguments: tuple[str, ...], told: str) -> None:
    result = deployed.run(*arguments)
    assert result.exit_code != 0
    assert told in result.stderr


def test_everybody_on_a_list_of_constituents_is_one(deployed: Deployed) -> None:
    deployed.told("import", deployed.file(), "--constituents")
    maria = deployed.of(MARIA)
    assert maria
    assert maria.is_listed
    assert replace(maria).profiles
