"""One training from corrections: a candidate, its comparison with the head that speaks, and its promotion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.adapters.classifier_head import DESCRIPTION, NUMBERS, Head, save_head
from civicline.adapters.office_classifiers import HeadStore, with_own_head
from civicline.domain.errors import ModelArtefactError
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.learning.head_comparison import HeadComparison
from civicline.domain.learning.office_head import HeadFiles, HeadVersion, Promotion
from civicline.domain.office import Topic
from civicline.ports.classifying import Classifier, Heads
from layers.classifier.single_thread import single_threaded
from layers.classifier.train import train_head
from tools.learning.comparing import compare
from tools.learning.corrections import Split
from tools.learning.lesson import Lesson, lesson_of
from tools.topic_examples import TopicExamples

LAYERS_HEAD = "the layer's head"


class HeadArchive(HeadStore, Protocol):
    """Where the files of heads are read and kept."""

    def keep(self, office_id: OfficeId, version: str, description: bytes, numbers: bytes) -> HeadFiles:
        """Keep both, and return their hashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What came of a training. `is_promoted` tells whether the new head speaks from now on."""

    version: str
    head: Head
    lesson: Lesson
    comparison: HeadComparison
    is_promoted: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learn:
    """Trains for one office. `bundled` is the layer's classifier, `pack` the examples that its head was trained on."""

    office_id: OfficeId
    pack_name: str
    pack: TopicExamples
    topics: Mapping[TopicId, Topic]
    bundled: BundledClassifier
    heads: Heads
    store: HeadArchive
    by: str
    now: datetime
    progress: Callable[[str], None]

    def __call__(self, split: Split, *, share: float, budget: float, seed: int, dry_run: bool) -> Learnt:
        """Train on what is learnt, compare on what is held out, and promote the very head that was compared if better.

        With `dry_run` nothing is stored. Raises TrainingDataError, and ConcurrentChangeError if somebody else promoted
        a head meanwhile.
        """
        lesson = lesson_of(self.pack, split.learnt, self.topics)
        head = self._train(lesson, share=share, budget=budget, seed=seed)
        with TemporaryDirectory() as folder:
            version = save_head(head, Path(folder), self.office_id)
            description, numbers = (Path(folder, name).read_bytes() for name in (DESCRIPTION, NUMBERS))
        latest = self.heads.latest(self.office_id)
        old, old_version, notes = self._speaking(latest)
        self.progress(f"asking both heads about {len(split.held_out)} held-out corrections")
        with single_threaded():
            comparison = compare(
                old, self.bundled.with_head(head, version), split.held_out, old_version=old_version, new_version=version
            )
        is_better = comparison.verdict.is_better and version != old_version
        if not dry_run:
            files = self.store.keep(self.office_id, version, description, numbers)
            self.heads.register(self._described(head, version, files, lesson, split, comparison))
            if is_better:
                self.heads.promote(self._promotion(latest, version, files))
        return Learnt(
            version=version,
            head=head,
            lesson=lesson,
            comparison=comparison,
            is_promoted=is_better and not dry_run,
            notes=(*lesson.notes, *notes),
        )

    def _train(self, lesson: Lesson, *, share: float, budget: float, seed: int) -> Head:
        with single_threaded():
            return train_head(
                self.bundled.encoder,
                lesson.texts,
                lesson.topic_ids,
                seed=seed,
                budget=budget,
                names=lesson.names,
                groups=lesson.groups,
                languages=lesson.languages,
                out_of_scope=lesson.out_of_scope,
                out_of_scope_share=share,
                progress=self.progress,
            )

    def _speaking(self, latest: Promotion | None) -> tuple[Classifier, str, tuple[str, ...]]:
        """Who answers today: the promoted head, or the layer's where there is none or it is refused."""
        if latest is None or latest.head is None or latest.files is None:
            return self.bundled, LAYERS_HEAD, ()
        try:
            speaking = with_own_head(self.bundled, self.store, self.office_id, latest.head, latest.files)
        except ModelArtefactError as error:
            return self.bundled, LAYERS_HEAD, (f"the promoted head is refused, so the layer's was compared: {error}",)
        return speaking, latest.head, ()

    def _described(
        self,
        head: Head,
        version: str,
        files: HeadFiles,
        lesson: Lesson,
        split: Split,
        comparison: HeadComparison,
    ) -> HeadVersion:
        return HeadVersion(
            office_id=self.office_id,
            version=version,
            files=files,
            pack=self.pack_name,
            trained_at=self.now,
            trained_by=self.by,
            examples=len(lesson.texts),
            corrections=lesson.corrections,
            learnt_until=split.learnt_until,
            threshold=head.threshold,
            out_of_scope_share=head.calibration["out_of_scope_share"],
            comparison=comparison,
        )

    def _promotion(self, latest: Promotion | None, version: str, files: HeadFiles) -> Promotion:
        return Promotion(
            office_id=self.office_id,
            number=(latest.number if latest else 0) + 1,
            promoted_at=self.now,
            promoted_by=self.by,
            head=version,
            files=files,
        )
