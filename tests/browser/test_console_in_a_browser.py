"""The console in Chromium: on a phone and a desk, by day and by night, with a keyboard, and with news coming in."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from civicline.domain.channel import Channel
from civicline.domain.received.message import Attachment
from tests.builders import POTHOLE, a_classification, a_message, a_record, a_text, a_topic, an_answered_record
from tests.console_fakes import Stage, a_member
from tests.console_server import serving_console, session_of

pytestmark = pytest.mark.browser
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 4
ANSWERED = an_answered_record()
HOSTILE = an_answered_record(
    message=a_message(
        Channel.EMAIL,
        provider_id="hostile",
        preview=f"<script>document.title='stolen'</script> {LONG_WORD}",
        sender_name=f"\u202e<b>{LONG_WORD}</b>",
    )
)


@pytest.fixture
def stage() -> Stage:
    """An office with an answered text and an e-mail by somebody who means harm."""
    stage = Stage()
    stage.offices.topic_list[POTHOLE] = a_topic()
    stage.hold(ANSWERED)
    words = f"{LONG_WORD}\n<img src=x onerror=\"document.title='stolen'\">"
    stage.hold(HOSTILE, a_text(words, attachments=(Attachment(filename=LONG_WORD, content_type="a/b", size_bytes=9),)))
    return stage


@pytest.fixture
def open_page(browser: Browser, stage: Stage) -> Iterator[Any]:
    """Opens pages as a signed-in staff member; a message on the browser's console fails the test."""
    complaints: list[str] = []
    with serving_console(stage) as address:
        contexts = []

        def open_at(path: str, **settings: Any) -> Page:
            context = browser.new_context(**settings)
            contexts.append(context)
            context.add_cookies([{"name": "civicline", "value": session_of(stage, a_member()), "url": address}])
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(address + path)
            return page

        yield open_at
        for context in contexts:
            context.close()
    assert complaints == []


@pytest.mark.parametrize(
    "path",
    ["/", "/topics", "/audits", f"/messages/{ANSWERED.message.message_id}", f"/messages/{HOSTILE.message.message_id}"],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_nothing_runs_over_the_edge_or_runs_at_all(open_page: Any, path: str, scheme: str, width: int) -> None:
    page = open_page(path, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "stolen" not in page.title()


def test_a_new_message_appears_by_itself_and_what_was_open_stays_open(open_page: Any, stage: Stage) -> None:
    page = open_page("/")
    expect(page.locator(".messages > li")).to_have_count(2)
    reply = page.locator(f"#d-{ANSWERED.message.message_id}")
    reply.locator("summary").focus()
    page.keyboard.press("Enter")
    stage.hold(
        a_record(message=a_message(provider_id="new", preview="The light is out"), classification=a_classification())
    )
    expect(page.locator(".messages > li")).to_have_count(3, timeout=15_000)
    expect(page.locator("#live-status")).to_have_text("1 new message")
    expect(reply).to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_when_the_session_ends_the_list_is_taken_off_the_screen(browser: Browser, stage: Stage) -> None:
    with serving_console(stage) as address:
        context = browser.new_context()
        context.add_cookies([{"name": "civicline", "value": session_of(stage, a_member()), "url": address}])
        page = context.new_page()
        page.goto(address)
        stage.keys.secret = "another"
        expect(page.get_by_role("heading", name="Your session is over")).to_be_visible(timeout=15_000)
        expect(page.locator(".messages")).to_have_count(0)
        context.close()


def test_the_keyboard_reaches_the_content_first_and_every_control_shows_its_focus(open_page: Any) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_signing_out_from_the_page(open_page: Any) -> None:
    page = open_page("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed out")


def test_a_tap_finds_its_target(open_page: Any) -> None:
    """At least 24 by 24 CSS pixels (WCAG 2.2, 2.5.8)."""
    page = open_page("/", viewport={"width": 375, "height": 800})
    for target in page.locator("a:visible, button:visible, summary:visible").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24 or box["y"] < 0, target.inner_text()
