"""Which encoder is measured on which benchmark. This is the one place that knows.

An encoder may be tuned on public texts. Weights that are reported on a benchmark must never have seen a text of it,
of any split, so that a benchmark whose texts the shipped encoder was tuned on is measured with a sister: tuned in the
same way without them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from civicline.adapters.classifier_files import encoder_identity
from layers.classifier.build import build_encoder
from layers.classifier.pack_heads import load_encoder
from layers.classifier.pip_runs import Progress
from tools.bench_classifier.vectors import KeptVectors
from tools.packaging.folders import BUILD

CLINC150, BANKING77, OTHER = "CLINC150", "Banking77", "other"
VECTORS = BUILD / "cache" / "vectors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an encoder's files come from, and what to say of it."""

    build: Callable[[Progress], Path]
    description: str


def _layer_encoder(progress: Progress) -> Path:
    return build_encoder(progress=progress)


_LAYER = Source(build=_layer_encoder, description="all-MiniLM-L6-v2 in 8 bits, not tuned")
BASE = _LAYER
"""The published weights."""
SHIPPED: Mapping[str, Source] = {CLINC150: _LAYER, BANKING77: _LAYER, OTHER: _LAYER}
"""By benchmark, what is shipped, or its sister that has not seen the benchmark."""


class Encoders:
    """The encoders of a run, each loaded once."""

    def __init__(self, progress: Progress, folder: Path = VECTORS) -> None:
        self._progress = progress
        self._folder = folder
        self._known: dict[Source, KeptVectors] = {}

    def base(self) -> KeptVectors:
        """The encoder with the published weights."""
        return self._of(BASE)

    def shipped(self, benchmark: str = OTHER) -> KeptVectors:
        """The shipped encoder, or for its own benchmarks the sister that has never seen them."""
        return self._of(SHIPPED[benchmark])

    def note(self, benchmark: str = OTHER) -> str:
        """What was measured, in a sentence."""
        base, shipped = BASE, SHIPPED[benchmark]
        return (
            f"Base encoder: {base.description} ({self.base().identity}). "
            f"As shipped: {shipped.description} ({self.shipped(benchmark).identity})."
        )

    def save(self) -> None:
        """Keep the vectors for the next run."""
        for encoder in self._known.values():
            encoder.save()

    def _of(self, source: Source) -> KeptVectors:
        if source not in self._known:
            folder = source.build(self._progress)
            identity = encoder_identity(folder)
            same = (known for known in self._known.values() if known.identity == identity)
            self._known[source] = next(same, None) or KeptVectors(
                identity, lambda: load_encoder(folder), self._folder, self._progress
            )
        return self._known[source]
