"""An office's own head speaks; whatever is wrong with it, the layer's does, and somebody is told."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.adapters.classifier_head import Head, save_head
from civicline.adapters.office_classifiers import LIFETIME_SECONDS, MOST_HEADS, OfficeClassifiers
from civicline.domain.errors import ModelArtefactError
from civicline.domain.ids import OfficeId
from civicline.domain.learning.office_head import HeadFiles
from layers.classifier.train import train_head
from tests.builders import RIVERBEND, a_promotion
from tests.classifier_fakes import WordEncoder, the_examples
from tests.fakes import FakeHeads


class NoStances:
    """Reads no stance."""

    def findings(self, *_: object) -> tuple[()]:
        return ()


class FakeHeadStore:
    """Heads in memory; counts the fetches."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, bytes]] = {}
        self.fetched: list[str] = []

    def fetch(self, office_id: OfficeId, version: str, files: HeadFiles) -> tuple[bytes, bytes]:
        self.fetched.append(version)
        if version not in self.files:
            raise ModelArtefactError(f"{version} cannot be read (NoSuchKey)")
        return self.files[version]

    def keep(self, head: Head, folder: Path, name: str) -> tuple[str, HeadFiles]:
        version = save_head(head, folder, name)
        contents = (folder / "head.json").read_bytes(), (folder / "head.npz").read_bytes()
        self.files[version] = contents
        hashes = [hashlib.sha256(content).hexdigest() for content in contents]
        return version, HeadFiles(description_sha256=hashes[0], numbers_sha256=hashes[1])


class Scene:
    """Riverbend's classifier on a toy encoder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heads, self.store = FakeHeads(), FakeHeadStore()
        self.seconds = 0.0
        self.told: list[tuple[OfficeId, str, str]] = []
        self.head = train_head(WordEncoder(), *the_examples())
        bundled = BundledClassifier(
            encoder=WordEncoder(),
            head=replace(self.head, threshold=0.99),
            stances=NoStances(),  # type: ignore[arg-type]
            version="layer-1",
        )
        self.classifiers = OfficeClassifiers(
            bundled,
            promoted=self.heads,
            store=self.store,
            clock=lambda: self.seconds,
            refused=lambda *what: self.told.append(what),
        )

    def promote(self, name: str = "ours", head: Head | None = None) -> str:
        version, files = self.store.keep(head or self.head, self.folder / name, name)
        number = len(self.heads.promotions(RIVERBEND)) + 1
        self.heads.promote(a_promotion(number, version, files=files))
        return version

    def speaks(self, office_id: OfficeId = RIVERBEND) -> str:
        return self.classifiers.of(office_id).classify("garbage bin full").model_version


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_an_office_without_a_head_of_its_own_has_the_layers(scene: Scene) -> None:
    assert scene.speaks() == "layer-1"
    assert (scene.store.fetched, scene.told) == ([], [])


def test_an_offices_own_head_speaks_for_it_and_for_nobody_else(scene: Scene) -> None:
    version = scene.promote()
    said = scene.classifiers.of(RIVERBEND).classify("garbage bin full")
    assert (said.model_version, said.topic_id, said.threshold) == (version, "trash", scene.head.threshold)
    assert scene.speaks(OfficeId("lakeside")) == "layer-1"
    assert scene.told == []


def test_a_head_is_fetched_once(scene: Scene) -> None:
    version = scene.promote()
    for _ in range(3):
        scene.speaks()
        scene.seconds += LIFETIME_SECONDS
    assert scene.store.fetched == [version]


def test_a_promotion_and_its_undoing_take_effect_within_a_minute(scene: Scene) -> None:
    assert scene.speaks() == "layer-1"
    version = scene.promote()
    scene.seconds = LIFETIME_SECONDS
    assert scene.speaks() == version
    scene.heads.promote(a_promotion(2, None, undoes=1))
    scene.seconds = 2 * LIFETIME_SECONDS
    assert scene.speaks() == "layer-1"
    assert LIFETIME_SECONDS < 60
    assert scene.told == []


def test_a_head_that_is_not_there_is_told_for_each_message_and_looked_for_now_and_then(scene: Scene) -> None:
    version = scene.promote()
    lost = scene.store.files.pop(version)
    assert {scene.speaks() for _ in range(3)} == {"layer-1"}
    assert scene.store.fetched == [version]
    assert [(office, head) for office, head, _ in scene.told] == [(RIVERBEND, version)] * 3
    assert "NoSuchKey" in scene.told[0][2]
    scene.store.files[version] = lost
    scene.seconds = LIFETIME_SECONDS
    assert scene.speaks() == version


def test_a_head_of_another_encoder_is_refused(scene: Scene) -> None:
    scene.promote(head=replace(scene.head, encoder="words-2"))
    assert scene.speaks() == "layer-1"
    assert "trained on encoder words-2, the layer has words-1" in scene.told[0][2]


@pytest.mark.parametrize(
    ("description", "numbers"),
    [
        pytest.param(b"{", None, id="half a description"),
        pytest.param(None, b"PK", id="numbers cut off"),
        pytest.param(b"cposix\nsystem\n.", b"cposix\nsystem\n.", id="a pickle"),
    ],
)
def test_a_damaged_head_is_refused(scene: Scene, description: bytes | None, numbers: bytes | None) -> None:
    version = scene.promote()
    whole = scene.store.files[version]
    scene.store.files[version] = (description or whole[0], numbers or whole[1])
    assert scene.speaks() == "layer-1"
    assert len(scene.told) == 1


def test_a_head_under_another_heads_name_is_refused(scene: Scene) -> None:
    version = scene.promote()
    other, _ = scene.store.keep(replace(scene.head, threshold=0.1), scene.folder / "other", "other")
    scene.store.files[version] = scene.store.files[other]
    assert scene.speaks() == "layer-1"
    assert f"calls itself {other}" in scene.told[0][2]


def test_arrays_that_would_run_code_are_refused(scene: Scene) -> None:
    scene.promote(head=replace(scene.head, sentence_bias=np.array([{"not": "numbers"}], dtype=object)))
    assert scene.speaks() == "layer-1"
    assert "allow_pickle" in scene.told[0][2]


def test_only_a_few_heads_are_kept_in_memory(scene: Scene) -> None:
    for number in range(MOST_HEADS + 2):
        scene.promote("ours", replace(scene.head, threshold=0.5 + number / 100))
        scene.seconds += LIFETIME_SECONDS
        scene.speaks()
    assert len(scene.classifiers._loaded) == MOST_HEADS
