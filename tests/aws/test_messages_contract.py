"""What use cases may rely on of `Messages` and `Inbox`, on the fake and on DynamoDB alike."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.adapters.dynamo.inbox import DynamoInbox
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.domain.channel import Channel
from civicline.domain.errors import ConcurrentChangeError, CursorInvalidError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConversationId, MessageId, OfficeId
from civicline.domain.opting_out.suppression import SuppressionChange
from civicline.domain.received.conversation import Clues, NamedConversation
from civicline.domain.received.message import Attachment, MailHeaders, MessageRef
from civicline.domain.received.repetition import SaidBefore
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply import ReplyStatus
from civicline.ports.records import Inbox, Messages
from tests.builders import (
    MARIA,
    MARIAS_MAIL,
    NOW,
    RIVERBEND,
    a_classification,
    a_decision,
    a_membership,
    a_message,
    a_receipt,
    a_record,
    a_reply,
    a_suppression,
    a_text,
)
from tests.fakes import FakeMessages

NOWHERE = MessageRef(office_id=RIVERBEND, message_id=MessageId("nowhere"))


def naming(*mail_ids: str) -> Clues:
    return Clues(mail_ids=mail_ids)


class Both:
    """`Messages` and `Inbox` over the same store."""

    def __init__(self, messages: Messages, inbox: Inbox) -> None:
        self.messages = messages
        self.inbox = inbox
        self._conversations: set[str] = set()

    def receive(self, record: MessageRecord) -> MessageRecord:
        message = record.message
        situation = self.messages.situation(message.office_id, message.sender)
        is_first = message.conversation_id not in self._conversations
        assert self.messages.receive(a_receipt(record, known=situation.contact, opens_conversation=is_first))
        self._conversations.add(message.conversation_id)
        return record


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Both:
    if request.param == "fake":
        fake = FakeMessages()
        return Both(fake, fake)
    client: Any = request.getfixturevalue(request.param)
    return Both(DynamoMessages(client, "RecordsTable"), DynamoInbox(client, "RecordsTable"))


def a_later_record(number: int, **changes: Any) -> MessageRecord:
    received_at = NOW + timedelta(minutes=number)
    return a_record(message=a_message(provider_id=f"provider-{number}", received_at=received_at, **changes))


def test_a_message_is_read_back_as_it_was_stored(store: Both) -> None:
    record = a_record(message=a_message(Channel.EMAIL))
    attachment = Attachment(filename="leak.jpg", content_type="image/jpeg", size_bytes=1234)
    text = a_text("Wasser läuft 💧 \u202e", subject="Pothole", attachments=(attachment,))
    assert store.messages.receive(a_receipt(record, text=text))
    assert store.messages.record(record.message.ref) == record
    assert store.messages.read(record.message.ref) == (record, text)


def test_a_second_delivery_stores_nothing(store: Both) -> None:
    receipt = a_receipt()
    assert store.messages.receive(receipt)
    changed = a_receipt(a_record(message=a_message(preview="other")), known=receipt.contact)
    assert not store.messages.receive(changed)
    assert store.messages.record(receipt.record.message.ref) == receipt.record


def test_a_stranger_leaves_a_contact(store: Both) -> None:
    assert store.messages.situation(RIVERBEND, MARIA).contact is None
    receipt = a_receipt()
    store.messages.receive(receipt)
    assert store.messages.situation(RIVERBEND, MARIA).contact == receipt.contact


def test_two_first_messages_at_once_do_not_make_two_contacts(store: Both) -> None:
    assert store.messages.receive(a_receipt())
    with pytest.raises(ConcurrentChangeError):
        store.messages.receive(a_receipt(a_later_record(2)))
    assert store.messages.record(a_later_record(2).message.ref) is None


def test_a_stale_contact_is_not_overwritten(store: Both) -> None:
    first = a_receipt()
    store.messages.receive(first)
    second = a_later_record(2, conversation_id=first.record.message.conversation_id)
    store.messages.receive(a_receipt(second, known=first.contact))
    third = a_later_record(3, conversation_id=first.record.message.conversation_id)
    with pytest.raises(ConcurrentChangeError):
        store.messages.receive(a_receipt(third, known=first.contact))


def test_offices_are_apart(store: Both) -> None:
    store.messages.receive(a_receipt())
    other = OfficeId("lakeside")
    assert store.messages.situation(other, MARIA).contact is None
    assert store.messages.record(MessageRef(office_id=other, message_id=a_message().message_id)) is None
    assert store.inbox.waiting(other, 10).records == ()
    assert store.inbox.message(other, a_message().message_id) is None


def test_a_reference_leads_to_the_senders_own_conversation_only(store: Both) -> None:
    record = a_record(message=a_message(Channel.EMAIL))
    store.messages.receive(a_receipt(record))
    own = store.messages.situation(RIVERBEND, MARIAS_MAIL, naming("<unknown@example.net>", "<1@example.net>"))
    assert own.named == NamedConversation(conversation_id=record.message.conversation_id)
    stranger = replace(MARIAS_MAIL, value="mallory@example.net")
    assert store.messages.situation(RIVERBEND, stranger, naming("<1@example.net>")).named is None


def test_a_mail_that_is_awaited_leads_to_its_answers_conversation(store: Both) -> None:
    record = a_record(message=a_message(Channel.EMAIL))
    store.messages.receive(a_receipt(record, awaited=("<0@example.net>",)))
    found = store.messages.situation(RIVERBEND, MARIAS_MAIL, naming("<0@example.net>"))
    assert found.named == NamedConversation(conversation_id=record.message.conversation_id)


def test_a_named_conversation_knows_its_matter(store: Both) -> None:
    headers = MailHeaders(subject="Re: Pothole", message_id="<1@example.net>", matter="pothole")
    message = a_message(Channel.EMAIL, mail=headers)
    store.messages.receive(a_receipt(a_record(message=message)))
    expected = NamedConversation(conversation_id=message.conversation_id, matter="pothole")
    assert store.messages.situation(RIVERBEND, MARIAS_MAIL, naming("<1@example.net>")).named == expected
    by_token = Clues(conversation_id=message.conversation_id)
    assert store.messages.situation(RIVERBEND, MARIAS_MAIL, by_token).named == expected
    unknown = Clues(conversation_id=ConversationId("conversation-0"))
    assert store.messages.situation(RIVERBEND, MARIAS_MAIL, unknown).named is None


def test_what_a_sender_said_is_remembered(store: Both) -> None:
    message = a_message()
    store.messages.receive(a_receipt(body="hash-1"))
    said = SaidBefore(
        message_id=message.message_id, conversation_id=message.conversation_id, received_at=message.received_at
    )
    assert store.messages.situation(RIVERBEND, MARIA, Clues(body="hash-1")).same_body == said
    assert store.messages.situation(RIVERBEND, MARIA, Clues(body="hash-2")).same_body is None
    assert store.messages.situation(RIVERBEND, MARIAS_MAIL, Clues(body="hash-1")).same_body is None


@pytest.mark.parametrize(("minutes", "is_kept"), [(10, False), (11, True)], ids=["within", "after"])
def test_the_same_words_are_first_only_once_in_ten_minutes(store: Both, minutes: int, is_kept: bool) -> None:
    first = a_receipt(body="hash-1")
    store.messages.receive(first)
    conversation = first.record.message.conversation_id
    again = a_message(provider_id="p2", conversation_id=conversation, received_at=NOW + timedelta(minutes=minutes))
    receipt = a_receipt(a_record(message=again), known=first.contact, body="hash-1")
    if is_kept:
        assert store.messages.receive(receipt)
        return
    with pytest.raises(ConcurrentChangeError):
        store.messages.receive(receipt)
    assert store.messages.record(again.ref) is None


def test_a_message_is_classified_once(store: Both) -> None:
    record = store.receive(a_record())
    ref = record.message.ref
    assert store.messages.classify(record, a_classification())
    assert not store.messages.classify(record, a_classification("graffiti"))
    stored = store.messages.record(ref)
    assert stored
    assert stored.classification == a_classification()


def test_a_messages_campaign_and_concern_are_kept_with_its_classification(store: Both) -> None:
    record = store.receive(a_record())
    ref = record.message.ref
    campaign, concern = a_membership(people=3, similarity=0.875), a_membership(campaign="concern-1")
    assert store.messages.classify(record, a_classification(), campaign, concern)
    assert not store.messages.classify(record, a_classification(), a_membership(people=4), None)
    stored = store.messages.record(ref)
    assert stored
    assert (stored.campaign, stored.concern) == (campaign, concern)


def test_what_was_never_stored_cannot_be_classified(store: Both) -> None:
    assert not store.messages.classify(a_record(message=a_message(message_id=NOWHERE.message_id)), a_classification())
    assert store.messages.record(NOWHERE) is None
    assert store.messages.read(NOWHERE) is None


def test_a_message_is_decided_once(store: Both) -> None:
    record = store.receive(a_record())
    decided = replace(record, decision=a_decision(), reply=a_reply())
    unsuppressed = SuppressionChange(expected=None, new=None)
    assert store.messages.decide(decided, unsuppressed)
    other = replace(record, decision=a_decision(Action.SILENT, Reason.AUTOMATIC_MAIL))
    assert not store.messages.decide(other, None)
    assert store.messages.record(record.message.ref) == decided


def test_no_reply_overtakes_an_opt_out(store: Both) -> None:
    opted_out = store.receive(a_record())
    change = SuppressionChange(expected=None, new=a_suppression())
    assert store.messages.decide(replace(opted_out, decision=a_decision(reason=Reason.OPT_OUT)), change)
    later = store.receive(a_later_record(2))
    with pytest.raises(ConcurrentChangeError):
        store.messages.decide(
            replace(later, decision=a_decision(), reply=a_reply()), SuppressionChange(expected=None, new=None)
        )
    undecided = store.messages.record(later.message.ref)
    assert undecided
    assert undecided.decision is None


def test_an_opt_out_is_kept_with_its_evidence_until_the_opt_in(store: Both) -> None:
    first = store.receive(a_record())
    opt_out = a_suppression(message_id=first.message.message_id)
    store.messages.decide(replace(first, decision=a_decision()), SuppressionChange(expected=None, new=opt_out))
    assert store.messages.situation(RIVERBEND, MARIA).suppression == opt_out
    second = store.receive(a_later_record(2))
    store.messages.decide(replace(second, decision=a_decision()), SuppressionChange(expected=opt_out, new=None))
    assert store.messages.situation(RIVERBEND, MARIA).suppression is None


def test_a_reply_is_settled_once(store: Both) -> None:
    record = store.receive(a_record())
    claimed = replace(record, decision=a_decision(), reply=a_reply())
    store.messages.decide(claimed, None)
    sent = replace(claimed, reply=a_reply(ReplyStatus.SENT))
    assert store.messages.settle(sent, a_reply())
    refused = replace(claimed, reply=a_reply().failed(ReplyStatus.REFUSED, "late"))
    assert not store.messages.settle(refused, a_reply())
    assert store.messages.record(record.message.ref) == sent


def test_an_answer_to_our_mail_finds_its_conversation(store: Both) -> None:
    record = store.receive(a_record(message=a_message(Channel.EMAIL)))
    claimed = replace(record, decision=a_decision(), reply=a_reply())
    store.messages.decide(claimed, None)
    store.messages.settle(replace(claimed, reply=a_reply(ReplyStatus.SENT)), a_reply(), ["<ours@ses.example>"])
    found = store.messages.situation(RIVERBEND, MARIAS_MAIL, naming("<ours@ses.example>"))
    assert found.named == NamedConversation(conversation_id=record.message.conversation_id)


def test_a_message_waits_for_staff_until_it_is_answered(store: Both) -> None:
    record = store.receive(a_record())
    assert store.inbox.waiting(RIVERBEND, 10).records == (record,)
    claimed = replace(record, decision=a_decision(), reply=a_reply())
    store.messages.decide(claimed, None)
    assert store.inbox.waiting(RIVERBEND, 10).records == (claimed,)
    store.messages.settle(replace(claimed, reply=a_reply(ReplyStatus.SENT)), a_reply())
    assert store.inbox.waiting(RIVERBEND, 10).records == ()


def test_a_suggestion_waits_and_silence_does_not(store: Both) -> None:
    suggested = store.receive(a_record())
    store.messages.decide(replace(suggested, decision=a_decision(Action.SUGGEST, Reason.LOW_CONFIDENCE)), None)
    silent = store.receive(a_later_record(2))
    store.messages.decide(replace(silent, decision=a_decision(Action.SILENT, Reason.AUTOMATIC_MAIL)), None)
    waiting = [record.message.ref for record in store.inbox.waiting(RIVERBEND, 10).records]
    assert waiting == [suggested.message.ref]


def test_the_day_is_listed_newest_first_and_page_by_page(store: Both) -> None:
    records = [store.receive(a_later_record(number)) for number in range(5)]
    seen, cursor = [], None
    while True:
        page = store.inbox.latest(RIVERBEND, "2026-11-22", 2, cursor)
        seen += page.records
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == records[::-1]
    assert store.inbox.latest(RIVERBEND, "2026-11-21", 2).records == ()


def test_a_conversation_is_listed_oldest_first(store: Both) -> None:
    conversation = ConversationId("conversation-1")
    records = [store.receive(a_later_record(number, conversation_id=conversation)) for number in range(3)]
    store.receive(a_later_record(9))
    assert store.inbox.conversation(RIVERBEND, conversation, 10).records == tuple(records)


@pytest.mark.parametrize("cursor", ["", "nonsense", "eyJhIjogMX0=", "8J+Smg=="])
def test_a_cursor_that_nobody_gave_out_is_refused(store: Both, cursor: str) -> None:
    if not cursor:
        assert store.inbox.latest(RIVERBEND, "2026-11-22", 2, cursor).records == ()
        return
    with pytest.raises(CursorInvalidError):
        store.inbox.latest(RIVERBEND, "2026-11-22", 2, cursor)


def test_a_cursor_of_another_day_is_refused(store: Both) -> None:
    for number in range(3):
        store.receive(a_later_record(number))
    cursor = store.inbox.latest(RIVERBEND, "2026-11-22", 2).next_cursor
    with pytest.raises(CursorInvalidError):
        store.inbox.latest(RIVERBEND, "2026-11-21", 2, cursor)


def test_a_cursor_whose_keys_were_tampered_with_is_refused(dynamodb: Any) -> None:
    partition = {"S": "OFFICE#riverbend#DAY#2026-11-22"}
    damaged: list[dict[str, Any]] = [
        {"day_pk": partition},
        {"day_pk": partition, "day_sk": {"N": "1"}, "pk": {"S": "x"}, "sk": {"S": "STATE"}},
        {"day_pk": partition, "day_sk": {"S": ""}, "pk": {"S": "x"}, "sk": {"S": "STATE"}},
        {"day_pk": partition, "day_sk": "x", "pk": {"S": "x"}, "sk": {"S": "STATE"}},
    ]
    inbox = DynamoInbox(dynamodb, "RecordsTable")
    for keys in damaged:
        cursor = base64.urlsafe_b64encode(json.dumps(keys).encode()).decode()
        with pytest.raises(CursorInvalidError):
            inbox.latest(RIVERBEND, "2026-11-22", 2, cursor)


def test_one_message_is_shown_with_its_words(store: Both) -> None:
    record = store.receive(a_record())
    assert store.inbox.message(RIVERBEND, record.message.message_id) == (record, a_text())
    assert store.inbox.message(RIVERBEND, MessageId("nowhere")) is None
