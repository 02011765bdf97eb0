"""What operators type to write, approve, preview and retire approved messages; on a stack in AWS as moto plays it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from civicline.adapters.dynamo.approved_messages import DynamoApprovedMessages
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.approved.approved_message import Step, VersionStatus
from civicline.domain.channel import Channel
from civicline.domain.people.contact import ContactPoint
from civicline.ports.approved import MessageChange
from tests.builders import (
    AUTHOR,
    NOW,
    RIVERBEND,
    a_classification,
    a_draft,
    a_message,
    a_receipt,
    a_record,
    a_text,
    a_topic,
    an_office,
)
from tests.functional.laptop import REGION
from tests.tables import create_tables
from tools.cli import main

STACK = "civicline-prod"
NAME = "pothole.sms.en"


class Deployed:
    """A stack with one office, whose outputs are all that the commands know of it."""

    def __init__(self) -> None:
        dynamodb: Any = boto3.client("dynamodb", REGION)
        create_tables(dynamodb)
        names = {"RecordsTableName": "RecordsTable", "AggregatesTableName": "AggregatesTable", "ModelsBucketName": "m"}
        template = {
            "Resources": {"One": {"Type": "AWS::SNS::Topic", "Properties": {}}},
            "Outputs": {key: {"Value": value} for key, value in names.items()},
        }
        boto3.client("cloudformation", REGION).create_stack(StackName=STACK, TemplateBody=json.dumps(template))
        offices = DynamoOffices(dynamodb, "RecordsTable")
        offices.save_office(an_office())
        offices.save_topics(RIVERBEND, [a_topic()])
        self.kept = DynamoApprovedMessages(dynamodb, "RecordsTable")
        self.messages = DynamoMessages(dynamodb, "RecordsTable")

    def receive(self, number: int, **changes: Any) -> str:
        """A message on potholes of another person, a few hours ago."""
        received_at = datetime.now(UTC) - timedelta(hours=number)
        sender = ContactPoint.mail(f"person{number}@example.net")
        message = a_message(
            Channel.EMAIL, provider_id=f"provider-{number}", sender=sender, received_at=received_at, **changes
        )
        record = a_record(message=message)
        assert self.messages.receive(a_receipt(record, text=a_text("A pothole")))
        assert self.messages.classify(record, a_classification())
        return message.message_id


def a_step(status: VersionStatus) -> Step:
    return Step(status=status, by=AUTHOR, at=NOW, fingerprint=a_draft().fingerprint)


@pytest.fixture
def deployed(account: None) -> Deployed:
    return Deployed()


def civicline(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["messages", *arguments, "--aws-stack", STACK, "--office", RIVERBEND])


def told(*arguments: str) -> Any:
    done = civicline(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def write(text: str = "Riverbend 311: thanks.", *more: str, name: str = NAME) -> Any:
    return told("write", name, "--text", text, "--by", "Rosa Diaz", *more)


def test_a_text_is_written_submitted_approved_and_retired(deployed: Deployed) -> None:
    assert write("Riverbend 311: thanks.", "--variant", "Riverbend 311: ok.")["status"] == "draft"
    assert told("submit", NAME, "--by", "Rosa Diaz")["status"] == "submitted"
    approved = told("approve", NAME, "--by", "Sam Okafor")
    assert (approved["status"], approved["approver"]) == ("approved", {"name": "Sam Okafor", "subject": None})
    assert told("retire", NAME, "--by", "Sam Okafor", "--because", "The crew moved.")["status"] == "retired"
    (shown,) = told("show", NAME)["versions"]
    assert [(step["status"], step["by"]["name"], step["because"]) for step in shown["steps"]] == [
        ("submitted", "Rosa Diaz", ""),
        ("approved", "Sam Okafor", ""),
        ("retired", "Sam Okafor", "The crew moved."),
    ]
    assert "retired by Sam Okafor: The crew moved." in civicline("show", NAME).stdout


def test_words_come_from_a_file_and_have_their_time(deployed: Deployed, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("Riverbend 311: closed for the holiday.\n", encoding="utf-8")
    times = ("--valid-from", "2099-12-24T08:00:00-05:00", "--expires-at", "2099-12-26T08:00:00-05:00")
    written = told("write", NAME, "--file", str(file), "--by", "Rosa Diaz", *times)
    assert (written["text"], written["valid_from"]) == (
        "Riverbend 311: closed for the holiday.",
        "2099-12-24T13:00:00Z",
    )


REFUSED = {
    "the author approves": (["approve", NAME, "--by", "Rosa Diaz"], 1, "a second person must"),
    "other words were looked at": (["approve", NAME, "--by", "Sam", "--fingerprint", "abc"], 1, "look again"),
    "it was submitted before": (["submit", NAME, "--version", "1", "--by", "x"], 1, "Only a draft"),
    "there is no such version": (["approve", NAME, "--version", "9"], 1, "no such version"),
    "there is no such message": (["show", "pothole.sms.es"], 1, "has no message pothole.sms.es"),
    "the office has no such topic": (["write", "parking.sms.en", "--text", "x"], 1, "no such topic"),
    "the words cannot be used": (["write", NAME, "--text", "Dear {first_name},"], 1, "no fall-back"),
    "a public link shortener": (["write", NAME, "--text", "See bit.ly/x"], 1, "link shorteners"),
    "no name of a message": (["show", "pothole"], 2, "such as pothole.sms.en"),
    "neither words nor a file": (["write", NAME], 2, "--text, or a file"),
    "a time without its zone": (["write", NAME, "--text", "x", "--expires-at", "2099-01-01"], 2, "which time zone"),
    "no time": (["write", NAME, "--text", "x", "--expires-at", "soon"], 2, "2026-12-01T08:00:00-05:00"),
    "one and all": (["approve", NAME, "--all"], 2, "name one message, or say --all"),
    "neither one nor all": (["approve"], 2, "name one message, or say --all"),
    "no reason": (["retire", NAME], 2, "--because"),
    "a damaged cursor": (["list", "--cursor", "x"], 1, "begin without it"),
}


@pytest.mark.parametrize(("arguments", "code", "answer"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_done_is_told(deployed: Deployed, arguments: list[str], code: int, answer: str) -> None:
    submitted = replace(a_draft(), steps=(a_step(VersionStatus.SUBMITTED),))
    deployed.kept.save(RIVERBEND, [MessageChange(versions=(), changed=submitted)])
    done = civicline(*arguments)
    assert (done.exit_code, answer in done.stderr) == (code, True), done.stderr


def test_everything_that_waits_is_approved_at_once_but_nobodys_own_words(deployed: Deployed) -> None:
    write()
    write(name="pothole.email.en")
    told("write", "pothole.sms.es", "--text", "Riverbend 311: gracias.", "--by", "Sam Okafor")
    done = civicline("approve", "--all", "--by", "Sam Okafor", "--json")
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert report["approved"] == ["pothole/email/en/v1", "pothole/sms/en/v1"]
    assert list(report["refused"]) == ["pothole.sms.es"]
    assert told("approve", "--all", "--by", "Ada Lovelace")["approved"] == ["pothole/sms/es/v1"]
    assert told("approve", "--all", "--by", "Ada Lovelace")["approved"] == []


def test_the_list_shows_what_waits_and_what_is_approved_page_by_page(deployed: Deployed) -> None:
    write()
    write(name="pothole.email.en")
    told("approve", NAME, "--by", "Sam Okafor")
    write("Riverbend 311: newer.")
    first = told("list", "--limit", "1")
    rest = told("list", "--limit", "5", "--cursor", first["next_cursor"])
    lines = [*first["messages"], *rest["messages"]]
    assert [(line["id"], line["version"], line["status"], line["approved_version"]) for line in lines] == [
        ("pothole.email.en", 1, "draft", None),
        (NAME, 2, "draft", 1),
    ]
    assert rest["next_cursor"] is None
    assert "v2 draft" in civicline("list", "--channel", "sms").stdout
    assert told("list", "--language", "es")["messages"] == []


def test_two_versions_are_compared_line_by_line(deployed: Deployed) -> None:
    write("Riverbend 311: one.\nThe same.")
    write("Riverbend 311: two.\nThe same.", "--variant", "Riverbend 311: 2.")
    lines = told("diff", NAME)["lines"]
    assert {"-Riverbend 311: one.", "+Riverbend 311: two.", " The same.", "+Variant 1:"} <= set(lines)
    assert "say the same" in civicline("diff", NAME, "--from", "2").stdout


def test_a_preview_says_what_people_who_wrote_on_the_topic_would_get(deployed: Deployed) -> None:
    maria = deployed.receive(2, sender_name="Maria Lopez")
    unknown = deployed.receive(30, sender_name="")
    deployed.kept.save(
        RIVERBEND,
        [MessageChange(versions=(), changed=a_draft(channel=Channel.EMAIL, text="Hello {first_name|neighbor}."))],
    )
    previews = told("preview", "pothole.email.en")["previews"]
    assert [(one["message_id"], one["text"]) for one in previews] == [
        (None, "Hello neighbor."),
        (maria, "Hello Maria."),
        (unknown, "Hello neighbor."),
    ]
    assert len(told("preview", "pothole.email.en", "--limit", "1")["previews"]) == 2
    assert "Hello Maria." in civicline("preview", "pothole.email.en").stdout


def test_a_preview_of_a_text_counts_its_segments_and_tells_what_staff_must_answer(deployed: Deployed) -> None:
    write("Riverbend 311: aquí.", name="pothole.sms.es")
    (nobody,) = told("preview", "pothole.sms.es")["previews"]
    assert (nobody["segments"], nobody["encoding"], nobody["length"]) == (1, "UCS-2", 20)
    lacking = a_draft(channel=Channel.EMAIL, text="Dear {first_name},")
    deployed.kept.save(RIVERBEND, [MessageChange(versions=(), changed=lacking)])
    (nobody,) = told("preview", "pothole.email.en")["previews"]
    assert (nobody["text"], nobody["problem"]) == (None, "missing_placeholder_value")
