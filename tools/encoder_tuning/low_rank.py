"""Changes of weights that are products of two thin matrices (Hu et al. 2021, "LoRA"), and how they are put in."""

from collections.abc import Mapping
from dataclasses import dataclass

from civicline.adapters.classifier_head import Matrix

Weights = Mapping[str, Matrix]
"""An encoder's weights by name."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LowRankChange:
    """What is added to a matrix of outputs x inputs: `up` is outputs x rank, `down` rank x inputs."""

    up: Matrix
    down: Matrix

    def added_to(self, weight: Matrix, factor: float) -> Matrix:
        """`weight` with `factor` times the change. Raises `ValueError` where the sizes do not fit."""
        change: Matrix = self.up @ self.down
        if change.shape != weight.shape:
            raise ValueError(f"a change of {change.shape} does not fit weights of {weight.shape}")
        result: Matrix = (weight + factor * change).astype(weight.dtype)
        return result


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tuning:
    """The changes that a training found, by the name of the weight, each to be multiplied by `scale`."""

    changes: Mapping[str, LowRankChange]
    scale: float

    def merged_into(self, weights: Weights, share: float = 1.0) -> Weights:
        """The weights on the straight line from the published (`share` 0) to the tuned ones (1).

        Between them much of what was known and much of what was learnt is kept (Wortsman et al. 2022, "Robust
        fine-tuning of zero-shot models"). Raises `KeyError` where a changed weight is missing, `ValueError` where it
        has another size.
        """
        merged = dict(weights)
        for name, change in self.changes.items():
            merged[name] = change.added_to(merged[name], share * self.scale)
        return merged
