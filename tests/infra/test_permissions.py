"""Each function may do what it does and nothing else."""

import json
import re
from typing import Any

import pytest

from tests.infra.documents import Template, as_list
from tools.packaging import folders

POLICIES = folders.INFRASTRUCTURE / "policies"
WRITES = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}


def _explained() -> set[tuple[str, str]]:
    """The statements for which the README gives a reason to use every resource."""
    rows = re.findall(
        r"^\| (\S+\.json) \| (\w+) \| (.+) \|$", (POLICIES / "README.md").read_text("utf-8"), re.MULTILINE
    )
    return {(file, sid) for file, sid, reason in rows if reason.strip()}


def _statements() -> list[Any]:
    return [
        pytest.param(path.name, statement, id=f"{path.stem} {statement['Sid']}")
        for path in sorted(POLICIES.glob("*.json"))
        for statement in json.loads(path.read_text("utf-8"))["Statement"]
    ]


@pytest.mark.parametrize(("file", "statement"), _statements())
def test_a_statement_names_its_actions(file: str, statement: dict[str, Any]) -> None:
    for action in as_list(statement["Action"]):
        assert re.fullmatch(r"[a-z0-9-]+:[A-Z][A-Za-z]+(?<!\*)|kms:(GenerateDataKey|ReEncrypt)\*", action)


@pytest.mark.parametrize(("file", "statement"), _statements())
def test_a_statement_names_its_resources_or_a_reason(file: str, statement: dict[str, Any]) -> None:
    if "*" in as_list(statement["Resource"]):
        assert (file, statement["Sid"]) in _explained()


def test_every_reason_for_a_wildcard_is_still_needed() -> None:
    needed = {
        (path.name, statement["Sid"])
        for path in POLICIES.glob("*.json")
        for statement in json.loads(path.read_text("utf-8"))["Statement"]
        if "*" in as_list(statement["Resource"])
    }

    assert _explained() == needed


def test_a_function_writes_its_own_logs_and_takes_from_its_own_queue_only(template: Template) -> None:
    for function in template.of_type("AWS::Lambda::Function"):
        statements = {statement["Sid"]: statement for statement in template.statements_of(function)}
        assert statements["WriteOwnLogs"]["Resource"] == {"Fn::GetAtt": [f"{function}LogGroup", "Arn"]}
        if taken := statements.get("TakeFromOwnQueue"):
            assert taken["Resource"] == {"Fn::GetAtt": [f"{function}Queue", "Arn"]}


def test_the_data_key_is_used_only_through_the_services_that_hold_data(template: Template) -> None:
    for _, statement in template.policies():
        if any(action.startswith("kms:") for action in as_list(statement["Action"])):
            assert statement["Condition"]["StringEquals"]["kms:ViaService"]


def test_the_reply_function_writes_as_the_office_and_texts_nobody_but_phones(template: Template) -> None:
    statements = {statement["Sid"]: statement for statement in template.statements_of("Reply")}

    assert statements["SendMailAsTheOffice"]["Condition"] == {
        "StringLike": {"ses:FromAddress": {"Fn::Sub": "*@${OfficeDomain}"}}
    }
    assert statements["ButNeverToATopic"]["Effect"] == "Deny"


def test_the_console_changes_nothing_of_the_record_but_what_staff_say_of_it(template: Template) -> None:
    writing = [
        statement for statement in template.statements_of("APIHandler") if set(as_list(statement["Action"])) & WRITES
    ]

    changing = {statement["Sid"]: statement for statement in writing if statement["Effect"] == "Allow"}
    assert {sid: _attributes(statement) for sid, statement in changing.items()} == {
        "SayWhatAMessageIsAbout": {"judgements", "judged_pk", "judged_sk", "waiting_pk", "waiting_sk", "journal"},
        "StopAReplyThatHasNotLeft": {"reply", "waiting_pk", "waiting_sk", "journal"},
        "TakeUpAConversation": {"active_at", "taken_up_by"},
        "UndoASuppressionAndKeepIt": {
            "suppression",
            "lifted",
            "waiting_pk",
            "waiting_sk",
            "journal",
            "opt_out_honoured_at",
        },
        "JoinAndSplitConstituents": {"constituent", "constituent_id", "zip_asked_at"},
        "PutTopicsLiveAndTurnSwitches": {"clearance", "step_number", "switch"},
        "KeepTheStepsWithTopics": {"step"},
        "EnterInTheJournal": {"content", "sha256"},
        "WriteApprovedMessages": {"approved_message", "steps", "listed", "revision"},
        "EnterStepsWithApprovedMessages": {"steps"},
    }
    for sid in ("EnterInTheJournal", "WriteApprovedMessages", "KeepTheStepsWithTopics"):
        assert changing.pop(sid)["Action"] == "dynamodb:PutItem"
    for statement in changing.values():
        assert statement["Action"] == "dynamodb:UpdateItem"
        assert statement["Resource"] == {"Fn::GetAtt": ["RecordsTable", "Arn"]}


def test_no_function_can_change_or_delete_what_a_journal_says(template: Template) -> None:
    """Whoever may change items of the records table at all is denied those of journals; nobody may write in bulk."""
    records = {"Fn::GetAtt": ["RecordsTable", "Arn"]}
    by_role: dict[str, list[Any]] = {}
    for role, statement in template.policies():
        if statement["Resource"] == records:
            by_role.setdefault(role, []).append(statement)
    for statements in by_role.values():
        allowed = {a for s in statements if s["Effect"] == "Allow" for a in as_list(s["Action"])}
        denied = [s for s in statements if s["Effect"] == "Deny"]
        assert not allowed & {"dynamodb:BatchWriteItem", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete"}
        if allowed & {"dynamodb:UpdateItem", "dynamodb:DeleteItem"}:
            (deny,) = denied
            assert set(deny["Action"]) == {"dynamodb:DeleteItem", "dynamodb:UpdateItem"}
            leading = {"dynamodb:LeadingKeys": ["OFFICE#*#JOURNAL#*"]}
            assert deny["Condition"] == {"ForAnyValue:StringLike": leading}


def test_the_console_puts_nothing_but_entries_steps_and_approved_messages(template: Template) -> None:
    putting = {
        statement["Sid"]: statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        for statement in template.statements_of("APIHandler")
        if "dynamodb:PutItem" in as_list(statement["Action"])
    }
    assert putting == {
        "EnterInTheJournal": ["OFFICE#*#JOURNAL#*"],
        "WriteApprovedMessages": ["OFFICE#*#APPROVED", "OFFICE#*#APPROVED#*"],
        "KeepTheStepsWithTopics": ["OFFICE#*#STEPS#*", "EVERYTHING#STEPS"],
    }


def test_the_report_function_changes_nothing_of_the_record_but_how_a_topic_stands(template: Template) -> None:
    records = {"Fn::GetAtt": ["RecordsTable", "Arn"]}
    changing = {
        statement["Sid"]: _attributes(statement)
        for statement in template.statements_of("Report")
        if statement["Resource"] == records
        and statement["Effect"] == "Allow"
        and set(as_list(statement["Action"])) & WRITES
    }
    assert changing == {"PutTopicsBackInShadow": {"clearance", "step_number"}, "KeepTheStepsWithTopics": {"step"}}


def _attributes(statement: dict[str, Any]) -> set[str]:
    """What a statement may change beside the key."""
    return set(statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"]) - {"pk", "sk"}


def test_only_classify_reads_the_heads_and_no_function_writes_any(template: Template) -> None:
    touching = [
        (role, statement["Action"], statement["Resource"])
        for role, statement in template.policies()
        if "ModelsBucket" in json.dumps(statement["Resource"])
    ]

    assert touching == [("ClassifyRole", "s3:GetObject", {"Fn::Sub": "${ModelsBucket.Arn}/heads/*"})]


def test_only_the_reply_function_sends_anything_to_a_constituent(template: Template) -> None:
    senders = {
        role
        for role, statement in template.policies()
        if statement["Effect"] == "Allow"
        and {"sns:Publish", "ses:SendEmail", "sms-voice:SendTextMessage"} & set(as_list(statement["Action"]))
    }

    assert senders == {"ReplyRole"}
