"""The oracle finds what AWS that breaks its promises makes of the office: else its zeros would mean nothing."""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tools.chaos.account import Account, memory_account
from tools.chaos.clock import VirtualClock, virtual_time
from tools.chaos.cloud.providers import Providers
from tools.chaos.cloud.queues import Queue
from tools.chaos.cloud.tables import MemoryTables
from tools.chaos.oracle import Wrong
from tools.chaos.running import Outcome, Storm, lived

STORM = Storm(seed=7, number=0, messages=150)


class CarelessTables(MemoryTables):
    """A table on which every condition holds."""

    def _holds(self, verb: str, write: Any) -> bool:
        super()._holds(verb, write)
        return True


@pytest.fixture
def clock() -> Iterator[VirtualClock]:
    with virtual_time() as clock, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield clock


def found(account: Account, clock: VirtualClock) -> Outcome:
    return lived(STORM, account, clock)


def test_an_honest_account_has_nothing_to_hide(clock: VirtualClock) -> None:
    assert found(memory_account(clock), clock).violations == []


def test_without_conditional_writes_replies_are_sent_twice(clock: VirtualClock) -> None:
    account = memory_account(clock)
    account.dynamodb.__class__ = CarelessTables
    assert found(account, clock).count(Wrong.DUPLICATED)


def test_a_queue_that_loses_messages_is_noticed(clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queue, "hide", lambda queue, parcel: None)
    assert found(memory_account(clock), clock).count(Wrong.LOST)


def test_a_provider_that_takes_a_mail_twice_is_noticed(clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    once = Providers.send_email

    def twice(providers: Providers, **request: Any) -> dict[str, Any]:
        once(providers, **request)
        return once(providers, **request)

    monkeypatch.setattr(Providers, "send_email", twice)
    outcome = found(memory_account(clock), clock)
    assert outcome.count(Wrong.DUPLICATED) > 10


def test_a_stream_that_forgets_makes_the_reports_wrong(clock: VirtualClock) -> None:
    account = memory_account(clock)

    class Forgetful:
        def take(self) -> list[dict[str, Any]]:
            return account.feed.take()[1:]

    assert found(replace(account, feed=Forgetful()), clock).count(Wrong.MISCOUNTED)


def test_the_same_storm_is_the_same_to_the_last_fault(clock: VirtualClock) -> None:
    first = found(memory_account(clock), clock)
    with virtual_time() as again:
        second = found(memory_account(again), again)
    assert (first.faults, first.fates, first.disorder) == (second.faults, second.fates, second.disorder)
