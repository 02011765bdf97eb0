"""Measure campaigns: `python -m layers.classifier.evaluate_campaigns [--data DIR] [--letters N]`.

Prints, as JSON, what docs/adr/0010-campaigns.md quotes. Petitions to the UK Parliament arrive one after the other, as
messages would, and join or found campaigns through the index's own code:

- near-identical letters: copies of some petitions, adapted in six ways, among all 4,134 petitions;
- duplicate petitions: those that moderators rejected as the duplicate of another, mostly in quite other words.

Moderators named one earlier petition each and left many duplicates unnamed, so that precision on their pairs is a
lower bound; hence it also prints how many joins by wording have twelve words in a row in common.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from civicline.adapters.classifier_head import TextEncoder
from civicline.adapters.classifier_text import readable
from civicline.domain.campaigns.campaign import Join, join_or_found
from civicline.domain.campaigns.likeness import Bucket, Fingerprint, Likeness
from civicline.domain.campaigns.meaning import Embedding, meaning_fingerprint
from civicline.domain.campaigns.near_duplicates import wording_fingerprint
from civicline.domain.channel import Channel
from civicline.domain.ids import CampaignId, OfficeId, constituent_id, conversation_id, message_id
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import InboundMessage
from layers.classifier.adapted_letters import ADAPTATIONS
from layers.classifier.build import PROJECT, build_layer
from layers.classifier.errors import BuildError
from layers.classifier.pack_heads import load_encoder
from layers.classifier.petitions import Groups, Letter, is_copied, read_pairs, read_petitions
from layers.classifier.single_thread import single_threaded

OFFICE = OfficeId("parliament")
ARRIVAL = datetime(2026, 1, 5, tzinfo=UTC)
"""All at once: the petitions span years, and a campaign's window is a month."""
FEWEST_WORDS_TO_ADAPT = 40
FIRST_SEED = 20260105
Memberships = Mapping[Likeness, Join | CampaignId]


@dataclass(slots=True)
class Index:
    """The index in memory: which seed each letter joined, and which petition's letter was that seed."""

    buckets: dict[str, Bucket] = field(default_factory=dict)
    founders: dict[CampaignId, int] = field(default_factory=dict)
    arrived: int = 0

    def enter(self, letter: Letter, fingerprints: Iterable[Fingerprint]) -> dict[Likeness, int | None]:
        """Let a letter in; the petition of the campaign that it joined, for each likeness, None where it founded."""
        self.arrived += 1
        message = _message(self.arrived)
        return {one.likeness: self._enter_one(letter, one, message) for one in fingerprints}

    def _enter_one(self, letter: Letter, fingerprint: Fingerprint, message: InboundMessage) -> int | None:
        step = join_or_found(fingerprint, self.buckets, message)
        if isinstance(step, Join):
            return self.founders[step.seed.campaign_id]
        self.founders[step.seed.campaign_id] = letter.petition
        self.buckets.update({bucket.name: bucket.with_seed(step.seed) for bucket in step.buckets})
        return None


class Fingerprinting:
    """The fingerprints of letters, as the function `classify` takes them; petitions are known to be in English."""

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder

    def __call__(self, letter: Letter) -> tuple[Fingerprint, ...]:
        """One for each likeness that the text allows."""
        vector = self._encoder.embed(readable(f"{letter.subject}\n{letter.body}"))
        embedding = Embedding(space=self._encoder.identity, vector=tuple(map(float, vector)))
        found = (wording_fingerprint(letter.body), meaning_fingerprint(letter.body, "en", embedding))
        return tuple(fingerprint for fingerprint in found if fingerprint)


def duplicates_report(
    letters: Sequence[Letter], prints: Mapping[int, tuple[Fingerprint, ...]], pairs: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    """Of the petitions that joined, how many joined a duplicate; of those with an earlier one, how many found it."""
    groups, index, seen = Groups(), Index(), set[int]()
    by_number, copied = {letter.petition: letter for letter in letters}, list[bool]()
    for pair in pairs:
        groups.join(*pair)
    joins: dict[Likeness, list[bool]] = {likeness: [] for likeness in Likeness}
    found: dict[Likeness, list[bool]] = {likeness: [] for likeness in Likeness}
    for letter in letters:
        group, entered = groups.of(letter.petition), index.enter(letter, prints[letter.petition])
        for likeness in Likeness:
            joined = entered.get(likeness)
            is_right = joined is not None and groups.of(joined) == group
            joins[likeness] += [is_right] if joined is not None else []
            found[likeness] += [is_right] if group in seen else []
        if twin := entered.get(Likeness.WORDING):
            copied.append(is_copied(letter, by_number[twin]))
        seen.add(group)
    report = {likeness.value: _precision_recall(joins[likeness], found[likeness]) for likeness in Likeness}
    return {
        **report,
        "wording_joins_with_a_copied_run": sum(copied) / max(len(copied), 1),
        "pairs": _pairs_report(prints, pairs),
    }


def _pairs_report(
    prints: Mapping[int, tuple[Fingerprint, ...]], pairs: Sequence[tuple[int, int]]
) -> dict[str, int | float]:
    """The moderators' own pairs, each alone: does the second text find the first in an otherwise empty index?"""
    whole = [(later, first) for later, first in pairs if later in prints and first in prints]
    hits = dict.fromkeys(Likeness, 0)
    for later, first in whole:
        index = Index()
        index.enter(Letter(petition=first, subject="", body=""), prints[first])
        entered = index.enter(Letter(petition=later, subject="", body=""), prints[later])
        for likeness, joined in entered.items():
            hits[likeness] += joined == first
    return {"with_both_texts": len(whole), **{f"recall_by_{kind}": count / len(whole) for kind, count in hits.items()}}


def letters_report(
    letters: Sequence[Letter],
    prints: Mapping[int, tuple[Fingerprint, ...]],
    fingerprint: Fingerprinting,
    count: int,
    *,
    seed: int = 0,
) -> dict[str, Any]:
    """Adapted copies of some petitions, drawn with `seed`, after all petitions have arrived."""
    index, homes = Index(), dict[tuple[int, Likeness], int]()
    for letter in letters:
        entered = index.enter(letter, prints[letter.petition])
        homes.update({(letter.petition, kind): joined or letter.petition for kind, joined in entered.items()})
    chance = random.Random(FIRST_SEED + seed)  # noqa: S311 - a measurement that can be repeated
    long_enough = [letter for letter in letters if len(letter.body.split()) >= FEWEST_WORDS_TO_ADAPT]
    chosen = chance.sample(long_enough, min(count, len(long_enough)))
    report = {}
    for adapt in ADAPTATIONS:
        joins: dict[Likeness, list[bool]] = {likeness: [] for likeness in Likeness}
        for letter in chosen:
            copy = Letter(petition=-letter.petition, subject=letter.subject, body=adapt(letter.body, chance))
            for kind, joined in _look_up(index, copy, fingerprint(copy)).items():
                joins[kind] += [joined == homes.get((letter.petition, kind))] if joined is not None else []
        report[adapt.__name__] = {
            kind.value: _precision_recall(joins[kind], [*joins[kind], *[False] * (len(chosen) - len(joins[kind]))])
            for kind in Likeness
        }
    return report


def _look_up(index: Index, letter: Letter, fingerprints: Iterable[Fingerprint]) -> dict[Likeness, int | None]:
    """What a letter would join; it leaves no trace, so that the next copy meets the petitions alone."""
    untouched = Index(buckets=dict(index.buckets), founders=dict(index.founders), arrived=index.arrived)
    return untouched.enter(letter, fingerprints)


def _precision_recall(joins: Sequence[bool], wanted: Sequence[bool]) -> dict[str, float | int]:
    return {
        "joined": len(joins),
        "precision": sum(joins) / len(joins) if joins else 0.0,
        "recall": sum(wanted) / len(wanted) if wanted else 0.0,
    }


def _message(number: int) -> InboundMessage:
    sender = ContactPoint.mail(f"person-{number}@example.net")
    identity = message_id(OFFICE, Channel.EMAIL, str(number))
    return InboundMessage(
        office_id=OFFICE,
        message_id=identity,
        conversation_id=conversation_id(OFFICE, identity),
        constituent_id=constituent_id(OFFICE, sender),
        sender=sender,
        sender_name="",
        destination=ContactPoint.mail("office@example.net"),
        received_at=ARRIVAL,
        provider_id=str(number),
        preview="",
        raw_location="",
    )


def measure(data: Path, count: int) -> dict[str, Any]:
    """The whole report. Raises `BuildError`, and OSError without the petitions."""
    folder = data / "uk_parliament_petitions"
    letters, pairs = read_petitions(folder), read_pairs(folder)
    layer = build_layer("host", PROJECT / "build" / "layer" / "host", progress=_to_stderr)
    fingerprint = Fingerprinting(load_encoder(layer.model))
    with single_threaded():
        prints = dict(_counted(letters, fingerprint))
        _to_stderr("adapting letters")
        return {
            "petitions": len(letters),
            "duplicate_petitions": duplicates_report(letters, prints, pairs),
            "near_identical_letters": letters_report(letters, prints, fingerprint, count),
        }


def _counted(letters: Sequence[Letter], fingerprint: Fingerprinting) -> Iterator[tuple[int, tuple[Fingerprint, ...]]]:
    for number, letter in enumerate(letters):
        if number % 500 == 0:
            _to_stderr(f"petition {number} of {len(letters)}")
        yield letter.petition, fingerprint(letter)


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 when everything was measured."""
    parser = argparse.ArgumentParser(
        prog="python -m layers.classifier.evaluate_campaigns", description="Measure campaigns on public petitions."
    )
    data = os.environ.get("CIVICLINE_DATA", str(PROJECT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=Path(data), help="folder of the data (default: %(default)s)")
    parser.add_argument("--letters", type=int, default=300, help="petitions to adapt (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        report = measure(options.data, options.letters)
    except (BuildError, OSError) as error:
        print(f"nothing measured: {error}", file=sys.stderr)
        return 1
    print(json.dumps(report, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
