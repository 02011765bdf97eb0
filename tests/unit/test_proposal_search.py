"""A message names the proposals that it names, under one spelling each, and no others."""

import json
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.stances.proposal import Proposal, ProposalKind
from civicline.domain.stances.proposal_search import READ_LIMIT, find_proposals, proposals_of

CASES = json.loads(Path(__file__).with_name("proposal_cases.json").read_text("utf-8"))
"""Texts with the references they name, and texts that name nothing, by kind or language."""
NAMING: list[tuple[str, list[str]]] = [(text, named) for text, named in chain.from_iterable(CASES["names"].values())]
NAMING_NOTHING: list[str] = list(chain.from_iterable(CASES["names nothing"].values()))


def references_in(text: str) -> list[str]:
    return [proposal.reference for proposal in proposals_of(find_proposals(text))]


@pytest.mark.parametrize(("text", "references"), NAMING, ids=[text for text, _ in NAMING])
def test_a_proposal_is_known_however_it_is_written(text: str, references: list[str]) -> None:
    assert references_in(text) == references


@pytest.mark.parametrize("text", NAMING_NOTHING, ids=str)
def test_what_only_looks_like_a_proposal_names_none(text: str) -> None:
    assert references_in(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("HB 1234", ProposalKind.BILL),
        ("HJR 7", ProposalKind.RESOLUTION),
        ("Measure B", ProposalKind.BALLOT_MEASURE),
        ("Ordinance 2026-14", ProposalKind.ORDINANCE),
        ("ZBA-2025-09", ProposalKind.CASE),
        ("agenda item 7", ProposalKind.AGENDA_ITEM),
        ("petition 2024-031", ProposalKind.PETITION),
        ("the rezoning on Elm St", ProposalKind.NAMED),
    ],
    ids=str,
)
def test_a_proposal_is_of_a_kind(text: str, kind: ProposalKind) -> None:
    assert [proposal.kind for proposal in proposals_of(find_proposals(text))] == [kind]


def test_a_mention_is_the_words_that_name_the_proposal() -> None:
    text = "Please vote no on House Bill 12."
    (mention,) = find_proposals(text)
    assert text[mention.start : mention.end] == "House Bill 12"
    assert mention.proposal == Proposal(kind=ProposalKind.BILL, reference="HB 12")


def test_two_rezonings_with_places_leave_a_third_mention_as_it_is() -> None:
    text = "The rezoning on Elm St and the rezoning on Oak Ave. Stop the rezoning."
    assert references_in(text) == ["rezoning on Elm St", "rezoning on Oak Ave", "rezoning"]


def test_only_the_beginning_of_an_endless_text_is_looked_at() -> None:
    assert references_in("a " * READ_LIMIT + "vote no on HB 12") == []


@given(st.text(alphabet="HSBRJACresopMeasure .-#–0123456789\n", max_size=200))
def test_whatever_is_written_mentions_follow_one_another_and_never_overlap(text: str) -> None:
    ends = 0
    for mention in find_proposals(text):
        assert ends <= mention.start < mention.end <= len(text)
        ends = mention.end


@given(st.sampled_from(["HB", "SB", "AB", "HR", "HJR", "SJR"]), st.integers(min_value=1, max_value=9999))
def test_a_reference_names_itself(prefix: str, number: int) -> None:
    reference = f"{prefix} {number}"
    assert references_in(f"vote on {reference}.") == [reference]
