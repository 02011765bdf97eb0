"""Which messages teach and which are tested; no message does both."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.learning.scope_estimate import Stratum, out_of_scope_share
from layers.classifier.topic_shares import shares_of
from layers.classifier.train import FEWEST_EXAMPLES
from tools.backtest.messages import BacktestError, LabelledMessage

MOST_EXAMPLES = 10_000
"""Training examples in all; so many take minutes, and the learning curve as much again."""
COUNTED_PART, MOST_COUNTED, FEWEST_TO_COUNT_AMONG = 10, 500, 500
"""Of the messages that do not train, one in ten is only counted, at most 500; none where tests are few anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """`train` holds, within each topic, the examples to use first at the front; `left_out` counts the tested messages
    of topics that were not trained, which are out of scope for the head: whatever it answers them is wrong. `counted`
    tells how often each topic came in messages that are not tested, as an office knows it from its own books."""

    train: tuple[LabelledMessage, ...]
    test: tuple[LabelledMessage, ...]
    left_out: Mapping[str, int]
    counted: Mapping[str, int]
    notes: tuple[str, ...] = ()

    @property
    def topics(self) -> frozenset[str]:
        """The topics that are trained."""
        return frozenset(message.topic for message in self.train)

    @property
    def out_of_scope_share(self) -> float:
        """The share of messages that are about no trained topic, estimated from those counted."""
        strangers = sum(count for topic, count in self.counted.items() if topic not in self.topics)
        total = sum(self.counted.values())
        return out_of_scope_share([Stratum(messages=total, judged=total, out_of_scope=strangers)])

    @property
    def topic_shares(self) -> Mapping[str, float] | None:
        """The share of each trained topic among messages about one of them, from those counted; None if none was."""
        return shares_of(self.counted, sorted(self.topics)) if sum(self.counted.values()) else None

    def first(self, shots: int) -> tuple[LabelledMessage, ...]:
        """At most `shots` training examples of each topic."""
        return tuple(_first(self.train, shots))


def split_by_shots(
    messages: Sequence[LabelledMessage], shots: int, *, seed: int, out_of_scope: AnyOf[str] = ()
) -> Split:
    """Train on `shots` random messages of each topic, and never on more than half of them, so that each is tested.

    A few of the others are counted, so that it is known how common each topic is, and not tested.
    """
    shuffled = random.Random(seed).sample(messages, len(messages))  # noqa: S311 (reproducible, not secret)
    teachable = _teachable(shuffled, out_of_scope)
    halves = {topic: min(shots, (len(group) + 1) // 2) for topic, group in teachable.items()}
    allowed = {topic: half if half >= FEWEST_EXAMPLES else 0 for topic, half in halves.items()}
    train = [message for topic, group in teachable.items() for message in group[: allowed[topic]]]
    taken = {id(message) for message in train}
    rest = [message for message in shuffled if id(message) not in taken]
    counted = min(len(rest) // COUNTED_PART, MOST_COUNTED) if len(rest) >= FEWEST_TO_COUNT_AMONG else 0
    tested = len(rest) - counted  # the last are counted: among the first, those that train are missing
    return _checked(train, rest[:tested], rest[tested:])


def split_by_time(messages: Sequence[LabelledMessage], *, out_of_scope: AnyOf[str] = ()) -> Split:
    """Train on the first half in time and test on the second; the latest examples of a topic are used first."""
    ordered = sorted(messages, key=_moment)
    half = len(ordered) // 2
    teachable = _teachable(reversed(ordered[:half]), out_of_scope)
    return _checked([message for group in teachable.values() for message in group], ordered[half:], ordered[:half])


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
        counted=split.counted,
        notes=(*split.notes, note),
    )


def _checked(
    train: Sequence[LabelledMessage], test: Sequence[LabelledMessage], counted: Sequence[LabelledMessage]
) -> Split:
    """The split without topics that are too thin and examples that are too many. Raises `BacktestError`."""
    counts = Counter(message.topic for message in train)
    enough = [message for message in train if counts[message.topic] >= FEWEST_EXAMPLES]
    shots = affordable_shots({topic: n for topic, n in counts.items() if n >= FEWEST_EXAMPLES}, MOST_EXAMPLES)
    kept = tuple(_first(enough, shots))
    topics = {message.topic for message in kept}
    if len(topics) < 2:
        raise BacktestError(
            f"there is nothing to tell apart: {_how_many(len(topics))} {FEWEST_EXAMPLES} or more messages to train on; "
            "give labelled messages of at least two topics"
        )
    if not test:
        raise BacktestError("no message is left to test on: give more labelled messages")
    note = f"training used at most {shots} examples a topic, {len(kept):,} of {len(enough):,}, to end in good time"
    notes = (note,) if len(kept) < len(enough) else ()
    return Split(
        train=kept,
        test=tuple(test),
        left_out=_left_out(test, topics),
        counted=Counter(message.topic for message in counted),
        notes=notes,
    )


def _how_many(topics: int) -> str:
    return "only one topic has" if topics else "no topic has"


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
