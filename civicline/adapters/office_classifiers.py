"""Each office's classifier: the layer's encoder, with the head that the office has promoted.

Whatever is wrong with an office's own head, its messages are classified by the one in the layer, and somebody is told.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from civicline.domain.errors import ModelArtefactError
from civicline.domain.ids import OfficeId
from civicline.domain.learning.office_head import HeadFiles, Promotion
from civicline.ports.classifying import Classifier

if TYPE_CHECKING:
    from civicline.adapters.bundled_classifier import BundledClassifier

LIFETIME_SECONDS = 30.0
"""How long it is believed which head speaks, and that one is refused: an undo takes effect within a minute."""
MOST_HEADS = 8
"""Heads kept in memory, 3 to 10 MB each; a function that serves more offices loads the longest unused ones again."""

Refused = Callable[[OfficeId, str, str], None]
"""Told of an office, a version and the reason, for each message that the head should have read."""


class Promoted(Protocol):
    """Which head speaks for an office."""

    def latest(self, office_id: OfficeId) -> Promotion | None:
        """The latest promotion; None where the office never promoted a head."""


class HeadStore(Protocol):
    """Where the files of heads are."""

    def fetch(self, office_id: OfficeId, version: str, files: HeadFiles) -> tuple[bytes, bytes]:
        """The contents of head.json and head.npz, checked. Raises ModelArtefactError."""


class OfficeClassifiers:
    """The port `Classifiers`; `clock` gives seconds and never goes back."""

    def __init__(
        self,
        bundled: "BundledClassifier",
        *,
        promoted: Promoted,
        store: HeadStore,
        clock: Callable[[], float],
        refused: Refused,
    ) -> None:
        self._bundled = bundled
        self._promoted = promoted
        self._store = store
        self._clock = clock
        self._refused = refused
        self._standing: dict[OfficeId, tuple[float, Promotion | None]] = {}
        self._loaded: OrderedDict[HeadFiles, BundledClassifier] = OrderedDict()
        self._faults: dict[HeadFiles, tuple[float, str]] = {}

    def of(self, office_id: OfficeId) -> Classifier:
        """The office's own head, else the one in the layer; never fails for what is wrong with a head."""
        standing = self._standing_of(office_id)
        if standing is None or standing.head is None or standing.files is None:
            return self._bundled
        fault = self._known_fault(standing.files)
        if fault is None:
            try:
                return self._classifier(office_id, standing.head, standing.files)
            except ModelArtefactError as error:
                fault = str(error)
                self._faults[standing.files] = self._clock(), fault
        self._refused(office_id, standing.head, fault)
        return self._bundled

    def _standing_of(self, office_id: OfficeId) -> Promotion | None:
        now = self._clock()
        known = self._standing.get(office_id)
        if known is None or now - known[0] >= LIFETIME_SECONDS:
            known = self._standing[office_id] = now, self._promoted.latest(office_id)
        return known[1]

    def _known_fault(self, files: HeadFiles) -> str | None:
        """Why this head was refused a moment ago; it is not fetched again with every message."""
        known = self._faults.get(files)
        return known[1] if known and self._clock() - known[0] < LIFETIME_SECONDS else None

    def _classifier(self, office_id: OfficeId, version: str, files: HeadFiles) -> "BundledClassifier":
        if files not in self._loaded:
            self._loaded[files] = with_own_head(self._bundled, self._store, office_id, version, files)
            while len(self._loaded) > MOST_HEADS:
                self._loaded.popitem(last=False)
        self._loaded.move_to_end(files)
        return self._loaded[files]


def with_own_head(
    bundled: "BundledClassifier", store: HeadStore, office_id: OfficeId, version: str, files: HeadFiles
) -> "BundledClassifier":
    """The layer's classifier with a head of an office.

    Raises ModelArtefactError where the head is absent, damaged, another than its name says, or of another encoder.
    """
    from civicline.adapters.classifier_head import read_head  # numeric libraries load with the model

    description, numbers = store.fetch(office_id, version, files)
    head, found = read_head(description, numbers, f"heads/{office_id}/{version}")
    if found != version:
        raise ModelArtefactError(f"head {version} calls itself {found}: promote another version")
    if head.encoder != bundled.encoder.identity:
        raise ModelArtefactError(
            f"head {version} was trained on encoder {head.encoder}, the layer has {bundled.encoder.identity}: "
            "train it again on this layer"
        )
    return bundled.with_head(head, version)
