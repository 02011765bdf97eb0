"""Which messages teach and which are tested; no message does both."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from layers.classifier.train import FEWEST_EXAMPLES
from tools.backtest.messages import BacktestError, LabelledMessage

MOST_EXAMPLES = 4_000
"""Training examples in all; time grows with the cube of their number (layers/classifier/lexical.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """`train` holds, within each topic, the examples to use first at the front; `left_out` counts the tested messages
    of topics that were not trained, which are out of scope for the head: whatever it answers them is wrong."""

    train: tuple[LabelledMessage, ...]
    test: tuple[LabelledMessage, ...]
    left_out: Mapping[str, int]
    notes: tuple[str, ...] = ()

    @property
    def topics(self) -> frozenset[str]:
        """The topics that are trained."""
        return frozenset(message.topic for message in self.train)

    def first(self, shots: int) -> tuple[LabelledMessage, ...]:
        """At most `shots` training examples of each topic."""
        return tuple(_first(self.train, shots))


def split_by_shots(
    messages: Sequence[LabelledMessage], shots: int, *, seed: int, out_of_scope: AnyOf[str] = ()
) -> Split:
    """Train on `shots` random messages of each topic, and never on more than half of them, so that each is tested."""
    shuffled = random.Random(seed).sample(messages, len(messages))  # noqa: S311 (reproducible, not secret)
    teachable = _teachable(shuffled, out_of_scope)
    halves = {topic: min(shots, (len(group) + 1) // 2) for topic, group in teachable.items()}
    allowed = {topic: half if half >= FEWEST_EXAMPLES else 0 for topic, half in halves.items()}
    train = [message for topic, group in teachable.items() for message in group[: allowed[topic]]]
    taken = {id(message) for message in train}
    return _checked(train, [message for message in shuffled if id(message) not in taken])


def split_by_time(messages: Sequence[LabelledMessage], *, out_of_scope: AnyOf[str] = ()) -> Split:
    """Train on the first half in time and test on the second; the latest examples of a topic are used first."""
    ordered = sorted(messages, key=_moment)
    half = len(ordered) // 2
    teachable = _teachable(reversed(ordered[:half]), out_of_scope)
    return _checked([message for group in teachable.values() for message in group], ordered[half:])


def sample_tests(split: Split, most: int, *, seed: int) -> Split:
    """At most `most` test messages, drawn at random, so that shares remain what they were."""
    if len(split.test) <= most:
        return split
    drawn = random.Random(seed).sample(split.test, most)  # noqa: S311 (reproducible, not secret)
    note = f"{most:,} of {len(split.test):,} test messages were drawn at random (--tests)"
    return Split(
        train=split.train,
        test=tuple(drawn),
        left_out=_left_out(drawn, split.topics),
        notes=(*split.notes, note),
    )


def _checked(train: Sequence[LabelledMessage], test: Sequence[LabelledMessage]) -> Split:
    """The split without topics that are too thin and examples that are too many. Raises `BacktestError`."""
    counts = Counter(message.topic for message in train)
    enough = [message for message in train if counts[message.topic] >= FEWEST_EXAMPLES]
    shots = affordable_shots({topic: n for topic, n in counts.items() if n >= FEWEST_EXAMPLES}, MOST_EXAMPLES)
    kept = tuple(_first(enough, shots))
    topics = {message.topic for message in kept}
    if len(topics) < 2:
        raise BacktestError(
            f"there is nothing to tell apart: {len(topics)} topic has {FEWEST_EXAMPLES} or more messages to train on; "
            "give labelled messages of at least two topics"
        )
    if not test:
        raise BacktestError("no message is left to test on: give more labelled messages")
    note = f"training used at most {shots} examples a topic, {len(kept):,} of {len(enough):,}, to end in good time"
    notes = (note,) if len(kept) < len(enough) else ()
    return Split(train=kept, test=tuple(test), left_out=_left_out(test, topics), notes=notes)


def affordable_shots(counts: Mapping[str, int], most: int) -> int:
    """The largest number of examples a topic, at least two, with which all topics together have at most `most`."""
    shots = max(counts.values(), default=FEWEST_EXAMPLES)
    while shots > FEWEST_EXAMPLES and sum(min(count, shots) for count in counts.values()) > most:
        shots -= 1
    return shots


def _left_out(test: Iterable[LabelledMessage], topics: AnyOf[str]) -> dict[str, int]:
    return dict(Counter(message.topic for message in test if message.topic not in topics).most_common())


def _teachable(messages: Iterable[LabelledMessage], out_of_scope: AnyOf[str]) -> dict[str, list[LabelledMessage]]:
    groups = defaultdict(list)
    for message in messages:
        if message.topic not in out_of_scope and message.is_teachable:
            groups[message.topic].append(message)
    return dict(sorted(groups.items()))


def _first(messages: Iterable[LabelledMessage], shots: int) -> Iterable[LabelledMessage]:
    seen: Counter[str] = Counter()
    for message in messages:
        seen[message.topic] += 1
        if seen[message.topic] <= shots:
            yield message


def _moment(message: LabelledMessage) -> datetime:
    if message.written_at is None:
        raise BacktestError(f"{message.place} has no time: name the column with --time, or use --shots")
    return message.written_at
