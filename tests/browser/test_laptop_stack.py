"""Through the whole of Civicline on one machine: from a constituent's text or mail to the answer and to staff."""

import json
import signal
import smtplib
import urllib.request
import uuid
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.laptop_stack import start_stack
from tools.local.clients import laptop_clients

pytestmark = pytest.mark.browser
ANSWER_MS = 20_000
MISSED_TRASH = "My trash was not picked up today"


@pytest.fixture
def phone(browser: Browser, stack: dict[str, Any]) -> Iterator[Page]:
    """The constituent's page; an error or a refused script on the browser's console fails the test."""
    complaints: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(stack["phone"])
    yield page
    context.close()
    assert not complaints


def _text(page: Page, words: str) -> None:
    page.get_by_label("Text message").fill(words)
    page.get_by_role("button", name="Send text").click()


def test_a_text_is_answered_on_the_phone_with_an_approved_message(phone: Page) -> None:
    _text(phone, MISSED_TRASH)
    expect(phone.locator(".theirs .words")).to_contain_text("Sorry if your trash was missed", timeout=ANSWER_MS)


def test_stop_is_confirmed_once_and_start_brings_texts_back(phone: Page) -> None:
    replies = phone.locator(".theirs .words")
    _text(phone, "STOP")
    expect(replies).to_have_count(1, timeout=ANSWER_MS)
    _text(phone, "START")
    expect(replies).to_have_count(2, timeout=ANSWER_MS)
    expect(replies.first).to_contain_text("no more texts")


def test_a_mail_is_answered_in_the_mailbox_and_says_that_it_is_automatic(phone: Page) -> None:
    phone.get_by_label("Subject").fill("Missed pickup")
    phone.get_by_label("Message", exact=True).fill(MISSED_TRASH)
    phone.get_by_role("button", name="Send mail").click()
    arrived = phone.locator("#mails .unread")
    expect(arrived).to_be_visible(timeout=ANSWER_MS)
    arrived.click()
    reader = phone.locator("#reader")
    expect(reader.get_by_role("heading")).to_have_text("Re: Missed pickup")
    reader.get_by_text("Headers").click()
    expect(reader.locator("#reader-headers")).to_contain_text("auto-replied")


def test_somebody_else_has_an_empty_phone(phone: Page) -> None:
    _text(phone, "HELP")
    expect(phone.locator(".theirs")).to_have_count(1, timeout=ANSWER_MS)
    phone.get_by_role("button", name="Be somebody else").click()
    expect(phone.locator("#bubbles li")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_phone_page_fits_its_screen(browser: Browser, stack: dict[str, Any], width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(stack["phone"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_staff_sign_in_and_see_what_was_written(phone: Page, browser: Browser, stack: dict[str, Any]) -> None:
    words = f"The lights on Elm Street are out, pole {uuid.uuid4().hex[:8]}"
    _text(phone, words)
    context = browser.new_context()
    page = context.new_page()
    page.goto(stack["console"])
    page.get_by_role("button", name="agent@riverbend.example").click()
    expect(page.get_by_text(words).first).to_be_visible(timeout=ANSWER_MS)
    context.close()


class Outsider:
    """Somebody with boto3 and a mail program, who has read local.json."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.stack = stack
        self.clients = laptop_clients(stack["aws_endpoint"], stack["region"])

    def sent(self, service: str, model: str) -> list[dict[str, Any]]:
        """What the office has sent."""
        with urllib.request.urlopen(f"{self.stack['aws_endpoint']}/civicline/sent") as answer:  # noqa: S310 - our own server
            items: list[dict[str, Any]] = json.load(answer)[service][model]
            return items

    def write(self, subject: str, to: str) -> str:
        """Send a mail, and return the address it came from."""
        host, port = self.stack["smtp"].split(":")
        mail = EmailMessage()
        mail["From"] = f"jo.{uuid.uuid4().hex[:8]}@example.com"
        mail["To"] = to
        mail["Subject"] = subject
        mail.set_content(MISSED_TRASH)
        with smtplib.SMTP(host, int(port)) as connection:
            connection.send_message(mail)
        return str(mail["From"])


def test_an_outsider_finds_every_queue_table_bucket_and_topic_by_name(stack: dict[str, Any]) -> None:
    outsider = Outsider(stack)
    for url in stack["queues"].values():
        outsider.clients("sqs").get_queue_attributes(QueueUrl=url)
    for name in stack["tables"].values():
        outsider.clients("dynamodb").describe_table(TableName=name)
    for name in stack["buckets"].values():
        outsider.clients("s3").head_bucket(Bucket=name)
    for arn in stack["topics"].values():
        outsider.clients("sns").get_topic_attributes(TopicArn=arn)
    assert {"inbound_sms", "inbound_mail"} <= set(stack["topics"])
    assert set(stack["sample_office"]) == {"id", "number", "address"}


def test_a_mail_to_nobody_in_the_office_is_refused(stack: dict[str, Any]) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        Outsider(stack).write("Hello", to="nobody@riverbend.example")


def test_a_message_that_is_no_message_is_kept_and_holds_up_nobody(stack: dict[str, Any], phone: Page) -> None:
    outsider = Outsider(stack)
    outsider.clients("sns").publish(TopicArn=stack["topics"]["inbound_sms"], Message="{not json")
    _text(phone, "HELP")
    expect(phone.locator(".theirs")).to_have_count(1, timeout=ANSWER_MS)
    kept = outsider.clients("s3").list_objects_v2(Bucket=stack["buckets"]["mail"], Prefix="quarantine/")
    assert kept["KeyCount"] >= 1


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(signal.SIGTERM, 0, id="asked to end"),
        pytest.param(signal.SIGINT, 0, id="Ctrl-C"),
        pytest.param(signal.SIGKILL, -9, id="killed"),
    ],
)
def test_the_stack_leaves_no_process_behind(number: signal.Signals, code: int, tmp_path: Path) -> None:
    running = start_stack(tmp_path, "--no-sample-office")
    assert len(running.children) == 9  # AWS, login, seven functions
    assert running.end(number) == code
    assert running.processes_left() == []


def test_a_second_stack_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    running = start_stack(tmp_path, "--no-sample-office")
    try:
        with pytest.raises(AssertionError, match="another stack runs in"):
            start_stack(tmp_path)
        assert running.addresses["pid"] == running.process.pid
    finally:
        running.end()
