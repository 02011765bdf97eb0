"""Campaigns on public petitions: adapted copies are recognised, and no two people's own words are taken for copies."""

import random
from pathlib import Path

import pytest

from civicline.domain.campaigns.likeness import Likeness
from civicline.domain.campaigns.near_duplicates import wording_fingerprint
from layers.classifier.adapted_letters import ADAPTATIONS, Adaptation
from layers.classifier.evaluate_campaigns import Index
from layers.classifier.petitions import Groups, Letter, is_copied, read_petitions

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def letters(shared_data: Path) -> list[Letter]:
    return read_petitions(shared_data / "uk_parliament_petitions")[:600]


@pytest.fixture(scope="module")
def arrived(letters: list[Letter]) -> tuple[Index, list[tuple[Letter, int]]]:
    """The index after all letters, and who joined whom."""
    index, joins = Index(), []
    for letter in letters:
        if (fingerprint := wording_fingerprint(letter.body)) and (joined := index.enter(letter, [fingerprint])):
            joins += [(letter, seed) for seed in joined.values() if seed is not None]
    return index, joins


def test_whoever_joins_has_copied(letters: list[Letter], arrived: tuple[Index, list[tuple[Letter, int]]]) -> None:
    by_number = {letter.petition: letter for letter in letters}
    _, joins = arrived
    assert joins
    assert [letter.subject for letter, seed in joins if not is_copied(letter, by_number[seed])] == []


@pytest.mark.parametrize("adapt", ADAPTATIONS[:-1], ids=lambda adapt: adapt.__name__)
def test_adapted_copies_join_the_campaign_of_their_letter(
    adapt: Adaptation, letters: list[Letter], arrived: tuple[Index, list[tuple[Letter, int]]]
) -> None:
    index, joins = arrived
    followers = {letter.petition for letter, _ in joins}
    founders = [one for one in letters if one.petition not in followers and len(one.body.split()) >= 60][:60]
    chance = random.Random(1)  # noqa: S311 - the same letters in every run
    found = []
    for letter in founders:
        copy = wording_fingerprint(adapt(letter.body, chance))
        assert copy
        found.append(index.enter(letter, [copy])[Likeness.WORDING] == letter.petition)
    assert sum(found) / len(found) >= 0.93


def test_duplicates_of_duplicates_are_one_group() -> None:
    groups = Groups()
    groups.join(1, 2)
    groups.join(3, 2)
    assert groups.of(1) == groups.of(3)
    assert groups.of(4) == 4
