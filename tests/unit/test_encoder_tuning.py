"""The fine-tuning experiment: what is learnt from, what is measured, and what is told. Nothing here needs torch."""

from collections import Counter
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.adapters.classifier_head import Matrix
from layers.classifier.public_texts import OUT_OF_SCOPE, Labelled
from tests.classifier_fakes import WordEncoder, the_examples
from tools.bench_classifier.rendering import markdown
from tools.encoder_tuning.__main__ import main
from tools.encoder_tuning.ablation import MEASURES, Ablation, Tuned, section
from tools.encoder_tuning.low_rank import LowRankChange, Tuning
from tools.encoder_tuning.measuring import Encode, KnownVectors
from tools.encoder_tuning.noise import typed
from tools.encoder_tuning.sampling import draw_batch, grouped, spellings
from tools.encoder_tuning.sources import TEXT_SETS, every_other_topic, read_set
from tools.encoder_tuning.tasks import Task, read_tasks
from tools.encoder_tuning.variants import PUBLISHED, SHARES, VARIANTS, Variant

LETTER = "Please fix the big pothole in front of our church, it's been there since March."
EXAMPLES: Labelled = [
    ("deep hole in the road", "pothole"),
    ("Deep hole, in the ROAD!", "pothole"),
    ("my wheel broke in a pothole", "pothole"),
    ("no garbage collected", "trash"),
    ("bin is full", "trash"),
    ("loud party", "noise"),
]


@given(st.text(), st.integers(0, 2**32))
def test_typing_adds_no_letter_that_was_not_there_and_at_most_doubles_it(text: str, seed: int) -> None:
    result = Counter(typed(text, np.random.default_rng(seed)))
    before = Counter(text) + Counter({" ": len(text)})  # lost words leave single spaces behind
    assert all(count <= 2 * before[letter] for letter, count in result.items())


@given(st.text(), st.integers(0, 2**32))
def test_equal_seeds_type_equally(text: str, seed: int) -> None:
    assert typed(text, np.random.default_rng(seed)) == typed(text, np.random.default_rng(seed))


def test_some_texts_are_typed_as_they_are_and_some_are_not() -> None:
    unchanged = sum(typed(LETTER, np.random.default_rng(seed)) == LETTER for seed in range(400))
    assert 120 < unchanged < 240, "about (1 - .25) x (1 - .3 x .8) x (1 - .2 x .8) of them"


def test_a_short_text_keeps_all_its_words() -> None:
    assert {len(typed("no water since two days", np.random.default_rng(seed)).split()) for seed in range(300)} == {5}


def test_a_long_text_loses_words_at_times_but_never_all() -> None:
    counts = [len(typed(LETTER, np.random.default_rng(seed)).split()) for seed in range(300)]
    assert max(counts) == len(LETTER.split())
    assert 5 < min(counts) < len(LETTER.split())


def test_a_topic_is_learnt_from_different_texts_only() -> None:
    assert grouped(EXAMPLES) == {
        "pothole": ("deep hole in the road", "my wheel broke in a pothole"),
        "trash": ("no garbage collected", "bin is full"),
    }


def test_what_is_measured_is_left_out_however_it_is_spelt() -> None:
    unseen = spellings([("BIN is full.", "another topic")])
    assert grouped(EXAMPLES, unseen).keys() == {"pothole"}


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 4))
def test_a_batch_compares_topics_of_one_set(seed: int, topics: int, texts: int) -> None:
    city = {"pothole": ("a", "b", "c"), "trash": ("d", "e"), "noise": ("f", "g", "h")}
    bank = {"card": ("k", "l"), "transfer": ("m", "n", "o"), "loan": ("p", "q"), "fee": ("r", "s")}
    batch = draw_batch([city, bank], np.random.default_rng(seed), topics=topics, texts=texts)
    home = {text: (place, topic) for place, one in enumerate([city, bank]) for topic in one for text in one[topic]}
    assert len({home[text][0] for text in batch.texts}) == 1
    assert len(set(batch.texts)) == len(batch.texts)
    assert max(Counter(batch.topics).values()) <= texts
    assert len(set(batch.topics)) <= topics
    assert len({(number, home[text][1]) for text, number in zip(batch.texts, batch.topics, strict=True)}) == len(
        set(batch.topics)
    ), "a number stands for one topic"


def test_a_large_set_comes_up_more_often_but_only_as_the_root_of_its_topics() -> None:
    small = {str(topic): ("a", "b") for topic in range(4)}
    large = {str(topic): ("c", "d") for topic in range(400)}
    drawn = [
        draw_batch([small, large], np.random.default_rng(seed), topics=1, texts=1).texts[0] for seed in range(1_100)
    ]
    assert 60 < sum(text in "ab" for text in drawn) < 145, "one in eleven"


def a_tuning(factor: float = 2.0) -> Tuning:
    change = LowRankChange(up=np.array([[1], [2]], dtype=np.float32), down=np.array([[1, 0, -1]], dtype=np.float32))
    return Tuning(changes={"query": change}, scale=factor)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        pytest.param(0.0, [[0, 0, 0], [0, 0, 0]], id="nothing of the way is the published weights"),
        pytest.param(0.5, [[1, 0, -1], [2, 0, -2]], id="half of the way is half of the change"),
        pytest.param(1.0, [[2, 0, -2], [4, 0, -4]], id="all of the way is the scaled change"),
    ],
)
def test_weights_go_a_share_of_the_way(share: float, expected: list[list[float]]) -> None:
    published = {"query": np.ones((2, 3), dtype=np.float32), "bias": np.ones(2, dtype=np.float32)}
    merged = a_tuning().merged_into(published, share)
    np.testing.assert_array_equal(merged["query"], np.array(expected) + 1)
    assert merged["query"].dtype == np.float32
    assert merged["bias"] is published["bias"]
    np.testing.assert_array_equal(published["query"], np.ones((2, 3)))


def test_a_change_of_another_encoder_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        a_tuning().merged_into({"query": np.ones((3, 3), dtype=np.float32)})
    with pytest.raises(KeyError):
        a_tuning().merged_into({"key": np.ones((2, 3), dtype=np.float32)})


def a_task(name: str = "town", shown_by: str = "town-texts") -> Task:
    texts, topics = the_examples()
    pool = [*zip(texts, topics, strict=True), *((f"unrelated {number}", OUT_OF_SCOPE) for number in range(30))]
    return Task(name=name, shown_by=frozenset({shown_by}), pool=pool[:60], messages=pool, office_topics=4, shots=8)


@pytest.mark.parametrize("seed", range(5))
def test_an_office_is_asked_no_example_and_a_fifth_of_what_it_is_asked_is_out_of_scope(seed: int) -> None:
    draw = a_task().draw(seed)
    office = {topic for _, topic in draw.examples}
    outside = [topic for _, topic in draw.asked if topic not in office]
    assert len(office) == 4
    assert not spellings(draw.examples) & spellings(draw.asked)
    assert len(draw.asked) == 20
    assert Counter(topic == OUT_OF_SCOPE for topic in outside) == {True: 2, False: 2}
    assert a_task().draw(seed) == draw


def test_even_and_odd_topics_share_nothing_and_leave_nothing() -> None:
    even, odd = every_other_topic(EXAMPLES, 0), every_other_topic(EXAMPLES, 1)
    assert {topic for _, topic in even} == {"noise", "trash"}
    assert sorted(even + odd) == sorted(EXAMPLES)


def test_vectors_are_computed_together_and_known_by_what_is_readable() -> None:
    asked: list[Sequence[str]] = []

    def encode(texts: Sequence[str]) -> Matrix:
        asked.append(texts)
        return np.array([[len(text)] for text in texts], dtype=np.float32)

    known = KnownVectors("lengths", encode, ["two  words", "word", "two words"])
    assert asked == [["two words", "word"]]
    assert known.embed("two words") == [9]
    with pytest.raises(KeyError):
        known.embed("never seen")


def by_words(texts: Sequence[str]) -> Matrix:
    return np.vstack([WordEncoder().embed(text) for text in texts])


def an_ablation(trained: list[tuple[Variant, frozenset[str], int]], trainings: int) -> Ablation:
    def published() -> Encode:
        return by_words

    def tune(variant: Variant, unseen: frozenset[str], seed: int) -> Tuned:
        trained.append((variant, unseen, seed))
        return lambda _: by_words

    return Ablation(
        tasks=[a_task(), a_task("village", "village-texts")],
        variants=[Variant(name="tuned on the town", sets=("town-texts",))],
        published=published,
        tune=tune,
        trainings=trainings,
        progress=lambda _: None,
    )


def test_a_variant_is_measured_on_what_it_has_not_seen_and_beside_the_published_weights() -> None:
    trained: list[tuple[Variant, frozenset[str], int]] = []
    scores = an_ablation(trained, trainings=1).run(seeds=2)
    labels = ["tuned on the town, 40% of the way", "tuned on the town"]
    assert list(scores) == [
        ("town", PUBLISHED),
        ("village", PUBLISHED),
        *(("village", label) for label in labels),
    ]
    assert {len(found) for found in scores.values()} == {2}
    assert [(seed, unseen == a_task().spellings) for _, unseen, seed in trained] == [(0, True), (0, True)]

    (table,) = section(scores, title="two offices").tables
    assert [row.labels for row in table.rows] == list(scores)
    differences = [row.figures[MEASURES.index("beside published")] for row in table.rows]
    assert differences[:2] == [None, None]
    assert [one.values for one in differences[2:] if one] == [(0.0, 0.0), (0.0, 0.0)], "equal vectors, equal offices"
    assert any(line.startswith("| village | tuned on the town | ") for line in markdown(table))


def test_several_trainings_take_turns() -> None:
    trained: list[tuple[Variant, frozenset[str], int]] = []
    an_ablation(trained, trainings=2).run(seeds=3)
    assert [seed for _, _, seed in trained] == [0, 1, 0]


@pytest.mark.data
def test_no_variant_learns_a_text_that_it_is_measured_on(shared_data: Path) -> None:
    tasks = read_tasks(shared_data)
    for variant in VARIANTS:
        mine = [task for task in tasks if variant.may_be_measured_on(task)]
        unseen = variant.unseen(tasks)
        groups = [grouped(read_set(name, shared_data), unseen) for name in variant.sets]
        learnt = {text.casefold() for one in groups for texts in one.values() for text in texts}
        measured = {text.casefold() for task in mine for text, _ in [*task.pool, *task.messages]}
        assert len(mine) >= 2
        assert len(learnt) > 10_000
        assert not learnt & measured


@pytest.mark.data
def test_petitions_that_moderators_joined_are_one_topic(shared_data: Path) -> None:
    groups = grouped(read_set("petitions", shared_data))
    most_parts_of_one = 3
    assert sum(len(texts) > most_parts_of_one for texts in groups.values()) > 100


def test_every_set_of_a_variant_can_be_read() -> None:
    assert {name for variant in VARIANTS for name in variant.sets} <= TEXT_SETS.keys()
    assert SHARES[-1] == 1.0


def test_a_set_cannot_be_learnt_and_left_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = ["--sets", "clinc150,petitions", "--without", "clinc150", "--out", str(tmp_path)]
    assert main(["train", *arguments]) == 1
    assert "name it in one of both" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(["--sets", "clinc"], "choose from clinc150", id="an unknown set"),
        pytest.param(["--sets", "petitions", "--steps", "none"], "give 1 or more", id="no number of steps"),
        pytest.param(["--sets", "petitions", "--share", "1.5"], "give 0 to 1", id="beyond the tuned weights"),
        pytest.param(["--sets", "petitions", "--share", "half"], "give 0 to 1", id="a share in words"),
    ],
)
def test_a_wrong_option_is_told_with_what_is_right(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["train", *options, "--out", str(tmp_path)])
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed")
def test_without_its_libraries_the_experiment_says_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ablate"]) == 1
    assert "pip install -r requirements/tuning.txt" in capsys.readouterr().err
