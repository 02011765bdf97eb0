"""What a backtest is asked to do."""

from dataclasses import dataclass
from pathlib import Path

DEFAULT_SHOTS = 20
DEFAULT_TESTS = 5_000
DEFAULT_BUDGET = 0.02


class PlanError(ValueError):
    """What was asked for contradicts itself or lacks something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Train on part of `file`, test on the rest.

    `labels` is there if `file` is mail; otherwise `text`, `topic` and `time` are columns of a CSV file. `shots` is
    the number of training examples a topic, None for the first half in time. `tests` is the most test messages.
    """

    file: Path
    topic: str
    text: str | None = None
    time: str | None = None
    labels: Path | None = None
    shots: int | None = DEFAULT_SHOTS
    out_of_scope: tuple[str, ...] = ()
    tests: int = DEFAULT_TESTS
    seed: int = 0
    budget: float = DEFAULT_BUDGET

    def __post_init__(self) -> None:
        """Raises `PlanError` with what to change."""
        if self.labels:
            if self.text or self.time:
                raise PlanError("--text and --time name columns of a CSV file; mail, which --labels is for, has none")
            return
        if self.file.is_dir():
            raise PlanError(f"{self.file} is a folder of mail: give the topics of its mails with --labels")
        if not (self.text and self.topic):
            raise PlanError("give the columns of the CSV file with --text and --topic, or --labels if it is mail")
        if self.is_by_time and not self.time:
            raise PlanError("--first-half needs the column with the time: give it with --time")

    @property
    def is_by_time(self) -> bool:
        """Whether the first half in time trains."""
        return self.shots is None

    @property
    def way(self) -> str:
        """How the messages are split, in words."""
        return "the first half in time" if self.is_by_time else f"{self.shots} examples a topic"
