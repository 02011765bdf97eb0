"""The reply function's use case on fakes, with one classified message in the table."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from civicline.domain.approved.approved_message import OPT_OUT_TOPIC, MessageVersion
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import TopicGroup
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MessageRef
from civicline.domain.replies.reply import Reply
from functions.reply.gather_facts import GatherFacts
from functions.reply.hand_over import HandOver
from functions.reply.send_reply import SendReply
from tests.builders import (
    RIVERBEND,
    STREETS,
    a_classification,
    a_group,
    a_message,
    a_receipt,
    a_record,
    a_text,
    a_topic,
    an_approved_message,
    an_office,
)
from tests.fakes import FakeClock, FakeJobQueue, FakeMessages, FakeOffices, FakeSender

APPROVED = (
    an_approved_message(),
    an_approved_message(channel=Channel.EMAIL, text="Hello {first_name|neighbor}, a crew will look."),
    an_approved_message(topic_id=OPT_OUT_TOPIC, text="You will get no more texts."),
    an_approved_message(topic_id=TopicId(STREETS), text="Your message is with the people for {topic_name}."),
)


class CountingOffices(FakeOffices):
    """Offices that keep account of what was asked of them."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.asked: list[str] = []

    def groups(self, office_id: OfficeId) -> Mapping[str, TopicGroup]:
        self.asked.append("groups")
        return super().groups(office_id)

    def approved_messages(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        self.asked.append(topic_id)
        return super().approved_messages(office_id, topic_id)


class Office:
    """The use case on fakes, with one classified message in the table."""

    def __init__(
        self,
        record: MessageRecord | None = None,
        messages: FakeMessages | None = None,
        words: str = "There is a pothole on Elm St",
    ) -> None:
        self.messages = messages or FakeMessages()
        self.sender = FakeSender()
        self.clock = FakeClock()
        self.offices = CountingOffices([an_office()], [a_topic()], APPROVED, [a_group()])
        self.queue = FakeJobQueue()
        self.send_reply = SendReply(
            messages=self.messages,
            facts=GatherFacts(offices=self.offices, messages=self.messages, clock=self.clock),
            hand_over=HandOver(
                messages=self.messages,
                senders={Channel.SMS: self.sender, Channel.EMAIL: self.sender},
                to_reply=self.queue,
                clock=self.clock,
                jitter=lambda: 1.0,
            ),
            clock=self.clock,
        )
        self.ref = self.receive(record or a_record(classification=a_classification()), words)

    def receive(self, record: MessageRecord, words: str = "There is a pothole on Elm St") -> MessageRef:
        """Put a message on record."""
        known = self.messages.situation(RIVERBEND, record.message.sender).contact
        assert self.messages.receive(a_receipt(record, known=known, text=a_text(words)))
        return record.message.ref

    def receive_from(self, number: int) -> MessageRef:
        """Put a classified text of another person on record, in the usual words."""
        sender = ContactPoint.phone(f"+1202555{1000 + number}")
        message = a_message(sender=sender, provider_id=f"from-{number}")
        return self.receive(a_record(message=message, classification=a_classification()))

    def with_reply(self, record: MessageRecord, reply: Reply) -> MessageRecord:
        """A record with another ledger row."""
        return replace(record, reply=reply)

    @property
    def record(self) -> MessageRecord:
        return self.messages.records[self.ref]
