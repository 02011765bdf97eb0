"""An office teaches a head: trained, compared with the one that speaks, promoted only if better."""

from dataclasses import replace
from datetime import timedelta

import pytest

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.adapters.classifier_head import read_head
from civicline.domain.ids import OfficeId
from civicline.domain.learning.head_comparison import Verdict
from civicline.domain.learning.office_head import HeadFiles
from layers.classifier.train import train_head
from tests.builders import NOW, RIVERBEND, a_judgement, a_message, a_record, a_text, an_office
from tests.classifier_fakes import TOPICS, WordEncoder, the_examples
from tests.fakes import FakeAggregates, FakeHeads, FakeMessages
from tools.learning.corrections import Correction, split
from tools.learning.learn import LAYERS_HEAD, Learn, Learnt
from tools.learning.record import estimated_share, read_corrections
from tools.topic_examples import Example, TopicExamples

SLANG = {"pothole": "crater", "trash": "rubbish", "noise": "racket", "water": "aqua", "trees": "timber"}
"""Words of this office's people for its topics, which no pack has."""


class Archive:
    """Heads' files in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, bytes]] = {}

    def fetch(self, office_id: OfficeId, version: str, files: HeadFiles) -> tuple[bytes, bytes]:
        return self.kept[version]

    def keep(self, office_id: OfficeId, version: str, description: bytes, numbers: bytes) -> HeadFiles:
        self.kept[version] = description, numbers
        return HeadFiles(description_sha256="0" * 64, numbers_sha256="1" * 64)


class NoStances:
    """Reads no stance."""

    def findings(self, *_: object) -> tuple[()]:
        return ()


def in_slang(count: int, first: int = 0) -> list[Correction]:
    topics = list(SLANG)
    return [
        Correction(
            text=f"{SLANG[topic]} {SLANG[topic]} {number}",
            topic_id=topic,
            received_at=NOW + timedelta(hours=number),
            judged_at=NOW + timedelta(days=90),
            language="und",
            was_answered=False,
        )
        for number in range(first, first + count)
        for topic in [topics[number % len(topics)]]
    ]


@pytest.fixture
def learn() -> Learn:
    texts, topics = the_examples()
    bundled = BundledClassifier(
        encoder=WordEncoder(),
        head=train_head(WordEncoder(), texts, topics, budget=0.4),
        stances=NoStances(),  # type: ignore[arg-type]
        version="toy-1",
    )
    examples = [
        Example(text=text, topic_id=topic, language="en", line=1) for text, topic in zip(texts, topics, strict=True)
    ]
    pack = TopicExamples(
        examples=tuple(examples), names=dict.fromkeys(TOPICS, ()), groups=dict.fromkeys(TOPICS, "all"), notes=()
    )
    return Learn(
        office_id=RIVERBEND,
        pack_name="toy",
        pack=pack,
        topics={},
        bundled=bundled,
        heads=FakeHeads(),
        store=Archive(),  # type: ignore[arg-type]
        by="operator:ada",
        now=NOW,
        progress=lambda _: None,
    )


def taught(learn: Learn, corrections: list[Correction], *, dry_run: bool = False) -> Learnt:
    latest = learn.heads.latest(RIVERBEND)
    known = next((one for one in learn.heads.versions(RIVERBEND) if latest and one.version == latest.head), None)
    parts = split(corrections, known_until=known and known.learnt_until)
    return learn(parts, share=0.1, budget=0.4, seed=0, dry_run=dry_run)


def test_a_head_that_knows_the_offices_own_words_is_promoted_as_it_was_compared(learn: Learn) -> None:
    learnt = taught(learn, in_slang(100))
    assert learnt.is_promoted
    assert learnt.comparison.verdict.is_better
    assert learnt.comparison.old.version == LAYERS_HEAD
    assert learnt.comparison.new.accuracy > learnt.comparison.old.accuracy
    latest = learn.heads.latest(RIVERBEND)
    assert latest
    assert (latest.number, latest.head, latest.promoted_by) == (1, learnt.version, "operator:ada")
    _, version = read_head(*learn.store.kept[learnt.version], "kept")  # type: ignore[attr-defined]
    assert version == learnt.version
    (known,) = learn.heads.versions(RIVERBEND)
    assert (known.pack, known.corrections, known.learnt_until) == ("toy", 70, NOW + timedelta(hours=69))
    assert known.comparison == learnt.comparison


def test_the_next_head_is_compared_with_the_promoted_one_on_what_neither_has_seen(learn: Learn) -> None:
    first = taught(learn, in_slang(100))
    second = taught(learn, in_slang(140))
    assert second.comparison.old.version == first.version
    assert second.comparison.verdict is Verdict.NO_DIFFERENCE
    assert not second.is_promoted
    latest = learn.heads.latest(RIVERBEND)
    assert latest
    assert latest.head == first.version
    assert [one.version for one in learn.heads.versions(RIVERBEND)].count(second.version) == 1


def test_corrections_that_teach_nothing_promote_nothing(learn: Learn) -> None:
    texts, topics = the_examples()
    nothing_new = [
        replace(one, text=f"{text} {one.text[-2:]}", topic_id=topic)
        for one, text, topic in zip(in_slang(60), texts, topics, strict=True)
    ]
    learnt = taught(learn, nothing_new)
    assert learnt.comparison.verdict is Verdict.NO_DIFFERENCE
    assert not learnt.is_promoted
    assert learn.heads.latest(RIVERBEND) is None
    assert len(learn.heads.versions(RIVERBEND)) == 1


def test_a_dry_run_stores_nothing(learn: Learn) -> None:
    learnt = taught(learn, in_slang(100), dry_run=True)
    assert learnt.comparison.verdict.is_better
    assert not learnt.is_promoted
    assert learn.heads.versions(RIVERBEND) == ()
    assert learn.heads.latest(RIVERBEND) is None
    assert learn.store.kept == {}  # type: ignore[attr-defined]


def test_a_promoted_head_that_is_refused_gives_its_place_to_the_layers(learn: Learn) -> None:
    first = taught(learn, in_slang(100))
    learn.store.kept[first.version] = (b"{", b"")  # type: ignore[attr-defined]
    second = taught(learn, in_slang(140))
    assert second.comparison.old.version == LAYERS_HEAD
    assert "is refused" in second.notes[-1]


def test_corrections_are_read_from_the_record_of_two_years() -> None:
    messages = FakeMessages()
    for number, days in enumerate((0, 30, 400, 900)):
        message = a_message(provider_id=f"provider-{number}", received_at=NOW - timedelta(days=days))
        messages.records[message.ref] = a_record(message=message, judgements=(a_judgement(),))
        messages.texts[message.ref] = a_text(f"hole number {'abcd'[number]}")
    said: list[str] = []
    found = read_corrections(messages, RIVERBEND, NOW, said.append)
    assert [one.text[-1] for one in found] == ["c", "b", "a"]
    assert said == ["read 3 corrections"]


def test_an_office_that_counted_nothing_yet_weighs_what_was_judged() -> None:
    learnt = [replace(one, topic_id=None) for one in in_slang(50)] + in_slang(150, first=50)
    share = estimated_share(FakeAggregates(), an_office(), learnt, NOW)
    assert share == pytest.approx((50 + 10) / 250)
