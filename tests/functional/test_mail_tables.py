"""The tables of machines' and people's mail, each row through inbound, the model's yes, and the send step."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.domain import ids
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord
from civicline.domain.received.message import MessageRef
from civicline.domain.replies.decision import Action, Reason
from tests.builders import a_classification
from tools.chaos.account import RECORDS, Account, deployed, memory_account
from tools.chaos.clock import VirtualClock, virtual_time
from tools.chaos.cloud.providers import Handed
from tools.chaos.office import ADDRESS, OFFICE_ID
from tools.chaos.world import CALM, World
from tools.chaos.writing import BUCKET, MAIL_TOPIC, envelope

FOLDER = Path(__file__).resolve().parents[1] / "mail"
DOMAIN, OURS = "office.example", "riverbend.example"
ABOUT_LETTERS = {Reason.OPT_OUT, Reason.OPT_OUT_OF_OTHER_CHANNEL}
"""What people who ask for no more letters or texts get: the one confirmation, or a person."""


def rows(name: str) -> list[Any]:
    lines = (FOLDER / name).read_text(encoding="utf-8").replace(DOMAIN, OURS).replace(DOMAIN.upper(), OURS.upper())
    return [pytest.param(row, id=row["says"]) for row in map(json.loads, lines.splitlines())]


class Office:
    """An office whose model is sure of every message, so that nothing but the mail itself speaks against an answer."""

    def __init__(self, clock: VirtualClock, account: Account, world: World) -> None:
        self.clock = clock
        self.world = world
        self._s3 = account.s3
        self._messages = DynamoMessages(account.dynamodb, RECORDS)

    def receive(self, row: dict[str, Any]) -> tuple[MessageRecord, list[Handed]]:
        """What became of a mail, and what left."""
        headers = {"From": row["from"], "To": ADDRESS, "Subject": row["subject"], **row["headers"]}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._s3.put_object(Bucket=BUCKET, Key="mail/ses-1", Body=f"{head}\r\n{row['text']}\r\n".encode())
        self._run("inbound", receipt(row.get("envelope")))
        ref = MessageRef(office_id=OFFICE_ID, message_id=ids.message_id(OFFICE_ID, Channel.EMAIL, "ses-1"))
        received = self._messages.record(ref)
        assert received
        if received.screening.needs_model:
            assert self._messages.classify(received, a_classification())
        for _ in range(2):
            self._run("reply", json.dumps({"office_id": ref.office_id, "message_id": ref.message_id}))
            self.clock.advance(timedelta(seconds=31))
        record = self._messages.record(ref)
        assert record
        return record, self.world.providers.handed

    def _run(self, stage: str, body: str) -> None:
        queue = self.world.queues[stage]
        queue.put(body)
        assert self.world.stages[stage].run(queue.take(1)) == set()


def receipt(source: str | None) -> str:
    """SES's notification of the mail."""
    receipt = {
        "recipients": [ADDRESS, f"news@{OURS}"],
        "action": {"type": "S3", "bucketName": BUCKET, "objectKey": "mail/ses-1"},
        "dmarcVerdict": {"status": "PASS"},
    }
    mail = {"messageId": "ses-1", "source": source}
    return envelope(MAIL_TOPIC, {"notificationType": "Received", "receipt": receipt, "mail": mail})


@pytest.fixture
def office() -> Iterator[Office]:
    with virtual_time() as clock:
        account = memory_account(clock)
        world = World(account, clock, Random(1), CALM)  # noqa: S311 - calm weather draws no lots
        with deployed(account, world.queues, world.providers, world.sky, "sns"):
            yield Office(clock, account, world)


@pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")
@pytest.mark.parametrize("row", rows("automatic.jsonl"))
def test_a_machine_is_not_answered(row: dict[str, Any], office: Office) -> None:
    record, left = office.receive(row)
    assert left == []
    assert record.decision
    assert (record.decision.action, record.decision.reason) == (Action.SILENT, Reason.AUTOMATIC_MAIL)


@pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")
@pytest.mark.parametrize("row", rows("people.jsonl"))
def test_a_person_who_looks_like_a_machine_is_answered(row: dict[str, Any], office: Office) -> None:
    record, left = office.receive(row)
    assert record.decision
    if record.decision.reason in ABOUT_LETTERS:
        assert left or record.needs_staff
        return
    assert (record.decision.action, len(left)) == (Action.SEND, 1)
