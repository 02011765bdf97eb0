"""Plain words decide a stance where they are certain, and nothing where they are not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.stances.proposal_search import find_proposals, proposals_of
from civicline.domain.stances.stance import Stance
from civicline.domain.stances.stance_cues import cues_in, with_stand_ins

CASES = json.loads(Path(__file__).with_name("stance_cases.json").read_text("utf-8"))
"""Texts that name one proposal, by the stance that their words make certain, and then by kind or language."""


def listed(stance: Stance) -> list[str]:
    return [text for texts in CASES[stance.value].values() for text in texts]


def stances_in(text: str) -> dict[str, Stance]:
    mentions = find_proposals(text)
    return {
        proposal.reference: cues_in(with_stand_ins(text, mentions, proposal)).stance
        for proposal in proposals_of(mentions)
    }


@pytest.mark.parametrize("text", listed(Stance.SUPPORT), ids=str)
def test_a_constituent_who_asks_for_a_proposal_supports_it(text: str) -> None:
    assert set(stances_in(text).values()) == {Stance.SUPPORT}


@pytest.mark.parametrize("text", listed(Stance.OPPOSE), ids=str)
def test_a_constituent_who_asks_to_stop_a_proposal_opposes_it(text: str) -> None:
    assert set(stances_in(text).values()) == {Stance.OPPOSE}


@pytest.mark.parametrize("text", listed(Stance.NEUTRAL), ids=str)
def test_a_constituent_who_only_asks_takes_no_side(text: str) -> None:
    assert set(stances_in(text).values()) == {Stance.NEUTRAL}


@pytest.mark.parametrize("text", listed(Stance.UNCLEAR), ids=str)
def test_what_words_leave_open_is_never_guessed(text: str) -> None:
    assert set(stances_in(text).values()) == {Stance.UNCLEAR}


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Support HB 1 and oppose SB 2", {"HB 1": Stance.SUPPORT, "SB 2": Stance.OPPOSE}),
        ("Vote yes on Prop 1 and no on Prop 2", {"Prop 1": Stance.SUPPORT, "Prop 2": Stance.OPPOSE}),
        ("Yes on Prop 1, no on Prop 2.", {"Prop 1": Stance.SUPPORT, "Prop 2": Stance.OPPOSE}),
        ("I support HB 12. I do not support HB 13.", {"HB 12": Stance.SUPPORT, "HB 13": Stance.OPPOSE}),
        ("Vote no on HB 1, HB 2 and HB 3", dict.fromkeys(("HB 1", "HB 2", "HB 3"), Stance.OPPOSE)),
        ("Apoye la HB 1 y rechace la HB 2", {"HB 1": Stance.SUPPORT, "HB 2": Stance.OPPOSE}),
        ("Support HB 1. What is HB 2?", {"HB 1": Stance.SUPPORT, "HB 2": Stance.NEUTRAL}),
        ("HB 1 and HB 2 must not pass", {"HB 1": Stance.OPPOSE, "HB 2": Stance.OPPOSE}),
        ("HB 1 is one thing. HB 2 another. Vote no.", {"HB 1": Stance.UNCLEAR, "HB 2": Stance.UNCLEAR}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_of_several_proposals_each_has_its_own_stance(text: str, stances: dict[str, Stance]) -> None:
    assert stances_in(text) == stances


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_signals_keep_their_number(text: str) -> None:
    assert len(cues_in(text).signals) == len(cues_in("proposalx").signals)


@given(st.sampled_from(listed(Stance.SUPPORT) + listed(Stance.OPPOSE)), st.sampled_from([str.upper, str.lower]))
def test_capitals_change_no_stance(text: str, change: object) -> None:
    """Proposals whose spelling needs its capitals, and names with places, are left out."""
    changed = change(text)  # type: ignore[operator]
    if len(proposals_of(find_proposals(changed))) == 1 and "ezon" not in text.lower():
        assert set(stances_in(changed).values()) == set(stances_in(text).values())
