"""Seconds from a message's acceptance to the provider's acceptance of its reply, on the laptop stack.

Acceptance is the answer of SNS to the carrier's notification, or the mail server's 250; hand-over is `sent_at` of the
reply's ledger row, which is written down when the provider has answered. Both are clocks of this machine.
"""

import itertools
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from civicline.domain import ids
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.ids import OfficeId
from civicline.domain.received.message import MessageRef
from tools.bench.errors import BenchmarkError
from tools.bench.relay import Relay
from tools.bench.stack import running_stack
from tools.bench.summaries import Spread, spread
from tools.cli.running_stack import RunningStack
from tools.cli.simulated_mail import send_mail, written_mail
from tools.local.phone.writing import send_text
from tools.local.sample_office import read_sample
from tools.sample_rules import limits_lifted

_PATIENCE_SECONDS = 600
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """One way of writing: how many wrote, how many were answered, and the seconds, with those of the relay."""

    name: str
    channel: Channel
    written: int
    answered: Spread
    floor: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A message that was taken in, and when (time.time)."""

    ref: MessageRef
    moment: float


Send = Callable[[int], Accepted]


def latencies(folder: Path, texts: int, mails: int, progress: Callable[[str], None]) -> list[Latency]:
    """Write to the office one by one, all at once, and by mail. Raises BenchmarkError if nobody is answered."""
    progress("laptop stack")
    with running_stack(folder) as stack, _relay(stack) as relay, _without_limits(stack):
        sent = _Writing(stack)
        sent.one_by_one(sent.text, 2)  # the first messages meet cold functions, which have a table of their own
        sent.one_by_one(sent.mail, 1)
        found = []
        for name, channel, count, at_once in (
            ("texts one by one", Channel.SMS, texts, False),
            ("texts at once", Channel.SMS, texts, True),
            ("mails one by one", Channel.EMAIL, mails, False),
        ):
            progress(name)
            send = sent.text if channel is Channel.SMS else sent.mail
            seconds = sent.at_once(send, count) if at_once else sent.one_by_one(send, count)
            if not seconds:
                raise BenchmarkError(f"{name}: nobody was answered automatically")
            floor = spread(relay.seconds(channel, count, at_once=at_once))
            found.append(Latency(name=name, channel=channel, written=count, answered=spread(seconds), floor=floor))
    return found


class _Writing:
    def __init__(self, stack: RunningStack) -> None:
        self._stack = stack
        self._office = OfficeId(stack.office.id)
        self._sns = stack.client("sns")
        self._sample = read_sample().examples[0]
        self._written = itertools.count(1)

    @property
    def _words(self) -> str:
        """The sample, numbered: the same words from the same sender within ten minutes get no second answer."""
        return f"{self._sample} ({next(self._written)})"

    def text(self, number: int) -> Accepted:
        """A text from one of the numbers that are kept for fiction."""
        office = self._stack.office.number
        sender = fictional_number(number, office)
        provider_id = send_text(
            self._sns, self._stack.inbound_sms_topic, sender=sender, number=office, text=self._words
        )
        return self._accepted(Channel.SMS, provider_id)

    def mail(self, number: int) -> Accepted:
        """A mail over SMTP."""
        sender = f"writer{number}@example.net"
        mail = written_mail(self._words, self._stack.office.address, sender=sender, name="Ada", subject="Pothole")
        return self._accepted(Channel.EMAIL, send_mail(self._stack, mail))

    def one_by_one(self, send: Send, count: int) -> list[float]:
        """Each waits for its answer before the next is written."""
        return [second for number in range(count) for second in self._answered([send(number)])]

    def at_once(self, send: Send, count: int) -> list[float]:
        """All are written, then all are waited for."""
        return self._answered([send(number) for number in range(count)])

    def _accepted(self, channel: Channel, provider_id: str) -> Accepted:
        message_id = ids.message_id(self._office, channel, provider_id)
        return Accepted(ref=MessageRef(office_id=self._office, message_id=message_id), moment=time.time())

    def _answered(self, accepted: Sequence[Accepted]) -> list[float]:
        records = [(one, self._settled(one.ref)) for one in accepted]
        return [
            record.reply.sent_at.timestamp() - one.moment
            for one, record in records
            if record.reply and record.reply.sent_at
        ]

    def _settled(self, ref: MessageRef) -> MessageRecord:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            record = self._stack.messages.record(ref)
            if record and record.outcome is not Outcome.RECEIVED:
                return record
            time.sleep(_PAUSE_SECONDS)
        raise BenchmarkError(f"a message was not settled within {_PATIENCE_SECONDS} s")


def fictional_number(index: int, office: str) -> str:
    """One of the hundred numbers 555-0100 to 555-0199, never the office's own, to which it does not answer."""
    numbers = [f"+1202555{last:04d}" for last in range(100, 200)]
    others = [number for number in numbers if number != office]
    return others[index % len(others)]


def _without_limits(stack: RunningStack) -> AbstractContextManager[None]:
    return limits_lifted(stack.client("dynamodb"), stack.tables["records"], stack.office.id)


def _relay(stack: RunningStack) -> Relay:
    buckets = [bucket["Name"] for bucket in stack.client("s3").list_buckets()["Buckets"]]
    tables = stack.client("dynamodb").list_tables()["TableNames"]
    return Relay(stack, bucket=_named("mail", buckets), table=_named("records", tables))


def _named(part: str, names: Sequence[str]) -> str:
    found = [name for name in names if part in name.lower()]
    if len(found) != 1:
        raise BenchmarkError(f"the stack has not one resource named {part} but {len(found)}")
    return found[0]
