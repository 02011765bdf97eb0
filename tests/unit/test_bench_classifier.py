"""What the classifier's benchmark makes of what it measured, on small tables. How good anything is, no test says."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.classifier_fakes import WordEncoder, the_examples
from tools.backtest.scoring import Judgement
from tools.bench_classifier.__main__ import NotToQuoteError, main, read_results, write_page
from tools.bench_classifier.comparison import Draw, compare
from tools.bench_classifier.contestants import NEVER, contestants, judgements, plain_threshold
from tools.bench_classifier.few_shots import strangers_beside
from tools.bench_classifier.outcomes import average_precision, micro_f1, outcome
from tools.bench_classifier.petitions import SHOTS, Petition, best_cut, measures, named, split
from tools.bench_classifier.rendering import cell, page
from tools.bench_classifier.results import Aim, Figure, Measured, Results, Row, Section, Table, Unit, figure, missed
from tools.bench_classifier.spanish import by_language, views_of
from tools.bench_classifier.vectors import KeptVectors
from tools.topic_examples import Example


def said(topic: str, ranked: str, confidence: float, *, is_in_scope: bool = True) -> Judgement:
    return Judgement(topic=topic, is_in_scope=is_in_scope, ranked=(ranked,), confidence=confidence)


TOLD = [
    said("trash", "trash", 0.9),
    said("trash", "trash", 0.8),
    said("noise", "trash", 0.7),
    said("noise", "noise", 0.6),
    said("oos", "noise", 0.5, is_in_scope=False),
    said("oos", "noise", 0.65, is_in_scope=False),
]


def test_an_outcome_tells_what_the_office_would_have_answered() -> None:
    found = outcome(TOLD, threshold=0.6, budget=0.02)
    assert found.accuracy == 3 / 4
    assert found.coverage == 3 / 4
    assert found.wrong == pytest.approx(2 / 5)
    assert found.kept_back == 1 / 2
    assert found.oracle == 2 / 4


def test_an_office_that_answers_nothing_has_no_share_of_wrong_answers() -> None:
    found = outcome(TOLD, threshold=NEVER, budget=0.02)
    assert (found.coverage, found.wrong, found.kept_back) == (0.0, None, 1.0)


def test_without_messages_out_of_scope_nothing_is_told_of_them() -> None:
    assert outcome(TOLD[:4], threshold=0.5, budget=0.02).kept_back is None


@given(st.lists(st.tuples(st.booleans(), st.floats(min_value=0, max_value=1)), min_size=1), st.floats(0, 1))
def test_no_threshold_within_the_budget_covers_more_than_the_best_possible(
    answers: list[tuple[bool, float]], threshold: float
) -> None:
    judged = [said("trash", "trash" if right else "noise", confidence) for right, confidence in answers]
    found = outcome(judged, threshold=threshold, budget=0.1)
    if found.wrong is not None and found.wrong <= 0.1:
        assert found.coverage <= found.oracle + 1e-9


@pytest.mark.parametrize(
    ("ranked", "wanted", "expected"),
    [
        pytest.param("abc", "a", 1.0, id="first"),
        pytest.param("abc", "b", 1 / 2, id="second"),
        pytest.param("abcd", "ac", (1 + 2 / 3) / 2, id="first and third"),
        pytest.param("abc", "x", 0.0, id="a topic that was never taught"),
    ],
)
def test_average_precision_rewards_wanted_topics_at_the_top(ranked: str, wanted: str, expected: float) -> None:
    assert average_precision(ranked, frozenset(wanted)) == pytest.approx(expected)


def test_micro_f1_counts_topics_over_all_texts() -> None:
    named_topics, wanted = [frozenset("ab"), frozenset("c")], [frozenset("a"), frozenset("d")]
    assert micro_f1(named_topics, wanted) == pytest.approx(2 / 5)
    assert micro_f1([frozenset()], [frozenset()]) == 0.0


CONFIDENCES = np.array([[0.7, 0.2, 0.1], [0.5, 0.4, 0.1], [0.1, 0.1, 0.8]], dtype=np.float32)
WANTED = [frozenset("a"), frozenset("ab"), frozenset("c")]


def test_the_cut_names_several_topics_where_several_are_likely() -> None:
    cut = best_cut(CONFIDENCES, WANTED, "abc")
    assert named(CONFIDENCES, "abc", cut) == WANTED
    assert measures(CONFIDENCES, WANTED, "abc", cut) == (1.0, 1.0, 1.0, 1.0)


def test_the_first_topic_is_named_however_unsure() -> None:
    assert named(CONFIDENCES, "abc", 0.99) == [frozenset("a"), frozenset("a"), frozenset("c")]


@given(st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1), min_size=1, max_size=200), st.integers(0, 5))
def test_no_petition_both_teaches_and_tests_and_no_topic_has_too_many_examples(
    topics: list[frozenset[str]], seed: int
) -> None:
    every = [Petition(text=f"petition {number}", topics=one) for number, one in enumerate(topics)]
    taught, asked = split(every, seed)
    assert sorted(one.text for one in (*taught, *asked)) == sorted(one.text for one in every)
    for topic in "abcde":
        examples = sum(topic in one.teaches for one in taught)
        assert examples == min(SHOTS, sum(topic in one for one in topics) // 2)


def test_judgements_know_which_topics_were_not_taught() -> None:
    told = judgements([("x", "a"), ("y", "z"), ("w", "c")], "abc", CONFIDENCES)
    assert [one.is_in_scope for one in told] == [True, False, True]
    assert [one.ranked[0] for one in told] == ["a", "a", "c"]
    assert [one.is_right for one in told] == [True, False, True]


def test_a_peers_threshold_keeps_the_budget_on_what_was_held_out() -> None:
    held_out = [said("a", "a", 0.9), said("a", "a", 0.8), said("a", "b", 0.7), said("a", "a", 0.6)]
    assert plain_threshold(held_out, budget=0.02) == 0.8
    assert plain_threshold(held_out, budget=0.25) == 0.6
    assert plain_threshold([said("a", "b", 0.9)], budget=0.02) == NEVER


def test_all_contestants_learn_a_small_office_and_equal_ones_run_once() -> None:
    texts, topics = the_examples()
    examples = list(zip(texts, topics, strict=True))
    asked = [("hole in my street", "pothole"), ("garbage bin", "trash"), ("what is the capital of Peru", "oos")]
    progress: list[str] = []
    rows = compare(
        contestants(WordEncoder(), WordEncoder()),
        {0: Draw(examples=examples, asked=asked)},
        label="12 shots",
        aims={"accuracy": Aim(value=0.9)},
        progress=progress.append,
    )
    assert len(rows) == 4
    assert len(progress) == 3
    accuracies = [row.figures[0] for row in rows]
    assert [one.mean for one in accuracies if one] == [1.0] * 4
    assert [one.is_met for one in accuracies if one] == [None, None, None, True]


def test_strangers_make_up_their_share_of_the_messages() -> None:
    assert strangers_beside(3_080) == 770
    assert strangers_beside(1_500) // 2 == 187


class CountingEncoder(WordEncoder):
    """Counts what it encodes."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def embed(self, text: str) -> np.ndarray:
        self.encoded.append(text)
        return super().embed(text)


def test_a_text_is_encoded_once_even_by_a_later_run(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    first = KeptVectors("words-1", lambda: encoder, tmp_path)
    vectors = [first.embed(text) for text in ("tree fell", "tree fell", "odd \u200b one")]
    first.save()
    later = KeptVectors("words-1", lambda: encoder, tmp_path)
    assert np.array_equal([later.embed("tree fell"), later.embed("odd \u200b one")], vectors[1:])
    assert encoder.encoded == ["tree fell", "odd \u200b one"]
    assert KeptVectors("words-2", lambda: encoder, tmp_path).embed("tree fell") is not None
    assert len(encoder.encoded) == 3


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(None, "–", id="nothing to tell"),
        pytest.param(figure([None, float("nan")]), "–", id="no value"),
        pytest.param(figure([0.5]), "50.0", id="a single share has no spread"),
        pytest.param(figure([0.9, 0.92]), "91.0 ± 1.4", id="mean and spread"),
        pytest.param(figure([0.0004]), "0.04", id="a tiny share"),
        pytest.param(figure([12_345], Unit.COUNT), "12,345", id="a count"),
        pytest.param(figure([0.94], aim=Aim(value=0.93)), "94.0 (aim ≥ 93.0: met)", id="an aim that was met"),
        pytest.param(
            figure([12.0], Unit.MILLISECONDS, Aim(value=10, bound="at most")),
            "12.0 (aim ≤ 10.0: missed)",
            id="an aim that was missed",
        ),
    ],
)
def test_a_cell_tells_mean_spread_and_aim(one: Figure | None, expected: str) -> None:
    assert cell(one) == expected


def the_results(*, is_quick: bool = False) -> Results:
    rows = (
        Row(labels=("10 shots", "peer"), figures=(figure([0.8, 0.9]), None)),
        Row(labels=("10 shots", "ours"), figures=(figure([0.91], aim=Aim(value=0.95)), figure([3], Unit.COUNT))),
    )
    table = Table(title="Two models", labels=("examples", "model"), measures=("accuracy", "texts"), rows=rows)
    section = Section(name="clinc150", title="CLINC150", notes=("How.",), tables=(table,))
    measured = Measured(
        section=section, is_quick=is_quick, seeds=2, measured_at="2026-11-22", machine="a machine", minutes=1.5
    )
    return Results(sections={"clinc150": measured})


def test_the_page_says_plainly_where_an_aim_was_missed() -> None:
    assert [(row.labels, measure) for _, row, measure, _ in missed(the_results())] == [
        (("10 shots", "ours"), "accuracy")
    ]
    text = page(the_results(), ("clinc150", "speed"))
    assert "- Two models: 10 shots, ours: accuracy 91.0 (aim ≥ 95.0: missed)" in text
    assert "| examples | model | accuracy, % | texts |" in text
    assert "| 10 shots | peer | 85.0 ± 7.1 | – |" in text


def test_results_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(the_results().model_dump_json(), encoding="utf-8")
    assert read_results(path) == the_results()
    path.write_text('{"sections": {"speed": "another version"}}', encoding="utf-8")
    assert read_results(path) == Results(sections={})
    assert read_results(tmp_path / "absent.json") == Results(sections={})


@pytest.mark.parametrize("is_quick", [pytest.param(True, id="a quick run"), pytest.param(False, id="a part")])
def test_no_page_is_written_from_a_quick_run_or_from_a_part(is_quick: bool, tmp_path: Path) -> None:
    with pytest.raises(NotToQuoteError, match="--only"):
        write_page(the_results(is_quick=is_quick), tmp_path / "page.md")
    assert not (tmp_path / "page.md").exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        pytest.param(["--only", "clink"], "there is no 'clink': choose from clinc150", id="an unknown part"),
        pytest.param(["--seeds", "0"], "give 1 or more", id="no draw"),
    ],
)
def test_a_wrong_option_is_told_with_the_remedy(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert problem in capsys.readouterr().err


def test_absent_data_is_told_with_the_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--only", "opt-out", "--json", str(tmp_path / "results.json")]) == 1
    assert "name the folder of the test data with --data" in capsys.readouterr().err


def test_spanish_is_learnt_from_spanish_examples() -> None:
    spanish = {"pothole": "bache enorme avenida", "trash": "basura contenedor lleno", "noise": "ruido fiesta vecino"}
    texts, topics = the_examples()
    pairs = [(text, topic, "en") for text, topic in zip(texts, topics, strict=True) if topic in spanish]
    pairs += [
        (f"{opening} {text}", topic, "es")
        for topic, text in spanish.items()
        for opening in ("hola", "oiga", "buenas", "disculpe", "señores", "por favor", "gracias", "ayuda")
    ]
    examples = [
        Example(text=text, topic_id=topic, language=language, line=number)
        for number, (text, topic, language) in enumerate(pairs)
    ]
    found = by_language(views_of(WordEncoder(), examples), examples, seed=0)
    assert found.spanish == 1.0
    assert found.english >= 0.9
    assert found.spanish_from_english < found.spanish
