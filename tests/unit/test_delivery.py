"""Delivery: what providers tell, in whatever order, and what is believed of it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.channel import Channel
from civicline.domain.errors import NotificationUnreadableError
from civicline.domain.history.record import Outcome
from civicline.domain.opting_out.suppression import SuppressionReason
from civicline.domain.replies.delivery import Delivery, DeliveryEvent, DeliveryStatus
from civicline.domain.replies.reply import Reply, ReplyStatus
from functions.reply.provider_events import read_event
from tests.builders import NOW, a_decision, a_record, a_reply

REF = {"office_id": ["riverbend"], "message_id": ["message-1"]}
DELIVERIES = st.builds(
    Delivery,
    status=st.sampled_from(DeliveryStatus),
    at=st.integers(0, 5).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    detail=st.sampled_from(["", "a", "b"]),
)
EVENTS = st.builds(
    DeliveryEvent,
    channel=st.just(Channel.EMAIL),
    provider_id=st.just("provider-reply-1"),
    accepted_at=st.just(NOW),
    delivery=DELIVERIES,
)


def in_sns(event: dict[str, Any]) -> str:
    return json.dumps({"Type": "Notification", "TopicArn": "arn", "Message": json.dumps(event)})


def a_mail_event(kind: str, form: str = "eventType", **parts: Any) -> dict[str, Any]:
    mail = {
        "timestamp": "2026-11-22T17:05:00.000Z",
        "messageId": "ses-1",
        "tags": REF,
        "destination": ["m@example.net"],
    }
    return {form: kind, "mail": mail, **parts}


def bounce(kind: str, status: str = "5.1.1") -> dict[str, Any]:
    recipient = {"emailAddress": "Maria.Lopez@example.net", "status": status}
    moment = "2026-11-22T17:06:00.000Z"
    return {
        "bounce": {
            "bounceType": kind,
            "bounceSubType": "General",
            "bouncedRecipients": [recipient],
            "timestamp": moment,
        }
    }


def complaint(feedback: str) -> dict[str, Any]:
    recipients = [{"emailAddress": "maria.lopez@example.net"}]
    moment = "2026-11-22T17:06:00.000Z"
    return {"complaint": {"complainedRecipients": recipients, "complaintFeedbackType": feedback, "timestamp": moment}}


def a_text_event(kind: str, *, is_final: bool = True, **changes: Any) -> str:
    detail = {
        "eventType": kind,
        "eventVersion": "1.0",
        "eventTimestamp": 1_795_367_103_470,
        "isFinal": is_final,
        "originationPhoneNumber": "+12025550143",
        "destinationPhoneNumber": "+12025550188",
        "messageId": "eum-1",
        "messageRequestTimestamp": 1_795_367_103_170,
        "messageStatus": kind.removeprefix("TEXT_"),
        "context": {name: value[0] for name, value in REF.items()},
        **changes,
    }
    source = {"source": "aws.sms-voice", "detail-type": "Text Message Delivery Status Updated"}
    return json.dumps({"version": "0", **source, "detail": detail})


@given(DELIVERIES, DELIVERIES, DELIVERIES)
def test_the_order_of_events_does_not_matter(one: Delivery, two: Delivery, three: Delivery) -> None:
    assert one.joined(two) == two.joined(one)
    assert one.joined(two).joined(three) == one.joined(two.joined(three))
    assert one.joined(one) == one == one.joined(None)


@given(st.lists(EVENTS, min_size=1, max_size=5), st.sampled_from(ReplyStatus), st.randoms(use_true_random=False))
def test_events_in_any_order_and_number_leave_the_same_row(
    events: list[DeliveryEvent], status: ReplyStatus, chance: Any
) -> None:
    def after(row: Reply, those: list[DeliveryEvent]) -> Reply:
        for event in those:
            row = row.after(event)
        return row

    shuffled = events + chance.sample(events, len(events))
    chance.shuffle(shuffled)
    row = a_reply(status)
    assert after(row, events) == after(row, shuffled)
    assert after(row, events).status is ReplyStatus.SENT, "an event proves that the provider took it"


MAIL_EVENTS = {
    "a mail that was handed on": (a_mail_event("Send", send={}), DeliveryStatus.SENT, None),
    "a mail that arrived": (
        a_mail_event("Delivery", delivery={"timestamp": "2026-11-22T17:05:09.000Z"}), DeliveryStatus.DELIVERED, None,
    ),
    "an address that does not exist": (
        a_mail_event("Bounce", **bounce("Permanent")), DeliveryStatus.PERMANENT_FAILURE, SuppressionReason.BOUNCE,
    ),
    "the same in the older form": (
        a_mail_event("Bounce", "notificationType", **bounce("Permanent")),
        DeliveryStatus.PERMANENT_FAILURE,
        SuppressionReason.BOUNCE,
    ),
    "a full mailbox": (a_mail_event("Bounce", **bounce("Transient", "4.2.2")), DeliveryStatus.PERMANENT_FAILURE, None),
    "a bounce that nobody understands": (
        a_mail_event("Bounce", **bounce("Undetermined", "")), DeliveryStatus.PERMANENT_FAILURE, None,
    ),
    "a mail that was called spam": (
        a_mail_event("Complaint", **complaint("abuse")), DeliveryStatus.COMPLAINED, SuppressionReason.COMPLAINT,
    ),
    "a complaint without a word": (
        a_mail_event("Complaint", **complaint("")), DeliveryStatus.COMPLAINED, SuppressionReason.COMPLAINT,
    ),
    "a mail that was taken out of the spam folder": (
        a_mail_event("Complaint", **complaint("not-spam")), DeliveryStatus.DELIVERED, None,
    ),
    "a server that is down": (
        a_mail_event("DeliveryDelay", deliveryDelay={"delayType": "InternalFailure", "timestamp": "2026-11-22T17:08:00Z"}),
        DeliveryStatus.TEMPORARY_FAILURE,
        None,
    ),
    "a mail that SES found a virus in": (
        a_mail_event("Reject", reject={"reason": "Bad content"}), DeliveryStatus.PERMANENT_FAILURE, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("event", "status", "suppresses"), MAIL_EVENTS.values(), ids=MAIL_EVENTS.keys())
def test_what_ses_tells_is_understood(
    event: dict[str, Any], status: DeliveryStatus, suppresses: SuppressionReason | None
) -> None:
    read = read_event(in_sns(event))
    assert (read.delivery.status, read.suppresses) == (status, suppresses)
    assert (read.channel, read.provider_id) == (Channel.EMAIL, "ses-1")
    assert read.ref
    assert read.ref.message_id == "message-1"
    assert read.concerns("maria.lopez@example.net")
    if suppresses:
        assert not read.concerns("somebody.else@example.net")


TEXT_EVENTS = {
    "TEXT_QUEUED": (False, DeliveryStatus.QUEUED, None),
    "TEXT_SUCCESSFUL": (True, DeliveryStatus.SENT, None),
    "TEXT_DELIVERED": (True, DeliveryStatus.DELIVERED, None),
    "TEXT_UNREACHABLE": (True, DeliveryStatus.PERMANENT_FAILURE, None),
    "TEXT_CARRIER_UNREACHABLE": (False, DeliveryStatus.TEMPORARY_FAILURE, None),
    "TEXT_TTL_EXPIRED": (True, DeliveryStatus.PERMANENT_FAILURE, None),
    "TEXT_INVALID": (True, DeliveryStatus.PERMANENT_FAILURE, SuppressionReason.BOUNCE),
    "TEXT_BLOCKED": (True, DeliveryStatus.PERMANENT_FAILURE, SuppressionReason.OPT_OUT),
    "TEXT_UNKNOWN": (True, DeliveryStatus.UNKNOWN, None),
    "TEXT_OF_TOMORROW": (False, DeliveryStatus.TEMPORARY_FAILURE, None),
}


@pytest.mark.parametrize(
    ("kind", "is_final", "status", "suppresses"), [(kind, *case) for kind, case in TEXT_EVENTS.items()], ids=TEXT_EVENTS
)
def test_what_carriers_tell_is_understood(
    kind: str, is_final: bool, status: DeliveryStatus, suppresses: SuppressionReason | None
) -> None:
    read = read_event(a_text_event(kind, is_final=is_final))
    assert (read.delivery.status, read.suppresses, read.delivery.detail) == (status, suppresses, kind)
    assert (read.channel, read.provider_id) == (Channel.SMS, "eum-1")
    assert read.delivery.at == datetime(2026, 11, 22, 17, 5, 3, 470_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "words", "suppresses"),
    [
        ("TEXT_CARRIER_BLOCKED", "Phone number is opted out", SuppressionReason.OPT_OUT),
        ("TEXT_CARRIER_BLOCKED", "phone has blocked SMS.", SuppressionReason.OPT_OUT),
        ("TEXT_UNREACHABLE", "Invalid phone number", SuppressionReason.BOUNCE),
        ("TEXT_CARRIER_BLOCKED", "Blocked as spam by phone carrier", None),
        ("TEXT_DELIVERED", "Phone number is opted out", None),
    ],
)
def test_an_opt_out_that_only_the_carrier_knows_is_mirrored_from_its_words(
    kind: str, words: str, suppresses: SuppressionReason | None
) -> None:
    assert read_event(a_text_event(kind, messageStatusDescription=words)).suppresses is suppresses


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "{}", in_sns({}), in_sns({"eventType": "Open", "mail": {}}), a_text_event("VOICE_ANSWERED")],
    ids=["empty", "broken", "a list", "nothing", "no event", "an event that we did not ask for", "a call"],
)
def test_what_is_no_event_is_refused_and_quotes_nobody(body: str) -> None:
    with pytest.raises(NotificationUnreadableError) as refused:
        read_event(body)
    assert "example.net" not in str(refused.value)
    assert "+1202" not in str(refused.value)


def test_an_event_without_our_ids_is_found_by_the_providers() -> None:
    event = a_mail_event("Send", "notificationType")
    del event["mail"]["tags"]
    assert read_event(in_sns(event)).ref is None


def test_a_reply_that_bounced_waits_for_staff_and_one_that_was_complained_about_is_answered() -> None:
    def outcome(status: DeliveryStatus) -> Outcome:
        reply = a_reply(ReplyStatus.SENT, delivery=Delivery(status=status, at=NOW))
        return a_record(decision=a_decision(), reply=reply).outcome

    waiting = {status for status in DeliveryStatus if outcome(status) is Outcome.WAITING}
    assert waiting == {DeliveryStatus.PERMANENT_FAILURE}
    assert {outcome(status) for status in set(DeliveryStatus) - waiting} == {Outcome.ANSWERED}


RECORDED = ["ses_event_*.json", "ses_notification_*.json"]


@pytest.mark.data
def test_every_recorded_event_of_ses_is_understood(shared_data: Path) -> None:
    files = [file for pattern in RECORDED for file in sorted((shared_data / "aws_events" / "docs").glob(pattern))]
    assert len(files) >= 10
    found = {file.stem: read_event(in_sns(json.loads(file.read_text(encoding="utf-8")))) for file in files}
    expected = {
        "bounce": (DeliveryStatus.PERMANENT_FAILURE, SuppressionReason.BOUNCE),
        "complaint": (DeliveryStatus.COMPLAINED, SuppressionReason.COMPLAINT),
        "delivery": (DeliveryStatus.DELIVERED, None),
        "reject": (DeliveryStatus.PERMANENT_FAILURE, None),
        "send": (DeliveryStatus.SENT, None),
    }
    for name, event in found.items():
        kind = name.split("_")[2]
        assert (event.delivery.status, event.suppresses) == expected[kind], name
