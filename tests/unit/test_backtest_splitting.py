"""Which messages train and which are tested."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.backtest.messages import BacktestError, LabelledMessage
from tools.backtest.splitting import affordable_shots, sample_tests, split_by_shots, split_by_time

START = datetime(2026, 1, 1, tzinfo=UTC)


def messages(**topics: int) -> list[LabelledMessage]:
    """So many messages of each topic, in turn, one a day."""
    listed = [(number, topic) for topic, count in topics.items() for number in range(count)]
    return [
        LabelledMessage(
            text=f"message {number} about {topic}",
            topic=topic,
            place=str(day),
            written_at=START + timedelta(days=day),
        )
        for day, (number, topic) in enumerate(sorted(listed))
    ]


@given(
    counts=st.dictionaries(st.sampled_from("abcdef"), st.integers(3, 30), min_size=2),
    shots=st.integers(2, 12),
    seed=st.integers(0, 5),
)
def test_every_message_of_a_small_record_trains_or_is_tested_and_none_does_both(
    counts: dict[str, int], shots: int, seed: int
) -> None:
    given_messages = messages(**counts)
    split = split_by_shots(given_messages, shots, seed=seed)
    assert sorted(one.place for one in (*split.train, *split.test)) == sorted(one.place for one in given_messages)
    assert split.topic_shares is None
    for topic, count in Counter(one.topic for one in split.train).items():
        assert count == min(shots, (counts[topic] + 1) // 2)


def test_another_seed_draws_other_examples_and_the_same_seed_the_same() -> None:
    given_messages = messages(a=30, b=30)
    assert split_by_shots(given_messages, 5, seed=1) == split_by_shots(given_messages, 5, seed=1)
    assert split_by_shots(given_messages, 5, seed=1) != split_by_shots(given_messages, 5, seed=2)


def test_a_topic_with_too_few_examples_is_left_out_and_tested_as_out_of_scope() -> None:
    split = split_by_shots(messages(a=10, b=10, rare=1), 4, seed=0)
    assert split.topics == {"a", "b"}
    assert split.left_out == {"rare": 1}


def test_a_topic_that_stands_for_none_is_only_tested() -> None:
    split = split_by_shots(messages(a=10, b=10, other=10), 4, seed=0, out_of_scope=("other",))
    assert split.topics == {"a", "b"}
    assert split.left_out == {"other": 10}


def test_how_common_topics_are_is_told_by_messages_that_are_not_tested() -> None:
    split = split_by_shots(messages(a=3_000, b=900, other=1_100), 20, seed=0, out_of_scope=("other",))
    assert sum(split.counted.values()) == 496 == 5_000 - len(split.train) - len(split.test)
    assert split.topic_shares is not None
    assert split.topic_shares["a"] == pytest.approx(3_000 / 3_900, abs=0.06)
    assert split.out_of_scope_share == pytest.approx(0.22, abs=0.05)


def test_the_first_half_in_time_tells_how_common_topics_are() -> None:
    assert split_by_time(messages(a=30, b=10)[5:]).counted == {"a": 9, "b": 8}


def test_messages_without_a_word_are_tested_and_never_taught() -> None:
    wordless = [LabelledMessage(text="👍", topic="a", place=f"w{number}") for number in range(5)]
    split = split_by_shots([*messages(a=6, b=6), *wordless], 20, seed=0)
    assert all(one.is_teachable for one in split.train)
    assert sum(not one.is_teachable for one in split.test) == 5


def test_the_first_half_in_time_trains_and_no_later_message_does() -> None:
    split = split_by_time(messages(a=10, b=10))
    assert len(split.train) == len(split.test) == 10
    assert max(one.written_at for one in split.train if one.written_at) < min(
        one.written_at for one in split.test if one.written_at
    )


def test_few_shots_of_the_first_half_are_its_latest_messages() -> None:
    split = split_by_time(messages(a=10, b=10))
    assert [one.place for one in split.first(1)] == ["8", "9"]


def test_a_topic_that_appears_in_the_second_half_only_is_out_of_scope() -> None:
    late = [
        LabelledMessage(text=f"late {day}", topic="new", place=f"l{day}", written_at=START + timedelta(days=99 + day))
        for day in range(3)
    ]
    assert split_by_time([*messages(a=10, b=10), *late]).left_out == {"new": 3}


@pytest.mark.parametrize(
    ("given_messages", "problem"),
    [
        pytest.param([], "nothing to tell apart", id="no message"),
        pytest.param(messages(a=20), "nothing to tell apart: only one topic has", id="a single topic"),
        pytest.param(messages(a=1, b=1, c=1), "nothing to tell apart: no topic has", id="one message a topic"),
    ],
)
def test_messages_that_cannot_train_are_refused(given_messages: list[LabelledMessage], problem: str) -> None:
    with pytest.raises(BacktestError, match=problem):
        split_by_shots(given_messages, 20, seed=0)


def test_a_message_without_a_time_cannot_be_split_by_time() -> None:
    with pytest.raises(BacktestError, match="line 7 has no time"):
        split_by_time([*messages(a=4, b=4), LabelledMessage(text="hello", topic="a", place="line 7")])


def test_a_long_test_is_drawn_at_random_and_the_report_says_so() -> None:
    split = sample_tests(split_by_shots(messages(a=30, b=30), 5, seed=0), 12, seed=0)
    assert len(split.test) == 12
    assert split.notes == ("12 of 50 test messages were drawn at random (--tests)",)


@given(counts=st.dictionaries(st.text(), st.integers(2, 500), min_size=1), most=st.integers(1, 2_000))
def test_training_takes_no_more_examples_than_end_in_good_time(counts: dict[str, int], most: int) -> None:
    shots = affordable_shots(counts, most)
    assert shots == 2 or sum(min(count, shots) for count in counts.values()) <= most
