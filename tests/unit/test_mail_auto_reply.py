"""Which mail an office must not answer by machine."""

import json
from pathlib import Path
from typing import Any

import pytest

from civicline.mail.auto_reply import AutomaticReason, automatic_reason
from civicline.mail.mime import ParsedMail, parse_mail

OWN = ("help@office.example", "News@Office.Example")
FOLDER = Path(__file__).resolve().parents[1] / "mail"


def rows(name: str) -> list[Any]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=row["says"]) for row in map(json.loads, lines)]


def a_mail(row: dict[str, Any]) -> ParsedMail:
    headers = {"From": row["from"], "To": "help@office.example", "Subject": row["subject"], **row["headers"]}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return parse_mail(f"{head}\r\n{row['text']}\r\n".encode())


@pytest.mark.parametrize("row", rows("automatic.jsonl"))
def test_a_machine_gets_no_automatic_reply(row: dict[str, Any]) -> None:
    assert automatic_reason(a_mail(row), OWN, row.get("envelope")) == row["reason"]


@pytest.mark.parametrize("row", rows("people.jsonl"))
def test_a_person_is_not_taken_for_a_machine(row: dict[str, Any]) -> None:
    assert automatic_reason(a_mail(row), OWN, row.get("envelope")) is None


def test_the_tables_hold_at_least_120_machines_and_60_people() -> None:
    assert len(rows("automatic.jsonl")) >= 120
    assert len(rows("people.jsonl")) >= 60


def test_every_reason_has_a_machine_in_the_table() -> None:
    assert {param.values[0]["reason"] for param in rows("automatic.jsonl")} == set(AutomaticReason)
