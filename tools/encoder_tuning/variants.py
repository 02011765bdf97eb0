"""The variants of the encoder that are compared, and what each may be measured on."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.encoder_tuning.sources import BANKING77, CLINC150, EVEN_CITY, LEGISLATOR, PETITIONS
from tools.encoder_tuning.tasks import Task

PUBLISHED = "published weights"
SHARES = (0.4, 1.0)
"""How far to go from the published towards the tuned weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The sets that an encoder is tuned on."""

    name: str
    sets: tuple[str, ...]

    def may_be_measured_on(self, task: Task) -> bool:
        """Whether no set of the tuning shows what is measured."""
        return not task.shown_by & set(self.sets)

    def unseen(self, tasks: Sequence[Task]) -> frozenset[str]:
        """The texts that the tuning must leave out, wherever they stand: all of the tasks that it is measured on."""
        return frozenset().union(*(task.spellings for task in tasks if self.may_be_measured_on(task)))

    def label(self, share: float) -> str:
        """The name in the table."""
        return self.name if share == 1 else f"{self.name}, {share:.0%} of the way"


VARIANTS = (
    Variant(name="tuned on Banking77 and petitions", sets=(BANKING77, PETITIONS)),
    Variant(name="tuned on CLINC150, legislator, even city topics", sets=(CLINC150, LEGISLATOR, EVEN_CITY)),
)
