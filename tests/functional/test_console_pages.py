"""The front page and one message: what staff see of what was decided, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from civicline.domain.approved.approved_message import EMERGENCY_TOPIC
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConversationId
from civicline.domain.received.message import Attachment
from civicline.domain.received.screening import Gate
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply import ReplyStatus
from functions.console import message_list
from tests.builders import (
    NOW,
    POTHOLE,
    a_classification,
    a_decision,
    a_message,
    a_record,
    a_reply,
    a_screening,
    a_text,
    a_topic,
    an_answered_record,
)
from tests.console_fakes import Answer, Stage, a_member

HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202egnp.exe {{ 7*7 }}"


def a_waiting_record(provider_id: str = "provider-2", **changes: Any) -> MessageRecord:
    return a_record(
        message=a_message(provider_id=provider_id, **changes),
        classification=a_classification(confidence=0.62),
        decision=a_decision(Action.SUGGEST, Reason.LOW_CONFIDENCE),
    )


def a_silent_record(provider_id: str = "provider-3", **changes: Any) -> MessageRecord:
    return a_record(
        message=a_message(Channel.EMAIL, provider_id=provider_id, **changes),
        screening=a_screening(Gate.AUTOMATIC_MAIL),
        decision=a_decision(Action.SILENT, Reason.AUTOMATIC_MAIL, topic_id=None, text=None, message_key=None),
    )


@pytest.fixture
def stage() -> Stage:
    """An office with one topic and no messages."""
    stage = Stage()
    stage.offices.topic_list[POTHOLE] = a_topic()
    return stage


def front(stage: Stage, query: str = "") -> Answer:
    return stage.browser(a_member()).get(f"/{query}")


def row_ids(answer: Answer) -> list[str]:
    return [row.get("id").removeprefix("m-") for row in answer.document.iterfind(".//ol[@class='messages']/li")]


def tiles(answer: Answer) -> dict[str, str]:
    pairs = [
        (tile.find("dt").text, tile.find("dd").text) for tile in answer.document.iterfind(".//dl[@class='tiles']/div")
    ]
    return dict(pairs)


def test_an_office_without_messages_is_told_how_to_see_one_arrive(stage: Stage) -> None:
    answer = front(stage)
    assert "No messages yet" in answer.text
    assert "text +12025550143 or write to help@riverbend.example." in answer.text


def test_an_office_with_an_address_alone_is_told_that(stage: Stage) -> None:
    stage.offices.by_id["riverbend"] = replace(stage.office, numbers=())
    assert "To see one arrive, write to help@riverbend.example." in front(stage).text


def test_the_header_says_whose_console_it_is_and_who_is_at_work(stage: Stage) -> None:
    header = " ".join("".join(front(stage).document.find(".//header").itertext()).split())
    assert header == "City of Riverbend 311 Opt-outs Topics Approved messages Constituents Rosa Diaz agent Sign out"


def test_the_counts_of_today_add_up(stage: Stage) -> None:
    stage.hold(an_answered_record())
    stage.hold(a_waiting_record())
    stage.hold(a_silent_record())
    stage.hold(a_record(message=a_message(provider_id="provider-4")))
    answer = front(stage)
    assert tiles(answer) == {
        "Received": "4",
        "Answered automatically": "1",
        "Waiting for staff": "1",
        "Left silent": "1",
        "Median response": "2.0 s",
        "95 % answered within": "2.0 s",
    }
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in answer.document.iterfind(".//tbody/tr")]
    assert rows == [["Text", "3", "1", "1", "0", "1"], ["E-mail", "1", "0", "0", "1", "0"]]


def test_today_is_the_offices_own_day(stage: Stage) -> None:
    """At five past seven in the morning UTC it is still last night in Honolulu."""
    stage = Stage(time_zone="Pacific/Honolulu")
    stage.clock.moment = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
    stage.hold(an_answered_record(message=a_message(received_at=stage.clock() - timedelta(hours=8))))
    stage.hold(a_waiting_record(received_at=stage.clock() - timedelta(hours=23)))
    answer = front(stage)
    assert "Saturday 21 November" in answer.text
    assert tiles(answer)["Received"] == "1"
    headings = [heading.text for heading in answer.document.iterfind(".//section[@class='day']/h2")]
    assert headings == ["Today", "Yesterday"]


def test_a_row_tells_what_came_what_was_thought_and_what_was_done(stage: Stage) -> None:
    stage.hold(an_answered_record())
    row = front(stage).document.find(".//ol[@class='messages']/li")
    text = " ".join("".join(row.itertext()).split())
    assert text == (
        "12:05 Text Answered +1 202 555 0188 There is a pothole on Elm St"
        " Potholes 97 % sure, needs 80 % The model is sure of the topic; the topic's approved message is the answer."
        " Reply sent after 2.0 s Riverbend 311: thanks, a crew will look at the pothole."
        " Approved message pothole/sms/en/v1, signed off by Sam Okafor. Taken by the provider."
        " Sent at 12:05:05, 2.0 s after the message came in."
    )
    assert row.find(".//time").get("datetime") == "2026-11-22T12:05:03.123456-05:00"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param(
            {"decision": a_decision(Action.SUGGEST, Reason.TOPIC_IN_SHADOW)}, "Would have been sent", id="in shadow"
        ),
        pytest.param(
            {"decision": a_decision(Action.SUGGEST, Reason.LOW_CONFIDENCE)}, "Suggested reply", id="suggested"
        ),
        pytest.param({"decision": a_decision(), "reply": a_reply()}, "has not confirmed it yet", id="claimed"),
        pytest.param(
            {"decision": a_decision(), "reply": a_reply().failed(ReplyStatus.REFUSED, "InvalidParameter")},
            "nothing was sent. The provider said: InvalidParameter.",
            id="refused",
        ),
        pytest.param(
            {"decision": a_decision(), "reply": a_reply().failed(ReplyStatus.UNKNOWN, "timeout")},
            "Nobody can say whether it was sent",
            id="unknown",
        ),
        pytest.param(
            {"decision": a_decision(), "reply": a_reply().failed(ReplyStatus.RELEASED, "Throttling")},
            "asked to wait",
            id="throttled",
        ),
        pytest.param({"decision": None}, "on its way to a decision", id="not decided yet"),
        pytest.param(
            {"decision": a_decision(topic_id="since-removed")}, "since-removed", id="a topic no longer on the list"
        ),
    ],
)
def test_what_became_of_a_message_is_said_in_words(stage: Stage, changes: dict[str, Any], says: str) -> None:
    stage.hold(a_record(classification=a_classification(), **changes))
    assert says in front(stage).text


def test_an_emergency_that_was_answered_still_asks_for_a_person(stage: Stage) -> None:
    decision = a_decision(Action.SEND, Reason.EMERGENCY, topic_id=EMERGENCY_TOPIC, needs_staff=True)
    stage.hold(an_answered_record(screening=a_screening(Gate.EMERGENCY), classification=None, decision=decision))
    assert "A person must look" in front(stage).text
    assert "Emergency" in front(stage).text


@pytest.mark.parametrize(
    ("show", "count"), [("all", 3), ("waiting", 1), ("answered", 1), ("silent", 1)], ids=lambda value: str(value)
)
def test_the_address_says_which_messages_are_shown(stage: Stage, show: str, count: int) -> None:
    stage.hold(an_answered_record())
    stage.hold(a_waiting_record())
    stage.hold(a_silent_record())
    answer = front(stage, f"?show={show}")
    assert len(row_ids(answer)) == count
    current = answer.document.find(".//nav/ul/li/a[@aria-current='page']")
    assert current.get("href").endswith(f"show={show}")


@pytest.mark.parametrize(
    ("show", "says"),
    [("waiting", "Nothing is waiting"), ("answered", "None in this stretch"), ("silent", "None in this stretch")],
)
def test_an_empty_view_says_what_that_means(stage: Stage, show: str, says: str) -> None:
    if show != "waiting":
        stage.hold(a_waiting_record())
    assert says in front(stage, f"?show={show}").text


@pytest.mark.parametrize("query", ["?show=everything", "?cursor=x", "?cursor=2026-13-41", "?show=waiting&cursor=x"])
def test_an_address_that_makes_no_sense_is_said_to_make_none(stage: Stage, query: str) -> None:
    assert front(stage, query).status == 422


@pytest.mark.parametrize("show", ["all", "answered", "waiting"])
def test_page_after_page_shows_every_message_once(stage: Stage, show: str) -> None:
    make = (
        a_waiting_record
        if show == "waiting"
        else lambda name, **given: an_answered_record(message=a_message(provider_id=name, **given))
    )
    held = [make(f"p{n}", received_at=NOW - timedelta(hours=3 * n)) for n in range(60)]
    for record in held:
        stage.hold(record)
    browser, seen, path = stage.browser(a_member()), list[str](), f"/?show={show}"
    while path:
        answer = browser.get(path)
        seen += row_ids(answer)
        further = answer.document.find(".//a[@rel='next']")
        path = further.get("href").removeprefix("/api") if further is not None else ""
    expected = [record.message.message_id for record in held]
    assert seen == (expected[::-1] if show == "waiting" else expected)


def test_a_view_of_few_among_many_goes_on_until_it_found_them(stage: Stage) -> None:
    for number in range(70):
        stage.hold(a_waiting_record(f"p{number}", received_at=NOW - timedelta(minutes=number)))
    silent = stage.hold(a_silent_record(received_at=NOW - timedelta(minutes=90)))
    assert row_ids(front(stage, "?show=silent")) == [silent.message.message_id]


def test_one_page_reads_a_bounded_number_of_lists(stage: Stage) -> None:
    asked: list[str] = []

    class CountingInbox(type(stage.messages)):  # type: ignore[misc]
        def latest(self, office_id: Any, day: str, limit: int, cursor: str | None = None) -> Any:
            asked.append(day)
            return super().latest(office_id, day, limit, cursor)

    message_list.list_messages(CountingInbox(), stage.office.office_id, message_list.View.ALL, NOW, None)
    assert len(asked) == message_list.LOOK_BACK.days


def test_the_page_and_its_refresh_say_the_same(stage: Stage) -> None:
    stage.hold(an_answered_record())
    browser = stage.browser(a_member())
    page, part = browser.get("/"), browser.get("/?part=live&show=all")
    assert " ".join(part.body.split()) in " ".join(page.body.split())
    assert page.document.find(".//div[@id='live']").get("data-live") == "/api/?part=live&show=all"


def test_a_refresh_without_news_carries_nothing(stage: Stage) -> None:
    browser = stage.browser(a_member())
    etag = browser.get("/?part=live").headers["ETag"]
    again = browser.get("/?part=live", if_none_match=etag)
    assert (again.status, again.body) == (304, "")
    stage.hold(an_answered_record())
    assert browser.get("/?part=live", if_none_match=etag).status == 200


def test_an_older_page_of_the_list_does_not_refresh_itself(stage: Stage) -> None:
    stage.hold(an_answered_record())
    assert front(stage, "?cursor=2026-11-22").document.find(".//*[@data-live]") is None


def test_one_message_is_shown_whole_with_everything_known_of_it(stage: Stage) -> None:
    record = an_answered_record(message=a_message(Channel.EMAIL, sent_at=NOW - timedelta(minutes=1)))
    words = "Hello,\n\nthere is a pothole.\n\n> quoted"
    photo = Attachment(filename="pothole.jpg", content_type="image/jpeg", size_bytes=2_400_000)
    program = Attachment(filename="run.exe", content_type="application/x-dosexec", size_bytes=312, is_dangerous=True)
    stage.hold(record, a_text(words, attachments=(photo, program), is_shortened=True))
    answer = stage.browser(a_member()).get(f"/messages/{record.message.message_id}")
    assert answer.document.find(".//h1").text == "E-mail, Sunday 22 November, 12:05"
    assert answer.document.find(".//div[@class='words']").text == words
    for expected in (
        "pothole.jpg image/jpeg, 2.4 MB",
        "run.exe application/x-dosexec, 312 bytes Dangerous kind of file",
        "Only the beginning is shown",
        "From Maria Lopez, maria.lopez@example.net",
        "<1@example.net>",
        "2026-11-22 12:04:03",
        "provider-reply-1",
        "Reason confident",
        "Potholes 97 % graffiti 1 %",
        "city-311-0123456789ab",
    ):
        assert expected in answer.text


def test_a_message_is_shown_within_its_conversation(stage: Stage) -> None:
    conversation = ConversationId("5b0d6c0e-0000-5000-8000-000000000001")
    first = stage.hold(
        an_answered_record(message=a_message(provider_id="a", preview="Any news?", conversation_id=conversation))
    )
    later = a_message(
        provider_id="b", preview="Thanks!", conversation_id=conversation, received_at=NOW + timedelta(minutes=1)
    )
    stage.hold(a_record(message=later))
    answer = stage.browser(a_member()).get(f"/messages/{first.message.message_id}")
    bubbles = [
        " ".join("".join(b.itertext()).split()) for b in answer.document.iterfind(".//ol[@class='bubbles']//div")
    ]
    assert bubbles == [
        "12:05 this message Any news?",
        "12:05 sent automatically Riverbend 311: thanks, a crew will look at the pothole.",
        "12:06 open Thanks!",
    ]


def test_what_constituents_write_is_text_and_nothing_else(stage: Stage) -> None:
    record = an_answered_record(message=a_message(Channel.EMAIL, preview=HOSTILE, sender_name=HOSTILE))
    record = replace(record, message=replace(record.message, mail=replace(record.message.mail, subject=HOSTILE)))
    record = replace(record, decision=a_decision(text=HOSTILE), reply=replace(record.reply, text=HOSTILE))
    stage.hold(record, a_text(HOSTILE, attachments=(Attachment(filename=HOSTILE, content_type=HOSTILE, size_bytes=1),)))
    browser = stage.browser(a_member(name=HOSTILE))
    for path in ("/", "/?part=live", f"/messages/{record.message.message_id}"):
        answer = browser.get(path)
        assert "<script>alert" not in answer.body
        assert "<img src=x" not in answer.body
        assert HOSTILE in answer.document.find(".//body").find(".//*[@class='name']").text
        assert "{{ 7*7 }}" in answer.text


def test_what_constituents_write_cannot_turn_the_words_around_it(stage: Stage) -> None:
    """Right-to-left overrides end with the element: `bdi`, or `unicode-bidi: isolate` with `dir="auto"`."""
    record = stage.hold(an_answered_record(message=a_message(Channel.EMAIL, sender_name=HOSTILE, preview=HOSTILE)))
    answer = stage.browser(a_member()).get("/")
    for element in answer.document.iter():
        if isinstance(element.tag, str) and "\u202e" in (element.text or ""):
            assert element.tag == "bdi" or element.get("dir") == "auto", element.tag
    assert record.message.sender_name not in answer.document.find(".//title").text


def test_no_page_of_people_at_work_may_be_kept(stage: Stage) -> None:
    assert front(stage).headers["Cache-Control"] == "no-store"


def test_what_was_said_twice_is_counted_apart_and_names_the_first(stage: Stage) -> None:
    first = stage.hold(an_answered_record())
    screening = a_screening(Gate.DUPLICATE, duplicate_of=first.message.message_id)
    silent = a_decision(Action.SILENT, Reason.DUPLICATE, topic_id=None, text=None, message_key=None)
    second = stage.hold(a_record(message=a_message(provider_id="provider-2"), screening=screening, decision=silent))
    answer = front(stage)
    header = ["".join(cell.itertext()).strip() for cell in answer.document.iterfind(".//thead/tr/th")]
    row = ["".join(cell.itertext()).split()[0] for cell in answer.document.find(".//tbody/tr")]
    assert dict(zip(header, row, strict=True))["Repeated"] == "1"
    page = stage.browser(a_member()).get(f"/messages/{second.message.message_id}")
    assert "said the same minutes before" in page.text
    hrefs = {link.get("href") for link in page.document.iterfind(".//dd/a")}
    assert hrefs == {f"/api/messages/{first.message.message_id}"}
