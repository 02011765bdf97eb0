"""The people who write, and the machines: each scenario is one sender with one or more messages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from civicline.domain.channel import Channel
from tools.chaos.cloud.providers import Providers
from tools.chaos.office import ADDRESS, LIVE, SENSITIVE, UNLISTED, UNSURE
from tools.chaos.writing import Expected, Written, envelope, mail_body, mail_bytes, text_body

Scenario = Callable[["Pen"], list[Written]]
_SENTENCE = "There is a {topic} at {place} Elm Street"
_LETTER = (
    "Dear city, for the third time this year I must write to you about the same corner. There is a {topic} at {place} "
    "Elm Street, my neighbours have called, nobody has come, and winter is near. Please send somebody this week."
)


@dataclass(slots=True, kw_only=True)
class Pen:
    """Writes messages of sender `number`; no two are in the same words unless they are meant to be."""

    number: int
    chance: Random
    providers: Providers
    written: int = 0

    @property
    def phone(self) -> str:
        """The sender's number."""
        return f"+1202{self.number % 10_000_000:07d}"

    @property
    def address(self) -> str:
        """The sender's address."""
        return f"ada{self.number}@example.net"

    def live_topic(self) -> str:
        """A topic that is answered."""
        return self.chance.choice(LIVE)

    def text(self, kind: str, words: str = "", topic: str = "", **given: Any) -> Written:
        """A text about a topic, or in these words."""
        provider_id = self._next_id("sms")
        words = words or _SENTENCE.format(topic=topic, place=f"{self.number}{self.written}")
        sender = given.pop("sender", self.phone)
        body = text_body(sender, provider_id, words)
        return _written(kind, Channel.SMS, sender, provider_id, body, topic, given)

    def mail(self, kind: str, words: str = "", topic: str = "", **given: Any) -> Written:
        """A mail about a topic, or in these words."""
        provider_id = self._next_id("ses")
        shape = self.chance.choice((_SENTENCE, _LETTER))
        words = words or shape.format(topic=topic, place=f"{self.number}{self.written}")
        sender, headers = given.pop("sender", self.address), given.pop("headers", {})
        body = mail_body(given.pop("source", sender), provider_id, dmarc=given.pop("dmarc", "PASS"))
        raw = mail_bytes(sender, provider_id, given.pop("subject", f"Matter {provider_id}"), words, **headers)
        return _written(kind, Channel.EMAIL, sender, provider_id, body, topic, {**given, "raw": raw})

    def _next_id(self, prefix: str) -> str:
        self.written += 1
        return f"{prefix}-{self.number}-{self.written}"


def _written(
    kind: str, channel: Channel, sender: str, provider_id: str, body: str, topic: str, given: dict[str, Any]
) -> Written:
    settings: dict[str, Any] = {"expected": Expected.REPLY, "answer": topic, **given}
    return Written(kind=kind, channel=channel, sender=sender, provider_id=provider_id, body=body, **settings)


def _a_text(pen: Pen) -> list[Written]:
    return [pen.text("text", topic=pen.live_topic())]


def _a_mail(pen: Pen) -> list[Written]:
    return [pen.mail("mail", topic=pen.live_topic())]


def _a_talk(pen: Pen) -> list[Written]:
    return [pen.text("talk", topic=topic, after=timedelta(minutes=at)) for at, topic in enumerate(LIVE)]


def _for_staff(pen: Pen) -> list[Written]:
    topic = pen.chance.choice(("budget", "parade", SENSITIVE, UNLISTED, UNSURE))
    write = pen.chance.choice((pen.text, pen.mail))
    return [write("for staff", topic=topic, expected=Expected.STAFF)]


def _empty(pen: Pen) -> list[Written]:
    return [pen.text("no words", words=" ", expected=Expected.STAFF)]


def _help(pen: Pen) -> list[Written]:
    return [pen.text("help", words="HELP", answer="help")]


def _emergency(pen: Pen) -> list[Written]:
    write = pen.chance.choice((pen.text, pen.mail))
    return [write("emergency", words="My house is on fire, please help us", answer="emergency")]


def _forged_emergency(pen: Pen) -> list[Written]:
    words = "My house is on fire, please help us"
    return [pen.mail("forged emergency", words=words, dmarc="FAIL", expected=Expected.STAFF)]


def _stop(pen: Pen) -> list[Written]:
    return [pen.text("stop", words="STOP", answer="opt_out")]


def _stop_and_more(pen: Pen) -> list[Written]:
    """What comes after STOP may be taken in before it; then it is answered."""
    before = pen.text("before stop", topic=LIVE[0], may_wait=True)
    stop = pen.text("stop", words="STOP", answer="opt_out", after=timedelta(seconds=pen.chance.randint(0, 90)))
    after = pen.text("after stop", topic=LIVE[1], may_wait=True, after=timedelta(seconds=pen.chance.randint(60, 900)))
    return [before, stop, after]


def _stop_at_once(pen: Pen) -> list[Written]:
    """STOP while the question is being answered: no reply may be claimed after the opt-out."""
    question = pen.text("with stop", topic=LIVE[0], may_wait=True)
    stop = pen.text("stop", words="STOP", answer="opt_out", lies_in_wait=True, after=timedelta(minutes=15))
    return [question, stop]


def _back_again(pen: Pen) -> list[Written]:
    """Hours lie between, so that no order is in doubt but for what is redelivered for hours."""
    stop = pen.text("stop", words="STOP", answer="opt_out", may_wait=True)
    start = pen.text("start", words="START", answer="opt_in", may_wait=True, after=timedelta(hours=1))
    after = pen.text("after start", topic=LIVE[2], may_wait=True, after=timedelta(hours=2))
    return [stop, start, after]


def _vacation(pen: Pen) -> list[Written]:
    headers = pen.chance.choice(
        ({"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<a.example>"})
    )
    return [pen.mail("machine", topic=pen.live_topic(), headers=headers, expected=Expected.SILENCE)]


def _bounce(pen: Pen) -> list[Written]:
    return [pen.mail("bounce to us", topic=LIVE[0], source="<>", expected=Expected.SILENCE)]


def _ourselves(pen: Pen) -> list[Written]:
    return [pen.mail("our own mail", topic=LIVE[0], sender=ADDRESS, expected=Expected.SILENCE)]


def _short_code(pen: Pen) -> list[Written]:
    return [pen.text("short code", topic=LIVE[0], sender=f"{pen.number % 90_000 + 10_000}", expected=Expected.SILENCE)]


def _untrusted(pen: Pen) -> list[Written]:
    return [pen.mail("untrusted", topic=LIVE[0], dmarc="FAIL", expected=Expected.STAFF)]


def _unreadable(pen: Pen) -> list[Written]:
    broken = (
        f"{{ broken {pen.number}",
        envelope("arn:aws:sns:us-east-1:123456789012:other", f"message {pen.number}"),
        envelope("arn:aws:sns:us-east-1:123456789012:inbound-sms", {"odd": pen.number}),
        text_body(pen.phone, f"sms-{pen.number}", "There is a pothole", number="+12025559999"),
    )
    written = pen.text("unreadable", topic=LIVE[0], expected=Expected.QUARANTINE)
    return [replace(written, body=pen.chance.choice(broken))]


def _nobodys_mail(pen: Pen) -> list[Written]:
    written = pen.mail("mail without a sender", topic=LIVE[0], source=None, expected=Expected.QUARANTINE)
    return [replace(written, raw=b"Subject: Pothole\r\n\r\nThere is a pothole\r\n")]


def _said_twice(pen: Pen) -> list[Written]:
    first = pen.text("said first", topic=LIVE[0])
    again = pen.text("said again", words=f"There is a {LIVE[0]} at {pen.number}1 Elm Street", answer=LIVE[0])
    later = timedelta(seconds=pen.chance.randint(1, 300))
    return [first, replace(again, twin_of=first.provider_id, after=later)]


def _delivered_twice(pen: Pen) -> list[Written]:
    write = pen.chance.choice((pen.text, pen.mail))
    once = write("delivered twice", topic=pen.live_topic())
    return [once, replace(once, after=timedelta(seconds=pen.chance.randint(0, 1_500)))]


def _refused(pen: Pen) -> list[Written]:
    pen.providers.refuses |= {pen.phone, pen.address}
    write = pen.chance.choice((pen.text, pen.mail))
    return [write("refused by the provider", topic=pen.live_topic(), expected=Expected.STAFF)]


def _on_providers_list(pen: Pen) -> list[Written]:
    pen.providers.opted_out.add(pen.phone)
    return [pen.text("on the provider's list", topic=pen.live_topic(), expected=Expected.STAFF)]


def _bouncing(pen: Pen) -> list[Written]:
    pen.providers.bounces.add(pen.address)
    return [pen.mail("bounces", topic=pen.live_topic())]


def _complaining(pen: Pen) -> list[Written]:
    pen.providers.complains.add(pen.address)
    return [pen.mail("complains", topic=pen.live_topic())]


def _stopped(pen: Pen) -> list[Written]:
    return [pen.mail("staff stop it", topic=pen.live_topic(), stops=True, may_wait=True)]


def _writes_on_and_on(pen: Pen) -> list[Written]:
    """Ten of its fourteen mails are answered at the most."""
    shape = [(LIVE[at % 3], timedelta(minutes=at)) for at in range(14)]
    return [pen.mail("on and on", topic=topic, after=after, may_wait=True) for topic, after in shape]


SCENARIOS: dict[Scenario, int] = {
    _a_text: 300,
    _a_mail: 200,
    _a_talk: 60,
    _for_staff: 60,
    _empty: 10,
    _help: 30,
    _emergency: 20,
    _forged_emergency: 10,
    _stop: 30,
    _stop_and_more: 40,
    _stop_at_once: 40,
    _back_again: 20,
    _vacation: 40,
    _bounce: 15,
    _ourselves: 10,
    _short_code: 10,
    _untrusted: 20,
    _unreadable: 25,
    _nobodys_mail: 10,
    _said_twice: 40,
    _delivered_twice: 60,
    _refused: 25,
    _on_providers_list: 15,
    _bouncing: 25,
    _complaining: 15,
    _stopped: 40,
    _writes_on_and_on: 4,
}
"""Scenarios and how often they come, beside one another."""

NEED_IDS = {_said_twice}
"""Scenarios that say the same twice: a provider that tells no ids leaves open which of them it answered."""


def crowd(count: int, chance: Random, providers: Providers, *, knows_ids: bool) -> Iterator[list[Written]]:
    """Senders until `count` messages are written."""
    scenarios = {one: weight for one, weight in SCENARIOS.items() if knows_ids or one not in NEED_IDS}
    number = 0
    while count > 0:
        number += 1
        (scenario,) = chance.choices(list(scenarios), weights=list(scenarios.values()))
        written = scenario(Pen(number=number, chance=chance, providers=providers))
        count -= len(written)
        yield written
