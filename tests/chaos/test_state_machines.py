"""Conversations, opt-outs and the reply's ledger against models of a few lines, through handlers and real adapters.

Hypothesis looks for a series of steps after which office and model differ, and shortens it.
"""

import warnings
from contextlib import ExitStack
from datetime import timedelta
from random import Random
from typing import Any

from botocore.exceptions import ReadTimeoutError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.domain.history.record import MessageRecord
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MessageRef
from tools.chaos.account import RECORDS, deployed, memory_account
from tools.chaos.clock import virtual_time
from tools.chaos.cloud.providers import Providers
from tools.chaos.cloud.tables import refusal
from tools.chaos.office import LIVE, OFFICE_ID
from tools.chaos.people import Pen
from tools.chaos.world import CALM, World, job_of
from tools.chaos.writing import BUCKET, Written

SMALL = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


class MoodyProviders(Providers):
    """A provider that does as it is told: takes a mail, puts it off, refuses it, or takes it and does not answer."""

    mood = "takes"

    def send_email(self, **request: Any) -> dict[str, Any]:
        if self.mood == "puts off":
            raise refusal("SendEmail", "TooManyRequestsException")
        if self.mood == "refuses":
            raise refusal("SendEmail", "MessageRejected")
        answer = super().send_email(**request)
        if self.mood == "takes and does not answer":
            raise ReadTimeoutError(endpoint_url="https://email.example")
        return answer


class Office(RuleBasedStateMachine):
    """The office in calm weather, one run at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.until_the_end = ExitStack()
        self.until_the_end.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore", UserWarning)
        self.clock = self.until_the_end.enter_context(virtual_time())
        chance = Random(1)  # noqa: S311 - calm weather draws no lots
        account = memory_account(self.clock)
        self.account = account
        self.world = World(account, self.clock, chance, CALM)
        self.providers = MoodyProviders(self.clock, chance, self.world.queues["delivery"])
        self.pen = Pen(number=1, chance=chance, providers=self.providers)
        self.messages = DynamoMessages(account.dynamodb, RECORDS)
        self.until_the_end.enter_context(
            deployed(account, self.world.queues, self.providers, self.world.sky, "end_user_messaging")
        )

    def teardown(self) -> None:
        self.until_the_end.close()

    def receive(self, written: Written) -> None:
        """One delivery of a message, and everything that follows at once."""
        if written.raw:
            self.account.s3.put_object(Bucket=BUCKET, Key=f"mail/{written.provider_id}", Body=written.raw)
        self.world.queues["inbound"].put(written.body)
        for stage in ("inbound", "classify", "reply"):
            self.drain(stage)

    def drain(self, stage: str) -> None:
        """Run a function on what is in its queue by now."""
        while parcels := self.world.queues[stage].take(10):
            for number in self.world.stages[stage].run(parcels):
                self.world.queues[stage].hide(next(one for one in parcels if one.number == number))

    def record(self, written: Written) -> MessageRecord:
        found = self.messages.record(MessageRef(office_id=OFFICE_ID, message_id=written.message_id))
        assert found
        return found


class OptingOut(Office):
    """Model: a person is opted out from STOP to START. Hours lie between, so that no budget has a say."""

    opted_out = False

    def said(self, words: str = "") -> int:
        self.clock.advance(timedelta(hours=1))
        before = len(self.providers.handed)
        self.receive(self.pen.text("talk", words=words, topic="" if words else LIVE[0]))
        return len(self.providers.handed) - before

    @rule(words=st.sampled_from(["STOP", "Unsubscribe", "please stop texting me", "PARAR"]))
    def opts_out(self, words: str) -> None:
        assert self.said(words) == int(not self.opted_out), "one confirmation, and nothing after it"
        self.opted_out = True

    @rule()
    def opts_in(self) -> None:
        self.said("START")
        self.opted_out = False

    @rule()
    def asks(self) -> None:
        assert self.said() == int(not self.opted_out)

    @rule()
    def is_of_an_opinion(self) -> None:
        self.said("Stop the rezoning on Elm Street now, we do not want it")

    @invariant()
    def the_record_says_the_same(self) -> None:
        point = ContactPoint.phone(self.pen.phone)
        assert bool(self.messages.situation(OFFICE_ID, point).suppression) == self.opted_out


class Conversing(Office):
    """Model: a text joins the sender's conversation within seven days of the last one, and nobody else's."""

    current: str | None = None
    age = timedelta.max

    @initialize()
    def somebody_else_writes(self) -> None:
        stranger = Pen(number=2, chance=self.pen.chance, providers=self.providers)
        written = stranger.text("stranger", topic=LIVE[1])
        self.receive(written)
        self.strangers = self.record(written).message.conversation_id
        self.told: list[Written] = []

    @rule(pause=st.sampled_from([timedelta(minutes=11), timedelta(days=1), timedelta(days=6.9), timedelta(days=7.1)]))
    def writes(self, pause: timedelta) -> None:
        self.clock.advance(pause)
        written = self.pen.text("talk", topic=LIVE[0])
        self.receive(written)
        joined = self.record(written).message.conversation_id
        assert (joined == self.current) == (bool(self.told) and pause < timedelta(days=7))
        assert joined != self.strangers
        self.current = joined
        self.told.append(written)

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def is_delivered_again(self, data: st.DataObject) -> None:
        written = data.draw(st.sampled_from(self.told))
        before, left = self.record(written), len(self.providers.handed)
        self.receive(written)
        assert self.record(written) == before
        assert len(self.providers.handed) == left


class SendingOnce(Office):
    """Model: of whatever happens, at most one reply leaves; none after a stop; and what left is known in the end."""

    has_stopped = False

    @initialize()
    def a_mail_comes(self) -> None:
        self.written = self.pen.mail("mail", topic=LIVE[0])
        self.receive(self.written)

    @rule(mood=st.sampled_from(["takes", "puts off", "refuses", "takes and does not answer"]))
    def the_provider_changes_its_mood(self, mood: str) -> None:
        self.providers.mood = mood

    @rule(seconds=st.sampled_from([10, 31, 181, 1_000, 5 * 3_600]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(timedelta(seconds=seconds))
        self.drain("reply")

    @rule()
    def a_job_comes_twice(self) -> None:
        self.world.queues["reply"].put(job_of(self.written))
        self.drain("reply")

    @rule()
    def the_provider_tells(self) -> None:
        self.drain("delivery")

    @rule()
    def staff_press_stop(self) -> None:
        self.world.staff.will_stop(self.written)
        self.clock.advance(timedelta(seconds=9))
        self.world.staff.act()
        self.has_stopped = self.written.message_id in self.world.witness.stopped

    @invariant()
    def at_most_one_reply_leaves(self) -> None:
        assert len(self.providers.handed) <= int(not self.has_stopped)

    @invariant()
    def nobody_is_forgotten(self) -> None:
        if not hasattr(self, "written"):
            return
        record = self.record(self.written)
        assert record.reply
        assert record.needs_staff == (record.reply.status != "sent")

    def teardown(self) -> None:
        if hasattr(self, "written"):
            self.providers.mood = "takes"
            for _ in range(30):
                self.clock.advance(timedelta(minutes=30))
                self.drain("reply")
                self.drain("delivery")
            reply = self.record(self.written).reply
            assert reply
            assert (reply.status == "sent") == (len(self.providers.handed) == 1)
        super().teardown()


TestOptingOut = OptingOut.TestCase
TestConversing = Conversing.TestCase
TestSendingOnce = SendingOnce.TestCase
TestOptingOut.settings = TestConversing.settings = TestSendingOnce.settings = SMALL
