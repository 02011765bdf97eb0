"""A whole backtest of a toy office: figures, lines for people, and the page."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import html5lib
import pytest

from tests.classifier_fakes import TOPICS, WordEncoder
from tools.backtest.charts import charts
from tools.backtest.measuring import RememberingEncoder, learning_steps
from tools.backtest.messages import BacktestError
from tools.backtest.page import render
from tools.backtest.plan import Plan, PlanError
from tools.backtest.report import Report, as_data, for_people, percent, verdict_sentence
from tools.backtest.running import run
from tools.backtest.scoring import Verdict

HOSTILE = "<script>alert('x')</script>&\"'"
OPENINGS = ("", "please help ", "hello city ", "again ", "my street ", "since monday ", "good morning ", "thank you ")


def write_csv(folder: Path) -> Path:
    file = folder / "export.csv"
    rows = [f'"{opening}{text}","{topic}"' for topic, texts in TOPICS.items() for text in texts for opening in OPENINGS]
    rows += [f'"something {word} else","{HOSTILE.replace(chr(34), chr(34) * 2)}"' for word in ("quite", "very")]
    file.write_text("\n".join(["words,about", *rows]), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    file = write_csv(tmp_path_factory.mktemp("office"))
    return run(Plan(file=file, text="words", topic="about", shots=10), WordEncoder, lambda _: None)


def test_a_toy_office_is_told_apart(report: Report) -> None:
    scores = report.measured.scores
    assert (report.topics, report.trained_on) == (5, 50)
    assert scores.accuracy > 0.9
    assert scores.tested - scores.in_scope == sum(report.left_out.values()) == 2


def test_the_learning_curve_ends_with_the_whole_training(report: Report) -> None:
    assert [one.shots for one in report.measured.learning_curve] == [4, 8, 10]
    assert report.measured.learning_curve[-1].accuracy == report.measured.scores.accuracy


@pytest.mark.parametrize(("largest", "steps"), [(4, []), (5, [4]), (20, [4, 8, 16]), (64, [4, 8, 16, 32])])
def test_learning_steps_double(largest: int, steps: list[int]) -> None:
    assert learning_steps(largest) == steps


def test_the_same_plan_gives_the_same_figures(report: Report, tmp_path: Path) -> None:
    again = run(Plan(file=write_csv(tmp_path), text="words", topic="about", shots=10), WordEncoder, lambda _: None)
    assert again.measured.scores == report.measured.scores
    assert again.measured.by_topic == report.measured.by_topic


def test_each_text_is_encoded_once(tmp_path: Path) -> None:
    class CountingEncoder(WordEncoder):
        texts: list[str] = []  # noqa: RUF012 (one test, one list)

        def embed(self, text: str) -> Any:
            self.texts.append(text)
            return super().embed(text)

    run(Plan(file=write_csv(tmp_path), text="words", topic="about"), CountingEncoder, lambda _: None)
    assert len(CountingEncoder.texts) == len(set(CountingEncoder.texts)) == 5 * 4 * len(OPENINGS) + 2


def test_a_remembered_vector_is_the_encoders_own() -> None:
    remembering = RememberingEncoder(WordEncoder())
    assert remembering.embed("a b").tolist() == remembering.embed("a b").tolist() == WordEncoder().embed("a b").tolist()


def test_programs_get_every_figure_and_no_message(report: Report) -> None:
    data = json.loads(json.dumps(as_data(report), default=str))
    assert data["format"] == 1
    assert {"accuracy", "macro_f1", "answered_share", "wrong_upper_95", "by_topic", "learning_curve"} <= data.keys()
    assert "pothole street hole" not in json.dumps(data)


def test_people_get_the_verdict_first_and_a_line_for_each_topic(report: Report) -> None:
    lines = list(for_people(report))
    assert lines[0] == "export.csv: 10 examples a topic, seed 0"
    assert lines[1] == verdict_sentence(report.measured.scores, 0.02)
    assert {line.split()[0] for line in lines if line} >= set(TOPICS)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_sentence_that_names_the_budget(report: Report, verdict: Verdict) -> None:
    assert "2.0 %" in verdict_sentence(dataclasses.replace(report.measured.scores, verdict=verdict), 0.02)


def test_a_share_of_nothing_is_a_dash() -> None:
    assert (percent(None), percent(0.0213)) == ("-", "2.1 %")


def test_the_page_is_valid_html_and_needs_nothing_else(report: Report) -> None:
    page = render(report)
    html5lib.HTMLParser(strict=True).parse(page)
    lowered = page.lower()
    assert "<script" not in lowered
    assert "http://" not in lowered.replace("http-equiv", "")
    assert "https://" not in lowered
    assert page.count("<h1>") == 1


def test_a_topics_name_on_the_page_is_text_and_never_markup(report: Report) -> None:
    page = render(report)
    assert "&lt;script&gt;alert" in page
    assert HOSTILE not in page


def test_every_chart_has_a_description_and_a_table_beside_it(report: Report) -> None:
    page = html5lib.parse(render(report), namespaceHTMLElements=False)
    for figure in page.iter("figure"):
        svg = next(element for element in figure.iter() if element.tag.endswith("svg"))
        named = svg.get("aria-labelledby").split()
        assert all(any(element.get("id") == name and element.text for element in svg.iter()) for name in named)
    assert len(list(page.iter("figure"))) == 3
    assert all(any(beside.iter("table")) for beside in page.iter("div") if beside.get("class") == "beside")


def test_every_chart_stays_within_its_frame(report: Report) -> None:
    for chart in charts(report.measured, 0.02):
        points = [tuple(map(float, point.split(","))) for line in chart.lines for point in line.points.split()]
        points += [(dot.x, dot.y) for dot in chart.dots]
        assert all(60 <= x <= 400 and 10 <= y <= 250 for x, y in points), chart.key


def test_a_page_without_an_answer_says_so(report: Report) -> None:
    scores = dataclasses.replace(
        report.measured.scores,
        threshold=1.01,
        answered=0,
        wrong=0,
        wrong_share=None,
        wrong_upper_95=None,
        verdict=Verdict.NOTHING_ANSWERED,
    )
    silent = dataclasses.replace(report, measured=dataclasses.replace(report.measured, scores=scores))
    assert "Nothing would have been answered automatically" in render(silent)
    assert "nothing was answered" in render(silent)
    told = "\n".join(for_people(silent))
    assert "none keeps the budget" in told
    assert "upper bound" not in told


def test_a_topic_that_stands_for_none_must_be_in_the_file(tmp_path: Path) -> None:
    plan = Plan(file=write_csv(tmp_path), text="words", topic="about", out_of_scope=("elsewhere",))
    with pytest.raises(BacktestError, match="no message has the topic 'elsewhere'"):
        run(plan, WordEncoder, lambda _: None)


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        pytest.param({"text": "words", "topic": ""}, "--text and --topic", id="no topic column"),
        pytest.param({"text": "words", "topic": "about", "shots": None}, "--time", id="halves without a time"),
        pytest.param({"text": "words", "topic": "t", "labels": Path("l.csv")}, "has none", id="columns of mail"),
    ],
)
def test_a_plan_that_lacks_something_is_refused(tmp_path: Path, asked: dict[str, Any], problem: str) -> None:
    with pytest.raises(PlanError, match=problem):
        Plan(file=write_csv(tmp_path), **asked)


def test_a_folder_is_mail_and_needs_labels(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="--labels"):
        Plan(file=tmp_path, text="words", topic="about")
