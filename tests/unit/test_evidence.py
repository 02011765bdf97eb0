"""When a topic may go live, and when it falls back."""

import random

import pytest

from civicline.domain.going_live.evidence import (
    Assessment,
    DayOfEvidence,
    Evidence,
    Failing,
    assessed,
    latest,
    window_of,
)
from tools.going_live.__main__ import Setting, lived

BUDGET = 0.02


def of(**counts: int) -> Assessment:
    return Assessment(evidence=Evidence(**counts), budget=BUDGET)


@pytest.mark.parametrize(
    ("assessment", "clears", "missing"),
    [
        pytest.param(of(), False, 149, id="nothing was judged"),
        pytest.param(of(shadow_right=148), False, 1, id="one right judgement is missing"),
        pytest.param(of(shadow_right=149), True, 0, id="149 right replies in shadow"),
        pytest.param(of(shadow_right=100, audited_right=49), True, 0, id="audits of sent replies count the same"),
        pytest.param(of(shadow_right=149, shadow_wrong=1), False, 86, id="a mistake asks for 86 right ones more"),
        pytest.param(of(shadow_right=235, audited_wrong=1), True, 0, id="one mistake in 236"),
        pytest.param(of(found_right=500), False, 149, id="what staff looked at for other reasons is no sample"),
        pytest.param(
            of(shadow_right=149, found_wrong=2, sent=4), False, 0, id="but what they found can speak against it"
        ),
        pytest.param(of(shadow_right=10, helped=900), False, 139, id="constituents' words are kept apart"),
    ],
)
def test_a_topic_may_go_live_when_the_bound_clears(assessment: Assessment, clears: bool, missing: int) -> None:
    assert (assessment.clears, assessment.missing) == (clears, missing)


@pytest.mark.parametrize(
    ("assessment", "failing"),
    [
        pytest.param(of(shadow_right=149), None, id="all is well"),
        pytest.param(of(shadow_right=149, audited_wrong=1), None, id="a single mistake may be chance"),
        pytest.param(
            of(shadow_right=149, audited_wrong=2, sent=900), Failing.NO_LONGER_CLEARS, id="a second one is not"
        ),
        pytest.param(of(shadow_right=300, audited_wrong=2, sent=900), None, id="two among many are within the budget"),
        pytest.param(of(shadow_right=149, found_wrong=2, sent=5), Failing.SHOWN_WRONG, id="two of five sent are wrong"),
        pytest.param(of(shadow_right=149, found_wrong=2, sent=900), None, id="two of nine hundred sent are wrong"),
        pytest.param(of(found_wrong=1, sent=1), None, id="the first reply of all is wrong"),
        pytest.param(of(audited_wrong=9, sent=60), Failing.SHOWN_WRONG, id="audits show it as well"),
    ],
)
def test_a_live_topic_falls_back_on_trouble_and_not_on_chance(assessment: Assessment, failing: Failing | None) -> None:
    assert assessment.failing() == failing


def test_a_topic_that_was_declared_live_falls_back_only_once_it_is_shown_wrong() -> None:
    assert of(shadow_right=30, audited_wrong=2, sent=900).failing() is Failing.NO_LONGER_CLEARS
    assert of(shadow_right=30, audited_wrong=2, sent=900).failing(is_declared=True) is None
    assert of(audited_right=3, audited_wrong=2, sent=5).failing(is_declared=True) is Failing.SHOWN_WRONG


def day(number: int, version: str = "v1", **counts: int) -> DayOfEvidence:
    return DayOfEvidence(day=f"2026-11-{number:02d}", model_version=version, evidence=Evidence(**counts))


def test_new_trouble_is_not_hidden_behind_old_praise() -> None:
    days = [day(1, audited_right=5_000), day(2, audited_right=200), day(3, audited_right=190, audited_wrong=9)]
    assert latest(days, window_of(BUDGET)).judged == 5_399
    assert latest(days[1:], 399).wrong == 9
    assert assessed([day(1, audited_right=5_000), day(2, audited_right=400, audited_wrong=12)], BUDGET).failing()


def test_a_topic_goes_live_on_the_evidence_of_the_head_that_speaks() -> None:
    days = [day(1, "old", shadow_right=400), day(2, "new", shadow_right=20)]
    assert assessed(days, BUDGET).clears
    assert assessed(days, BUDGET, "new").missing == 129


@pytest.mark.parametrize(
    ("rate", "least", "most"),
    [
        pytest.param(0.0025, 0, 0.10, id="a quarter of a percent hardly ever falls back"),
        pytest.param(0.005, 0, 0.20, id="half a percent seldom"),
        pytest.param(0.1, 1, 1, id="one in ten always"),
    ],
)
def test_what_the_simulation_promises_holds(rate: float, least: float, most: float) -> None:
    setting = Setting(budget=BUDGET, share=0.05, audits=250)
    chance = random.Random(7)  # noqa: S311 - a simulation
    fallen = [lived(setting, rate, chance).fell_back for _ in range(60)]
    assert least <= sum(fallen) / len(fallen) <= most
