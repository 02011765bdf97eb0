"""`delivery` on moto: what providers tell ends in the record, and nowhere else."""

import json
import sys
from io import StringIO
from logging import StreamHandler
from typing import Any, TextIO, cast

import pytest

from civicline.domain.channel import Channel
from civicline.domain.history.record import Outcome
from civicline.domain.opting_out.suppression import SuppressionReason
from civicline.domain.received.message import MessageRef
from civicline.domain.replies.delivery import DeliveryStatus
from civicline.runtime.observability import logger
from functions.reply.delivery_handler import delivery
from tests.builders import MARIAS_MAIL, RIVERBEND, a_classification
from tests.functional.deployed import Account, a_mail, ref_of, written


@pytest.fixture
def account(deployed: Account) -> Account:
    return deployed


@pytest.fixture
def answered(account: Account) -> MessageRef:
    """A mail that was answered."""
    account.approve(channel=Channel.EMAIL, text="A crew will look.")
    account.deliver(a_mail(account, written().as_bytes()))
    ref = ref_of("ses-1", Channel.EMAIL)
    account.classify(ref, a_classification())
    assert account.decide(ref) == []
    return ref


def told(account: Account, kind: str, *, with_tags: bool = True, **parts: Any) -> str:
    """An event of SES about the answer, as it comes through the topic."""
    record = account.record("ses-1", Channel.EMAIL)
    assert record.reply
    mail: dict[str, Any] = {"timestamp": "2026-11-22T17:05:00.000Z", "messageId": record.reply.provider_id}
    if with_tags:
        mail["tags"] = {"office_id": [RIVERBEND], "message_id": [record.message.message_id]}
    event = {"eventType": kind, "mail": mail, **parts}
    return json.dumps({"Type": "Notification", "TopicArn": "events", "Message": json.dumps(event)})


def a_bounce(account: Account, **changes: Any) -> str:
    bounce = {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": MARIAS_MAIL.value, "status": "5.1.1"}],
        "timestamp": "2026-11-22T17:06:00.000Z",
    }
    return told(account, "Bounce", bounce=bounce, **changes)


def test_a_delivery_is_on_record_with_or_without_our_tags(account: Account, answered: MessageRef) -> None:
    arrived = {"timestamp": "2026-11-22T17:05:09.000Z"}
    assert account.run(delivery, [told(account, "Delivery", with_tags=False, delivery=arrived)]) == []
    reply = account.record("ses-1", Channel.EMAIL).reply
    assert reply
    assert reply.delivery
    assert reply.delivery.status is DeliveryStatus.DELIVERED


def test_a_bounce_gives_the_message_to_staff_and_stops_what_would_follow(
    account: Account, answered: MessageRef, capsys: pytest.CaptureFixture[str]
) -> None:
    assert account.run(delivery, [a_bounce(account), a_bounce(account)]) == []
    assert account.record("ses-1", Channel.EMAIL).outcome is Outcome.WAITING
    suppression = account.messages.situation(RIVERBEND, MARIAS_MAIL).suppression
    assert suppression
    assert suppression.reason is SuppressionReason.BOUNCE
    metrics = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "MailsBounced" in line]
    assert [metric["MailsBounced"] for metric in metrics] == [[1.0]], "an event that comes twice counts once"


def test_an_event_that_nobody_can_read_goes_to_the_dead_letters_without_its_neighbours(
    account: Account, answered: MessageRef
) -> None:
    assert account.run(delivery, ["{", told(account, "Send", send={})]) == ["queue-0"]


def test_an_event_about_somebody_elses_mail_changes_nothing(account: Account, answered: MessageRef) -> None:
    before = account.record("ses-1", Channel.EMAIL)
    foreign = told(account, "Send", with_tags=False, send={}).replace(
        str(before.reply and before.reply.provider_id), "x"
    )
    assert account.run(delivery, [foreign]) == []
    assert account.record("ses-1", Channel.EMAIL) == before


def test_the_log_of_deliveries_names_nobody(account: Account, answered: MessageRef) -> None:
    log = StringIO()
    usual = cast("StreamHandler[TextIO]", logger.registered_handler).setStream(log)
    account.run(delivery, [a_bounce(account), '{"Message": "maria.lopez@example.net"}'])
    cast("StreamHandler[TextIO]", logger.registered_handler).setStream(usual or sys.stdout)
    assert "delivery settled" in log.getvalue()
    assert "maria" not in log.getvalue().casefold()
