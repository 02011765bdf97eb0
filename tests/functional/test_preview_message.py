"""Whom a preview looks for: people who wrote on the topic lately, each once, and not without end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.approved.message_preview import Audience
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConstituentId, MessageId, OfficeId, TopicId
from civicline.ports.records import RecordPage
from functions.console.preview_message import DAYS_BACK, LOOKED_AT, PreviewMessage
from tests.builders import (
    NOW,
    POTHOLE,
    STREETS,
    a_classification,
    a_draft,
    a_judgement,
    a_message,
    a_record,
    a_topic,
    an_office,
)
from tests.fakes import FakeMessages

GRAFFITI = TopicId("graffiti")
TOPICS = {POTHOLE: a_topic(), GRAFFITI: a_topic(GRAFFITI, group_id="public-places")}


class CountingInbox(FakeMessages):
    """An inbox that keeps account of how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def latest(self, office_id: OfficeId, day: str, limit: int, cursor: str | None = None) -> RecordPage:
        self.asked += 1
        return super().latest(office_id, day, limit, cursor)


@pytest.fixture
def inbox() -> CountingInbox:
    return CountingInbox()


def hold(inbox: FakeMessages, number: int, topic: str = POTHOLE, language: str = "en", **changes: Any) -> MessageId:
    """A classified text of another person, so many hours ago."""
    person = changes.pop("person", number)
    judgements = changes.pop("judgements", ())
    message = a_message(
        changes.pop("channel", Channel.SMS),
        provider_id=f"provider-{number}",
        constituent_id=ConstituentId(f"person-{person}"),
        received_at=NOW - timedelta(hours=number),
    )
    said = a_classification(topic, language=language)
    inbox.records[message.ref] = a_record(message=message, classification=said, judgements=judgements)
    return message.message_id


def previewed(inbox: FakeMessages, version: MessageVersion | None = None, most: int = 5) -> list[MessageId | None]:
    audience = Audience(office=an_office(), topics=TOPICS, version=version or a_draft())
    look = PreviewMessage(inbox=inbox, clock=lambda: NOW)
    return [one.message_id for one in look(audience, a_topic(), most)]


def test_the_topic_and_the_channel_are_the_versions_own(inbox: CountingInbox) -> None:
    pothole = hold(inbox, 1)
    hold(inbox, 2, GRAFFITI)
    hold(inbox, 3, channel=Channel.EMAIL)
    assert previewed(inbox) == [None, pothole]


def test_what_staff_said_counts_for_more_than_what_the_model_said(inbox: CountingInbox) -> None:
    hold(inbox, 1, judgements=(a_judgement(GRAFFITI),))
    corrected = hold(inbox, 2, GRAFFITI, judgements=(a_judgement(POTHOLE),))
    assert previewed(inbox) == [None, corrected]


def test_a_groups_message_is_shown_for_its_topics(inbox: CountingInbox) -> None:
    pothole = hold(inbox, 1)
    hold(inbox, 2, GRAFFITI)
    assert previewed(inbox, a_draft(topic_id=TopicId(STREETS))) == [None, pothole]


def test_a_person_is_shown_once_and_those_in_the_versions_language_first(inbox: CountingInbox) -> None:
    english = hold(inbox, 1)
    hold(inbox, 2, person=1)
    spanish = hold(inbox, 3, language="es")
    assert previewed(inbox, replace(a_draft(), language="es")) == [None, spanish, english]


def test_nobody_is_looked_for_further_back_than_a_month(inbox: CountingInbox) -> None:
    hold(inbox, 24 * (DAYS_BACK + 1))
    assert previewed(inbox) == [None]
    assert inbox.asked == DAYS_BACK


def test_a_busy_office_is_not_searched_without_end(inbox: CountingInbox) -> None:
    records: dict[Any, MessageRecord] = {}
    for number in range(LOOKED_AT + 50):
        hold(inbox, number % 48, GRAFFITI)
        message = a_message(provider_id=f"busy-{number}", received_at=NOW - timedelta(minutes=number))
        records[message.ref] = a_record(message=message, classification=a_classification(GRAFFITI))
    inbox.records.update(records)
    assert previewed(inbox) == [None]
    assert inbox.asked <= LOOKED_AT // 100 + DAYS_BACK


def test_the_search_ends_when_there_are_enough(inbox: CountingInbox) -> None:
    found = [hold(inbox, number) for number in range(1, 4)]
    assert previewed(inbox, most=2) == [None, *found[:2]]
    assert inbox.asked == 1
