"""The phone page writes to the office as a constituent does, and shows what comes back."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from werkzeug.test import Client

from tests.functional.laptop import account_clients, load_sample
from tools.local.phone.outbox import Outbox
from tools.local.phone.page import PhonePage
from tools.local.ports import claim_ports
from tools.local.servers.aws_server import SENT_PATH, with_sent
from tools.packs import SampleOffice

OFFICE = SampleOffice(
    office_id="riverbend",
    name="City of Riverbend 311",
    short_name="Riverbend 311",
    number="+12025550143",
    address="help@riverbend.example",
    phone="(202) 555-0143",
    url="riverbend.example/311",
    time_zone="America/New_York",
)
RAW = "From: Riverbend <help@riverbend.example>\nTo: Jo <Jo@example.com>\nSubject: Re: Light\n\nThank you.\n"


class Phone:
    """The page in a browser, with the account behind it."""

    def __init__(self) -> None:
        self.loaded = load_sample()
        self.clients = account_clients()
        self.ports = claim_ports({}, any_free=True)
        self.data: dict[str, Any] = {}
        self.now = 1000.0
        topic = self.loaded.resources["Texts"].created.reference
        outbox = Outbox(lambda: self.data, clock=lambda: self.now)
        page = PhonePage(
            office=OFFICE,
            examples=("<b>My bin</b>",),
            clients=self.clients,
            ports=self.ports,
            inbound_sms_topic=topic,
            outbox=outbox,
        )
        self.browser = Client(page)

    def post(self, path: str, **fields: str) -> Any:
        """Send a form's fields as the page's script does."""
        return self.browser.post(path, json=fields, base_url="http://127.0.0.1:8001")

    def get(self, path: str) -> Any:
        """Fetch from the page's server."""
        return self.browser.get(path, base_url="http://127.0.0.1:8001")

    def published(self) -> dict[str, Any]:
        """The one message in the queue behind the topic."""
        url = self.loaded.resources["Inbound"].created.reference
        (message,) = self.clients("sqs").receive_message(QueueUrl=url)["Messages"]
        payload: dict[str, Any] = json.loads(json.loads(message["Body"])["Message"])
        return payload


@pytest.fixture
def phone(account: None) -> Iterator[Phone]:
    """A phone that belongs to nobody yet."""
    opened = Phone()
    yield opened
    opened.ports.close()


def test_a_text_reaches_the_topic_as_a_carrier_would_bring_it(phone: Phone) -> None:
    assert phone.post("/texts", number="+12025550111", text="STOP").status_code == 202
    payload = phone.published()
    assert (payload["originationNumber"], payload["destinationNumber"]) == ("+12025550111", OFFICE.number)
    assert payload["messageBody"] == "STOP"
    assert set(payload) == {
        "originationNumber",
        "destinationNumber",
        "messageKeyword",
        "messageBody",
        "inboundMessageId",
        "previousPublishedMessageId",
    }


def test_both_sides_of_a_conversation_are_shown_in_order_and_only_ones_own(phone: Phone) -> None:
    phone.post("/texts", number="+12025550111", text="My bin was missed")
    phone.now = 4_000_000_000.0
    phone.data = {
        "sns": {
            "SMS": [
                {"message_id": "1", "phone_number": "+12025550111", "message": "Thank you."},
                {"message_id": "2", "phone_number": "+12025550199", "message": "For somebody else."},
            ]
        }
    }
    texts = phone.get("/correspondence?number=%2B12025550111&address=").json["texts"]
    assert [(text["from"], text["text"]) for text in texts] == [
        ("constituent", "My bin was missed"),
        ("office", "Thank you."),
    ]


def test_a_reply_by_mail_is_shown_to_whom_it_was_sent_with_its_headers(phone: Phone) -> None:
    phone.data = {"ses": {"RawMessage": [{"id": "m1", "destinations": ["Jo <Jo@example.com>"], "raw_data": RAW}]}}
    (mail,) = phone.get("/correspondence?number=&address=jo@example.com").json["mails"]
    assert (mail["subject"], mail["text"].strip(), mail["answers"]) == ("Re: Light", "Thank you.", "<m1>")
    assert ["To", "Jo <Jo@example.com>"] in mail["headers"]
    assert phone.get("/correspondence?number=&address=other@example.com").json["mails"] == []


def test_what_was_sent_keeps_the_time_at_which_it_was_first_seen() -> None:
    data: Mapping[str, Any] = {"sns": {"SMS": [{"message_id": "1", "phone_number": "+1", "message": "Hi"}]}}
    times = iter([10.0, 20.0])
    outbox = Outbox(lambda: data, clock=lambda: next(times))
    assert [outbox.sent().texts[0].at, outbox.sent().texts[0].at] == [10.0, 10.0]


@pytest.mark.parametrize("path", ["/texts", "/mails"])
def test_an_empty_form_is_refused_with_what_to_fill_in(phone: Phone, path: str) -> None:
    answer = phone.post(path, number="+12025550111", address="jo@example.com", subject="Light")
    assert (answer.status_code, answer.json["error"]) == (400, "fill in text")


def test_another_sites_form_cannot_write_in_ones_name(phone: Phone) -> None:
    answer = phone.browser.post("/texts", data={"text": "STOP"}, base_url="http://127.0.0.1:8001")
    assert answer.status_code == 415


def test_the_page_answers_to_this_machines_own_names_alone(phone: Phone) -> None:
    assert phone.browser.get("/", base_url="http://evil.example").status_code == 403


def test_the_page_runs_no_script_but_its_own_and_escapes_what_it_shows(phone: Phone) -> None:
    answer = phone.get("/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert "&lt;b&gt;My bin&lt;/b&gt;" in answer.text
    assert "<script>" not in answer.text
    with phone.get("/static/main.js") as script:
        assert script.status_code == 200
    assert phone.get("/nowhere").status_code == 404


@pytest.mark.usefixtures("account")
def test_what_was_sent_is_told_beside_moto_and_nothing_else() -> None:
    clients = account_clients()
    clients("ses").verify_email_identity(EmailAddress="help@riverbend.example")
    clients("sns").publish(PhoneNumber="+12025550111", Message="Thank you.")
    clients("ses").send_raw_email(RawMessage={"Data": RAW})
    server = Client(with_sent(lambda environ, start_response: [b"moto"]))
    sent = server.get(SENT_PATH).json
    assert [(text["phone_number"], text["message"]) for text in sent["sns"]["SMS"]][-1:] == [
        ("+12025550111", "Thank you.")
    ]
    assert sent["ses"]["RawMessage"][-1]["raw_data"] == RAW
    assert set(sent) == {"sns", "ses"}
