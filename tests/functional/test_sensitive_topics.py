"""What a starter pack writes for a sensitive topic is staff's to send: nothing sends it by itself."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.channel import Channel
from civicline.domain.history.record import Outcome
from civicline.domain.ids import TopicId
from civicline.domain.office import Topic, TopicMode
from civicline.domain.replies.decision import Reason
from functions.console.wording import text_heading
from tests.builders import NOW, a_classification, a_message, a_record, a_topic, an_approved_message
from tests.console_fakes import Stage, a_member
from tests.functional.reply_office import Office
from tools.pack_messages import draft_of
from tools.packs import Pack, load_pack

PACKS = Path(__file__).resolve().parents[2] / "packs"


@pytest.fixture(params=["city-311", "legislator"])
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(PACKS / request.param)


def sensitive_topics(pack: Pack, mode: TopicMode) -> list[Topic]:
    """As an office would have them, in whatever mode they were set up."""
    return [
        a_topic(
            TopicId(one.topic_id), names=dict(one.name), group_id=one.group_id, mode=mode, is_sensitive=one.sensitive
        )
        for one in pack.topics
        if one.sensitive
    ]


def approved_texts(pack: Pack, topic_id: TopicId) -> list[MessageVersion]:
    drafts = [draft_of(message, pack) for message in pack.messages if message.topic_id == topic_id]
    return [
        an_approved_message(
            topic_id=one.topic_id,
            channel=one.channel,
            language=one.language,
            text=one.text,
            english_line=one.english_line,
            approved_at=NOW - timedelta(days=2),
        )
        for one in drafts
    ]


@pytest.mark.parametrize("mode", TopicMode, ids=str)
def test_a_sure_message_on_a_sensitive_topic_waits_for_staff_with_the_packs_text_whatever_the_topics_mode(
    pack: Pack, mode: TopicMode
) -> None:
    for topic, channel, language in product(sensitive_topics(pack, mode), Channel, pack.languages):
        said = a_classification(topic.topic_id, confidence=0.999, language=language)
        office = Office(a_record(message=a_message(channel), classification=said))
        office.offices.topic_list = {topic.topic_id: topic}
        office.offices.approved = approved_texts(pack, topic.topic_id)
        office.send_reply(office.ref)
        decision = office.record.decision
        assert decision
        assert office.sender.sent == []
        assert office.record.reply is None
        assert (decision.reason, office.record.outcome) == (Reason.SENSITIVE_TOPIC, Outcome.WAITING)
        assert decision.needs_staff
        assert decision.message_key
        assert decision.message_key.startswith(f"{topic.topic_id}/{channel}/{language}/")
        assert decision.text
        assert "(202) 555-0143" in decision.text


def test_staff_see_the_text_as_a_suggestion_and_why_it_was_not_sent(pack: Pack) -> None:
    topic, *_ = sensitive_topics(pack, TopicMode.LIVE)
    office = Office(a_record(classification=a_classification(topic.topic_id)))
    office.offices.topic_list = {topic.topic_id: topic}
    office.offices.approved = approved_texts(pack, topic.topic_id)
    office.send_reply(office.ref)
    stage = Stage()
    stage.offices.topic_list[topic.topic_id] = topic
    record = stage.hold(office.record)
    page = stage.browser(a_member()).get(f"/messages/{record.message.message_id}").text
    assert Reason.SENSITIVE_TOPIC.sentence in page
    assert f"{text_heading(record)} Riverbend 311: Thank you" in page
    assert "A staff member has read your message." in page
