"""An office is set up from its file: whose texts wait for approval, and whose are approved at once."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from click.testing import CliRunner, Result
from moto.dynamodb.models import DynamoDBBackend

from civicline.adapters.dynamo.approved_messages import DynamoApprovedMessages
from civicline.domain.approved.approved_message import MessageVersion, VersionStatus
from civicline.domain.ids import OfficeId, TopicId
from tests.functional.laptop import REGION
from tests.tables import create_tables
from tools.cli import main
from tools.local.servers.transactions import transact
from tools.packaging.folders import PROJECT

OFFICE = OfficeId("riverbend")


@pytest.fixture
def kept(account: None, monkeypatch: pytest.MonkeyPatch) -> DynamoApprovedMessages:
    """A table as the laptop stack has it, whose transactions do not copy all that is in it."""
    monkeypatch.setattr(DynamoDBBackend, "transact_write_items", transact)
    dynamodb: Any = boto3.client("dynamodb", REGION)
    create_tables(dynamodb)
    return DynamoApprovedMessages(dynamodb, "RecordsTable")


def init(folder: Path, **changes: Any) -> Result:
    described = yaml.safe_load((PROJECT / "infra" / "offices" / "example.yaml").read_text(encoding="utf-8"))
    file = folder / "office.yaml"
    file.write_text(yaml.safe_dump(described | changes), encoding="utf-8")
    return CliRunner().invoke(main, ["init", str(file), "--table", "RecordsTable", "--json"])


def states(kept: DynamoApprovedMessages) -> dict[VersionStatus, int]:
    return dict(Counter(line.status for line in kept.listed(OFFICE, 500).messages))


def first(kept: DynamoApprovedMessages) -> MessageVersion:
    return kept.versions(OFFICE, TopicId("pothole"))[0]


def test_a_packs_texts_are_drafts_of_which_nothing_is_sent(kept: DynamoApprovedMessages, tmp_path: Path) -> None:
    done = init(tmp_path)
    assert done.exit_code == 0, done.output
    written = json.loads(done.stdout)["messages_written"]
    assert states(kept) == {VersionStatus.DRAFT: written}
    assert json.loads(done.stdout)["approved_by"] is None


def test_an_approver_in_the_offices_file_signs_off_what_waits(kept: DynamoApprovedMessages, tmp_path: Path) -> None:
    init(tmp_path)
    draft = first(kept)
    assert init(tmp_path, approver="Sam Okafor").exit_code == 0
    assert set(states(kept)) == {VersionStatus.APPROVED}
    approved = first(kept)
    assert (approved.version, approved.fingerprint) == (draft.version, draft.fingerprint)
    assert approved.approval
    assert approved.approval.by.name == "Sam Okafor"


def test_an_author_of_the_packs_texts_cannot_be_their_approver(kept: DynamoApprovedMessages, tmp_path: Path) -> None:
    done = init(tmp_path, approver="Elena Ruiz")
    assert done.exit_code == 1
    assert "a second person must" in done.stderr
    assert states(kept) == {}
