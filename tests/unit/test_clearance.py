"""Who may put a topic live, in shadow or at rest, and what is kept of it."""

from dataclasses import replace

import pytest

from civicline.domain.going_live.clearance import (
    Clearance,
    ClearanceAction,
    ClearanceRefusedError,
    RefusedBecause,
    Wish,
    mode_of,
    stepped,
)
from civicline.domain.going_live.evidence import Assessment, Evidence
from civicline.domain.office import Topic, TopicMode
from tests.builders import NOW, a_topic

ENOUGH = Assessment(evidence=Evidence(shadow_right=149), budget=0.02)
TOO_LITTLE = Assessment(evidence=Evidence(shadow_right=100), budget=0.02)
IN_SHADOW = a_topic(mode=TopicMode.SHADOW)


def wish(action: ClearanceAction, because: str = "Rosa read them all") -> Wish:
    return Wish(action=action, by="staff-1", at=NOW, because=because)


def after(*actions: ClearanceAction, topic: Topic = IN_SHADOW, assessment: Assessment = ENOUGH) -> Clearance | None:
    clearance = None
    for action in actions:
        clearance, _ = stepped(topic, clearance, wish(action), assessment)
    return clearance


A = ClearanceAction


@pytest.mark.parametrize(
    ("actions", "mode"),
    [
        pytest.param((), TopicMode.SHADOW, id="as it was set up"),
        pytest.param((A.GO_LIVE,), TopicMode.LIVE, id="live"),
        pytest.param((A.GO_LIVE, A.PAUSE), TopicMode.PAUSED, id="paused"),
        pytest.param((A.GO_LIVE, A.PAUSE, A.RESUME), TopicMode.LIVE, id="resumed to what it was"),
        pytest.param((A.PAUSE, A.RESUME), TopicMode.SHADOW, id="a paused topic in shadow resumes in shadow"),
        pytest.param((A.GO_LIVE, A.PAUSE, A.FALL_BACK, A.RESUME), TopicMode.SHADOW, id="falls back while paused"),
        pytest.param((A.GO_LIVE, A.FALL_BACK, A.GO_LIVE), TopicMode.LIVE, id="live again"),
        pytest.param((A.GO_LIVE, A.TO_SHADOW), TopicMode.SHADOW, id="put back by hand"),
        pytest.param((A.PAUSE, A.GO_LIVE), TopicMode.PAUSED, id="going live lifts no pause"),
    ],
)
def test_a_topic_stands_as_its_steps_say(actions: tuple[A, ...], mode: TopicMode) -> None:
    clearance = after(*actions)
    assert mode_of(TopicMode.SHADOW, clearance) is mode
    assert (clearance.number if clearance else 0) == len(actions)


def refused(action: A, known: Clearance | None, topic: Topic = IN_SHADOW, **more: object) -> ClearanceRefusedError:
    assessment = more.get("assessment", ENOUGH)
    with pytest.raises(ClearanceRefusedError) as error:
        stepped(topic, known, wish(action, str(more.get("because", "because"))), assessment)
    return error.value


def test_nobody_puts_a_topic_live_without_the_evidence() -> None:
    error = refused(A.GO_LIVE, None, assessment=TOO_LITTLE)
    assert error.reason is RefusedBecause.NOT_CLEARED
    assert str(error) == (
        "Not yet: 0 of 100 judged replies were wrong, so the rate may be as high as 3.0 % (95 %), "
        "and the budget is 2.0 %. 49 more judged replies, all right, would clear it."
    )


@pytest.mark.parametrize("action", [A.GO_LIVE, A.DECLARE_LIVE])
def test_a_sensitive_topic_never_goes_live(action: A) -> None:
    assert refused(action, None, replace(IN_SHADOW, is_sensitive=True)).reason is RefusedBecause.SENSITIVE


@pytest.mark.parametrize(
    ("actions", "again"),
    [
        pytest.param((A.GO_LIVE,), A.GO_LIVE, id="live"),
        pytest.param((), A.TO_SHADOW, id="in shadow"),
        pytest.param((A.PAUSE,), A.PAUSE, id="paused"),
        pytest.param((A.GO_LIVE,), A.RESUME, id="not paused"),
    ],
)
def test_a_step_that_changes_nothing_is_not_taken(actions: tuple[A, ...], again: A) -> None:
    assert refused(again, after(*actions)).reason is RefusedBecause.ALREADY_SO


@pytest.mark.parametrize("because", ["", "  ", "x" * 501], ids=["empty", "blank", "a novel"])
def test_every_step_says_why(because: str) -> None:
    assert refused(A.PAUSE, None, because=because).reason is RefusedBecause.NO_REASON


def test_a_step_keeps_the_numbers_that_it_rested_on() -> None:
    _, step = stepped(IN_SHADOW, None, wish(A.GO_LIVE), ENOUGH)
    assert (step.number, step.by, step.at, step.because) == (1, "staff-1", NOW, "Rosa read them all")
    assert (step.evidence, step.budget) == (ENOUGH.evidence, 0.02)
    assert step.bound == pytest.approx(0.0199, abs=1e-4)


def test_what_was_declared_live_is_in_shadow_in_production() -> None:
    declared = after(A.DECLARE_LIVE, assessment=TOO_LITTLE)
    assert declared
    assert declared.is_declared
    assert mode_of(TopicMode.SHADOW, declared) is TopicMode.LIVE
    assert mode_of(TopicMode.SHADOW, declared, refuses_declared=True) is TopicMode.SHADOW
    assert mode_of(TopicMode.LIVE, None, refuses_declared=True) is TopicMode.SHADOW
    assert mode_of(TopicMode.SHADOW, after(A.GO_LIVE), refuses_declared=True) is TopicMode.LIVE


def test_a_declared_topic_may_earn_it_after_all() -> None:
    earned = after(A.DECLARE_LIVE, A.GO_LIVE)
    assert earned
    assert not earned.is_declared
