"""The console on fakes, and a browser for it that checks every page it fetches."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

import html5lib
from chalice.app import Chalice

from civicline.domain.going_live.counted_evidence import evidence_changes
from civicline.domain.history.record import MessageRecord
from civicline.domain.received.message import MessageText
from civicline.domain.reports.measures import changes
from civicline.domain.staff import StaffMember, grants_of
from civicline.identity import IdentityRefusedError, SignInAttempt
from civicline.ports.reports import CountedChange
from functions.console.handler import ROUTES, console_blueprint
from functions.console.parts import Console
from functions.console.session import CookieVault, Session
from tests.approved_fakes import FakeApprovedMessages
from tests.builders import NOW, a_text, an_office
from tests.fake_clearances import FakeClearances
from tests.fakes import FakeAggregates, FakeClock, FakeHeads, FakeMessages, FakeOffices
from tests.mail_fakes import FakeQuarantine, FakeRawMail

ROLES = ("viewer", "agent", "approver", "manager", "admin")


def a_member(*groups: str, **changes: Any) -> StaffMember:
    values = {"subject": "staff-1", "name": "Rosa Diaz", "grants": grants_of(groups or ("riverbend/agent",))}
    return StaffMember(**(values | changes))


@dataclass
class FakeIdentityProvider:
    """`IdentityProvider` in memory: codes and tokens are whatever the test says they are."""

    codes: dict[str, StaffMember] = field(default_factory=dict)
    tokens: dict[str, StaffMember] = field(default_factory=dict)
    attempts: list[SignInAttempt] = field(default_factory=list)

    def sign_in_url(self, attempt: SignInAttempt) -> str:
        self.attempts.append(attempt)
        return "https://id.example/authorize?" + urlencode({"state": attempt.state})

    def redeem(self, code: str, attempt: SignInAttempt) -> StaffMember:
        if code not in self.codes or attempt != self.attempts[-1]:
            raise IdentityRefusedError("code_refused")
        return self.codes.pop(code)

    def verify(self, id_token: str) -> StaffMember:
        if id_token not in self.tokens:
            raise IdentityRefusedError("token_refused")
        return self.tokens[id_token]

    def sign_out_url(self, return_to: str) -> str | None:
        return "https://id.example/logout?" + urlencode({"logout_uri": return_to})


@dataclass
class FakeSessionKeys:
    """`SessionKeys` in memory."""

    secret: str = "a secret of sixty-four characters, as the template has it made"

    def current(self) -> str:
        return self.secret


class Stage:
    """An office with its messages, counted as the report function counts them, and the console on top."""

    def __init__(self, **office_changes: Any) -> None:
        self.office = an_office(**office_changes)
        self.offices = FakeOffices([self.office])
        self.clearances = FakeClearances(self.offices)
        self.messages = FakeMessages()
        self.quarantine = FakeQuarantine()
        self.raw_mail = FakeRawMail()
        self.aggregates = FakeAggregates()
        self.identity = FakeIdentityProvider()
        self.keys = FakeSessionKeys()
        self.clock = FakeClock()
        tokens = (f"token-{number}" for number in count(1))
        self.console = Console(
            offices=self.offices,
            clearances=self.clearances,
            heads=FakeHeads(),
            approved_messages=FakeApprovedMessages(self.offices.approved),
            inbox=self.messages,
            judgements=self.messages,
            journals=self.messages,
            ledger=self.messages,
            presence=self.messages,
            suppressions=self.messages,
            constituents=self.messages,
            quarantine=self.quarantine,
            raw_mail=self.raw_mail,
            aggregates=self.aggregates,
            identity=self.identity,
            cookies=CookieVault(self.keys),
            now=self.clock,
            new_token=lambda: next(tokens),
        )

    def hold(self, record: MessageRecord, text: MessageText | None = None) -> MessageRecord:
        """Put a message on record, and into the counters."""
        self.messages.records[record.message.ref] = record
        self.messages.texts[record.message.ref] = text or a_text()
        zone = ZoneInfo(self.office.time_zone)
        change = CountedChange(
            change_id=record.message.message_id,
            changed_at=NOW,
            tallies=changes(None, record, zone),
            evidence=evidence_changes(None, record, zone, self.offices.topic_list),
        )
        self.aggregates.add([change])
        return record

    def browser(self, member: StaffMember | None = None, **settings: Any) -> "Browser":
        """A browser, signed in where a member is given."""
        browser = Browser(self, **settings)
        if member:
            now = self.clock()
            session = Session(member=member, csrf_token="csrf-1", started_at=now, seen_at=now)
            browser.cookies["__Host-civicline"] = self.console.cookies.seal_session(session)
        return browser


@dataclass
class Answer:
    """One response, with what a test wants to know of it."""

    status: int
    headers: Mapping[str, str]
    cookies: list[str]
    body: str

    @property
    def location(self) -> str:
        return self.headers["Location"]

    @property
    def data(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The words that a reader sees."""
        spaced = re.sub(r"(</(?:dt|dd|p|h\d|li|td|th|div|summary|blockquote)>)", r" \1", self.body)
        body = html5lib.parse(spaced, namespaceHTMLElements=False).find("body")
        return " ".join("".join(body.itertext()).split())

    @property
    def document(self) -> Any:
        return html5lib.parse(self.body, namespaceHTMLElements=False)


class Browser:
    """Speaks to the console as API Gateway does (payload version 1.0), keeps cookies, checks pages."""

    def __init__(
        self, stage: Stage, *, prefix: str = "/api", host: str = "abc.execute-api.us-east-1.amazonaws.com"
    ) -> None:
        self.app = Chalice("civicline")
        self.app.register_blueprint(console_blueprint(lambda: stage.console))
        self.prefix, self.host = prefix, host
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Answer:
        return self.fetch("GET", path, headers)

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return self.fetch("POST", path, headers, urlencode(form))

    def fetch(self, method: str, path: str, headers: Mapping[str, str], body: str | None = None) -> Answer:
        answer = self._answer(self.app(self._event(method, path, headers, body), None))
        check_headers(answer)
        if answer.headers["Content-Type"].startswith("text/html") and answer.status != 304 and answer.body:
            check_page(answer, is_whole=answer.body.startswith("<!doctype"))
        return answer

    def _event(self, method: str, path: str, headers: Mapping[str, str], body: str | None) -> dict[str, Any]:
        address = urlsplit(path)
        resource, parameters = _match(address.path)
        sent = {"host": self.host, "x-forwarded-proto": "https" if "amazonaws" in self.host else "http"}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "resource": resource,
            "path": address.path,
            "httpMethod": method,
            "headers": {**sent, **{name.replace("_", "-"): value for name, value in headers.items()}},
            "multiValueQueryStringParameters": parse_qs(address.query, keep_blank_values=True) or None,
            "pathParameters": parameters,
            "stageVariables": None,
            "body": body,
            "isBase64Encoded": False,
            "requestContext": {
                "httpMethod": method,
                "resourcePath": resource,
                "path": self.prefix + address.path,
                "stage": "api",
                "identity": {"sourceIp": "192.0.2.1"},
            },
        }

    def _answer(self, response: dict[str, Any]) -> Answer:
        cookies = response["multiValueHeaders"].get("Set-Cookie", [])
        for cookie in cookies:
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies.pop(name, None) if morsel["max-age"] == "0" else self.cookies.update({name: morsel.value})
        return Answer(response["statusCode"], response["headers"], cookies, response["body"])


def _match(path: str) -> tuple[str, dict[str, str] | None]:
    """The route that API Gateway would choose: fixed segments before parameters, the greedy one last."""
    parts = path.strip("/").split("/")
    for route in sorted((route.path for route in ROUTES), key=lambda route: ("{" in route, route)):
        wanted = route.strip("/").split("/")
        if "+" not in route and len(wanted) == len(parts):
            pairs = list(zip(wanted, parts, strict=True))
            if all(left == right or left.startswith("{") for left, right in pairs):
                return route, {left[1:-1]: right for left, right in pairs if left.startswith("{")} or None
    return "/{proxy+}", {"proxy": path.strip("/")}


def check_headers(answer: Answer) -> None:
    """What must go with every response, whatever it is."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in answer.headers
    caching = answer.headers["Cache-Control"]
    assert caching == "no-store" or answer.headers["Content-Type"].startswith(("text/css", "text/javascript", "image/"))


def check_page(answer: Answer, *, is_whole: bool) -> None:
    """Valid HTML5, no id twice, nothing inline; of a whole page also one h1, with which the title starts."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document = parser.parse(answer.body) if is_whole else parser.parseFragment(answer.body)
    elements = [element for element in document.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    assert not [name for name, times in ids.items() if times > 1], "an id stands twice"
    for element in elements:
        inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert not inline, f"{element.tag} has {inline}"
        assert element.tag != "style"
        assert element.tag != "script" or (element.get("src") and not (element.text or "").strip())
        for reference in (element.get("aria-labelledby") or "").split():
            assert reference in ids, f"aria-labelledby names {reference}, which is not there"
        assert element.tag != "img" or element.get("alt") is not None
    if is_whole:
        headings = [element for element in elements if element.tag == "h1"]
        assert len(headings) == 1
        title = " ".join("".join(document.find(".//title").itertext()).split())
        assert title.startswith(" ".join("".join(headings[0].itertext()).split()))
        assert document.get("lang") == "en"


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
