"""Delivery events: they settle what a crash left unknown, and suppress where nobody may write again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.channel import Channel
from civicline.domain.errors import RecipientOptedOutError
from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.opting_out.suppression import SuppressionChange, SuppressionReason
from civicline.domain.replies.delivery import Delivery, DeliveryEvent, DeliveryStatus
from civicline.domain.replies.reply import Reply, ReplyStatus
from civicline.ports.sending import Accepted
from functions.reply.settle_delivery import SettleDelivery
from tests.builders import (
    MARIA,
    MARIAS_MAIL,
    NOW,
    RIVERBEND,
    a_classification,
    a_decision,
    a_message,
    a_record,
    a_reply,
    a_suppression,
)
from tests.fakes import FakeMessages
from tests.functional.reply_office import Office


def held(messages: FakeMessages, reply: Reply, channel: Channel = Channel.EMAIL) -> MessageRecord:
    record = a_record(message=a_message(channel), decision=a_decision(), reply=reply)
    messages.records[record.message.ref] = record
    return record


def an_event(record: MessageRecord, status: DeliveryStatus = DeliveryStatus.DELIVERED, **changes: Any) -> DeliveryEvent:
    event = DeliveryEvent(
        channel=record.message.channel,
        provider_id="provider-reply-1",
        accepted_at=NOW + timedelta(seconds=2),
        delivery=Delivery(status=status, at=NOW + timedelta(seconds=9)),
        ref=record.message.ref,
    )
    return replace(event, **changes)


@pytest.fixture
def messages() -> FakeMessages:
    return FakeMessages()


@pytest.fixture
def settle(messages: FakeMessages) -> SettleDelivery:
    return SettleDelivery(messages=messages)


@pytest.mark.parametrize("status", [ReplyStatus.UNKNOWN, ReplyStatus.CLAIMED, ReplyStatus.RELEASED], ids=str)
def test_an_event_settles_what_a_crash_left_unknown(
    messages: FakeMessages, settle: SettleDelivery, status: ReplyStatus
) -> None:
    record = held(messages, a_reply(status))
    settled = settle(an_event(record))
    assert settled.is_new
    now = messages.records[record.message.ref]
    assert now.reply
    assert (now.reply.status, now.reply.provider_id) == (ReplyStatus.SENT, "provider-reply-1")
    assert now.reply.sent_at == NOW + timedelta(seconds=2)
    assert now.outcome is Outcome.ANSWERED


def test_the_same_event_twice_changes_nothing(messages: FakeMessages, settle: SettleDelivery) -> None:
    record = held(messages, a_reply(ReplyStatus.SENT))
    assert settle(an_event(record)).is_new
    assert not settle(an_event(record)).is_new


def test_a_late_event_does_not_undo_a_later_one(messages: FakeMessages, settle: SettleDelivery) -> None:
    record = held(messages, a_reply(ReplyStatus.SENT))
    settle(an_event(record, DeliveryStatus.DELIVERED))
    assert not settle(an_event(record, DeliveryStatus.SENT)).is_new
    assert not settle(an_event(record, DeliveryStatus.TEMPORARY_FAILURE)).is_new


def test_an_event_without_our_ids_is_found_by_the_providers(messages: FakeMessages, settle: SettleDelivery) -> None:
    record = held(messages, a_reply(ReplyStatus.SENT))
    assert settle(an_event(record, ref=None)).is_new


def test_an_event_about_nothing_of_ours_is_left_alone(messages: FakeMessages, settle: SettleDelivery) -> None:
    record = held(messages, a_reply(ReplyStatus.SENT))
    assert settle(an_event(record, ref=None, provider_id="somebody-elses")).record is None
    del messages.records[record.message.ref]
    assert settle(an_event(record)).record is None


@pytest.mark.parametrize("reason", [SuppressionReason.BOUNCE, SuppressionReason.COMPLAINT], ids=str)
def test_a_hard_bounce_or_complaint_suppresses_the_address(
    messages: FakeMessages, settle: SettleDelivery, reason: SuppressionReason
) -> None:
    record = held(messages, a_reply(ReplyStatus.SENT))
    event = an_event(record, suppresses=reason, recipients=frozenset({MARIAS_MAIL.value}))
    assert settle(event).is_suppressed
    suppression = messages.suppressions[RIVERBEND, MARIAS_MAIL]
    assert (suppression.reason, suppression.message_id) == (reason, record.message.message_id)
    assert "provider-reply-1" in suppression.evidence


def test_a_bounce_of_somebody_elses_address_suppresses_nobody(messages: FakeMessages, settle: SettleDelivery) -> None:
    record = held(messages, a_reply(ReplyStatus.SENT))
    recipients = frozenset({"mallory@example.net"})
    settle(an_event(record, suppresses=SuppressionReason.BOUNCE, recipients=recipients))
    assert messages.suppressions == {}


def test_an_opt_out_stays_with_its_evidence_when_a_bounce_follows(
    messages: FakeMessages, settle: SettleDelivery
) -> None:
    record = held(messages, a_reply(ReplyStatus.SENT))
    opt_out = a_suppression(contact_point=MARIAS_MAIL)
    messages.suppressions[RIVERBEND, MARIAS_MAIL] = opt_out
    settled = settle(an_event(record, DeliveryStatus.PERMANENT_FAILURE, suppresses=SuppressionReason.BOUNCE))
    assert (settled.is_new, settled.is_suppressed) == (True, False)
    assert messages.suppressions == {(RIVERBEND, MARIAS_MAIL): opt_out}


class EagerProvider(FakeMessages):
    """The provider's event is settled between its yes and our own note of it."""

    is_told = False

    def settle(
        self,
        record: MessageRecord,
        expected: Reply,
        mail_ids: Sequence[str] = (),
        suppression: SuppressionChange | None = None,
    ) -> MessageRecord | None:
        if record.reply and record.reply.status is ReplyStatus.SENT and not self.is_told:
            self.is_told = True
            assert SettleDelivery(messages=self)(an_event(record)).is_new
        return super().settle(record, expected, mail_ids, suppression)


def test_an_event_that_overtakes_our_own_note_loses_neither() -> None:
    record = a_record(message=a_message(Channel.EMAIL), classification=a_classification())
    office = Office(record, messages=EagerProvider())
    office.send_reply(office.ref)
    office.clock.advance(timedelta(seconds=30))
    office.send_reply(office.ref)
    reply = office.record.reply
    assert reply
    assert reply.delivery
    assert (reply.status, reply.delivery.status) == (ReplyStatus.SENT, DeliveryStatus.DELIVERED)
    assert (RIVERBEND, MARIAS_MAIL, "<provider-reply-1@provider.example>") in office.messages.references
    assert len(office.sender.sent) == 1


def test_an_opt_out_that_only_the_provider_knows_is_known_to_us_from_then_on() -> None:
    office = Office()
    office.sender.errors = [RecipientOptedOutError("OptedOut")]
    office.send_reply(office.ref)
    assert office.record.outcome is Outcome.WAITING
    suppression = office.messages.suppressions[RIVERBEND, MARIA]
    assert suppression.reason is SuppressionReason.OPT_OUT
    assert suppression.evidence == "the provider's list: OptedOut"


def test_a_second_answer_of_the_provider_under_another_id_is_kept_under_the_first() -> None:
    reply = a_reply(ReplyStatus.SENT)
    record = a_record(reply=reply)
    again = reply.after(an_event(record, provider_id=Accepted(provider_id="other").provider_id))
    assert again.provider_id == reply.provider_id
